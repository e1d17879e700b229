#!/usr/bin/env bash
# Builds the static server and the image: .ci/image/build.sh OUT
# OUT becomes an OCI layout; `skopeo copy oci:OUT docker://REGISTRY/kayan` or
# the like brings it to a registry. The digest is printed.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$1

# The flag goes to the last link alone: the libraries are those of any other
# release build, and macros can still be loaded by the compiler.
cargo rustc --locked --quiet --release --bin kayan -- -C target-feature=+crt-static >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strip --strip-all -o "$work/kayan" target/release/kayan
python3 .ci/image/sbom.py >"$work/sbom.cdx.json"
version=$(python3 -c 'import tomllib; print(tomllib.load(open("Cargo.toml", "rb"))["package"]["version"])')
rm -rf "$out"
python3 .ci/image/layout.py --binary "$work/kayan" --sbom "$work/sbom.cdx.json" \
    --version "$version" --revision "$(git rev-parse HEAD)" \
    --epoch "${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}" "$out"
