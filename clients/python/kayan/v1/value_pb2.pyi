from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Bound(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BOUND_UNSPECIFIED: _ClassVar[Bound]
    BOUND_EXACT: _ClassVar[Bound]
    BOUND_APPROXIMATE: _ClassVar[Bound]
    BOUND_AT_LEAST: _ClassVar[Bound]
    BOUND_AT_MOST: _ClassVar[Bound]
    BOUND_MORE_THAN: _ClassVar[Bound]
    BOUND_LESS_THAN: _ClassVar[Bound]
    BOUND_RANGE: _ClassVar[Bound]

class Calendar(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CALENDAR_UNSPECIFIED: _ClassVar[Calendar]
    CALENDAR_GREGORIAN: _ClassVar[Calendar]
    CALENDAR_UMM_AL_QURA: _ClassVar[Calendar]
    CALENDAR_ISLAMIC_CIVIL: _ClassVar[Calendar]

class Granularity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GRANULARITY_UNSPECIFIED: _ClassVar[Granularity]
    GRANULARITY_DAY: _ClassVar[Granularity]
    GRANULARITY_WEEK: _ClassVar[Granularity]
    GRANULARITY_MONTH: _ClassVar[Granularity]
    GRANULARITY_QUARTER: _ClassVar[Granularity]
    GRANULARITY_SEASON: _ClassVar[Granularity]
    GRANULARITY_YEAR: _ClassVar[Granularity]
    GRANULARITY_DECADE: _ClassVar[Granularity]
    GRANULARITY_CENTURY: _ClassVar[Granularity]
BOUND_UNSPECIFIED: Bound
BOUND_EXACT: Bound
BOUND_APPROXIMATE: Bound
BOUND_AT_LEAST: Bound
BOUND_AT_MOST: Bound
BOUND_MORE_THAN: Bound
BOUND_LESS_THAN: Bound
BOUND_RANGE: Bound
CALENDAR_UNSPECIFIED: Calendar
CALENDAR_GREGORIAN: Calendar
CALENDAR_UMM_AL_QURA: Calendar
CALENDAR_ISLAMIC_CIVIL: Calendar
GRANULARITY_UNSPECIFIED: Granularity
GRANULARITY_DAY: Granularity
GRANULARITY_WEEK: Granularity
GRANULARITY_MONTH: Granularity
GRANULARITY_QUARTER: Granularity
GRANULARITY_SEASON: Granularity
GRANULARITY_YEAR: Granularity
GRANULARITY_DECADE: Granularity
GRANULARITY_CENTURY: Granularity

class Fraction(_message.Message):
    __slots__ = ("numerator", "denominator")
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    numerator: int
    denominator: int
    def __init__(self, numerator: _Optional[int] = ..., denominator: _Optional[int] = ...) -> None: ...

class NumberValue(_message.Message):
    __slots__ = ("value", "upper", "bound", "fraction")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    BOUND_FIELD_NUMBER: _ClassVar[int]
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    value: str
    upper: str
    bound: Bound
    fraction: Fraction
    def __init__(self, value: _Optional[str] = ..., upper: _Optional[str] = ..., bound: _Optional[_Union[Bound, str]] = ..., fraction: _Optional[_Union[Fraction, _Mapping]] = ...) -> None: ...

class PercentValue(_message.Message):
    __slots__ = ("value", "upper", "bound", "fraction")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    BOUND_FIELD_NUMBER: _ClassVar[int]
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    value: str
    upper: str
    bound: Bound
    fraction: Fraction
    def __init__(self, value: _Optional[str] = ..., upper: _Optional[str] = ..., bound: _Optional[_Union[Bound, str]] = ..., fraction: _Optional[_Union[Fraction, _Mapping]] = ...) -> None: ...

class OrdinalValue(_message.Message):
    __slots__ = ("value",)
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: int
    def __init__(self, value: _Optional[int] = ...) -> None: ...

class MoneyValue(_message.Message):
    __slots__ = ("amount", "upper", "bound", "currency", "currency_candidates")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    BOUND_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    amount: str
    upper: str
    bound: Bound
    currency: str
    currency_candidates: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, amount: _Optional[str] = ..., upper: _Optional[str] = ..., bound: _Optional[_Union[Bound, str]] = ..., currency: _Optional[str] = ..., currency_candidates: _Optional[_Iterable[str]] = ...) -> None: ...

class QuantityValue(_message.Message):
    __slots__ = ("value", "upper", "bound", "unit", "counted_noun")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    BOUND_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    COUNTED_NOUN_FIELD_NUMBER: _ClassVar[int]
    value: str
    upper: str
    bound: Bound
    unit: str
    counted_noun: str
    def __init__(self, value: _Optional[str] = ..., upper: _Optional[str] = ..., bound: _Optional[_Union[Bound, str]] = ..., unit: _Optional[str] = ..., counted_noun: _Optional[str] = ...) -> None: ...

class DateValue(_message.Message):
    __slots__ = ("edtf", "calendar", "calendar_text", "granularity", "earliest", "latest", "alternatives")
    EDTF_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_TEXT_FIELD_NUMBER: _ClassVar[int]
    GRANULARITY_FIELD_NUMBER: _ClassVar[int]
    EARLIEST_FIELD_NUMBER: _ClassVar[int]
    LATEST_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    edtf: str
    calendar: Calendar
    calendar_text: str
    granularity: Granularity
    earliest: str
    latest: str
    alternatives: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, edtf: _Optional[str] = ..., calendar: _Optional[_Union[Calendar, str]] = ..., calendar_text: _Optional[str] = ..., granularity: _Optional[_Union[Granularity, str]] = ..., earliest: _Optional[str] = ..., latest: _Optional[str] = ..., alternatives: _Optional[_Iterable[str]] = ...) -> None: ...

class TimeValue(_message.Message):
    __slots__ = ("value", "time_zone")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    value: str
    time_zone: str
    def __init__(self, value: _Optional[str] = ..., time_zone: _Optional[str] = ...) -> None: ...

class DurationValue(_message.Message):
    __slots__ = ("iso8601", "upper", "bound")
    ISO8601_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    BOUND_FIELD_NUMBER: _ClassVar[int]
    iso8601: str
    upper: str
    bound: Bound
    def __init__(self, iso8601: _Optional[str] = ..., upper: _Optional[str] = ..., bound: _Optional[_Union[Bound, str]] = ...) -> None: ...
