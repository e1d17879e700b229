#!/usr/bin/env bash
# The job on a local Ray with a worker killed: 100,000 documents, each exactly
# once. Takes some minutes, and is no stage of .ci/run. KAYAN is the binary.
# check.sh [DOCUMENTS]: another number of them, a multiple of 10,000.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/lib.sh

bin=$(python_tools ray -r clients/ray/requirements.txt)
log=$(mktemp)
"${KAYAN:-target/release/kayan}" serve --grpc-address 127.0.0.1:0 --admin-address 127.0.0.1:0 2>"$log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$log" target/ray' EXIT
for _ in $(seq 100); do
    if grep -q '"message":"ready"' "$log"; then break; fi
    sleep 0.1
done
address=$(sed -n 's/.*"grpc_address":"\([^"]*\)".*/\1/p' "$log" | head -1)
[ -n "$address" ] || { cat "$log" >&2; exit 1; }

PYTHONPATH=clients/python RAY_USAGE_STATS_ENABLED=0 \
    timeout --kill-after=10 600 "$bin/python" clients/ray/check.py "$address" target/ray "$@"
