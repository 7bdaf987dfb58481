"""The content of a file of one assessment: every value of the kind it must be, or an error."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from assessments.domain.assessment_files import (
    FRAMEWORK,
    HEAD,
    KIND,
    SCHEMA,
    TABLES,
    FileError,
    Holds,
    Place,
)
from assessments.domain.assessment_records import (
    Content,
    FileAnswer,
    FileEvidence,
    FileFramework,
    FileRespondent,
    FileSettlement,
    FileSetUp,
    ReadFile,
)
from assessments.domain.lifecycle import AssessmentState
from portal.domain.wording import gettext as _

__all__ = [
    "LONGEST_TITLE",
    "Content",
    "FileAnswer",
    "FileEvidence",
    "FileFramework",
    "FileRespondent",
    "FileSetUp",
    "FileSettlement",
    "ReadFile",
    "read_content",
]

DEEPEST: Final = 40
LONGEST_TITLE: Final = 200
MOST_IN_PRODUCTION: Final = 32_767
YEARS: Final = range(1970, 2971)

_ENTRIES: Final[Mapping[str, type]] = {
    "respondents": FileRespondent,
    "answers": FileAnswer,
    "settled": FileSettlement,
    "evidence": FileEvidence,
}


def read_content(read: ReadFile) -> tuple[Content | None, tuple[FileError, ...]]:
    """Read a document value by value.

    Parameters
    ----------
    read
        The file.

    Returns
    -------
    tuple
        The content, or None where something of it has not the kind it must have; and everything
        that is wrong, in the order of the file.
    """
    errors = list(read.errors)
    if not errors:
        errors += _foreign(read)
    if not errors:
        errors += _unkeepable(read)
    if errors:
        return None, tuple(errors)
    head = _Head(read, errors)
    set_up, framework = head.set_up(), head.framework()
    tables = {name: _table(read, name, errors) for name in TABLES}
    if errors or set_up is None or framework is None:
        return None, tuple(errors)
    was_published = read.document.get("result") is not None
    return Content(set_up, framework, **tables, was_published=was_published), ()


def _foreign(read: ReadFile) -> Iterator[FileError]:
    place = read.place(HEAD)
    schema = read.document.get("schema")
    if read.document.get("kind") != KIND:
        yield FileError(place, _("This is no file of an assessment from a portal like this one."))
    elif schema != SCHEMA:
        yield FileError(
            place,
            _("The file has schema {schema}; this portal reads {known}.").format(
                schema=repr(schema)[:20], known=SCHEMA
            ),
        )


def _unkeepable(read: ReadFile) -> Iterator[FileError]:
    """Find what no database keeps, and what is nested beyond reason; without recursion."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), read.document)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > DEEPEST:
            yield FileError(_at(read, path), _("This is nested too deep."))
        elif isinstance(value, dict):
            waiting += [((*path, key), each) for key, each in reversed(value.items())]
            if any(not _is_kept(str(key)) for key in value):
                yield FileError(_at(read, path), _("A key holds a character that cannot be kept."))
        elif isinstance(value, list):
            waiting += [((*path, at), each) for at, each in reversed(list(enumerate(value)))]
        elif isinstance(value, str) and not _is_kept(value):
            yield FileError(_at(read, path), _("The text holds a character that cannot be kept."))


