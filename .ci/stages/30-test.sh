. .ci/lib.sh
cargo test --locked
