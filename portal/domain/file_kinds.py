"""File kinds: what a file that somebody hands in truly is, told by all of its bytes.

Detection libraries name the likeliest type from the first bytes. Here a file has to be wholly one
of a few kinds, from its first byte to its last, so that nothing else can travel inside it.
"""

import re
from enum import StrEnum
from typing import Final

from portal.domain.file_flaws import FileRefused, Flaw
from portal.domain.office_files import office_kind
from portal.domain.pdf_files import check_pdf
from portal.domain.pictures import is_jpeg, is_png, words_of
from portal.domain.wording import gettext as _

LARGEST_FILE: Final = 10 * 1024 * 1024
"""In bytes."""

LONGEST_NAME: Final = 120


class FileKind(StrEnum):
    """A kind of file that can be handed in, by its media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


ENDINGS: Final = {
    FileKind.PDF: (".pdf",),
    FileKind.PNG: (".png",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.TEXT: (".txt", ".csv", ".tsv", ".log", ".md"),
    FileKind.WORD: (".docx",),
    FileKind.EXCEL: (".xlsx",),
    FileKind.POWERPOINT: (".pptx",),
}

_MARKUP: Final = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|img|meta|form|style|link|"
    rb"\?xml|\?php|xsl:|math\b)|javascript:|vbscript:",
    re.IGNORECASE,
)
_OTHER_STARTS: Final = (b"%!", b"{\\rtf", b"#!", b"@echo", b"gif8", b"<")
#: Some readers of mail and of saved pages look for their heads on any line.
_MAIL_HEAD: Final = re.compile(
    rb"^[ \t]*(?:mime-version[ \t]*:|content-transfer-encoding[ \t]*:|"
    rb"content-type[ \t]*:[ \t]*(?:multipart/|message/|text/html|application/xhtml))",
    re.IGNORECASE | re.MULTILINE,
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ARCHIVE_END: Final = b"PK\x05\x06"
_ARCHIVE_TAIL: Final = 66_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes) -> FileKind:
    r"""Tell what a file is, from its bytes alone.

    Parameters
    ----------
    content
        All of the file.

    Returns
    -------
    FileKind
        The kind that it wholly is.

    Raises
    ------
    FileRefused
        When it is too large, empty, of another kind, of two kinds at once, damaged, or can do
        something to whoever opens it.

    Examples
    --------
    >>> kind_of(b"quarter,systems\r\nQ1,4\r\n")
    <FileKind.TEXT: 'text/plain'>
    """
    if not content:
        raise FileRefused(Flaw.EMPTY)
    if len(content) > LARGEST_FILE:
        raise FileRefused(Flaw.TOO_LARGE)
    return _kind(content)


def clean_name(name: str, kind: FileKind) -> str:
    r"""Give a file a name that is safe to show and to save, with an ending of its kind.

    Parameters
    ----------
    name
        As the sender called it, perhaps with folders.
    kind
        What it is.

    Returns
    -------
    str
        At most `LONGEST_NAME` characters, without folders, control characters or characters that
        a file system or a shell would read as something else.

    Examples
    --------
    >>> clean_name("C:\\temp\\Policy  2026.PDF", FileKind.PDF)
    'Policy 2026.PDF'
    >>> clean_name("../../page.html", FileKind.TEXT)
    'page.html.txt'
    """
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(each if _is_plain(each) else " " for each in last)
    stem = " ".join(shown.split()).strip(". ") or _("File")
    ending = next((each for each in ENDINGS[kind] if stem.lower().endswith(each)), "")
    written = stem[len(stem) - len(ending) :] if ending else ENDINGS[kind][0]
    stem = stem[: len(stem) - len(ending)] if ending else stem
    return f"{stem[: LONGEST_NAME - len(written)].rstrip('. ') or _('File')}{written}"


def _kind(content: bytes) -> FileKind:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG"):
        return _picture(content, FileKind.PNG)
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(content, FileKind.JPEG)
    if content.startswith(b"PK\x03\x04"):
        return FileKind(office_kind(content))
    if content.startswith(_OLE):
        raise FileRefused(Flaw.OLD_OFFICE)
    return _text(content)


def _pdf(content: bytes) -> FileKind:
    if not re.match(rb"%PDF-[12]\.\d[\r\n \t%]", content):
        raise FileRefused(Flaw.UNKNOWN)
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise FileRefused(Flaw.DAMAGED)
    if content[end + 5 :].strip(b"\r\n \t\0") or _ends_an_archive(content):
        raise FileRefused(Flaw.TWOFOLD)
    # What follows the header is a comment or an object; a page or a script would stand there.
    if _MARKUP.search(content[:1024]):
        raise FileRefused(Flaw.SCRIPT)
    check_pdf(content)
    return FileKind.PDF


def _picture(content: bytes, kind: FileKind) -> FileKind:
    is_whole = is_png(content) if kind is FileKind.PNG else is_jpeg(content)
    if not is_whole:
        raise FileRefused(Flaw.DAMAGED)
    if _ends_an_archive(content):
        raise FileRefused(Flaw.TWOFOLD)
    if any(_MARKUP.search(each) for each in words_of(content)):
        raise FileRefused(Flaw.SCRIPT)
    return kind


def _text(content: bytes) -> FileKind:
    if _CONTROL.search(content) or not _is_readable(content):
        raise FileRefused(Flaw.UNKNOWN)
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    is_mail = _MAIL_HEAD.search(content.replace(b"\r", b"\n"))
    if _MARKUP.search(content) or is_mail or begins.startswith(_OTHER_STARTS):
        raise FileRefused(Flaw.SCRIPT)
    if b"%PDF-" in content[:1024]:
        raise FileRefused(Flaw.TWOFOLD)
    return FileKind.TEXT


def _is_readable(content: bytes) -> bool:
    # Spreadsheets still write CSV in the code page of Western Windows.
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _ends_an_archive(content: bytes) -> bool:
    return _ARCHIVE_END in content[-_ARCHIVE_TAIL:]


def _is_plain(character: str) -> bool:
    return character.isprintable() and character not in '<>:"|?*%;`$&'
