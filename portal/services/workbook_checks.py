"""Checks of workbooks: an .xlsx file is looked through before anything opens it."""

import io
import stat
import zipfile
from collections.abc import Sequence
from typing import Final

from portal.domain.file_signatures import archive_seems_to_be
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.services.file_limits import (
    LARGEST_EXPANDED,
    LARGEST_RATIO,
    MOST_MEMBERS,
    SMALL_ENOUGH,
    FileRefused,
    Kind,
    not_a_table,
)

MOST_DECORATIONS: Final = 20_000
_DECORATIONS: Final = (
    b"mergeCell ",
    b"hyperlink ",
    b"cfRule ",
    b"dataValidation ",
    b"brk ",
    b"<col ",
)
_CHUNK: Final = 256 * 1024
_DOCTYPE: Final = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    "<!DOCTYPE".encode("utf-16-le"),
    "<!DOCTYPE".encode("utf-16-be"),
)
_FORMULAS: Final = (b"<f>", b"<f ", b"<f/>", b":f>", b":f ", b":f/>")
_OVERLAP: Final = 32

_OVERBLOWN: Final = gettext_noop(
    "The workbook unpacks to far more than a table needs. Save the table as CSV."
)
_DAMAGED: Final = gettext_noop(
    "The workbook is damaged or incomplete. Open it, save it again and upload that."
)


def damaged() -> FileRefused:
    """Refuse a workbook that cannot be read, whatever the reason."""
    return FileRefused(Kind.DAMAGED, _(_DAMAGED))


def check_workbook(content: bytes, *, filename: str) -> bool:
    """Refuse a workbook that is not safe or not possible to open, without opening it.

    Parameters
    ----------
    content
        The bytes of a zip archive.
    filename
        What the file is called, for the sentences.

    Returns
    -------
    bool
        Whether a sheet seems to hold formulas.

    Raises
    ------
    FileRefused
        When the archive is damaged, encrypted, overblown, no workbook, or holds macros, links to
        other files, or definitions that expand.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_size(members, len(content))
            _check_members(members, filename)
            parts = (
                member for member in members if member.filename.lower().endswith((".xml", ".rels"))
            )
            return True in [_scan(archive, member) for member in parts]
    except FileRefused:
        raise
    # Damaged archives fail in many ways, deep in the decompressors; the reader gets one sentence.
    except Exception as error:
        raise damaged() from error


def _check_size(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    expanded = sum(member.file_size for member in members)
    if (
        len(members) > MOST_MEMBERS
        or expanded > LARGEST_EXPANDED
        or expanded > max(SMALL_ENOUGH, LARGEST_RATIO * packed)
    ):
        raise FileRefused(Kind.SUSPICIOUS, _(_OVERBLOWN))


def _check_members(members: Sequence[zipfile.ZipInfo], filename: str) -> None:
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused(
            Kind.PROTECTED, _("The workbook is protected by a password. Save it without one.")
        )
    if len(set(names)) < len(names) or any(map(_is_strange, members)):
        raise FileRefused(
            Kind.SUSPICIOUS, _("The workbook holds parts that no spreadsheet writes.")
        )
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise not_a_table(filename, archive_seems_to_be(names))
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise FileRefused(
            Kind.MACROS, _("The workbook has macros. Save it as .xlsx without macros.")
        )
    if any(name.startswith("xl/externallinks/") for name in names):
        sentence = _(
            "The workbook links to other files. Break the links, or save the table as CSV."
        )
        raise FileRefused(Kind.LINKS, sentence)


def _is_strange(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a link, or would land outside when unpacked."""
    name = member.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or ":" in name


def _scan(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Look through a part for definitions that expand, floods of decoration, and formulas."""
    counts = dict.fromkeys(_DECORATIONS, 0)
    has_formulas = False
    before = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            window = before + chunk
            if any(mark in window for mark in _DOCTYPE):
                sentence = _("The workbook holds definitions that no spreadsheet writes.")
                raise FileRefused(Kind.SUSPICIOUS, sentence)
            for mark in _DECORATIONS:
                counts[mark] += window.count(mark)
            has_formulas = has_formulas or any(mark in window for mark in _FORMULAS)
            before = chunk[-_OVERLAP:]
    if max(counts.values()) > MOST_DECORATIONS and "sharedstrings" not in member.filename.lower():
        raise FileRefused(Kind.SUSPICIOUS, _(_OVERBLOWN))
    return has_formulas and member.filename.lower().startswith("xl/worksheets/")
