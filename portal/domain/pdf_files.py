"""PDF files: whether one does anything but show its pages."""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from portal.domain.file_flaws import FileRefused, Flaw

#: Names of what acts on its own, or carries a file inside (PDF 2.0, 12.6.4 and 7.11.4). They are
#: long enough never to stand in compressed bytes by chance.
_ACTS: Final = re.compile(
    rb"/(?:(?:JavaScript|Launch|SubmitForm|ImportData|RichMedia)\b|XFA\s*(?:\[|\d+\s+\d+\s+R))"
)
_CARRIES: Final = re.compile(rb"/EmbeddedFiles?\b")
_LOCKED: Final = re.compile(rb"/Encrypt\s+(?:\d+\s+\d+\s+R|<<)")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n?|\n)")
_PACKED: Final = re.compile(rb"/ObjStm\b")
_DISGUISED: Final = re.compile(
    rb"/(?:ASCIIHex|ASCII85|LZW|RunLength)Decode\b|/Predictor\b|/Crypt\b"
)
_MOST: Final = 64 * 1024 * 1024
"""Bytes that all streams of objects of one file may unpack to."""


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is locked, holds a script, starts something or carries a file.

    Parameters
    ----------
    content
        The whole file.

    Raises
    ------
    FileRefused
        `Flaw.PROTECTED`, `Flaw.SCRIPT`, `Flaw.TWOFOLD`; `Flaw.OVERBLOWN` where objects unpack to
        more than is looked through.

    Notes
    -----
    Objects may be packed into streams, and any letter of a name may be written as ``#`` and two
    digits; both are undone before looking. All bytes are looked at, not only the objects that one
    reader's table of contents leads to: a file may show different readers different objects.
    """
    for piece in _pieces(content):
        plain = _plain(piece)
        if _LOCKED.search(plain):
            raise FileRefused(Flaw.PROTECTED)
        if _ACTS.search(plain):
            raise FileRefused(Flaw.SCRIPT)
        if _CARRIES.search(plain):
            raise FileRefused(Flaw.TWOFOLD)


def _plain(written: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), written)


def _pieces(content: bytes) -> Iterator[bytes]:
    yield content
    left, seen = _MOST, 0
    for found in _STREAM.finditer(content):
        dictionary = _plain(content[seen : found.start()])
        if not _PACKED.search(dictionary):
            seen = found.end()
            continue
        if _DISGUISED.search(dictionary):
            raise FileRefused(Flaw.DAMAGED)
        try:
            objects = zlib.decompressobj().decompress(content[found.end() :], left + 1)
        except zlib.error:
            # Not packed, and seen already; or not the stream, but its name within a text.
            continue
        if len(objects) > left:
            raise FileRefused(Flaw.OVERBLOWN)
        left, seen = left - len(objects), found.end()
        yield objects
