"""Rows of a list exported as it was seen: their texts, and what they would make of a use case."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portfolio.domain.buckets import Bucket, BucketDecision, DecisionSource
from portfolio.domain.import_cells import UnreadableCellError, clean, quoted
from portfolio.domain.import_fields import FieldReader
from portfolio.domain.import_mappings import ChoiceField, ImportMapping, TextField
from portfolio.domain.import_rows import ImportRows, OwnAnswers, RowNote, UseCaseRow
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_cells import one_line_end, text_of_listed_cell
from portfolio.domain.register_rows import LARGEST_REACH, read_whole_number
from portfolio.domain.seen_columns import (
    BUCKET,
    CHANGED,
    DOMAIN,
    ID,
    REACH,
    TITLE,
    SeenColumns,
    field_of,
)
from portfolio.domain.stages import Stage
from portfolio.domain.use_cases import number_of

_TEXTS: Final = frozenset({*TextField, DOMAIN})
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_APART: Final = frozenset({DOMAIN, BUCKET, REACH, *OwnerRole})


def read_seen_rows(
    mapping: ImportMapping,
    columns: SeenColumns,
    rows: Iterable[Sequence[str]],
    *,
    first_row: int = 2,
    currency: str = "EUR",
    is_plain: bool = False,
) -> ImportRows:
    """Read the rows of a list exported as it was seen, before they meet the use cases they mean.

    Parameters
    ----------
    mapping
        From `seen_mapping`, in the language of the file.
    columns
        From `seen_columns`.
    rows, first_row, currency
        As for `map_rows`.
    is_plain
        Whether texts stand in the file as they are, as in JSON.

    Returns
    -------
    ImportRows
        Each row with its texts as `OwnAnswers.said`. What cannot be read is an error here; it is
        none where the text is what the list says anyway. Owners and domains are still texts.
    """
    titles = {field_of(key): title for key, title in columns.titles.items()}
    fields = FieldReader(mapping, titles, currency)
    reader = _RowReader(fields, columns, is_plain=is_plain)
    found: Packed[UseCaseRow] = Packed()
    doubts = []
    read = 0
    for number, cells in enumerate(rows, start=first_row):
        if not any(cell.strip() for cell in cells):
            continue
        read += 1
        row = reader.read(number, cells)
        if row is not None:
            found.append(row)
        if any(cell.strip() for cell in cells[columns.width :]):
            doubts.append(RowNote(number, "", _("What stands beneath no column is left out.")))
    return ImportRows(
        read=read,
        rows=found,
        refused=fields.refused,
        errors=tuple(sorted(fields.errors, key=lambda error: error.row)),
        notes=tuple(fields.notes),
        doubts=tuple(doubts),
        stated=frozenset(field_of(key) for key in columns.keys),
        kept_as_details=(),
        missing=(),
        unknown=(),
    )


def is_same_text(said: str, shown: str) -> bool:
    r"""Tell whether a cell still says what the list shows, as spreadsheets write it.

    Examples
    --------
    >>> is_same_text("a\nb ", "a\r\nb"), is_same_text("'=1", "=1"), is_same_text("a", "A")
    (True, True, False)
    """
    if said == shown:
        return True
    said, shown = one_line_end(said).strip(), one_line_end(shown).strip()
    # A file that went from one kind to another may carry its marks along.
    return said == shown or text_of_listed_cell(said) == shown


class _RowReader:
    """Reads one row after the other, by the rules every import has for amounts and dates."""

    def __init__(self, fields: FieldReader, columns: SeenColumns, *, is_plain: bool) -> None:
        self.fields = fields
        self.columns = columns
        self._is_plain = is_plain
        self._row = 0
        self._first: dict[int, int] = {}

    def read(self, row: int, cells: Sequence[str]) -> UseCaseRow | None:
        """Return the use case of a row, or nothing when something in it is wrong."""
        self._row = row
        before = len(self.fields.errors)
        said = {key: self._text(key, cells) for key in self.columns.places}
        own = self._own(said)
        answers = {
            field_of(key): said[key]
            for key in self.columns.keys
            if said[key].strip() and key not in _APART
        }
        if ChoiceField.STAGE in self.columns.places and not said[ChoiceField.STAGE].strip():
            self._complain(ChoiceField.STAGE, _("The stage is missing."))
            answers[ChoiceField.STAGE] = Stage.IDEA.value
        use_case = self._whole(self.fields.whole(row, answers, {}), said, own)
        if len(self.fields.errors) > before:
            self.fields.refused.append(use_case)
            return None
        return use_case

    def _whole(self, row: UseCaseRow, said: Mapping[str, str], own: OwnAnswers) -> UseCaseRow:
        return replace(row, title=said[TITLE], details={}, suggested_techniques=(), own=own)

    def _text(self, key: str, cells: Sequence[str]) -> str:
        places = self.columns.places[key]
        found = [cells[at] if at < len(cells) else "" for at in places]
        texts = [each if self._is_plain else text_of_listed_cell(each) for each in found]
        if len(set(map(clean, texts))) > 1:
            message = _(
                "Two columns are called {column} and say different things: {texts}.",
                column=self.columns.titles[key],
                texts=", ".join(map(quoted, texts)),
            )
            self._complain(key, message)
            return " / ".join(texts)
        if key in _TEXTS and _UNSTORABLE.search(texts[0]):
            self._complain(key, _("This text holds a character that cannot be stored."))
        return texts[0]

    def _own(self, said: Mapping[str, str]) -> OwnAnswers:
        code = clean(said[ID])
        number = number_of(code) if code else None
        if code and not number:
            message = _(
                "{value} is the id of no use case. Leave the ids as they were exported, or leave"
                " the cell empty to register a new use case.",
                value=quoted(code),
            )
            self._complain(ID, message)
        elif number:
            first = self._first.setdefault(number, self._row)
            if first != self._row:
                message = _(
                    "This is the use case of row {row} again. Delete one of them.", row=first
                )
                self._complain(ID, message)
        return OwnAnswers(
            bucket=self._tried(BUCKET, said, self._bucket),
            reach=self._tried(REACH, said, lambda text: read_whole_number(text, LARGEST_REACH)),
            said=tuple(said[key] for key in self.columns.keys),
            code=code,
            changed=clean(said.get(CHANGED, "")),
        )

    def _bucket(self, text: str) -> BucketDecision:
        found = self.fields.mapping.values[BUCKET].look_up(text)
        if found is None:
            raise UnreadableCellError(_("{value} is no bucket.", value=quoted(text)))
        reason = _("Said in an imported list.")
        return BucketDecision(Bucket(found), reason, DecisionSource.OVERRIDE)

    def _tried[Read](
        self, key: str, said: Mapping[str, str], read: Callable[[str], Read]
    ) -> Read | None:
        text = clean(said.get(key, ""))
        try:
            return read(text) if text else None
        except UnreadableCellError as unreadable:
            self._complain(key, str(unreadable))
            return None

    def _complain(self, key: str, message: str) -> None:
        self.fields.complain(self._row, field_of(key), message)
