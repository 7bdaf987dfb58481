"""Limits: how large a file may be, and the refusals for files that are not a table."""

from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

LARGEST_UPLOAD: Final = 10 * 1024 * 1024
LARGEST_EXPANDED: Final = 100 * 1024 * 1024
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
