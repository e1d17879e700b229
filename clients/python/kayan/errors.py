"""Details of errors: reason, fields and figures. See docs/errors.md."""

from dataclasses import dataclass, field

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status


@dataclass(frozen=True)
class ErrorDetails:
    """What the server says of a fault."""

    reason: str
    """Stable reason in UPPER_SNAKE_CASE, such as `TEXT_EMPTY`."""
    fields: dict[str, str] = field(default_factory=dict)
    """Path of each field at fault, with what is wrong with it."""
    metadata: dict[str, str] = field(default_factory=dict)
    """Figures behind the fault, such as `limit` and `size`."""
    retry_delay: float | None = None
    """Seconds to wait before another attempt, where the server asks for it."""


def error_details(error: grpc.RpcError | status_pb2.Status) -> ErrorDetails | None:
    """Reads the details of a failed call or of one document's error.

    None when there are none: the error is not one of Kayan's but of the way
    there, such as a name that does not resolve.
    """
    status = error if isinstance(error, status_pb2.Status) else rpc_status.from_call(error)
    if status is None:
        return None
    info, fields, delay = None, {}, None
    for packed in status.details:
        if packed.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo.FromString(packed.value)
        elif packed.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            violations = error_details_pb2.BadRequest.FromString(packed.value).field_violations
            fields = {violation.field: violation.description for violation in violations}
        elif packed.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            delay = error_details_pb2.RetryInfo.FromString(packed.value).retry_delay.ToTimedelta().total_seconds()
    if info is None:
        return None
    return ErrorDetails(info.reason, fields, dict(info.metadata), delay)
