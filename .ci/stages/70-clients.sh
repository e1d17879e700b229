. .ci/lib.sh
need npm npm
cargo build --locked --quiet
start_server

bin=$(python_tools python-client -r clients/python/requirements.txt)
clients/python/generate.sh "$bin/python" target/clients/python
PYTHONPATH=target/clients/python "$bin/python" clients/python/smoke.py "$GRPC_ADDRESS"

cd clients/typescript
npm ci --silent --no-fund --no-audit
npm run --silent generate
npm run --silent build
npm run --silent smoke -- "$GRPC_ADDRESS"
