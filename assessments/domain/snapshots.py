"""Snapshots: frozen values as plain data that can be stored for ever, and back."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAliasType, get_args, get_origin, get_type_hints

from assessments.domain.answers import Missing, NotScored
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

type Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None

type _Reader = Callable[[object], Any]

_MISSING = "not_scored"
_ABSENT = object()


class SnapshotUnreadable(Invalid):
    """The stored data is not a snapshot that this version can read."""

    code = "snapshot_unreadable"


def to_plain(value: object) -> Plain:
    """Turn a frozen value into JSON-able data.

    Parameters
    ----------
    value
        A dataclass, or a tuple, StrEnum, text, number, truth value or None inside one.

    Returns
    -------
    plain data
        Dataclasses become dicts, tuples lists; `NotScored` becomes ``{"not_scored": reason}``, so
        that a missing score can never be mistaken for a number.

    Raises
    ------
    TypeError
        When the value holds something that has no plain form.

    Examples
    --------
    >>> to_plain((NotScored(Missing.DONT_KNOW), 2.5))
    [{'not_scored': 'dont_know'}, 2.5]
    """
    match value:
        case NotScored(reason):
            return {_MISSING: reason.value}
        case StrEnum():
            return value.value
        case None | str() | bool() | int() | float():
            return value
        case tuple():
            return [to_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form.")


def record_to_plain(record: object) -> dict[str, Plain]:
    """Write a record of named fields as plain data.

    Parameters
    ----------
    record
        A frozen dataclass.

    Returns
    -------
    dict
        JSON-able, by the names of the fields.

    Raises
    ------
    TypeError
        When it has no named fields, or a field has no plain form.
    """
    data = to_plain(record)
    if not isinstance(data, dict):
        raise TypeError("A snapshot is written as a set of named fields.")
    return data


def from_plain[T](kind: type[T], data: object) -> T:
    """Build a frozen value from what `to_plain` made of it.

    Parameters
    ----------
    kind
        The dataclass to build.
    data
        Its plain form. Fields it does not know are passed over; a field with a default came
        later than some snapshots did, and may be missing.

    Returns
    -------
    T
        A value equal to the one that was written.

    Raises
    ------
    SnapshotUnreadable
        When a field is missing or of the wrong kind; the sentence names it.

    Examples
    --------
    >>> from assessments.domain.traces import Coverage
    >>> from_plain(Coverage, {"answered": 3, "applicable": 4, "total": 5})
    Coverage(answered=3, applicable=4, total=5)
    """
    hint: Any = kind
    try:
        built = _reader(hint)(data)
    except _MisfitError as misfit:
        place = f"{kind.__name__}{misfit.path}"
        sentence = _("The stored result cannot be read at {place}.", place=place)
        raise SnapshotUnreadable(sentence) from misfit
    if not isinstance(built, kind):
        raise SnapshotUnreadable(_("The stored result is of another kind."))
    return built


class _MisfitError(Exception):
    """Data that a reader cannot take; the path grows on the way out."""

    def __init__(self, path: str = "") -> None:
        super().__init__(path)
        self.path = path


@cache
def _reader(kind: Any) -> _Reader:
    # Resolving annotations costs far more than reading, so each kind's reader is built once.
    if isinstance(kind, TypeAliasType):
        return _reader(kind.__value__)
    if get_origin(kind) is UnionType:
        return _union_reader(get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple_reader(_reader(get_args(kind)[0]))
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    return _atom_reader(kind)


def _union_reader(kinds: tuple[Any, ...]) -> _Reader:
    otherwise = _reader(next(each for each in kinds if each not in {NoneType, NotScored}))
    missing = _reader(Missing)

    def read(data: object) -> Any:
        if data is None and NoneType in kinds:
            return None
        if isinstance(data, dict) and NotScored in kinds:
            return NotScored(missing(data.get(_MISSING)))
        return otherwise(data)

    return read


def _tuple_reader(inner: _Reader) -> _Reader:
    def read(data: object) -> Any:
        if not isinstance(data, list | tuple):
            raise _MisfitError
        values: list[Any] = []
        for item in data:
            try:
                values.append(inner(item))
            except _MisfitError as misfit:
                raise _MisfitError(f"[{len(values)}]{misfit.path}") from misfit
        return tuple(values)

    return read


def _dataclass_reader(kind: Any) -> _Reader:
    hints = get_type_hints(kind)
    readers = [(each.name, _reader(hints[each.name])) for each in fields(kind)]
    optional = {each.name for each in fields(kind) if each.default is not MISSING}

    def read(data: object) -> Any:
        if not isinstance(data, Mapping):
            raise _MisfitError
        values: dict[str, Any] = {}
        for name, reader in readers:
            if name in optional and name not in data:
                continue
            try:
                values[name] = reader(data.get(name, _ABSENT))
            except _MisfitError as misfit:
                raise _MisfitError(f".{name}{misfit.path}") from misfit
        return kind(**values)

    return read


def _atom_reader(kind: Any) -> _Reader:
    def read(data: object) -> Any:
        if type(data) is kind:
            return data
        # JSON writers may drop the point of a whole float; a truth value is an int and no number.
        if kind is float and type(data) is int:
            return float(data)
        if issubclass(kind, StrEnum) and isinstance(data, str) and data in set(kind):
            return kind(data)
        raise _MisfitError

    return read
