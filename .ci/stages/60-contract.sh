. .ci/lib.sh
PATH="$(python_tools buf buf-bin==1.75.0):$PATH"
buf lint
buf format --diff --exit-code --path proto/kayan
# The contract must compile with protoc and nothing but proto/.
bin=$(python_tools grpc grpcio==1.85.1 grpcio-tools==1.85.1)
"$bin/python" -m grpc_tools.protoc -Iproto --descriptor_set_out=/dev/null \
    proto/kayan/v1/*.proto proto/google/rpc/*.proto

# Nothing that a released client relies on may go: against the last tag, or the
# contract that proto/released/ keeps for as long as there is none.
if tag=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null); then
    released=".git#tag=$tag"
else
    released=proto/released/0.1.0.binpb
fi
buf breaking --against "$released"
# The check itself must notice: a field that is gone, and a number that is another.
broken=$(mktemp -d)
trap 'rm -rf "$broken"' EXIT
for change in '/string canonical_name = 3;/d' 's/optional uint32 entity_index = 8;/optional uint32 entity_index = 18;/'; do
    rm -rf "$broken"/* && cp -r buf.yaml proto "$broken"
    sed -i "$change" "$broken/proto/kayan/v1/entity.proto"
    if buf breaking "$broken" --against "$released" >/dev/null; then
        echo "buf breaking does not notice: $change" >&2
        exit 1
    fi
done
