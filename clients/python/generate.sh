#!/usr/bin/env bash
# Generates the Python client: generate.sh PYTHON FOLDER
# google.rpc comes with grpcio-status and is not generated anew.
set -euo pipefail
python=$1
out=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"
"$python" -m grpc_tools.protoc -I"$root/proto" --python_out="$out" --pyi_out="$out" --grpc_python_out="$out" \
    "$root"/proto/kayan/v1/*.proto
