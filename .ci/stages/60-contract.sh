. .ci/lib.sh
bin=$(python_tools buf buf-bin==1.75.0)
"$bin/buf" lint
"$bin/buf" format --diff --exit-code --path proto/kayan
# The contract must compile with protoc and nothing but proto/.
bin=$(python_tools grpc grpcio==1.85.1 grpcio-tools==1.85.1)
"$bin/python" -m grpc_tools.protoc -Iproto --descriptor_set_out=/dev/null \
    proto/kayan/v1/*.proto proto/google/rpc/*.proto
