"""Imports: rows of a foreign file as use cases, or as sentences about what is wrong with them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from portal.domain.errors import Invalid
from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.import_cells import clean, clean_text, is_dashes, plain, quoted
from portfolio.domain.import_columns import (
    ENOUGH_KNOWN,
    detail_labels,
    find_header_row,
    known_columns,
    locate,
)
from portfolio.domain.import_continuations import Layout, Unmerged
from portfolio.domain.import_fields import FieldReader
from portfolio.domain.import_guesses import KNOWN_NAMES, guess_mapping
from portfolio.domain.import_mapping_files import (
    MappingInvalid,
    read_mapping,
    read_mapping_data,
)
from portfolio.domain.import_mappings import (
    FIELDS,
    REFERENCE,
    ImportMapping,
    TextField,
    fit,
)
from portfolio.domain.import_references import Named, references, repetitions
from portfolio.domain.import_rows import ImportRows, RowError, RowNote, UseCaseRow
from portfolio.domain.import_suggestions import RatingSuggestion, TechniqueSuggestion
from portfolio.domain.import_tables import Covered

__all__ = [
    "DOMAIN",
    "ENOUGH_KNOWN",
    "KNOWN_NAMES",
    "HeaderDoesNotFit",
    "ImportMapping",
    "ImportRows",
    "MappingInvalid",
    "RatingSuggestion",
    "RowError",
    "RowNote",
    "TechniqueSuggestion",
    "UseCaseRow",
    "find_header_row",
    "fit",
    "guess_mapping",
    "known_columns",
    "map_rows",
    "read_mapping",
    "read_mapping_data",
]

DOMAIN = "domain"
"""Name under which `ImportRows.stated` says that the file states domains."""

LISTED_CELLS = 3
"""How many cells beneath no column name a note repeats."""

LONGEST_NOTHING = 200
"""Answers longer than this always say something."""

MOST_REMEMBERED = 20_000
"""Different answers of which it is remembered whether they say anything; others are looked at."""


type Path = tuple[str, ...]


class HeaderDoesNotFit(Invalid):
    """The file lacks a column that no use case can do without."""

    code = "header_does_not_fit"


def map_rows(
    mapping: ImportMapping,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    first_row: int = 2,
    currency: str = "EUR",
    covered: Covered | None = None,
) -> ImportRows:
    """Turn the rows of a file into use cases, collecting everything that is wrong.

    Parameters
    ----------
    mapping
        How the file's columns and values become ours.
    header
        The cells of the header row.
    rows
        All rows below the header, empty ones too, so that line numbers stay right.
    first_row
        Line number of the first of them, as a spreadsheet shows it.
    currency
        The portal's currency, three letters (ISO 4217); amounts in another one are errors.
    covered
        What merged cells say in the rows they cover below their first.

    Returns
    -------
    ImportRows
        The use cases, and the errors and notes of all rows.

    Raises
    ------
    HeaderDoesNotFit
        When there is no column for the title, or none of the domain columns.

    Examples
    --------
    >>> header = ["Title", "Domain", "Stage"]
    >>> result = map_rows(guess_mapping(header), header, [["Yard plan", "Freight", "Someday"]])
    >>> result.errors[0].row, result.errors[0].column
    (2, 'Stage')
    >>> result.errors[0].message
    '“Someday” is not a known stage.'
    """
    table = _Table(mapping, header)
    fields = FieldReader(mapping, table.titles, currency)
    read = 0
    found: Packed[UseCaseRow] = Packed()
    spellings = _Spellings()
    naming = _Once(fields) if REFERENCE in table.places else _Naming(mapping)
    doubts: list[RowNote] = []
    unmerged = Unmerged(table.layout, table.says_nothing, covered or {})
    for number, cells in unmerged.rows(rows, first_row):
        answers, details = table.answers(cells)
        stray = table.stray(cells)
        if stray:
            doubts.append(RowNote(number, "", _left_out(stray)))
        if not answers and not details:
            continue
        read += 1
        row = fields.read(number, answers, details)
        if row is None:
            continue
        spellings.add(row.domain_path)
        if naming.takes(row, answers, cells):
            found.append(replace(row, passing=table.passing) if table.passing else row)
    settled = spellings.settled()
    if isinstance(naming, _Naming):
        made = references(naming.names)
        doubts += _repeated(naming.rows, naming.names, made)
        found = Packed(
            replace(row, domain_path=settled[row.domain_path], reference=name)
            for row, name in zip(found, made, strict=True)
        )
    elif any(path != best for path, best in settled.items()):
        found = Packed(replace(row, domain_path=settled[row.domain_path]) for row in found)
    return ImportRows(
        read=read,
        rows=found,
        refused=fields.refused,
        errors=tuple(sorted(fields.errors, key=lambda error: error.row)),
        notes=tuple(fields.notes),
        doubts=tuple(sorted((*doubts, *unmerged.notes), key=lambda note: note.row)),
        stated=table.stated,
        kept_as_details=tuple(clean(header[place]) for place in table.labels),
        missing=tuple(sorted(set(mapping.columns) - set(table.places))),
        unknown=table.unknown,
        without_stage=fields.without_stage,
    )


class _Table:
    """Where the columns of one file are."""

    def __init__(self, mapping: ImportMapping, header: Sequence[str]) -> None:
        self.mapping = mapping
        self.places = locate(mapping.columns, header)
        self.titles = {name: clean(header[place]) for name, place in self.places.items()}
        domains = [name for name in mapping.domain if name in self.places]
        self._check(header, domains)
        fields = [name for name in self.places if name in FIELDS]
        self.stated = frozenset([*fields, *([DOMAIN] if domains else [])])
        named = {place: name for name, place in self.places.items()}
        kept = [] if mapping.keeps_domain_words else domains
        used = {self.places[name] for name in (*fields, *kept)}
        used |= {self.places[name] for name in mapping.leave_out if name in self.places}
        labels = detail_labels(header, named)
        self.labels = {place: label for place, label in labels.items() if place not in used}
        places = {self.places[name] for name in mapping.passing if name in self.places}
        self.passing = frozenset(self.labels[place] for place in places & self.labels.keys())
        self.layout = self._layout(used)
        self.unknown = tuple(label for place, label in labels.items() if place not in named)
        self._width = len(header)
        self._nameless = frozenset(range(len(header))) - labels.keys() - used
        self._nothing: dict[str, bool] = {}

    def _check(self, header: Sequence[str], domains: Sequence[str]) -> None:
        """Refuse a file without a title, or without the top of the domain path."""
        listed = ", ".join(quoted(cell) for cell in header if clean(cell))
        if TextField.TITLE not in self.places:
            raise HeaderDoesNotFit(
                _("No column holds the title. The columns are: {columns}.", columns=listed)
            )
        if self.mapping.domain and self.mapping.domain[0] not in domains:
            raise HeaderDoesNotFit(
                _("No column holds the domain. The columns are: {columns}.", columns=listed)
            )

    def answers(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return what the named columns say, and what is kept as details."""
        said = {
            place: text
            for place, cell in enumerate(cells)
            if cell and not self._is_nothing(text := clean_text(cell))
        }
        answers = {}
        for name, place in self.places.items():
            if place in said:
                table = self.mapping.values.get(name)
                answers[name] = (table.look_up(said[place]) if table else None) or said[place]
        details = {label: said[place] for place, label in self.labels.items() if place in said}
        return answers, details

    def stray(self, cells: Sequence[str]) -> list[str]:
        """Return what stands beneath no column name."""
        if len(cells) <= self._width and not self._nameless:
            return []
        return [
            text
            for place, cell in enumerate(cells)
            if (place >= self._width or place in self._nameless)
            and not self._is_nothing(text := clean_text(cell))
        ]

    def says_nothing(self, cell: str) -> bool:
        """Whether a cell is empty, or one of the words for nothing."""
        return not cell or self._is_nothing(clean_text(cell))

    def _layout(self, used: Collection[int]) -> Layout:
        """Say which columns name a use case, and which hold texts that may run over rows."""
        domains = {self.places[name] for name in self.mapping.domain if name in self.places}
        names = (TextField.TITLE, REFERENCE)
        texts = (TextField.OUTCOME, TextField.PROBLEM)
        return Layout(
            named_by=frozenset(self.places[name] for name in names if name in self.places),
            texts=frozenset(self.places[name] for name in texts if name in self.places)
            | (self.labels.keys() - set(used) - domains),
            filled_down=tuple(
                self.places[name] for name in self.mapping.fill_down if name in self.places
            ),
        )

    def _is_nothing(self, text: str) -> bool:
        if not text or len(text) > LONGEST_NOTHING:
            return not text
        known = self._nothing.get(text)
        if known is None:
            known = is_dashes(text) or plain(text) in self.mapping.nothing
            if len(self._nothing) < MOST_REMEMBERED:
                self._nothing[text] = known
        return known


