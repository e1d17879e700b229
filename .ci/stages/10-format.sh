. .ci/lib.sh
cargo fmt --check
