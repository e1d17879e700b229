"""Stands between a client under test and a real server, and fails on request.

fault_proxy.py UPSTREAM PORT_FILE: forwards every call to UPSTREAM, and writes
its own address to PORT_FILE. Metadata of a call asks for a fault:

- `kayan-test-fail: UNAVAILABLE,CANCELLED`: the first attempt ends with the
  first status, the second one with the second, later ones are forwarded. The
  number of the attempt is the `grpc-previous-rpc-attempts` that clients send.
- `kayan-test-deadline: 25-30`: FAILED_PRECONDITION unless the call still has
  that many seconds.
- `kayan-test-cut: 3`: a stream ends UNAVAILABLE after that many answers.
"""

import sys
from concurrent import futures
from pathlib import Path

import grpc

STREAMS = {"/kayan.v1.EntityExtractionService/StreamExtractEntities"}


def fail_as_asked(metadata, context):
    attempt = int(metadata.get("grpc-previous-rpc-attempts", "0"))
    failures = [name for name in metadata.get("kayan-test-fail", "").split(",") if name]
    if attempt < len(failures):
        context.abort(grpc.StatusCode[failures[attempt]], f"attempt {attempt} fails as asked")
    if wanted := metadata.get("kayan-test-deadline"):
        low, high = map(float, wanted.split("-"))
        left = seconds_left(context)
        if left is None or not low <= left <= high:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"{left} seconds left, not {wanted}")


def seconds_left(context):
    """Seconds until the deadline; grpc gives a very large number for none."""
    left = context.time_remaining()
    return left if left is not None and left < 1e6 else None


def forwarded(metadata):
    """The metadata that the server is to see."""
    return [(key, value) for key, value in metadata.items() if not key.startswith(("grpc-", "user-agent", "kayan-test-"))]


class Proxy(grpc.GenericRpcHandler):
    def __init__(self, channel):
        self.channel = channel

    def service(self, details):
        metadata = dict(details.invocation_metadata)
        if details.method in STREAMS:
            return grpc.stream_stream_rpc_method_handler(lambda requests, context: self.stream(details.method, metadata, requests, context))
        return grpc.unary_unary_rpc_method_handler(lambda request, context: self.unary(details.method, metadata, request, context))

    def unary(self, method, metadata, request, context):
        fail_as_asked(metadata, context)
        call = self.channel.unary_unary(method)
        try:
            return call(request, timeout=seconds_left(context), metadata=forwarded(metadata))
        except grpc.RpcError as error:
            self.pass_on(error, context)

    def stream(self, method, metadata, requests, context):
        fail_as_asked(metadata, context)
        cut = int(metadata.get("kayan-test-cut", "0"))
        answers = self.channel.stream_stream(method)(requests, metadata=forwarded(metadata))
        try:
            for number, answer in enumerate(answers, 1):
                yield answer
                if number == cut:
                    answers.cancel()
                    context.abort(grpc.StatusCode.UNAVAILABLE, "cut as asked")
        except grpc.RpcError as error:
            self.pass_on(error, context)

    @staticmethod
    def pass_on(error, context):
        context.set_trailing_metadata(error.trailing_metadata() or ())
        context.abort(error.code(), error.details())


def main(upstream, port_file):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((Proxy(grpc.insecure_channel(upstream)),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    Path(port_file).write_text(f"127.0.0.1:{port}")
    server.wait_for_termination()


if __name__ == "__main__":
    main(*sys.argv[1:])
