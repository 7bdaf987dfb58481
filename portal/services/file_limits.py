"""Limits: how large a file may be, and the refusals for files that are not a table."""

from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

_MEGABYTE: Final = 1024 * 1024
LARGEST_UPLOAD: Final = 10 * _MEGABYTE
LARGEST_EXPANDED: Final = 100 * _MEGABYTE
LARGEST_RATIO: Final = 50
SMALL_ENOUGH: Final = 1024 * 1024
"""Below this size a workbook may be packed as tightly as it likes."""

MOST_MEMBERS: Final = 1_000
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 100_000


class Kind(StrEnum):
    """Why a file was refused."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "file_too_many_rows"
    TOO_MANY_COLUMNS = "file_too_many_columns"
    NOT_A_TABLE = "file_not_a_table"
    OLD_WORKBOOK = "file_old_workbook"
    PROTECTED = "file_protected"
    MACROS = "file_macros"
    LINKS = "file_links"
    SUSPICIOUS = "file_suspicious"
    DAMAGED = "file_damaged"
    NO_HEADER = "file_no_header"
    NO_ROWS = "file_no_rows"
    NO_SHEET = "file_no_sheet"


class FileRefused(Invalid):
    """A file that cannot be read as a table of rows.

    Parameters
    ----------
    kind
        Why; it is the refusal's machine name.
    sentence
        What is wrong with the file and what to do about it.
    """

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence, fields={"file": sentence})
        self.kind = kind
        self.code = kind.value


def named(filename: str) -> str:
    """Begin a sentence with the name of a file, without its folders."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return f"“{name[:80]}”" if name else _("The file")


def check_size(size: int, *, filename: str) -> None:
    """Refuse a file for its size alone, before anything of it is read.

    Parameters
    ----------
    size
        Its length in bytes.
    filename
        What the file is called, for the sentence.

    Raises
    ------
    FileRefused
        When it is larger than can be imported.
    """
    if size <= LARGEST_UPLOAD:
        return
    most = LARGEST_UPLOAD // _MEGABYTE
    megabytes = f"{size / _MEGABYTE:,.1f}"
    if megabytes == f"{most:,.1f}":
        # So little too much that both would read the same.
        sentence = _(
            "{file} has {size:,} bytes; files of up to {most} MB can be imported, "
            "which is {bytes:,} bytes.",
            file=named(filename),
            size=size,
            most=most,
            bytes=LARGEST_UPLOAD,
        )
    else:
        sentence = _(
            "{file} has {size} MB; files of up to {most} MB can be imported.",
            file=named(filename),
            size=megabytes,
            most=most,
        )
    raise FileRefused(Kind.TOO_LARGE, sentence)


def not_a_table(filename: str, kind: str) -> FileRefused:
    """Refuse a file that seems to be something else, such as “a picture”."""
    sentence = _(
        "{file} seems to be {kind}, not a table. Save the list as CSV or as an .xlsx workbook.",
        file=named(filename),
        kind=kind or _("a file of another kind"),
    )
    return FileRefused(Kind.NOT_A_TABLE, sentence)


def too_many_rows() -> FileRefused:
    """Refuse a file with more rows than fit."""
    sentence = _(
        "The file has more than {most:,} rows. Split it into several files.", most=MOST_ROWS
    )
    return FileRefused(Kind.TOO_MANY_ROWS, sentence)


def too_many_columns() -> FileRefused:
    """Refuse a file with more columns than fit."""
    sentence = _(
        "The file has more than {most} columns. Remove those not needed.", most=MOST_COLUMNS
    )
    return FileRefused(Kind.TOO_MANY_COLUMNS, sentence)
