# The playground: types, the committed bundle, and the page in a real browser
# against the real server.
. .ci/lib.sh
need npm npm
need chromium chromium
cargo build --locked --quiet

cd playground
npm ci --silent --no-fund --no-audit
npm run --silent generate
npm run --silent check
npm run --silent build -- "$TOOLS/playground"
# The binary embeds what is committed: it must be what the sources make.
diff -r dist "$TOOLS/playground"
npm run --silent test
