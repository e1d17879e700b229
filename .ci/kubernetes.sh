# Sourced by the stages helm and image after lib.sh: the tools that both need,
# at pinned versions, under target/tools.

# go_tool NAME VERSION PACKAGE [FLAG…]: a Go program, built once a version and
# put on PATH.
go_tool() {
    local folder="$TOOLS/$1-$2"
    if [ ! -x "$folder/$1" ]; then
        echo "building $1 $2" >&2
        GOFLAGS=-p=2 GOBIN="$folder.partial" go install "${@:4}" "$3@$2"
        mv "$folder.partial" "$folder"
    fi
    export PATH="$folder:$PATH"
}

# go_module MODULE@VERSION: fetches the files of a module; prints their folder.
go_module() {
    go mod download -json "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])'
}

helm_tool() {
    # The version that helm takes clusters to be, where nothing else says so.
    local kubernetes=helm.sh/helm/v3/pkg/chartutil
    go_tool helm v3.21.4 helm.sh/helm/v3/cmd/helm \
        -ldflags "-s -w -X $kubernetes.k8sVersionMajor=1 -X $kubernetes.k8sVersionMinor=34"
}

# debian_file PACKAGE PATH: one program of a Debian package, without installing
# what else belongs to it; put on PATH.
debian_file() {
    local folder="$TOOLS/debian-$1"
    if [ ! -x "$folder/$2" ]; then
        apt-get update -qq
        rm -rf "$folder.partial" && mkdir -p "$folder.partial"
        (cd "$folder.partial" && apt-get download -qq -o APT::Sandbox::User=root "$1" && dpkg -x "$1"_*.deb . && rm "$1"_*.deb)
        mv "$folder.partial" "$folder"
    fi
    PATH="$(dirname "$folder/$2"):$PATH"
    export PATH
}
