"""Reading which use cases the rows of the portal's own export mean."""

from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Final

from portal.domain.wording import gettext as _
from portfolio.domain.import_rows import OwnAnswers, RowError, UseCaseRow
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import RegisterColumn
from portfolio.domain.use_cases import code
from portfolio.models import UseCase
from portfolio.models.use_cases import UseCaseQuerySet

_BATCH: Final = 500
type Named = tuple[str, str]


def meant_use_cases(
    rows: Sequence[UseCaseRow], *, is_locked: bool = False
) -> tuple[Mapping[str, UseCase], tuple[RowError, ...]]:
    """Return the use case each row means, by the row's reference, and rows that mean two.

    A key goes before a source and reference; what neither names is new.
    """
    by_key = _by_key([own_of(row).key for row in rows if own_of(row).key], is_locked=is_locked)
    pairs = {(own_of(row).source, own_of(row).reference) for row in rows if own_of(row).reference}
    by_name = _by_name(pairs, is_locked=is_locked)
    found, errors = {}, []
    for row in rows:
        own = own_of(row)
        named = by_name.get((own.source, own.reference)) if own.reference else None
        keyed = by_key.get(own.key)
        if keyed is not None and named is not None and named.pk != keyed.pk:
            message = _(
                "{code} has this reference already. Give the row another one.", code=code(named.pk)
            )
            errors.append(RowError(row.row, RegisterColumn.REFERENCE.header, message))
        meant = keyed or named
        if meant is not None:
            found[row.reference] = meant
    return found, tuple(errors)


def own_of(row: UseCaseRow) -> OwnAnswers:
    """Return what only the portal's own export says in a row."""
    return row.own or OwnAnswers()


def _rows(*, is_locked: bool) -> UseCaseQuerySet:
    rows = UseCase.objects.select_related("domain", *OwnerRole)
    return rows.select_for_update(of=("self",)) if is_locked else rows


def _by_key(keys: Sequence[str], *, is_locked: bool) -> dict[str, UseCase]:
    found: dict[str, UseCase] = {}
    for some in batched(keys, _BATCH):
        rows = _rows(is_locked=is_locked).filter(key__in=some)
        found |= {str(row.key): row for row in rows}
    return found


def _by_name(pairs: set[Named], *, is_locked: bool) -> dict[Named, UseCase]:
    found: dict[Named, UseCase] = {}
    for source in sorted({source for source, _reference in pairs}):
        names = sorted(reference for each, reference in pairs if each == source)
        for some in batched(names, _BATCH):
            mine = _rows(is_locked=is_locked).filter(source=source, external_reference__in=some)
            mine = mine.exclude(external_reference="")
            found |= {(source, row.external_reference): row for row in mine}
    return found
