"""Rows: what a foreign file says about a use case, once it is read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.domain.packed import packed_by_field
from portfolio.domain.buckets import Answer, BucketDecision
from portfolio.domain.import_suggestions import RatingSuggestion, TechniqueSuggestion
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Autonomy, Impact, Unknown
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique


@packed_by_field
@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What only the portal's own export says about a use case.

    Attributes
    ----------
    key
        What it is found again by, in any portal; empty for a row somebody added.
    source, reference
        Where it came from, and its name there; both empty for one registered by hand.
    bucket, bucket_answers
        Its bucket, with who or what said so and why; None when the file does not say.
    reach
        How many people it reaches.
    listing, listing_reason
        Who may find it, and why not everybody; None when the file does not say.
    archived_at, registered_at
        When it was archived, if it is, and when it was registered.
    version
        Which version of it was exported.
    details
        Label to answer, for everything another file once said about it.
    said
        The texts of a list exported as it was seen, in the order of its `SeenColumns.keys`.
    code, changed
        Its id in such a list, and the day on which it was last changed, as they stand there.
    stated
        Names of the fields in which such a row says something else than the list does by now;
        None where all columns of the file count.
    """

    key: str = ""
    source: str = ""
    reference: str = ""
    bucket: BucketDecision | None = None
    bucket_answers: Mapping[str, Answer] = field(default_factory=dict)
    reach: int | None = None
    listing: Listing | None = None
    listing_reason: str = ""
    archived_at: datetime | None = None
    registered_at: datetime | None = None
    version: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    code: str = ""
    changed: str = ""
    stated: frozenset[str] | None = None


@packed_by_field
@dataclass(frozen=True, slots=True)
class UseCaseRow:
    """A row of a file as a use case.

    Attributes
    ----------
    row
        Line number as a spreadsheet shows it.
    source, reference
        Where the row comes from, and its stable name there.
    title, outcome, problem
        What the use case is, in words.
    domain_path
        Names from the enterprise's children down to the domain; empty when the file has none.
    domain_columns
        The file's own name of the column that each of them comes from.
    stage
        Where it stands.
    techniques
        What the file says it is made of.
    suggested_techniques
        What words of its description speak for.
    initiated_on, development_started_on, live_on, retired_on
        Days, or None.
    planned_cost, planned_benefit
        Money, or None.
    effort_weeks
        Person-weeks, or None.
    owners
        Role to e-mail address, for the roles the file fills.
    impact, autonomy
        What the tier is made of.
    ratings
        Suggested ratings with their evidence.
    evidence
        The text a bucket is suggested from.
    details
        Label to answer, for everything else the file says.
    passing
        Labels of those details whose change alone changes nothing.
    own
        What only the portal's own export says.
    """

    row: int
    source: str
    reference: str
    title: str
    domain_path: tuple[str, ...]
    domain_columns: tuple[str, ...] = field(compare=False)
    outcome: str
    problem: str
    stage: Stage
    techniques: tuple[Technique, ...]
    suggested_techniques: tuple[TechniqueSuggestion, ...]
    initiated_on: date | None
    development_started_on: date | None
    live_on: date | None
    retired_on: date | None
    planned_cost: Decimal | None
    planned_benefit: Decimal | None
    effort_weeks: int | None
    owners: Mapping[OwnerRole, str]
    impact: Impact | Unknown
    autonomy: Autonomy | Unknown
    ratings: tuple[RatingSuggestion, ...]
    evidence: str
    details: Mapping[str, str]
    passing: frozenset[str] = frozenset()
    own: OwnAnswers | None = None


@dataclass(frozen=True, slots=True)
class RowHead:
    """What is kept at hand of a row: what it is called, where it goes and who owns it.

    Attributes
    ----------
    row, reference, title, domain_path, domain_columns, owners
        As in `UseCaseRow`.
    """

    row: int
    reference: str
    title: str
    domain_path: tuple[str, ...]
    domain_columns: tuple[str, ...]
    owners: Mapping[OwnerRole, str]


def heads(rows: Iterable[UseCaseRow]) -> Iterator[RowHead]:
    """Return the head of each row; equal paths share their memory."""
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    nobody: Mapping[OwnerRole, str] = {}
    for row in rows:
        yield RowHead(
            row=row.row,
            reference=row.reference,
            title=row.title,
            domain_path=shared.setdefault(row.domain_path, row.domain_path),
            domain_columns=shared.setdefault(row.domain_columns, row.domain_columns),
            owners=row.owners or nobody,
        )


@dataclass(frozen=True, slots=True)
class RowError:
    """A reason why a file cannot be imported as it is.

    Attributes
    ----------
    row
        Line number as a spreadsheet shows it.
    column
        The file's own name of the column, or nothing when the row as a whole is meant.
    message
        What is wrong, in a plain sentence.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something about a row that its reader should know and that keeps nothing out.

    Attributes
    ----------
    row
        Line number as a spreadsheet shows it.
    column
        The file's own name of the column, or nothing when the row as a whole is meant.
    message
        What became of it, in a plain sentence.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportRows:
    """A file as use cases.

    Attributes
    ----------
    read
        Rows that say anything.
    rows
        The rows without errors.
    refused
        The rows with errors, as far as they could be read.
    errors
        Everything that is wrong, in the order of the file.
    notes
        What was kept as text because it could not be read.
    doubts
        What may not be meant: cells beneath no column name, rows that say the same.
    stated
        Names of the fields the file has a column for: an update leaves the others alone.
    kept_as_details
        The file's columns that fill no field.
    missing
        Columns the mapping knows and the file does not have.
    unknown
        The file's columns that the mapping does not know.
    without_stage
        How many rows state no stage although the file has a column for it.
    """

    read: int
    rows: Sequence[UseCaseRow]
    refused: Sequence[UseCaseRow]
    errors: tuple[RowError, ...]
    notes: tuple[RowNote, ...]
    doubts: tuple[RowNote, ...]
    stated: frozenset[str]
    kept_as_details: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    without_stage: int = 0