class _Naming:
    """Gathers what the rows of a file are recognised by that brings no references."""

    def __init__(self, mapping: ImportMapping) -> None:
        self.mapping = mapping
        self.names: Packed[Named] = Packed()
        self.rows: list[int] = []

    def takes(self, row: UseCaseRow, answers: Mapping[str, str], cells: Sequence[str]) -> bool:
        """Keep what a row is recognised by; identical names fall back on everything it says."""
        parts = tuple(answers.get(name, "") for name in self.mapping.reference_parts)
        apart = tuple(answers.get(name, "") for name in self.mapping.told_apart_by)
        self.names.append(Named(parts or (*row.domain_path, row.title), (*apart, *cells)))
        self.rows.append(row.row)
        return True


class _Spellings:
    """How the rows of a file write its domains."""

    def __init__(self) -> None:
        self._paths: Counter[Path] = Counter()

    def add(self, path: Path) -> None:
        """Count how a row writes its domain."""
        self._paths[path] += 1

    def settled(self) -> Mapping[Path, Path]:
        """Return every path in the spelling that most rows use, domain by domain."""
        counts: defaultdict[Path, Counter[Path]] = defaultdict(Counter)
        for path, rows in self._paths.items():
            for depth, key in enumerate(_keys(path), start=1):
                counts[key][path[:depth]] += rows
        best = {
            key: min(found, key=lambda path: (-found[path], path))[-1]
            for key, found in counts.items()
        }
        return {path: tuple(best[key] for key in _keys(path)) for path in self._paths}


