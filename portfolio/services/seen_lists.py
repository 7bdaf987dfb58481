"""Lists exported as they were seen: recognised in every language the portal speaks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.import_cells import quoted
from portfolio.domain.import_mappings import ImportMapping
from portfolio.domain.import_tables import Table, TableChoices
from portfolio.domain.seen_columns import (
    CHANGED,
    ID,
    SeenColumns,
    are_codes,
    is_nearly_seen,
    seen_columns,
    seen_mapping,
    strange_headings,
)


@dataclass(frozen=True, slots=True)
class SeenList:
    """A file that is a list as it was seen.

    Attributes
    ----------
    columns
        Where its columns are.
    mapping
        What its words mean.
    language
        The language it was exported in.
    """

    columns: SeenColumns
    mapping: ImportMapping
    language: str


def header_first(table: Table, choices: TableChoices | None) -> Table:
    """Return a table whose first row is its header, where that is the header of such a list.

    A list as it was seen has no banner, but its rows may hold words that other files call their
    columns. What somebody chose stays.
    """
    is_settled = choices is not None and choices.header_row
    if is_settled or table.header_row_index == 0 or not table.rows:
        return table
    first = replace(table, header_row_index=0)
    return first if seen_list(first) is not None else table


def seen_list(table: Table) -> SeenList | None:
    """Recognise a list exported as it was seen, or return None for any other file.

    Every column has to be one of the list in one language, the reader's own first, and what
    stands beneath the id has to be ids.
    """
    for language in _languages():
        with translation.override(language):
            columns = seen_columns(table.header, is_records=table.is_records)
            if columns is None:
                continue
            (place,) = columns.places[ID]
            cells = (row[place] for row in table.body if place < len(row))
            return SeenList(columns, seen_mapping(), language) if are_codes(cells) else None
    return None


def remarks_on(found: SeenList) -> Iterator[str]:
    """Say which columns of such a list are left alone, and what nobody can tell without one."""
    names = found.columns.left_alone
    yield _("This is a list as it was seen. Its rows are matched by their ids.")
    if names:
        yield ngettext(
            "The portal itself says what stands in this column, so it is left alone: {names}.",
            "The portal itself says what stands in these columns, so they are left alone: {names}.",
            len(names),
            names=", ".join(map(quoted, names)),
        )
    if CHANGED not in found.columns.places:
        yield _(
            "Without the column {column} nobody can tell what others changed since the export."
            " Where the file says something else, the file is taken over.",
            column=quoted(_("Changed")),
        )


def remark_on_strangers(table: Table, *, has_codes: bool) -> str:
    """Say why a file that nearly is such a list is read like any other, or nothing.

    Parameters
    ----------
    table
        The file.
    has_codes
        Whether its rows are named by ids of use cases.
    """
    if not has_codes and not is_nearly_seen(table.header):
        return ""
    strange = strange_headings(table.header)
    why = _("it has no column {name} with ids", name=quoted(_("Id")))
    if strange:
        why = ngettext(
            "no list has a column {names}",
            "no list has the columns {names}",
            len(strange),
            names=", ".join(map(quoted, strange)),
        )
    return _(
        "This looks like a list exported as it was seen, but {why}. So it is read like any other"
        " file: its rows are registered anew, also those of use cases that are there already.",
        why=why,
    )


def _languages() -> list[str]:
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    return list(dict.fromkeys([spoken, *dict(settings.LANGUAGES)]))
