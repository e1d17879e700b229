. .ci/lib.sh
# Module docs guide through private modules too, so these are documented.
RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" \
    cargo doc --locked --no-deps --document-private-items --quiet
