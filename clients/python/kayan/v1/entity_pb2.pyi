from kayan.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EntityType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENTITY_TYPE_UNSPECIFIED: _ClassVar[EntityType]
    ENTITY_TYPE_PERSON: _ClassVar[EntityType]
    ENTITY_TYPE_PLACE: _ClassVar[EntityType]
    ENTITY_TYPE_COMPANY: _ClassVar[EntityType]
    ENTITY_TYPE_ORGANIZATION: _ClassVar[EntityType]
    ENTITY_TYPE_FIGURE: _ClassVar[EntityType]
ENTITY_TYPE_UNSPECIFIED: EntityType
ENTITY_TYPE_PERSON: EntityType
ENTITY_TYPE_PLACE: EntityType
ENTITY_TYPE_COMPANY: EntityType
ENTITY_TYPE_ORGANIZATION: EntityType
ENTITY_TYPE_FIGURE: EntityType

class Mention(_message.Message):
    __slots__ = ("type", "subtype", "text", "begin", "end", "proclitics", "confidence", "entity_index", "number", "percent", "ordinal", "money", "quantity", "date", "time", "duration", "explanation")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBTYPE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    PROCLITICS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_INDEX_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    ORDINAL_FIELD_NUMBER: _ClassVar[int]
    MONEY_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    type: EntityType
    subtype: str
    text: str
    begin: int
    end: int
    proclitics: _containers.RepeatedScalarFieldContainer[str]
    confidence: float
    entity_index: int
    number: _value_pb2.NumberValue
    percent: _value_pb2.PercentValue
    ordinal: _value_pb2.OrdinalValue
    money: _value_pb2.MoneyValue
    quantity: _value_pb2.QuantityValue
    date: _value_pb2.DateValue
    time: _value_pb2.TimeValue
    duration: _value_pb2.DurationValue
    explanation: Explanation
    def __init__(self, type: _Optional[_Union[EntityType, str]] = ..., subtype: _Optional[str] = ..., text: _Optional[str] = ..., begin: _Optional[int] = ..., end: _Optional[int] = ..., proclitics: _Optional[_Iterable[str]] = ..., confidence: _Optional[float] = ..., entity_index: _Optional[int] = ..., number: _Optional[_Union[_value_pb2.NumberValue, _Mapping]] = ..., percent: _Optional[_Union[_value_pb2.PercentValue, _Mapping]] = ..., ordinal: _Optional[_Union[_value_pb2.OrdinalValue, _Mapping]] = ..., money: _Optional[_Union[_value_pb2.MoneyValue, _Mapping]] = ..., quantity: _Optional[_Union[_value_pb2.QuantityValue, _Mapping]] = ..., date: _Optional[_Union[_value_pb2.DateValue, _Mapping]] = ..., time: _Optional[_Union[_value_pb2.TimeValue, _Mapping]] = ..., duration: _Optional[_Union[_value_pb2.DurationValue, _Mapping]] = ..., explanation: _Optional[_Union[Explanation, _Mapping]] = ...) -> None: ...

class Entity(_message.Message):
    __slots__ = ("type", "subtype", "canonical_name", "english_name", "ids", "mention_indices")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBTYPE_FIELD_NUMBER: _ClassVar[int]
    CANONICAL_NAME_FIELD_NUMBER: _ClassVar[int]
    ENGLISH_NAME_FIELD_NUMBER: _ClassVar[int]
    IDS_FIELD_NUMBER: _ClassVar[int]
    MENTION_INDICES_FIELD_NUMBER: _ClassVar[int]
    type: EntityType
    subtype: str
    canonical_name: str
    english_name: str
    ids: _containers.RepeatedCompositeFieldContainer[EntityId]
    mention_indices: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, type: _Optional[_Union[EntityType, str]] = ..., subtype: _Optional[str] = ..., canonical_name: _Optional[str] = ..., english_name: _Optional[str] = ..., ids: _Optional[_Iterable[_Union[EntityId, _Mapping]]] = ..., mention_indices: _Optional[_Iterable[int]] = ...) -> None: ...

class EntityId(_message.Message):
    __slots__ = ("system", "value")
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    system: str
    value: str
    def __init__(self, system: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class Explanation(_message.Message):
    __slots__ = ("rule", "entry_id", "source", "evidence", "folding", "displaced")
    RULE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    FOLDING_FIELD_NUMBER: _ClassVar[int]
    DISPLACED_FIELD_NUMBER: _ClassVar[int]
    rule: str
    entry_id: str
    source: str
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    folding: _containers.RepeatedScalarFieldContainer[str]
    displaced: _containers.RepeatedCompositeFieldContainer[Displaced]
    def __init__(self, rule: _Optional[str] = ..., entry_id: _Optional[str] = ..., source: _Optional[str] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ..., folding: _Optional[_Iterable[str]] = ..., displaced: _Optional[_Iterable[_Union[Displaced, _Mapping]]] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ("name", "weight")
    NAME_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    name: str
    weight: float
    def __init__(self, name: _Optional[str] = ..., weight: _Optional[float] = ...) -> None: ...

class Displaced(_message.Message):
    __slots__ = ("type", "text", "begin", "end", "rule", "reason")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    type: EntityType
    text: str
    begin: int
    end: int
    rule: str
    reason: str
    def __init__(self, type: _Optional[_Union[EntityType, str]] = ..., text: _Optional[str] = ..., begin: _Optional[int] = ..., end: _Optional[int] = ..., rule: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
