"""The client: a channel set up as recommended, and calls in Python's terms."""

from collections.abc import Iterable, Iterator, Sequence

import grpc

from kayan.channel import channel_options, default_timeout
from kayan.extraction import DocumentError, Extraction, result_of
from kayan.stream import resumed
from kayan.v1 import options_pb2, service_pb2, service_pb2_grpc

DocumentLike = str | options_pb2.Document


class Client:
    """Calls Kayan over one channel; safe to use from several threads.

    `target` is `host:port`, or `dns:///kayan-headless.NAMESPACE.svc:50051` in a
    cluster. Without `credentials` the connection is plain text. `metadata`
    goes with every call, such as `[("authorization", "Bearer …")]`.
    Failed calls raise `grpc.RpcError`; see `kayan.error_details`.
    """

    def __init__(
        self,
        target: str,
        *,
        credentials: grpc.ChannelCredentials | None = None,
        metadata: Sequence[tuple[str, str]] = (),
        service_config: dict | None = None,
        options: Sequence[tuple[str, object]] = (),
    ):
        options = [*channel_options(service_config), *options]
        if credentials is None:
            self.channel = grpc.insecure_channel(target, options=options)
        else:
            self.channel = grpc.secure_channel(target, credentials, options=options)
        self.service = service_pb2_grpc.EntityExtractionServiceStub(self.channel)
        """The generated stub, for what the methods below do not offer."""
        self._metadata = tuple(metadata)
        self._timeout = default_timeout(service_config)

    def extract(
        self,
        document: DocumentLike,
        *,
        options: options_pb2.ExtractionOptions | None = None,
        timeout: float | None = None,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> Extraction:
        """Extracts from one document. `timeout` in seconds can only shorten the 30 of the service config."""
        document = as_document(document)
        request = service_pb2.ExtractEntitiesRequest(document=document, options=in_code_points(options))
        response = self.service.ExtractEntities(request, timeout=self._timeout if timeout is None else timeout, metadata=self._with(metadata))
        return Extraction(document.text, response)

    def extract_batch(
        self,
        documents: Iterable[DocumentLike],
        *,
        options: options_pb2.ExtractionOptions | None = None,
        timeout: float | None = None,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> list[Extraction | DocumentError]:
        """Extracts from up to 1,000 documents; a faulty one is an error in its place."""
        documents = [as_document(document) for document in documents]
        request = service_pb2.BatchExtractEntitiesRequest(
            documents=documents, options=in_code_points(options), allow_partial_success=True
        )
        response = self.service.BatchExtractEntities(request, timeout=self._timeout if timeout is None else timeout, metadata=self._with(metadata))
        return [result_of(document, result) for document, result in zip(documents, response.results, strict=True)]

    def extract_stream(
        self,
        documents: Iterable[DocumentLike],
        *,
        options: options_pb2.ExtractionOptions | None = None,
        batch_size: int = 16,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> Iterator[Extraction | DocumentError]:
        """Extracts from any number of documents, in order and as they come.

        A message carries `batch_size` documents: 1 answers each as soon as it
        is read. When the server goes, what it has not answered is sent again
        to another one, so that each document is answered exactly once.
        """

        def open_call(requests):
            return self.service.StreamExtractEntities(requests, metadata=self._with(metadata))

        documents = (as_document(document) for document in documents)
        for batch, response in resumed(open_call, documents, in_code_points(options), batch_size):
            for document, result in zip(batch, response.results, strict=True):
                yield result_of(document, result)

    def _with(self, metadata):
        return (*self._metadata, *metadata)

    def close(self) -> None:
        """Closes the channel; calls in flight end."""
        self.channel.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_):
        self.close()


def as_document(document: DocumentLike) -> options_pb2.Document:
    return options_pb2.Document(text=document) if isinstance(document, str) else document


def in_code_points(options: options_pb2.ExtractionOptions | None) -> options_pb2.ExtractionOptions:
    """A copy whose offsets are indices of a Python string."""
    options_in_code_points = options_pb2.ExtractionOptions()
    if options is not None:
        options_in_code_points.CopyFrom(options)
    options_in_code_points.offset_encoding = options_pb2.OFFSET_ENCODING_CODE_POINT
    return options_in_code_points
