# Every client: generated anew and compared with what is committed, built, and
# run against the real server with the cases of clients/cases.json.
. .ci/lib.sh
need npm npm
need java openjdk-17-jdk-headless
need mvn maven

clients/generate.sh
generated=$(sed -n 's/ linguist-generated$//p' .gitattributes | sed 's|/\*\*$||')
# shellcheck disable=SC2086
changed=$(git diff --stat -- $generated && git ls-files --others --exclude-standard -- $generated)
if [ -n "$changed" ]; then
    printf '%s\n' "$changed" "generated code differs from what is committed: run clients/generate.sh and commit" >&2
    exit 1
fi

cargo build --locked --quiet
# Connections that end every second show that clients bear it.
start_server --connection-age 1s
export KAYAN_ADDRESS=$GRPC_ADDRESS KAYAN_WEB_ADDRESS=$ADMIN_ADDRESS

bin=$(python_tools python-client -r clients/python/requirements.txt)
FAULT=$(mktemp -d)
"$bin/python" clients/testing/fault_proxy.py "$GRPC_ADDRESS" "$FAULT/address" &
PROXY=$!
trap 'kill "$PROXY" "$SERVER" 2>/dev/null || true; rm -rf "$SERVER_LOG" "$FAULT"' EXIT
for _ in $(seq 100); do
    [ -s "$FAULT/address" ] && break
    sleep 0.1
done
KAYAN_FAULT_ADDRESS=$(cat "$FAULT/address")
export KAYAN_FAULT_ADDRESS

# The examples of all languages read the same texts, and count the same.
mkdir "$FAULT/texts"
echo '😀 عاد رجب طيب أردوغان إلى بيروت في عام 2021.' >"$FAULT/texts/first.txt"
echo 'لا شيء هنا' >"$FAULT/texts/second.txt"
example() { # NAME COMMAND…: streams the folder
    local name=$1
    shift
    if [ "$("$@" "$GRPC_ADDRESS" "$FAULT/texts")" != $'first.txt\t3\nsecond.txt\t0' ]; then
        echo "$name: stream a directory: wrong" >&2
        exit 1
    fi
    echo "$name: stream a directory"
}
file_example() { # NAME BEGIN COMMAND…: extracts from the first text
    local name=$1 begin=$2
    shift 2
    "$@" "$GRPC_ADDRESS" "$FAULT/texts/first.txt" >"$FAULT/mentions"
    if ! grep -q "^$begin"$'\t.*\tبيروت\tبيروت$' "$FAULT/mentions"; then
        echo "$name: extract a file: wrong" >&2
        exit 1
    fi
    echo "$name: extract a file"
}

# The first calls of docs/clients.md, as they stand there.
snippet() { # LANGUAGE: the block, with the address of the server
    python3 "$ROOT/clients/testing/snippet.py" "$1" "$GRPC_ADDRESS"
}
first_call() { # NAME COMMAND…: runs it
    local name=$1
    shift
    if [ "$("$@")" != "$(snippet text)" ]; then
        echo "$name: first call of docs/clients.md: wrong" >&2
        exit 1
    fi
    echo "$name: first call of docs/clients.md"
}
ROOT=$PWD

# Installed as a package would be, so that a file missing from it is noticed.
"$bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall clients/python
timeout 120 "$bin/python" -P -m unittest discover -s clients/python/tests
file_example python 26 "$bin/python" clients/python/examples/extract_file.py
example python "$bin/python" clients/python/examples/stream_directory.py
first_call python "$bin/python" -P -c "$(snippet python)"

cd clients/go
test -z "$(gofmt -l .)"
go vet ./...
timeout 120 go test -count=1 -v . | sed -n 's/^ *--- /go: /p; /^FAIL/p'
go build -o "$FAULT/go/" ./examples/...
file_example go 48 "$FAULT/go/extractfile"
example go "$FAULT/go/streamdirectory"
mkdir "$FAULT/go-first"
snippet go >"$FAULT/go-first/main.go"
(cd "$FAULT/go-first" && go mod init first 2>/dev/null &&
    go mod edit -require kayan/client@v0.0.0 -replace "kayan/client=$ROOT/clients/go" &&
    go mod tidy 2>/dev/null && go build -o first .)
first_call go "$FAULT/go-first/first"

cd ../typescript
npm run --silent build
timeout 120 npm test --silent
file_example typescript 27 node dist/examples/extract-file.js
example typescript node dist/examples/stream-directory.js
mkdir -p "$FAULT/node-first/node_modules"
ln -s "$PWD" "$FAULT/node-first/node_modules/kayan-client"
snippet typescript >"$FAULT/node-first/first.mts"
node_modules/.bin/tsc --strict --module nodenext --target es2022 --skipLibCheck "$FAULT/node-first/first.mts"
first_call typescript node "$FAULT/node-first/first.mjs"

cd ../java
timeout 240 mvn --quiet --batch-mode package dependency:build-classpath
classpath="target/kayan-client-0.1.0.jar:$(cat target/classpath)"
file_example java 27 java -cp "$classpath" examples/ExtractFile.java
example java java -cp "$classpath" examples/StreamDirectory.java
snippet java >"$FAULT/FirstCall.java"
first_call java java -cp "$classpath" "$FAULT/FirstCall.java"
