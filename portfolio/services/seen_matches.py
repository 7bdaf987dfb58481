"""Matches: which use cases the rows of a seen list mean, and in what they say something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Final

from django.utils import translation

from portal.domain.packed import Packed
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.buckets import Bucket, BucketDecision, DecisionSource
from portfolio.domain.import_cells import UnreadableCellError, quoted, read_date
from portfolio.domain.import_references import Named, references
from portfolio.domain.import_rows import OwnAnswers, RowError, RowNote, UseCaseRow
from portfolio.domain.register_columns import SEEN_SOURCE
from portfolio.domain.seen_columns import (
    BUCKET,
    CHANGED,
    DOMAIN,
    ID,
    NEEDED,
    STAGE,
    TITLE,
    SeenColumns,
    field_of,
)
from portfolio.domain.seen_rows import is_same_text
from portfolio.domain.stages import Stage
from portfolio.domain.use_case_columns import COLUMNS
from portfolio.domain.use_cases import code, number_of
from portfolio.models import UseCase
from portfolio.selectors.imports import KnownUseCase
from portfolio.selectors.register_imports import own_of
from portfolio.selectors.seen_lists import (
    BATCH,
    numbers_meant,
    shown_texts,
    use_cases_to_change,
)
from portfolio.services.seen_lists import SeenList

OUTDATED: Final = 0
"""The version of no use case, so that a row is left alone that was changed since its export."""


@dataclass(slots=True)
class SeenMatches:
    """What the rows of a seen list mean.

    Attributes
    ----------
    rows
        The rows that mean a use case or a new one, under its key or their own reference.
    known
        The use cases they mean, by that reference.
    errors, notes
        What stands in the way, and what the reader should know.
    """

    rows: Packed[UseCaseRow] = field(default_factory=Packed)
    known: dict[str, KnownUseCase] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)


def match_seen(rows: Sequence[UseCaseRow], seen: SeenList, *, by: Member) -> SeenMatches:
    """Find what the rows of a seen list mean; a few queries for each 500 of them.

    A text that is what the list shows today says nothing, whatever stands behind it: so names that
    two people or two domains share come back as they are.
    """
    matching = _Matching(seen, by)
    names = _names(rows, seen.columns)
    for some in batched(rows, BATCH):
        matching.match(some, {row.row: names[row.row] for row in some if row.row in names})
    return matching.found


def _names(rows: Sequence[UseCaseRow], columns: SeenColumns) -> dict[int, str]:
    """Name every row by its id, or by domain and title where it has none."""
    without = [row for row in rows if not own_of(row).code]
    place = columns.keys.index(DOMAIN) if DOMAIN in columns.keys else None
    domains = ["" if place is None else own_of(row).said[place] for row in without]
    made = references(
        [
            Named((domain, row.title), own_of(row).said)
            for row, domain in zip(without, domains, strict=True)
        ]
    )
    names = {row.row: name for row, name in zip(without, made, strict=True)}
    codes = ((row.row, own_of(row).code) for row in rows)
    numbers = {row: number_of(said) for row, said in codes if said}
    return names | {row: code(number) for row, number in numbers.items() if number}


class _Matching:
    def __init__(self, seen: SeenList, by: Member) -> None:
        self.seen, self.by = seen, by
        self.keys, self.titles = seen.columns.keys, seen.columns.titles
        self.dated = (CHANGED,) if CHANGED in self.titles else ()
        self.found = SeenMatches()
        self._first: dict[int, int] = {}

    def match(self, rows: Sequence[UseCaseRow], names: dict[int, str]) -> None:
        meant = numbers_meant(names)
        ids = {pk for both in meant.values() for pk in both}
        current = use_cases_to_change(self.by, ids)
        # The words of the file are those of the language it was exported in.
        with translation.override(self.seen.language):
            texts = dict(shown_texts(self.by, list(current), (*self.keys, *self.dated)))
        for row in rows:
            both = meant.get(row.row, ())
            if row.row not in names:
                continue
            if not both:
                self._add(self._new(row, names[row.row]))
            elif self._means_one(row, both, current):
                self._add(self._known(row, current[both[0]], texts[both[0]]))

    def _add(self, row: UseCaseRow) -> None:
        self.found.rows.append(row)

    def _complain(self, row: UseCaseRow, key: str, message: str) -> None:
        self.found.errors.append(RowError(row.row, self.titles.get(key, ""), message))

    def _means_one(self, row: UseCaseRow, both: Sequence[int], current: dict[int, UseCase]) -> bool:
        said = quoted(own_of(row).code)
        first = self._first.setdefault(both[0], row.row)
        if any(pk not in current for pk in both):
            # The same for what they may not see and what they may only read: it tells neither.
            message = _(
                "{code} is no use case that you may change. Take the row out, or leave the cell"
                " empty to register a new one.",
                code=said,
            )
        elif len(both) > 1:
            message = _(
                "{code} may be this use case, or {other}, which an earlier list registered for it."
                " Write the id of the one you mean.",
                code=said,
                other=code(both[1]),
            )
        elif first != row.row:
            message = _("This is the use case of row {row} again. Delete one of them.", row=first)
        else:
            return True
        self._complain(row, ID, message)
        return False

    def _new(self, row: UseCaseRow, name: str) -> UseCaseRow:
        own = own_of(row)
        self._check_needed(row, own)
        return replace(
            row,
            reference=f"{SEEN_SOURCE}\n{name}",
            own=replace(
                own,
                source=SEEN_SOURCE,
                reference=name,
                bucket=own.bucket or suggest(row.evidence),
            ),
        )

    def _check_needed(self, row: UseCaseRow, own: OwnAnswers) -> None:
        lacking = [COLUMNS[key].name for key in NEEDED if key not in self.keys]
        said = dict(zip(self.keys, own.said, strict=True))
        if lacking:
            message = ngettext(
                "To register this row the file needs the column {names}. Show it in the list before"
                " you export.",
                "To register this row the file needs the columns {names}. Show them in the list"
                " before you export.",
                len(lacking),
                names=", ".join(map(quoted, lacking)),
            )
            unknown = _("{code} is no use case here.", code=quoted(own.code)) if own.code else ""
            self._complain(row, ID, f"{unknown} {message}".strip())
        for key in NEEDED:
            # What is wrong with a title every import says.
            if key != TITLE and key in said and not said[key].strip():
                message = _("A new use case needs this: {column}.", column=COLUMNS[key].name)
                self._complain(row, key, message)

    def _known(self, row: UseCaseRow, current: UseCase, texts: Sequence[str]) -> UseCaseRow:
        own, reference = own_of(row), str(current.key)
        stated = frozenset(self._otherwise(own.said, texts))
        self.found.known[reference] = KnownUseCase(
            current.pk, current.domain.path, current.archived_at, current.version
        )
        is_outdated = False
        if stated:
            self._check_stated(row, own, stated, current)
            is_outdated = bool(self.dated) and self._is_outdated(row, own.changed, texts[-1])
        return replace(
            row,
            reference=reference,
            title=row.title if TITLE in stated else current.title,
            stage=row.stage if STAGE in stated else Stage(current.stage),
            own=replace(
                own,
                key=reference,
                bucket=own.bucket if BUCKET in stated else _bucket_of(current),
                version=OUTDATED if is_outdated else None,
                stated=stated,
            ),
        )

    def _otherwise(self, said: Sequence[str], texts: Sequence[str]) -> Iterator[str]:
        for key, text, shown in zip(self.keys, said, texts, strict=False):
            if not is_same_text(text, shown):
                yield field_of(key)

    def _check_stated(
        self, row: UseCaseRow, own: OwnAnswers, stated: frozenset[str], current: UseCase
    ) -> None:
        said = dict(zip(self.keys, own.said, strict=True))
        for key, message in (
            (BUCKET, _("The bucket is missing.")),
            (DOMAIN, _("The domain is missing.")),
        ):
            if key in stated and not said[key].strip():
                self._complain(row, key, message)
        if TITLE in stated and row.title.strip():
            here = {"code": current.code, "title": quoted(current.title)}
            sentence = _("{code} is called {title} today.", **here)
            self.found.notes.append(RowNote(row.row, self.titles[TITLE], sentence))

    def _is_outdated(self, row: UseCaseRow, said: str, shown: str) -> bool:
        if is_same_text(said, shown):
            return False
        try:
            return read_date(said, self.seen.mapping.dates).isoformat() < shown
        except UnreadableCellError as unreadable:
            message = _("Leave this column as it was exported, or take it out of the file.")
            self._complain(row, CHANGED, f"{unreadable} {message}")
            return False


def _bucket_of(current: UseCase) -> BucketDecision:
    source = DecisionSource(current.bucket_source)
    return BucketDecision(Bucket(current.bucket), current.bucket_reason, source)
