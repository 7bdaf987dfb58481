"""Signatures: what a file that is no table seems to be, from how its bytes begin."""

import re
from collections.abc import Collection
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

_PICTURE: Final = gettext_noop("a picture")
_SOUND_OR_FILM: Final = gettext_noop("a recording")
_ARCHIVE: Final = gettext_noop("an archive")
_PROGRAM: Final = gettext_noop("a program")
_WEB_PAGE: Final = gettext_noop("a web page")
_DATABASE: Final = gettext_noop("a database")
_PDF: Final = gettext_noop("a PDF document")
_TEXT_DOCUMENT: Final = gettext_noop("a document of a word processor")
_PRESENTATION: Final = gettext_noop("a presentation")

_BEGINNINGS: Final = (
    (b"%PDF-", _PDF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\rtf", _TEXT_DOCUMENT),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a", _ARCHIVE),
    (b"SQLite format 3\x00", _DATABASE),
    (b"PAR1", _DATABASE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"ID3", _SOUND_OR_FILM),
)
#: Beginnings that a title may have too count only where control characters follow.
_ALSO_WORDS: Final = (b"BM", b"MZ", b"ID3", b"BZh", b"PAR1", b"GIF8")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KINDS_OF_RIFF: Final = {b"WEBP": _PICTURE, b"WAVE": _SOUND_OR_FILM, b"AVI ": _SOUND_OR_FILM}
_PICTURE_BRANDS: Final = (b"heic", b"heix", b"mif1", b"avif")
_MARKUP: Final = (
    (
        re.compile(rb"\s*<(?:!doctype html|html|table|script|body|head|!--)", re.IGNORECASE),
        _WEB_PAGE,
    ),
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<svg", re.IGNORECASE), _PICTURE),
    (re.compile(rb"\s*<(?:\?xml|!doctype)", re.IGNORECASE), gettext_noop("an XML document")),
    (re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{])'), gettext_noop("a JSON document")),
)
_BOM: Final = b"\xef\xbb\xbf"
_LOOKED_AT: Final = 4096

#: Parts inside an archive, and what it is then.
_PARTS: Final = (
    ("word/", _TEXT_DOCUMENT),
    ("ppt/", _PRESENTATION),
    ("xl/workbook.bin", gettext_noop("a binary .xlsb workbook")),
    ("content.xml", gettext_noop("an OpenDocument file")),
)
_OLD_DOCUMENTS: Final = (
    (b"WordDocument", _TEXT_DOCUMENT),
    (b"PowerPoint Document", _PRESENTATION),
)


def seems_to_be(content: bytes) -> str:
    """Say what a file seems to be that is neither a workbook nor a text of rows.

    Parameters
    ----------
    content
        The bytes of the file.

    Returns
    -------
    str
        Such as “a picture”, in the reader's language; empty when nothing speaks for anything.

    Examples
    --------
    >>> seems_to_be(b"%PDF-1.7"), seems_to_be(b"Title,Stage")
    ('a PDF document', '')
    """
    start = content[:_LOOKED_AT].removeprefix(_BOM)
    for mark, kind in _BEGINNINGS:
        if start.startswith(mark) and (mark not in _ALSO_WORDS or _CONTROL.search(start)):
            return _(kind)
    if start[:4] == b"RIFF":
        return _(_KINDS_OF_RIFF.get(start[8:12], _SOUND_OR_FILM))
    if start[4:8] == b"ftyp":
        kind = _PICTURE if start[8:12] in _PICTURE_BRANDS else _SOUND_OR_FILM
        return _(kind)
    return next((_(kind) for pattern, kind in _MARKUP if pattern.match(start)), "")


def archive_seems_to_be(names: Collection[str]) -> str:
    """Say what an archive that is no workbook seems to be, by the names of its parts."""
    kinds = (kind for part, kind in _PARTS if any(name.startswith(part) for name in names))
    return _(next(kinds, _ARCHIVE))


def old_document_seems_to_be(content: bytes) -> str:
    """Say what a file in the old office format is unless it is a workbook, which says nothing."""
    kinds = (kind for part, kind in _OLD_DOCUMENTS if part.decode().encode("utf-16-le") in content)
    kind = next(kinds, "")
    return _(kind) if kind else ""
