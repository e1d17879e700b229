. .ci/lib.sh
need cc gcc
cargo clippy --locked --all-targets -- -D warnings
