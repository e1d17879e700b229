. .ci/lib.sh
# Every fuzz target for a short while, on the stable toolchain. New inputs stay
# under target/, so that the committed corpus does not grow by itself.
need c++ g++
fuzz="$TOOLS/cargo-fuzz/bin"
if ! "$fuzz/cargo-fuzz" --version 2>/dev/null | grep -q ' 0\.13\.2$'; then
    cargo install --quiet --locked --version 0.13.2 --root "$TOOLS/cargo-fuzz" cargo-fuzz
fi
export PATH="$fuzz:$PATH"
cargo fuzz build --sanitizer none
for target in $(cargo fuzz list); do
    echo "--- $target"
    grown="target/fuzz-corpus/$target"
    mkdir -p "$grown"
    cargo fuzz run --sanitizer none "$target" "$grown" "fuzz/corpus/$target" -- \
        -max_total_time="${FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1
done
