"""Text files: which encoding and delimiter a CSV file uses, and its rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from portal.domain.file_signatures import seems_to_be
from portal.domain.wording import gettext as _
from portal.services.file_limits import LONGEST_CELL, FileRefused, Kind, not_a_table
from portfolio.domain.import_tables import DELIMITERS

SAMPLE_LENGTH: Final = 64 * 1024
SAMPLE_ROWS: Final = 40
ENOUGH_ROWS: Final = 0.5
"""Share of a sample's rows that have to agree on how many cells a delimiter makes."""

REPLACEMENT: Final = "\ufffd"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_CHANCE: Final = re.compile("[\u00a0-\u00ff\u2000-\u206f]")
_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file.

    Attributes
    ----------
    text
        The text; what could not be read stands as a replacement character.
    encoding
        How it was written.
    unreadable
        How many characters could not be read.
    """

    text: str
    encoding: str
    unreadable: int = 0


def decode(content: bytes, *, filename: str) -> Decoded:
    """Find the encoding of a text file and decode it.

    Parameters
    ----------
    content
        The bytes of the file.
    filename
        What the file is called, for the sentences.

    Returns
    -------
    Decoded
        UTF-8 (or what a byte order mark says) when it fits; Windows-1252 when it does not.
        UTF-8 with broken characters stays UTF-8.

    Raises
    ------
    FileRefused
        When the bytes are no text, or break off inside a character.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _checked(_by_mark(content, encoding), content, filename)
    try:
        return _checked(Decoded(content.decode("utf-8"), "utf-8"), content, filename)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not content[: error.start].isascii():
            raise _broken_off() from None
    tolerant = content.decode("utf-8", errors="replace")
    broken = tolerant.count(REPLACEMENT)
    if _is_utf_8(tolerant, broken):
        return _checked(Decoded(tolerant, "utf-8", broken), content, filename)
    text = content.decode("cp1252", errors="replace")
    return _checked(Decoded(text, "cp1252", text.count(REPLACEMENT)), content, filename)


def decode_as(content: bytes, encoding: str, *, filename: str) -> Decoded:
    """Decode a text file as somebody said; what does not fit stands as a replacement character.

    Raises
    ------
    FileRefused
        When the bytes are no text.
    """
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    return _checked(Decoded(text, encoding, text.count(REPLACEMENT)), content, filename)


def _is_utf_8(tolerant: str, broken: int) -> bool:
    """Whether text read as UTF-8 with replacements is that rather than Windows-1252.

    Windows-1252 hardly ever makes a whole character of UTF-8 by chance: a capital with an accent
    or an ß before a quotation mark does. Letters of western Europe and typographic marks are none
    of those chances, because theirs begin with a capital A with circumflex or tilde before a sign,
    or an â before a euro sign.
    """
    whole = len(tolerant) - len(tolerant.encode("ascii", "ignore")) - broken
    return whole > broken or 2 * len(_NO_CHANCE.findall(tolerant)) > broken


def _by_mark(content: bytes, encoding: str) -> Decoded:
    """Decode what a byte order mark announces."""
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if error.reason in {"unexpected end of data", "truncated data"}:
            raise _broken_off() from None
    text = content.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count(REPLACEMENT))


def _checked(decoded: Decoded, content: bytes, filename: str) -> Decoded:
    """Refuse text that is no text, or that is a page or a document."""
    kind = seems_to_be(content) or seems_to_be(decoded.text[:SAMPLE_LENGTH].encode())
    if kind or _BINARY.search(decoded.text):
        raise not_a_table(filename, kind)
    if not decoded.text.strip():
        raise FileRefused(Kind.EMPTY, _("The file is empty."))
    return decoded


def find_delimiter(text: str) -> tuple[str, str]:
    """Find what separates the cells.

    Parameters
    ----------
    text
        The text of the file.

    Returns
    -------
    tuple of str
        The delimiter, and the text without a line that only names it.

    Notes
    -----
    Each candidate reads a sample. The one wins under which most rows have the same number of
    cells, at least two; a tie goes to the one with more cells. When hardly half of the rows
    agree and the first has no such cells, the file has one column, and a delimiter that does not
    occur leaves it whole.
    """
    named = _SEPARATOR_LINE.match(text)
    if named:
        return named[1], text[named.end() :]
    sample = text[:SAMPLE_LENGTH]
    fits = {delimiter: _fit(sample, delimiter) for delimiter in DELIMITERS}
    best = max(fits, key=lambda delimiter: fits[delimiter])
    if fits[best][0] > ENOUGH_ROWS or best in sample.lstrip().partition("\n")[0]:
        return best, text
    return next((delimiter for delimiter in DELIMITERS if delimiter not in sample), best), text


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    """How evenly a delimiter cuts a sample, and into how many cells."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for row, _number in zip(reader, range(SAMPLE_ROWS), strict=False):
            widths[len(row)] += bool(row)
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, rows = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]))
    return (rows / widths.total() if width > 1 else 0.0), width


def read_records(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    """Read the rows of a CSV text, with line breaks inside quotes.

    Parameters
    ----------
    text
        The text of the file.
    delimiter
        What separates the cells.

    Yields
    ------
    sequence of str
        The cells of a row; empty for an empty line.

    Raises
    ------
    FileRefused
        When the file ends inside a quoted cell, or a cell is longer than any text.
    """
    if _ends_inside_quotes(text, delimiter):
        raise _broken_off()
    try:
        for row in csv.reader(_lines(text), delimiter=delimiter):
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise _cell_too_long()
            yield row
    except csv.Error:
        raise _cell_too_long() from None


def _ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Whether a strict reading finds that the last quoted cell is never closed."""
    strict = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for _row in strict:
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _lines(text: str) -> Iterator[str]:
    """Cut a text into lines with their ends; a file of text takes four bytes for each letter."""
    return (line[0] for line in _LINE.finditer(text))


def _cell_too_long() -> FileRefused:
    sentence = _(
        "A cell has more than {most:,} characters; a quotation mark may be missing.",
        most=LONGEST_CELL,
    )
    return FileRefused(Kind.DAMAGED, sentence)


def _broken_off() -> FileRefused:
    sentence = _("The file breaks off in the middle of a cell. Save it again and upload the whole.")
    return FileRefused(Kind.DAMAGED, sentence)
