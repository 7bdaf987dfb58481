"""Office files: whether an archive is a Word, Excel or PowerPoint document that does no harm."""

import io
import re
import stat
import zipfile
from collections.abc import Sequence
from typing import Final

from portal.domain.file_flaws import FileRefused, Flaw

MOST_MEMBERS: Final = 2_000
LARGEST_EXPANDED: Final = 100 * 1024 * 1024
LARGEST_RATIO: Final = 50
SMALL_ENOUGH: Final = 1024 * 1024
"""Below this many bytes an archive may be packed as tightly as it likes."""

_CHUNK: Final = 256 * 1024
_END_SIZE: Final = 22
_TYPES: Final = "[content_types].xml"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MAIN: Final = {
    f"{_OFFICE}{part}.main+xml": f"{_OFFICE}{part}"
    for part in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
}
_ACTIVE_PARTS: Final = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|/activex/|/ctrlprops/|oleobject|"
    r"\.(?:exe|dll|com|bat|cmd|js|vbs|ps1|jar|scr|msi|docm|xlsm|pptm|dotm|xltm|potm|xlam|ppam|"
    r"xlsb|doc|xls|ppt)$"
)
_PAGE_PARTS: Final = re.compile(r"\.(?:html?|xhtml|mht(?:ml)?|hta|rtf|swf)$")
_ACTIVE_TYPES: Final = re.compile(rb"macroenabled|vbaproject|activex|\.oleobject", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\x00!\x00D\x00O\x00C\x00", re.IGNORECASE)
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_IS_OUTSIDE: Final = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_IS_LINK: Final = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


def office_kind(content: bytes) -> str:
    """Tell which document an archive is, having read all of it once.

    Parameters
    ----------
    content
        All of the file.

    Returns
    -------
    str
        Its media type: Word, Excel or PowerPoint.

    Raises
    ------
    FileRefused
        When it is damaged, encrypted, overblown, none of the three, has something before, behind
        or between, or holds macros, controls, pages, definitions that expand, or a part that
        loads something from elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_frame(content, archive, members)
            _check_size(members, len(content))
            _check_names(members)
            for member in members:
                _scan(archive, member)
            return _document(archive, members)
    except FileRefused:
        raise
    # Damaged archives fail in many ways, deep in the decompressors.
    except Exception as error:
        raise FileRefused(Flaw.DAMAGED) from error


def _check_frame(
    content: bytes, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]
) -> None:
    """Refuse an archive with anything before, between or behind its members."""
    has_plain_end = content[-_END_SIZE:].startswith(b"PK\x05\x06")
    if not has_plain_end or archive.comment or not members:
        raise FileRefused(Flaw.TWOFOLD)
    place = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        # A data descriptor of up to 24 bytes may stand between two members.
        if not 0 <= member.header_offset - place <= 24:
            raise FileRefused(Flaw.TWOFOLD)
        header = content[member.header_offset : member.header_offset + 30]
        extra = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        place = member.header_offset + 30 + extra + member.compress_size
    if not 0 <= archive.start_dir - place <= 24:
        raise FileRefused(Flaw.TWOFOLD)


def _check_size(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    expanded = sum(member.file_size for member in members)
    most = min(LARGEST_EXPANDED, max(SMALL_ENOUGH, LARGEST_RATIO * packed))
    if len(members) > MOST_MEMBERS or expanded > most:
        raise FileRefused(Flaw.OVERBLOWN)


def _check_names(members: Sequence[zipfile.ZipInfo]) -> None:
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused(Flaw.PROTECTED)
    if len(set(names)) < len(names) or any(map(_is_strange, members)):
        raise FileRefused(Flaw.TWOFOLD)
    if _TYPES not in names:
        raise FileRefused(Flaw.UNKNOWN)
    if any(_ACTIVE_PARTS.search(f"/{name}") for name in names):
        raise FileRefused(Flaw.MACROS)
    if any(_PAGE_PARTS.search(name) for name in names):
        raise FileRefused(Flaw.SCRIPT)


def _is_strange(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a link, or would land outside when unpacked."""
    name = member.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or ":" in name


def _scan(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member to its end, which checks its sum, and look through its markup."""
    is_markup = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    before = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            if is_markup and _DOCTYPE.search(before + chunk):
                raise FileRefused(Flaw.OVERBLOWN)
            before = chunk[-32:]
    if member.filename.lower().endswith(".rels"):
        _check_relations(archive.read(member))


def _check_relations(content: bytes) -> None:
    """Let links lead outside, and nothing that is fetched when the document is opened."""
    if b"\0" in content:
        raise FileRefused(Flaw.DAMAGED)
    for relation in _RELATION.findall(content):
        if _IS_OUTSIDE.search(relation) and not _IS_LINK.search(relation):
            raise FileRefused(Flaw.REACHES_OUT)


def _document(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> str:
    types = next(member for member in members if member.filename.lower() == _TYPES)
    said = archive.read(types)
    if _ACTIVE_TYPES.search(said):
        raise FileRefused(Flaw.MACROS)
    found = [
        kind
        for main, kind in _MAIN.items()
        if re.search(rb"[\"']" + re.escape(main).encode() + rb"[\"']", said)
    ]
    if len(found) != 1:
        raise FileRefused(Flaw.UNKNOWN if not found else Flaw.TWOFOLD)
    return found[0]
