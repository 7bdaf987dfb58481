"""Files of whole assessments: which tables they have, and what a cell of each holds.

One document, in JSON as it stands and in a workbook with a sheet for each table. Its keys are
those of the columns; what is of one row hangs under ``assessment`` and ``framework``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SCHEMA: Final = 1
"""The version of the file; it rises when a key changes its meaning or goes."""

KIND: Final = "steelthread-assessment"
"""What says that a file is one of these."""


class Holds(StrEnum):
    """What a column holds."""

    TEXT = "text"
    """Any text; nothing is an empty one."""
    WHOLE = "whole"
    """A whole number or nothing."""
    TIME = "time"
    """A moment of ISO 8601 with its zone, or nothing."""
    KEYS = "keys"
    """Keys, in a sheet with blanks between them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    Parameters
    ----------
    sheet
        The table.
    row
        In a workbook the row of the spreadsheet, in JSON the number of the entry, both from 1;
        None where the file as a whole is meant.
    column
        The key.
    """

    sheet: str
    row: int | None
    column: str


@dataclass(frozen=True, slots=True)
class FileError:
    """What is wrong at one place of a file, and what to do about it."""

    place: Place
    sentence: str


TABLES: Final[Mapping[str, Mapping[str, Holds]]] = {
    "respondents": {
        "email": Holds.TEXT,
        "name": Holds.TEXT,
        "perspective": Holds.TEXT,
        "layers": Holds.KEYS,
        "invited_at": Holds.TIME,
        "mailed_at": Holds.TIME,
        "reminded_at": Holds.TIME,
        "finished_at": Holds.TIME,
    },
    "answers": {
        "respondent": Holds.TEXT,
        "question": Holds.TEXT,
        "kind": Holds.TEXT,
        "level": Holds.WHOLE,
        "confidence": Holds.WHOLE,
        "comment": Holds.TEXT,
        "saved_at": Holds.TIME,
    },
    "settled": {
        "question": Holds.TEXT,
        "kind": Holds.TEXT,
        "level": Holds.WHOLE,
        "reason": Holds.TEXT,
        "settled_by": Holds.TEXT,
        "settled_at": Holds.TIME,
    },
    "evidence": {
        "respondent": Holds.TEXT,
        "question": Holds.TEXT,
        "title": Holds.TEXT,
        "link": Holds.TEXT,
        "file_name": Holds.TEXT,
        "file_type": Holds.TEXT,
        "file_size": Holds.WHOLE,
        "file_sha256": Holds.TEXT,
        "added_at": Holds.TIME,
    },
}
"""Table to its columns and what they hold.

People are e-mail addresses; respondents of a file without names are `numbered.reference`."""

HEAD: Final = "assessment"
"""The table of what there is once: schema, set-up and framework."""

FRAMEWORK: Final = "framework"
RESULT: Final = "result"


def sheet_title(table: str) -> str:
    """Give the name of a table's sheet, which is the same in every language.

    Examples
    --------
    >>> sheet_title("answers")
    'Answers'
    """
    return table.capitalize()
