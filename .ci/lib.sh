# Sourced by the stages: where tools are kept and how they get there.
set -euo pipefail

TOOLS="$PWD/target/tools"
mkdir -p "$TOOLS"

# python_tools NAME REQUIREMENT…: a virtual environment of that name with those
# packages; prints its bin folder.
python_tools() {
    local folder="$TOOLS/$1" wanted
    shift
    wanted=$(for word in "$@"; do if [ -f "$word" ]; then cat "$word"; else echo "$word"; fi; done)
    if [ "$(cat "$folder/.requirements" 2>/dev/null)" != "$wanted" ]; then
        rm -rf "$folder"
        python3 -m venv "$folder"
        "$folder/bin/pip" install --quiet --disable-pip-version-check "$@" >&2
        echo "$wanted" >"$folder/.requirements"
    fi
    echo "$folder/bin"
}

# need COMMAND PACKAGE: installs a Debian package when the command is missing.
need() {
    if ! command -v "$1" >/dev/null; then
        apt-get update -qq
        apt-get install -y -qq "$2" >/dev/null
    fi
}

# start_server ARGUMENT…: starts the built binary on free ports and waits until
# it is ready. Sets SERVER, GRPC_ADDRESS and ADMIN_ADDRESS; the server is
# stopped when the stage ends.
start_server() {
    SERVER_LOG=$(mktemp)
    target/debug/kayan serve --grpc-address 127.0.0.1:0 --admin-address 127.0.0.1:0 "$@" 2>"$SERVER_LOG" &
    SERVER=$!
    trap 'kill "$SERVER" 2>/dev/null || true; rm -f "$SERVER_LOG"' EXIT
    for _ in $(seq 600); do
        if grep -q '"message":"ready"' "$SERVER_LOG"; then
            GRPC_ADDRESS=$(sed -n 's/.*"grpc_address":"\([^"]*\)".*/\1/p' "$SERVER_LOG" | head -1)
            ADMIN_ADDRESS=$(sed -n 's/.*"admin_address":"\([^"]*\)".*/\1/p' "$SERVER_LOG" | head -1)
            export GRPC_ADDRESS ADMIN_ADDRESS
            return
        fi
        kill -0 "$SERVER" 2>/dev/null || break
        sleep 0.1
    done
    cat "$SERVER_LOG" >&2
    echo "the server did not start" >&2
    return 1
}
