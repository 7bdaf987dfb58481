"""Reading a file for import: its bytes as use cases, with what there is to say about the file."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.conf import settings

from portal.domain.errors import Invalid
from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.services.jobs import Progress
from portfolio.domain.import_cells import clean, quoted
from portfolio.domain.import_columns import locate
from portfolio.domain.import_mappings import FIELDS, ChoiceField
from portfolio.domain.import_reports import ColumnUse
from portfolio.domain.import_tables import Table, TableChoices
from portfolio.domain.imports import (
    DOMAIN,
    KNOWN_NAMES,
    ImportMapping,
    ImportRows,
    map_rows,
    read_mapping,
)
from portfolio.domain.register_columns import SEEN_MAPPING
from portfolio.domain.register_rows import read_register_rows
from portfolio.domain.seen_columns import ID, field_of
from portfolio.domain.seen_rows import read_seen_rows
from portfolio.domain.stages import Stage
from portfolio.domain.use_cases import number_of
from portfolio.services.import_files import read_table
from portfolio.services.import_mappings import mapping_for, shipped_mappings
from portfolio.services.seen_lists import (
    SeenList,
    header_first,
    remark_on_strangers,
    remarks_on,
    seen_list,
)

OWN_MAPPING = "own mapping"
EVERY = 1_000


class MappingUnknown(Invalid):
    """No mapping of that name ships with the portal."""

    code = "mapping_unknown"


@dataclass(frozen=True, slots=True)
class NamedMapping:
    """A mapping somebody chose, with the name it is recorded under."""

    name: str
    mapping: ImportMapping


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as use cases, before they meet the portfolio."""

    filename: str
    sha256: str
    mapping_name: str
    mapping: ImportMapping
    rows: ImportRows
    columns: tuple[ColumnUse, ...]
    remarks: tuple[str, ...]
    seen: SeenList | None = None


def shipped_mapping(name: str) -> NamedMapping:
    """Return a mapping that ships with the portal.

    Raises
    ------
    MappingUnknown
        When there is none of that name.
    """
    shipped = shipped_mappings()
    if name not in shipped:
        sentence = _(
            "There is no mapping called “{name}”. There is: {names}.",
            name=name,
            names=", ".join(shipped),
        )
        raise MappingUnknown(sentence, fields={"mapping": sentence})
    return NamedMapping(name, shipped[name])


def own_mapping(content: bytes, *, name: str = OWN_MAPPING) -> NamedMapping:
    """Return the mapping somebody wrote.

    Raises
    ------
    MappingInvalid
        With one sentence for everything that is wrong with the file.
    """
    return NamedMapping(name[:100], read_mapping(content))


