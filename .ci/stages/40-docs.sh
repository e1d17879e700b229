. .ci/lib.sh
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet
