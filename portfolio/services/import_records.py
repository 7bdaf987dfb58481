"""Records: a JSON file as rows of texts, one for each record."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portal.services.file_limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    FileRefused,
    Kind,
    not_a_table,
    too_many_columns,
    too_many_rows,
)
from portfolio.domain.import_cells import plain
from portfolio.domain.import_guesses import COUNT_NAMES

MOST_PARTS: Final = 1_000_000
"""Objects and lists that a file may be made of."""

DEEPEST_WRAPPING: Final = 3
DEEPEST_RECORD: Final = 4

_BEGINS: Final = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{\]])')
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LIST_JOINT: Final = "; "


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a file.

    Attributes
    ----------
    names
        What their values are called, in the order they first appear; a value within another is
        called by both, such as ``owner.name``.
    rows
        Their values as texts.
    notes
        What the reader should know about the file.
    encoding
        How the text was written.
    """

    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    notes: tuple[str, ...]
    encoding: str


def may_be_records(content: bytes) -> bool:
    """Whether a file begins as JSON does: with an object, or with a list of them."""
    start = content[:4096]
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            even = start[: len(start) // 4 * 4] if encoding == "utf-16" else start
            start = even.decode(encoding, errors="ignore").encode()
    return _BEGINS.match(start) is not None


def read_records_file(content: bytes, *, filename: str) -> Records:
    """Read a JSON file: a list of records, records wrapped in something, or one on each line.

    Parameters
    ----------
    content
        The bytes of the file.
    filename
        What the file is called, for the sentences.

    Returns
    -------
    Records
        The longest list of records in it. Numbers stay as they are written, lists of words
        become one text with semicolons.

    Raises
    ------
    FileRefused
        When it is no whole JSON document, holds no records, or more than fit.
    """
    text, encoding = _decoded(content)
    if text.count("{") + text.count("[") > MOST_PARTS:
        raise too_many_rows()
    found: list[tuple[list[dict[str, Any]], tuple[Mapping[str, Any], ...]]] = []
    _collect(_parsed(text), (), found)
    if not found:
        raise not_a_table(filename, _("a JSON document"))
    records, around = max(found, key=lambda each: len(each[0]))
    if len(records) > MOST_ROWS:
        raise too_many_rows()
    flat = Packed(dict(_flat(record)) for record in records)
    names = tuple(dict.fromkeys(name for record in flat for name in record))
    if len(names) > MOST_COLUMNS:
        raise too_many_columns()
    rows = Packed(tuple(record.get(name, "") for name in names) for record in flat)
    return Records(names, rows, tuple(_notes(len(records), around)), encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    encoding = next((each for mark, each in _BOMS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if error.end >= len(content):
            raise _broken_off() from None
        return content.decode(encoding, errors="replace"), encoding


def _parsed(text: str) -> object:
    """Read one document, or one for each line."""
    # Numbers are texts in a table; one of a million digits is nothing to calculate with.
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    documents = []
    place, end = _skipped(text, 0), len(text)
    try:
        while place < end:
            document, place = decoder.raw_decode(text, place)
            documents.append(document)
            place = _skipped(text, place)
    except RecursionError:
        sentence = _("The file nests its records deeper than any list does.")
        raise FileRefused(Kind.SUSPICIOUS, sentence) from None
    except json.JSONDecodeError as error:
        is_cut = error.msg.startswith("Unterminated") or error.pos >= end - 1
        if not is_cut:
            sentence = _(
                "The file is no valid JSON: something is wrong in line {line}.", line=error.lineno
            )
            raise FileRefused(Kind.DAMAGED, sentence) from None
        raise _broken_off() from None
    return documents[0] if len(documents) == 1 else documents


def _skipped(text: str, place: int) -> int:
    """Return the position of the next character that is no white space."""
    found = re.compile(r"[\s\ufeff]*").match(text, place)
    return found.end() if found else place


def _collect(
    node: object,
    around: tuple[Mapping[str, Any], ...],
    found: list[tuple[list[dict[str, Any]], tuple[Mapping[str, Any], ...]]],
) -> None:
    """Gather the lists of records, each with the objects it is wrapped in."""
    if isinstance(node, list):
        if node and all(isinstance(each, dict) for each in node):
            found.append((node, around))
    elif isinstance(node, dict) and len(around) < DEEPEST_WRAPPING:
        for value in node.values():
            _collect(value, (*around, node), found)


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth < DEEPEST_RECORD:
            yield from _flat(value, f"{name}.", depth + 1)
            continue
        text = _text(value)
        if len(text) > LONGEST_CELL:
            sentence = _("A value has more than {most:,} characters.", most=LONGEST_CELL)
            raise FileRefused(Kind.DAMAGED, sentence)
        yield name, text


def _text(value: object) -> str:
    """Write a value the way a person would type it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case list() if not any(isinstance(each, dict | list) for each in value):
            return _LIST_JOINT.join(filter(None, map(_text, value)))
        case _:
            return json.dumps(value, ensure_ascii=False)


def _notes(count: int, around: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield _("The file holds records; rows are counted from the first one.")
    for key, value in _stated(around):
        if value != count:
            yield _(
                "The file says {name} = {stated:,}, and holds {count:,} records.",
                name=key,
                stated=value,
                count=count,
            )


def _stated(around: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Return how many records the file itself says there are."""
    for wrapping in around:
        beside = (value for value in wrapping.values() if isinstance(value, dict))
        for table in (wrapping, *beside):
            for key, value in table.items():
                is_number = isinstance(value, str) and value.isascii() and value.isdigit()
                if is_number and len(value) < 10 and plain(key) in COUNT_NAMES:
                    yield key, int(value)


def _broken_off() -> FileRefused:
    sentence = _("The file breaks off in the middle of a record. Upload the whole of it.")
    return FileRefused(Kind.DAMAGED, sentence)
