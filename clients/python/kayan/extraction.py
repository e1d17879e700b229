"""An answer beside its text: as HTML in a notebook, as a data frame, as a spaCy document."""

from dataclasses import dataclass

import grpc
from google.rpc import status_pb2

from kayan import convert, notebook
from kayan.errors import ErrorDetails, error_details
from kayan.v1 import entity_pb2, options_pb2, service_pb2


@dataclass(frozen=True)
class Extraction:
    """The answer for one document."""

    text: str
    """The text that was sent; offsets are indices of it."""
    response: service_pb2.ExtractEntitiesResponse
    """The whole answer."""

    @property
    def document_id(self) -> str:
        return self.response.document_id

    @property
    def mentions(self) -> list[entity_pb2.Mention]:
        return list(self.response.mentions)

    @property
    def entities(self) -> list[entity_pb2.Entity]:
        return list(self.response.entities)

    def entity_of(self, mention: entity_pb2.Mention) -> entity_pb2.Entity | None:
        """The entity that a mention names; figures have none."""
        return self.response.entities[mention.entity_index] if mention.HasField("entity_index") else None

    def _repr_html_(self) -> str:
        return notebook.html(self)

    def to_pandas(self):
        """One row a mention, as a pandas data frame. Needs `kayan[pandas]`."""
        return convert.to_pandas(self)

    def to_spacy(self, nlp=None):
        """A spaCy `Doc` with the mentions as `ents`, and all of them in `spans["kayan"]`.

        Tokens are `nlp`'s (a blank Arabic pipeline without it), cut where a
        mention begins or ends within a word. Needs `kayan[spacy]`.
        """
        return convert.to_spacy(self, nlp)


@dataclass(frozen=True)
class DocumentError:
    """What is wrong with one document of several."""

    document_id: str
    status: status_pb2.Status

    @property
    def code(self) -> grpc.StatusCode:
        return next(code for code in grpc.StatusCode if code.value[0] == self.status.code)

    @property
    def message(self) -> str:
        return self.status.message

    @property
    def details(self) -> ErrorDetails | None:
        return error_details(self.status)


def result_of(
    document: options_pb2.Document, result: service_pb2.ExtractEntitiesResult
) -> Extraction | DocumentError:
    if result.WhichOneof("result") == "error":
        return DocumentError(document.id, result.error)
    return Extraction(document.text, result.response)
