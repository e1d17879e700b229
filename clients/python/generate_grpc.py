"""grpc_tools' generator of stubs as a plugin of buf, which cannot call it itself."""

import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2
from google.protobuf.compiler import plugin_pb2


def main():
    request = plugin_pb2.CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    response = plugin_pb2.CodeGeneratorResponse(
        supported_features=plugin_pb2.CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL
    )
    services = {file.name for file in request.proto_file if file.service}
    wanted = [name for name in request.file_to_generate if name in services]
    with tempfile.TemporaryDirectory() as folder:
        descriptors = Path(folder, "descriptors")
        descriptors.write_bytes(descriptor_pb2.FileDescriptorSet(file=request.proto_file).SerializeToString())
        command = [sys.executable, "-m", "grpc_tools.protoc", f"--descriptor_set_in={descriptors}"]
        if wanted:
            subprocess.run([*command, f"--grpc_python_out={folder}", *wanted], check=True, stdout=sys.stderr)
        for path in sorted(Path(folder).rglob("*_pb2_grpc.py")):
            response.file.add(name=path.relative_to(folder).as_posix(), content=path.read_text())
    sys.stdout.buffer.write(response.SerializeToString())


if __name__ == "__main__":
    main()
