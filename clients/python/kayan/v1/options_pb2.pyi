from kayan.v1 import entity_pb2 as _entity_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OffsetEncoding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OFFSET_ENCODING_UNSPECIFIED: _ClassVar[OffsetEncoding]
    OFFSET_ENCODING_UTF8: _ClassVar[OffsetEncoding]
    OFFSET_ENCODING_UTF16: _ClassVar[OffsetEncoding]
    OFFSET_ENCODING_CODE_POINT: _ClassVar[OffsetEncoding]

class Overlap(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OVERLAP_UNSPECIFIED: _ClassVar[Overlap]
    OVERLAP_LONGEST: _ClassVar[Overlap]
    OVERLAP_ALL: _ClassVar[Overlap]

class Match(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MATCH_UNSPECIFIED: _ClassVar[Match]
    MATCH_EXACT: _ClassVar[Match]
    MATCH_FOLDED: _ClassVar[Match]
OFFSET_ENCODING_UNSPECIFIED: OffsetEncoding
OFFSET_ENCODING_UTF8: OffsetEncoding
OFFSET_ENCODING_UTF16: OffsetEncoding
OFFSET_ENCODING_CODE_POINT: OffsetEncoding
OVERLAP_UNSPECIFIED: Overlap
OVERLAP_LONGEST: Overlap
OVERLAP_ALL: Overlap
MATCH_UNSPECIFIED: Match
MATCH_EXACT: Match
MATCH_FOLDED: Match

class Document(_message.Message):
    __slots__ = ("id", "text", "reference_date", "time_zone")
    ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_DATE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    id: str
    text: str
    reference_date: str
    time_zone: str
    def __init__(self, id: _Optional[str] = ..., text: _Optional[str] = ..., reference_date: _Optional[str] = ..., time_zone: _Optional[str] = ...) -> None: ...

class ExtractionOptions(_message.Message):
    __slots__ = ("offset_encoding", "include_types", "exclude_types", "min_confidence", "overlap", "explain", "ad_hoc_lists", "ignored_surfaces", "gazetteer_digest")
    OFFSET_ENCODING_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_TYPES_FIELD_NUMBER: _ClassVar[int]
    EXCLUDE_TYPES_FIELD_NUMBER: _ClassVar[int]
    MIN_CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    EXPLAIN_FIELD_NUMBER: _ClassVar[int]
    AD_HOC_LISTS_FIELD_NUMBER: _ClassVar[int]
    IGNORED_SURFACES_FIELD_NUMBER: _ClassVar[int]
    GAZETTEER_DIGEST_FIELD_NUMBER: _ClassVar[int]
    offset_encoding: OffsetEncoding
    include_types: _containers.RepeatedScalarFieldContainer[_entity_pb2.EntityType]
    exclude_types: _containers.RepeatedScalarFieldContainer[_entity_pb2.EntityType]
    min_confidence: float
    overlap: Overlap
    explain: bool
    ad_hoc_lists: _containers.RepeatedCompositeFieldContainer[AdHocList]
    ignored_surfaces: _containers.RepeatedScalarFieldContainer[str]
    gazetteer_digest: str
    def __init__(self, offset_encoding: _Optional[_Union[OffsetEncoding, str]] = ..., include_types: _Optional[_Iterable[_Union[_entity_pb2.EntityType, str]]] = ..., exclude_types: _Optional[_Iterable[_Union[_entity_pb2.EntityType, str]]] = ..., min_confidence: _Optional[float] = ..., overlap: _Optional[_Union[Overlap, str]] = ..., explain: _Optional[bool] = ..., ad_hoc_lists: _Optional[_Iterable[_Union[AdHocList, _Mapping]]] = ..., ignored_surfaces: _Optional[_Iterable[str]] = ..., gazetteer_digest: _Optional[str] = ...) -> None: ...

class AdHocList(_message.Message):
    __slots__ = ("type", "subtype", "entries", "match")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBTYPE_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    MATCH_FIELD_NUMBER: _ClassVar[int]
    type: _entity_pb2.EntityType
    subtype: str
    entries: _containers.RepeatedCompositeFieldContainer[AdHocEntry]
    match: Match
    def __init__(self, type: _Optional[_Union[_entity_pb2.EntityType, str]] = ..., subtype: _Optional[str] = ..., entries: _Optional[_Iterable[_Union[AdHocEntry, _Mapping]]] = ..., match: _Optional[_Union[Match, str]] = ...) -> None: ...

class AdHocEntry(_message.Message):
    __slots__ = ("surface", "id")
    SURFACE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    surface: str
    id: str
    def __init__(self, surface: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...
