"""Calls every method of a running server: smoke.py HOST:PORT."""

import sys

import grpc
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from kayan.v1 import entity_pb2, options_pb2, service_pb2, service_pb2_grpc

# "Recep Tayyip Erdogan arrived in Beirut in 2021."
TEXT = "😀 عاد رجب طيب أردوغان إلى بيروت في عام 2021."


def document(text, **fields):
    return options_pb2.Document(id="d", text=text, **fields)


def expect_error(call, code, reason):
    """Checks the status of a call that must fail, and returns its details."""
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, error
        details = {}
        for packed in rpc_status.from_call(error).details:
            for kind in (error_details_pb2.ErrorInfo, error_details_pb2.BadRequest):
                if packed.Is(kind.DESCRIPTOR):
                    details[kind] = kind.FromString(packed.value)
        info = details[error_details_pb2.ErrorInfo]
        assert (info.reason, info.domain) == (reason, "kayan"), info
        return details
    raise AssertionError(f"no {reason}")


def main(address):
    channel = grpc.insecure_channel(address)
    service = service_pb2_grpc.EntityExtractionServiceStub(channel)
    calls = 0

    health = health_pb2_grpc.HealthStub(channel)
    status = health.Check(health_pb2.HealthCheckRequest(service="kayan.v1.EntityExtractionService"), timeout=30)
    assert status.status == health_pb2.HealthCheckResponse.SERVING, status
    calls += 1

    options = options_pb2.ExtractionOptions(offset_encoding=options_pb2.OFFSET_ENCODING_CODE_POINT, explain=True)
    request = service_pb2.ExtractEntitiesRequest(document=document(TEXT, reference_date="2022-01-20"), options=options)
    response = service.ExtractEntities(request, timeout=30)
    assert response.document_id == "d" and response.gazetteer.digest, response
    people = [m.text for m in response.mentions if m.type == entity_pb2.ENTITY_TYPE_PERSON]
    assert people == ["رجب طيب أردوغان"], response
    for mention in response.mentions:
        assert TEXT[mention.begin : mention.end] == mention.text, mention
        assert mention.explanation.rule, mention
    calls += 1

    # A client that compresses is answered all the same.
    again = service.ExtractEntities(request, timeout=30, compression=grpc.Compression.Gzip)
    assert again == response
    calls += 1

    documents = [document(TEXT), document(""), document("لا شيء هنا")]
    batch = service_pb2.BatchExtractEntitiesRequest(documents=documents, allow_partial_success=True)
    results = service.BatchExtractEntities(batch, timeout=30).results
    assert [result.WhichOneof("result") for result in results] == ["response", "error", "response"], results
    assert results[1].error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0], results[1]
    calls += 1

    messages = (service_pb2.StreamExtractEntitiesRequest(documents=[document(TEXT)] * n) for n in range(5))
    answers = service.StreamExtractEntities(messages, timeout=30)
    assert [len(answer.results) for answer in answers] == [0, 1, 2, 3, 4]
    calls += 1

    types = service.ListEntityTypes(service_pb2.ListEntityTypesRequest(), timeout=30).types
    assert [kind.type for kind in types] == [1, 2, 3, 4, 5], types
    calls += 1

    gazetteer = service.GetGazetteer(service_pb2.GetGazetteerRequest(), timeout=30)
    assert gazetteer.digest == response.gazetteer.digest and gazetteer.sources, gazetteer
    calls += 1

    details = expect_error(
        lambda: service.ExtractEntities(service_pb2.ExtractEntitiesRequest(document=document("")), timeout=30),
        grpc.StatusCode.INVALID_ARGUMENT,
        "TEXT_EMPTY",
    )
    fields = [violation.field for violation in details[error_details_pb2.BadRequest].field_violations]
    assert fields == ["document.text"], fields
    calls += 1

    pinned = options_pb2.ExtractionOptions(gazetteer_digest="0" * 64)
    expect_error(
        lambda: service.ExtractEntities(
            service_pb2.ExtractEntitiesRequest(document=document(TEXT), options=pinned), timeout=30
        ),
        grpc.StatusCode.FAILED_PRECONDITION,
        "GAZETTEER_NOT_LOADED",
    )
    calls += 1
    print(f"python client: {calls} calls as expected")


if __name__ == "__main__":
    main(sys.argv[1])