def _keys(path: Path) -> Iterator[Path]:
    names = tuple(map(plain, path))
    return (names[:depth] for depth in range(1, len(names) + 1))


def _left_out(stray: Sequence[str]) -> str:
    listed = ", ".join(quoted(text) for text in stray[:LISTED_CELLS])
    return ngettext(
        "{values} stands beneath no column name and is left out.",
        "{count} cells stand beneath no column name and are left out, the first: {values}.",
        len(stray),
        values=listed,
    )


def _repeated(
    numbers: Sequence[int], names: Sequence[Named], made: Sequence[str]
) -> Iterator[RowNote]:
    """Name the rows that say what a row before them says."""
    for before, index in repetitions(names, made):
        message = _(
            "Rows {first} and {second} say the same in every cell; "
            "each is a use case of its own. Delete one of them if only one is meant.",
            first=numbers[before],
            second=numbers[index],
        )
        yield RowNote(numbers[index], "", message)


class _Once:
    """Refuses rows whose reference is missing or used before."""

    def __init__(self, fields: FieldReader) -> None:
        self.fields = fields
        self._first: dict[str, int] = {}

    def takes(self, row: UseCaseRow, _answers: object, _cells: object) -> bool:
        """Whether a row brings a reference that no row before it has; complains otherwise."""
        at = self._first.setdefault(row.reference, row.row)
        if not row.reference:
            self.fields.complain(row.row, REFERENCE, _("The reference is missing."))
            return False
        if at != row.row:
            message = _(
                "{reference} is the reference of row {row} already.",
                reference=quoted(row.reference),
                row=at,
            )
            self.fields.complain(row.row, REFERENCE, message)
        return at == row.row
