# A server in operation: credentials, certificates, reloads and restarts under
# load; then a search of all its logs for texts and secrets.
. .ci/lib.sh
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
cargo test --locked --no-run --test operations --test configuration_doc
KAYAN_TEST_LOGS=$logs timeout 600 cargo test --locked --test operations --test configuration_doc -- --nocapture

found=$(find "$logs" -name '*.log' | wc -l)
lines=$(cat "$logs"/*.log | wc -l)
if [ "$found" -lt 10 ] || [ "$lines" -lt 500 ]; then
    echo "only $found logs with $lines lines: the search would prove nothing" >&2
    exit 1
fi
# Any Arabic letter is text; the others are keys, tokens and private keys.
if grep -nP '[\x{0600}-\x{06FF}]|\bk-[0-9a-z]|eyJ[A-Za-z0-9]|BEGIN [A-Z ]*PRIVATE' "$logs"/*.log; then
    echo "texts or secrets in the logs" >&2
    exit 1
fi
echo "no text and no secret in $lines lines of $found logs"
