"""Reports: what a check of a file found, or what its import did."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from portfolio.domain.import_rows import RowError, RowNote
from portfolio.domain.register_columns import OWN_MAPPING, SEEN_SOURCE

LIST_SOURCE: Final = "spreadsheet"
"""Source of the rows of a list whose mapping names none; a dash and a domain's id may follow."""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """Which field a column of the file fills.

    Attributes
    ----------
    column
        The file's own name of the column.
    field
        Our name of the field, such as ``title`` or ``domain``.
    """

    column: str
    field: str


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row as it would be registered, for the reader to recognise.

    Attributes
    ----------
    row
        Line number as a spreadsheet shows it.
    title, domain
        What it is called, and where it goes.
    stage, bucket
        Our values.
    amounts
        Our name of the field to what it will hold, for the amounts the row states; plain digits
        with a dot before decimals.
    """

    row: int
    title: str
    domain: str
    stage: str
    bucket: str
    amounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file amounts to. Every row that was read is counted once.

    Attributes
    ----------
    read
        Rows that say anything.
    created, updated, unchanged
        What becomes of them, or of a check would become of the sound ones.
    skipped
        Rows that lead to nothing: those with errors, those whose use case is archived or, in the
        portal's own export, was changed since; all of them when an import was refused.
    errors
        Everything that is wrong, in the order of the file. With one of them nothing is written.
    notes
        What became of single rows that their reader should know, in the order of the file. It
        keeps nothing out.
    remarks
        What the reader should know about the file as a whole.
    source, mapping_name
        Under which name references are unique, and the mapping file that was used, if any.
    columns, kept_as_details, missing
        What fills a field, what does not, and what the mapping knows and the file lacks.
    new_domains
        Paths of the domains that are added, each with its steps beneath the chosen domain.
    beneath
        Names from beneath the enterprise down to the chosen domain.
    look_alikes
        A sentence for each of them whose name is there already, or nearly.
    samples
        The first rows.
    """

    read: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    errors: tuple[RowError, ...] = ()
    notes: tuple[RowNote, ...] = ()
    remarks: tuple[str, ...] = ()
    source: str = ""
    mapping_name: str = ""
    columns: tuple[ColumnUse, ...] = ()
    kept_as_details: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    new_domains: tuple[tuple[str, ...], ...] = ()
    beneath: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()
    samples: tuple[SampleRow, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong, so that nothing is written."""
        return bool(self.errors)

    @property
    def is_own(self) -> bool:
        """Whether the portal itself wrote the file, whole or as a list that was seen.

        Examples
        --------
        >>> ImportReport(read=1, source="steelthread").is_own, ImportReport(read=1).is_own
        (True, False)
        """
        return self.source in (OWN_MAPPING, SEEN_SOURCE)

    @property
    def is_seen(self) -> bool:
        """Whether it is a list exported as it was seen, whose rows are matched by their ids."""
        return self.source == SEEN_SOURCE

    @property
    def domain_paths(self) -> tuple[tuple[str, ...], ...]:
        """The domains that are added, each with its steps beneath the enterprise."""
        return tuple((*self.beneath, *path) for path in self.new_domains)

    @property
    def rows_with_errors(self) -> int:
        """How many rows have to be mended."""
        return len({error.row for error in self.errors})

    @property
    def left_alone(self) -> int:
        """How many rows lead to nothing although nothing is wrong with them."""
        return max(0, self.skipped - self.rows_with_errors)

    def with_nothing_done(self) -> "ImportReport":
        """Return the report of an import that was refused: no row led to anything.

        Examples
        --------
        >>> ImportReport(read=2, created=1, skipped=1).with_nothing_done().counts()["skipped"]
        2
        """
        return replace(
            self,
            created=0,
            updated=0,
            unchanged=0,
            skipped=self.read,
            new_domains=(),
            look_alikes=(),
        )

    def counts(self) -> dict[str, int]:
        """Return how many rows were read, and what became of them."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
        }

    @property
    def file_notes(self) -> tuple[str, ...]:
        """What is worth knowing about the file as a whole."""
        return (*self.remarks, *self.look_alikes)

    def summary(self) -> dict[str, Any]:
        """Return the counts and errors as programs read them.

        Returns
        -------
        dict
            ``read``, ``created``, ``updated``, ``unchanged``, ``skipped`` and ``errors``; beside
            them ``domains_created``, each with its name and its path beneath the enterprise, and
            ``notes``, what is worth knowing and keeps nothing out, without a row where the file as
            a whole is meant.

        Examples
        --------
        >>> report = ImportReport(read=1, skipped=1, errors=(RowError(2, "Stage", "Odd."),))
        >>> report.summary()["errors"]
        [{'row': 2, 'column': 'Stage', 'message': 'Odd.'}]
        """
        return {
            **self.counts(),
            "errors": [asdict(error) for error in self.errors],
            "domains_created": [
                {"name": path[-1], "path": list(path)} for path in self.domain_paths
            ],
            "notes": [
                *({"row": None, "column": "", "message": remark} for remark in self.file_notes),
                *(asdict(note) for note in self.notes),
            ],
        }

    def as_data(self) -> dict[str, Any]:
        """Return the whole report as plain values, to be stored."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ImportReport":
        """Read a stored report.

        Parameters
        ----------
        data
            What `as_data` returned, perhaps after a journey through JSON.

        Returns
        -------
        ImportReport
            The same report.

        Examples
        --------
        >>> report = ImportReport(read=1, new_domains=(("Freight", "Yards"),))
        >>> ImportReport.from_data(report.as_data()) == report
        True
        """
        parts = dict(data)
        for name, kind in (
            ("errors", RowError),
            ("notes", RowNote),
            ("columns", ColumnUse),
            ("samples", SampleRow),
        ):
            parts[name] = tuple(kind(**each) for each in parts.get(name, ()))
        for name in ("remarks", "kept_as_details", "missing", "beneath", "look_alikes"):
            parts[name] = tuple(parts.get(name, ()))
        parts["new_domains"] = tuple(map(tuple, parts.get("new_domains", ())))
        return cls(**parts)