def _is_kept(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def _at(read: ReadFile, path: tuple[Any, ...]) -> Place:
    table = str(path[0]) if path else HEAD
    if table in TABLES and len(path) > 1 and isinstance(path[1], int):
        return read.place(table, path[1], str(path[2]) if len(path) > 2 else "")
    column = ".".join(str(part) for part in path[1:4]).encode("utf-8", "replace").decode()
    return read.place(table, None, column)


class _Head:
    """Reads what there is once, and collects what is wrong with it."""

    def __init__(self, read: ReadFile, errors: list[FileError]) -> None:
        self._read = read
        self._errors = errors

    def set_up(self) -> FileSetUp | None:
        """Read the set-up; None where some of it cannot be read."""
        before = len(self._errors)
        data = self._object(HEAD)
        domain = data.get("domain")
        if not _is_names(domain):
            self._wrong("domain", _("Give the names of the domains, from the enterprise down."))
        state = str(data.get("state"))
        if state not in set(AssessmentState):
            states = ", ".join(AssessmentState)
            self._wrong("state", _("The state must be one of: {states}.", states=states))
        found: dict[str, Any] = {
            "title": self._text(data, "title", longest=LONGEST_TITLE),
            "partner": self._text(data, "partner", is_needed=False),
            "campaign": self._text(data, "campaign", longest=4000, is_needed=False),
            "starts_on": self._date(data, "starts_on"),
            "due_on": self._date(data, "due_on"),
            "target_level": self._target_level(data),
            "target": self._target(data),
            "in_production": self._in_production(data),
            "facilitator": self._text(data, "facilitator", is_needed=False),
        }
        if len(self._errors) > before:
            return None
        return FileSetUp(domain=tuple(domain or ()), state=AssessmentState(state), **found)

    def framework(self) -> FileFramework | None:
        """Read which framework it is; None where that cannot be read."""
        before = len(self._errors)
        data = self._object(FRAMEWORK)
        texts = {name: self._text(data, name) for name in ("key", "version", "sha256")}
        if not isinstance(data.get("data"), dict):
            self._wrong("framework.data", _("The data of the framework is missing."))
        return None if len(self._errors) > before else FileFramework(data=data["data"], **texts)

    def _object(self, name: str) -> Mapping[str, Any]:
        value = self._read.document.get(name)
        if isinstance(value, dict):
            return value
        self._wrong(name, _("The file lacks “{name}”.", name=name))
        return {}

    def _wrong(self, column: str, sentence: str) -> None:
        self._errors.append(FileError(self._read.place(HEAD, None, column), sentence))

    def _text(
        self, data: Mapping[str, Any], name: str, *, longest: int = 500, is_needed: bool = True
    ) -> str:
        value = data.get(name)
        text = "" if value is None else value
        if not isinstance(text, str):
            self._wrong(name, _("This must be a text."))
        elif is_needed and not text.strip():
            self._wrong(name, _("This is missing."))
        elif len(text) > longest:
            self._wrong(name, _("Use at most {count} characters.", count=longest))
        else:
            return text.strip()
        return ""

    def _date(self, data: Mapping[str, Any], name: str) -> date | None:
        try:
            return date.fromisoformat(data.get(name, ""))
        except (ValueError, TypeError):
            self._wrong(name, _("This must be a day, written like 2026-03-31."))
            return None

    def _target_level(self, data: Mapping[str, Any]) -> Decimal:
        value: Any = data.get("target_level")
        # The scale decides what is allowed; here only what a column can hold.
        if _is_number(value) and abs(value) < 10 and round(value, 1) == value:
            return Decimal(str(value)).quantize(Decimal("0.1"))
        self._wrong("target_level", _("The target must be a number with one decimal at most."))
        return Decimal(0)

    def _target(self, data: Mapping[str, Any]) -> Mapping[str, Mapping[str, float]]:
        value: Any = data.get("target") or {}
        parts: Any = value.items() if isinstance(value, dict) else [("", None)]
        for name, levels in parts:
            is_known = name in {"layers", "capabilities"} and isinstance(levels, dict)
            if not is_known or not all(map(_is_number, dict(levels or {}).values())):
                self._wrong("target", _("Targets hold layers and capabilities, key to level."))
                return {}
        known: Mapping[str, Mapping[str, float]] = value
        return known

    def _in_production(self, data: Mapping[str, Any]) -> int | None:
        value = data.get("in_production")
        if value is None or (type(value) is int and 0 <= value <= MOST_IN_PRODUCTION):
            return value
        self._wrong("in_production", _("This must be a whole number from zero, or nothing."))
        return None


def _is_names(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(name, str) and name for name in value)


def _is_number(value: Any) -> bool:
    return type(value) in {int, float}


def _table(read: ReadFile, name: str, errors: list[FileError]) -> Any:
    rows = read.document.get(name)
    if not isinstance(rows, list):
        sentence = _("The file lacks “{name}”.", name=read.sheet(name))
        errors.append(FileError(read.place(name), sentence))
        return ()
    found = []
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            sentence = _("This must be an object with the keys of the table.")
            errors.append(FileError(read.place(name, number), sentence))
            continue
        values: dict[str, Any] = {}
        for column, holds in TABLES[name].items():
            try:
                values[column] = _value(holds, row.get(column))
            except _Misfit as misfit:
                errors.append(FileError(read.place(name, number, column), misfit.sentence))
        if len(values) == len(TABLES[name]):
            found.append(_ENTRIES[name](number=number, **values))
    return tuple(found)


class _Misfit(Exception):  # noqa: N818 - it says what the value is
    """A value of another kind than its column holds."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _value(holds: Holds, value: Any) -> Any:
    match holds:
        case Holds.TEXT:
            if value is None or isinstance(value, str):
                return value or ""
            raise _Misfit(_("This must be a text."))
        case Holds.WHOLE:
            if value is None or (type(value) is int and abs(value) < 2**53):
                return value
            raise _Misfit(_("This must be a whole number, or nothing."))
        case Holds.KEYS:
            if value is None or (
                isinstance(value, list) and all(isinstance(k, str) for k in value)
            ):
                return tuple(value or ())
            raise _Misfit(_("This must be a list of keys."))
        case Holds.TIME:
            return _moment(value)


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise _Misfit(_("This must be a moment with its zone, like 2026-03-31T09:30:00+00:00."))
    return found