def read_import(
    content: bytes,
    *,
    filename: str,
    mapping: NamedMapping | None,
    source: str,
    choices: TableChoices | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a file as use cases; nothing is looked up and nothing is written.

    Parameters
    ----------
    content, filename
        The bytes, and what the file is called.
    mapping
        The mapping to use; without one, a shipped one that fits or a guess.
    source
        Where the rows come from, should the mapping be guessed.
    choices
        What somebody said about how to read the file.
    progress
        Where to say how far it is.

    Raises
    ------
    FileRefused, HeaderDoesNotFit
        With one sentence, when the file is no table or lacks a column no use case can do without.
    """
    known = known_names(mapping)
    table = read_table(content, filename=filename, known=known, choices=choices)
    seen = None
    if mapping is None or mapping.mapping.is_seen:
        table = header_first(table, choices)
        seen = seen_list(table)
    if seen is not None:
        mapping = NamedMapping(SEEN_MAPPING, seen.mapping)
    elif mapping is None:
        mapping = NamedMapping(*mapping_for(table.header, source=source))
    rows = _with_cells(_rows(mapping.mapping, table, progress, seen), table)
    return Reading(
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        mapping_name=mapping.name,
        mapping=mapping.mapping,
        rows=rows,
        columns=_columns(mapping.mapping, table) if seen is None else tuple(_seen_columns(seen)),
        remarks=(
            *_about_table(table),
            *(_remarks(mapping.mapping, table, rows) if seen is None else remarks_on(seen)),
            *_unknown(rows),
        ),
        seen=seen,
    )


def _rows(
    mapping: ImportMapping, table: Table, progress: Progress | None, seen: SeenList | None
) -> ImportRows:
    body = _followed(table.body, progress)
    if seen is not None:
        return read_seen_rows(
            mapping,
            seen.columns,
            body,
            first_row=table.first_row,
            currency=settings.CURRENCY,
            is_plain=table.is_records,
        )
    if mapping.is_own:
        return read_register_rows(
            mapping,
            table.header,
            body,
            first_row=table.first_row,
            currency=settings.CURRENCY,
            is_plain=table.is_records,
        )
    return map_rows(
        mapping,
        table.header,
        body,
        first_row=table.first_row,
        currency=settings.CURRENCY,
        covered=table.covered,
    )


def _with_cells(rows: ImportRows, table: Table) -> ImportRows:
    """Add what is wrong with single cells of the file; a row that has an error is no row."""
    if not table.errors and not table.doubts:
        return rows
    told = {(error.row, error.column) for error in table.errors}
    broken = {error.row for error in table.errors}
    further = (error for error in rows.errors if (error.row, error.column) not in told)
    doubts = (note for note in rows.doubts if note.row not in broken)
    return replace(
        rows,
        rows=Packed(row for row in rows.rows if row.row not in broken),
        refused=Packed(row for row in rows.refused if row.row not in broken),
        errors=tuple(sorted((*table.errors, *further), key=lambda error: error.row)),
        doubts=tuple(sorted((*table.doubts, *doubts), key=lambda note: note.row)),
    )


def known_names(mapping: NamedMapping | None) -> frozenset[str]:
    """Return the names in plain form under which columns are expected; they show the header."""
    expected = [mapping.mapping] if mapping else list(shipped_mappings().values())
    return KNOWN_NAMES.union(*(each.names for each in expected))


def _followed(rows: Sequence[Sequence[str]], progress: Progress | None) -> Iterator[Sequence[str]]:
    for number, row in enumerate(rows):
        if progress is not None and number % EVERY == 0:
            label = _("Reading row {row:,} of {rows:,}", row=number, rows=len(rows))
            progress.report(number, len(rows), label)
        yield row


def _columns(mapping: ImportMapping, table: Table) -> tuple[ColumnUse, ...]:
    places = locate(mapping.columns, table.header)
    used = dict.fromkeys(mapping.domain, DOMAIN) | {name: name for name in FIELDS}
    found = sorted((place, used[name]) for name, place in places.items() if name in used)
    return tuple(ColumnUse(clean(table.header[place]), field) for place, field in found)


def _seen_columns(seen: SeenList) -> Iterator[ColumnUse]:
    for key in (ID, *seen.columns.keys):
        yield ColumnUse(seen.columns.titles[key], field_of(key))


def _about_table(table: Table) -> Iterator[str]:
    yield from table.notes
    if table.sheet:
        yield _("The sheet “{sheet}” is read.", sheet=table.sheet)
    if table.header_row_index:
        yield _("Row {row} names the columns.", row=table.header_row_index + 1)


def _remarks(mapping: ImportMapping, table: Table, rows: ImportRows) -> Iterator[str]:
    if not mapping.domain:
        yield _("No column holds the domain, so all rows go to the chosen one.")
    if not mapping.is_own:
        named = (row.reference for row in chain(rows.rows, rows.refused))
        has_codes = bool(rows.rows or rows.refused) and all(
            number_of(each) is not None for each in named
        )
        remark = remark_on_strangers(table, has_codes=has_codes)
        if remark:
            yield remark
    yield from _about_stages(mapping, rows)


def _about_stages(mapping: ImportMapping, rows: ImportRows) -> Iterator[str]:
    stage = (mapping.default_stage or Stage.IDEA).label
    if ChoiceField.STAGE not in rows.stated:
        yield _("No column holds the stage, so new use cases begin as: {stage}.", stage=stage)
    elif rows.without_stage and mapping.default_stage:
        yield ngettext(
            "{count} row states no stage; the mapping says: {stage}.",
            "{count:,} rows state no stage; the mapping says: {stage}.",
            rows.without_stage,
            stage=stage,
        )


def _unknown(rows: ImportRows) -> tuple[str, ...]:
    """Name the columns that mean nothing to the mapping, once."""
    if not rows.unknown:
        return ()
    sentence = ngettext(
        "{count} column means nothing to the portal and is kept as a detail: {names}.",
        "{count} columns mean nothing to the portal and are kept as details: {names}.",
        len(rows.unknown),
        names=", ".join(map(quoted, rows.unknown)),
    )
    return (sentence,)
