import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from kayan.v1 import entity_pb2 as _entity_pb2
from kayan.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExtractEntitiesRequest(_message.Message):
    __slots__ = ("document", "options")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    document: _options_pb2.Document
    options: _options_pb2.ExtractionOptions
    def __init__(self, document: _Optional[_Union[_options_pb2.Document, _Mapping]] = ..., options: _Optional[_Union[_options_pb2.ExtractionOptions, _Mapping]] = ...) -> None: ...

class ExtractEntitiesResponse(_message.Message):
    __slots__ = ("document_id", "mentions", "entities", "offset_encoding", "gazetteer", "engine_version", "warnings")
    DOCUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    MENTIONS_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    OFFSET_ENCODING_FIELD_NUMBER: _ClassVar[int]
    GAZETTEER_FIELD_NUMBER: _ClassVar[int]
    ENGINE_VERSION_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    document_id: str
    mentions: _containers.RepeatedCompositeFieldContainer[_entity_pb2.Mention]
    entities: _containers.RepeatedCompositeFieldContainer[_entity_pb2.Entity]
    offset_encoding: _options_pb2.OffsetEncoding
    gazetteer: GazetteerVersion
    engine_version: str
    warnings: _containers.RepeatedCompositeFieldContainer[Warning]
    def __init__(self, document_id: _Optional[str] = ..., mentions: _Optional[_Iterable[_Union[_entity_pb2.Mention, _Mapping]]] = ..., entities: _Optional[_Iterable[_Union[_entity_pb2.Entity, _Mapping]]] = ..., offset_encoding: _Optional[_Union[_options_pb2.OffsetEncoding, str]] = ..., gazetteer: _Optional[_Union[GazetteerVersion, _Mapping]] = ..., engine_version: _Optional[str] = ..., warnings: _Optional[_Iterable[_Union[Warning, _Mapping]]] = ...) -> None: ...

class BatchExtractEntitiesRequest(_message.Message):
    __slots__ = ("documents", "options", "allow_partial_success")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_PARTIAL_SUCCESS_FIELD_NUMBER: _ClassVar[int]
    documents: _containers.RepeatedCompositeFieldContainer[_options_pb2.Document]
    options: _options_pb2.ExtractionOptions
    allow_partial_success: bool
    def __init__(self, documents: _Optional[_Iterable[_Union[_options_pb2.Document, _Mapping]]] = ..., options: _Optional[_Union[_options_pb2.ExtractionOptions, _Mapping]] = ..., allow_partial_success: _Optional[bool] = ...) -> None: ...

class BatchExtractEntitiesResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ExtractEntitiesResult]
    def __init__(self, results: _Optional[_Iterable[_Union[ExtractEntitiesResult, _Mapping]]] = ...) -> None: ...

class StreamExtractEntitiesRequest(_message.Message):
    __slots__ = ("documents", "options")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    documents: _containers.RepeatedCompositeFieldContainer[_options_pb2.Document]
    options: _options_pb2.ExtractionOptions
    def __init__(self, documents: _Optional[_Iterable[_Union[_options_pb2.Document, _Mapping]]] = ..., options: _Optional[_Union[_options_pb2.ExtractionOptions, _Mapping]] = ...) -> None: ...

class StreamExtractEntitiesResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ExtractEntitiesResult]
    def __init__(self, results: _Optional[_Iterable[_Union[ExtractEntitiesResult, _Mapping]]] = ...) -> None: ...

class ExtractEntitiesResult(_message.Message):
    __slots__ = ("response", "error")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    response: ExtractEntitiesResponse
    error: _status_pb2.Status
    def __init__(self, response: _Optional[_Union[ExtractEntitiesResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class ListEntityTypesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListEntityTypesResponse(_message.Message):
    __slots__ = ("types",)
    TYPES_FIELD_NUMBER: _ClassVar[int]
    types: _containers.RepeatedCompositeFieldContainer[EntityTypeDescription]
    def __init__(self, types: _Optional[_Iterable[_Union[EntityTypeDescription, _Mapping]]] = ...) -> None: ...

class EntityTypeDescription(_message.Message):
    __slots__ = ("type", "description", "subtypes")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SUBTYPES_FIELD_NUMBER: _ClassVar[int]
    type: _entity_pb2.EntityType
    description: str
    subtypes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, type: _Optional[_Union[_entity_pb2.EntityType, str]] = ..., description: _Optional[str] = ..., subtypes: _Optional[_Iterable[str]] = ...) -> None: ...

class GetGazetteerRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetGazetteerResponse(_message.Message):
    __slots__ = ("version", "digest", "counts", "sources", "load_time")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    LOAD_TIME_FIELD_NUMBER: _ClassVar[int]
    version: str
    digest: str
    counts: _containers.RepeatedCompositeFieldContainer[GazetteerCount]
    sources: _containers.RepeatedCompositeFieldContainer[GazetteerSource]
    load_time: _timestamp_pb2.Timestamp
    def __init__(self, version: _Optional[str] = ..., digest: _Optional[str] = ..., counts: _Optional[_Iterable[_Union[GazetteerCount, _Mapping]]] = ..., sources: _Optional[_Iterable[_Union[GazetteerSource, _Mapping]]] = ..., load_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GazetteerCount(_message.Message):
    __slots__ = ("type", "entities", "surface_forms")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    SURFACE_FORMS_FIELD_NUMBER: _ClassVar[int]
    type: _entity_pb2.EntityType
    entities: int
    surface_forms: int
    def __init__(self, type: _Optional[_Union[_entity_pb2.EntityType, str]] = ..., entities: _Optional[int] = ..., surface_forms: _Optional[int] = ...) -> None: ...

class GazetteerSource(_message.Message):
    __slots__ = ("name", "version", "licence", "attribution")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    LICENCE_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    licence: str
    attribution: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., licence: _Optional[str] = ..., attribution: _Optional[str] = ...) -> None: ...

class GazetteerVersion(_message.Message):
    __slots__ = ("version", "digest")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    version: str
    digest: str
    def __init__(self, version: _Optional[str] = ..., digest: _Optional[str] = ...) -> None: ...

class Warning(_message.Message):
    __slots__ = ("code", "message", "begin", "end")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    begin: int
    end: int
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., begin: _Optional[int] = ..., end: _Optional[int] = ...) -> None: ...
