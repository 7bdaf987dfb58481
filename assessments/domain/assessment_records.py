"""Records of a file of one assessment: what was read of it, every value of its kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assessments.domain.assessment_files import FileError, Place
from assessments.domain.lifecycle import AssessmentState


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read, before anything of it is believed.

    Parameters
    ----------
    document
        In the shape of the JSON file, whatever the file was.
    rows
        Table to the row in which each of its entries stands.
    sheet
        Table to what the file calls it.
    errors
        What stood in the way of reading it.
    """

    document: Mapping[str, Any]
    rows: Mapping[str, Sequence[int]] = field(default_factory=dict)
    sheet: Callable[[str], str] = str
    errors: tuple[FileError, ...] = ()

    def place(self, table: str, number: int | None = None, column: str = "") -> Place:
        """Say where an entry stands, counted from 0 in its table."""
        rows = self.rows.get(table, ())
        row = None if number is None else rows[number] if number < len(rows) else number + 1
        return Place(self.sheet(table), row, column)


@dataclass(frozen=True, slots=True)
class FileSetUp:
    """What was set up: ``domain`` are names from the enterprise down."""

    title: str
    domain: tuple[str, ...]
    partner: str
    campaign: str
    starts_on: date
    due_on: date
    target_level: Decimal
    target: Mapping[str, Mapping[str, float]]
    in_production: int | None
    state: AssessmentState
    facilitator: str


@dataclass(frozen=True, slots=True)
class FileFramework:
    """Which framework was asked, and its data."""

    key: str
    version: str
    sha256: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileRespondent:
    """Somebody who was asked; ``number`` is where the entry stands, from 0."""

    number: int
    email: str
    name: str
    perspective: str
    layers: tuple[str, ...]
    invited_at: datetime | None
    mailed_at: datetime | None
    reminded_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What one respondent said to one question."""

    number: int
    respondent: str
    question: str
    kind: str
    level: int | None
    confidence: int | None
    comment: str
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileSettlement:
    """What was settled, and why."""

    number: int
    question: str
    kind: str
    level: int | None
    reason: str
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """A link, or the name of a file whose content is not in here."""

    number: int
    respondent: str
    question: str
    title: str
    link: str
    file_name: str
    file_type: str
    file_size: int | None
    file_sha256: str
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class Content:
    """A whole file, every value of the kind it must be."""

    set_up: FileSetUp
    framework: FileFramework
    respondents: tuple[FileRespondent, ...]
    answers: tuple[FileAnswer, ...]
    settled: tuple[FileSettlement, ...]
    evidence: tuple[FileEvidence, ...]
    was_published: bool
