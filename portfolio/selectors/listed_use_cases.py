"""Reading use cases as the columns a list asks for, and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.utils import timezone

from portal.domain.roles import Capability, Member
from portal.models import Domain
from portal.selectors.prepared import ByIds
from portfolio.domain.import_sources import list_domain, source_words
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.use_cases import code
from portfolio.models import UseCase
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_case_rows import TECHNIQUES_USED, rank_label, techniques_of
from portfolio.selectors.use_cases import UseCaseFilters, ids_in_order, page_of_ids

type Value = Any
"""What a cell holds: text, number, amount, day, a choice as it is stored, or None."""

CHUNK: Final = 500


class ListedUseCase(NamedTuple):
    """One row of a list: the use case, and a value for each column in their order."""

    pk: int
    title: str
    values: tuple[Value, ...]
    path: str = ""
    """Where its domain lies in the tree; only where it was asked for."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some rows of a longer list, and which page of it they are."""

    rows: tuple[ListedUseCase, ...]
    total: int
    number: int


class _Reading(NamedTuple):
    """The fields a column is read from, and what they make."""

    fields: tuple[str, ...]
    value: Callable[..., Value] | None = None


def list_page(
    member: Member,
    filters: UseCaseFilters,
    order: Order,
    columns: tuple[str, ...],
    *,
    number: int = 1,
    size: int = 50,
    with_paths: bool = False,
) -> ListPage:
    """Return one page of a list in three queries, whatever its length and its columns.

    A column of sources takes a fourth for the names of domains. A page beyond the end is the
    last one. With paths, each row says where its domain lies.
    """
    found = page_of_ids(member, filters, order, number=number, size=size)
    rows = tuple(_rows(found.ids, columns, member, with_paths=with_paths))
    return ListPage(rows, found.total, found.number)


def whole_list(
    member: Member, filters: UseCaseFilters, order: Order, columns: tuple[str, ...]
) -> Iterator[ListedUseCase]:
    """Yield the whole list in its order, a chunk at a time, so that memory stays flat."""
    ids = ids_in_order(member, filters, order)
    for start in range(0, len(ids), CHUNK):
        yield from _rows(ids[start : start + CHUNK], columns, member)


def listed_by_id(
    member: Member, ids: Sequence[int], columns: tuple[str, ...]
) -> Iterator[ListedUseCase]:
    """Yield the use cases of the given ids as a list has them; who may see them is asked before."""
    yield from _rows(ids, columns, member)


def _rows(
    ids: Sequence[int], columns: tuple[str, ...], member: Member, *, with_paths: bool = False
) -> Iterator[ListedUseCase]:
    if not ids:
        return
    query, cells = _reader(columns, with_paths)
    found = {row[0]: row for row in query.rows(ids)}
    day = _day_in(timezone.get_current_timezone())
    own: dict[str, Callable[..., Value]] = {"registered": day, "changed": day}
    own["source"] = _source_reader(member)
    read = [(start, stop, own.get(key, value)) for key, start, stop, value in cells]
    for pk in ids:
        row = found.get(pk)
        if row is not None:
            yield ListedUseCase(
                pk,
                row[1],
                # A list inside, as a generator is called again for each of 600 cells.
                tuple(
                    [
                        row[start] if value is None else value(*row[start:stop])
                        for start, stop, value in read
                    ]
                ),
                row[-1] if with_paths else "",
            )


@lru_cache(maxsize=256)
def _reader(
    columns: tuple[str, ...], with_paths: bool
) -> tuple[ByIds, tuple[tuple[str, int, int, Callable[..., Value] | None], ...]]:
    # Resolving the names of many columns over six tables once saves a millisecond a page.
    fields, cells = ["pk", "title"], []
    for key in columns:
        reading = _READINGS.get(key) or _Reading((key,))
        cells.append((key, len(fields), len(fields) + len(reading.fields), reading.value))
        fields.extend(reading.fields)
    if with_paths:
        fields.append("domain__path")
    used = {"used": TECHNIQUES_USED} if "used" in fields else {}
    return ByIds(UseCase.objects.annotate(**used).values_list(*fields)), tuple(cells)


def _source_reader(member: Member) -> Callable[[str], str]:
    names: Mapping[int, str] | None = None

    def words(source: str) -> str:
        nonlocal names
        if names is None and list_domain(source) is not None:
            seen = Domain.objects.visible_to(member, Capability.VIEW_PORTFOLIO)
            names = dict(seen.order_by().values_list("pk", "name"))
        return source_words(source, names or {})

    return words


def _whole(score: float | None) -> int | None:
    return None if score is None else round(score)


def _holder(name: str | None, email: str | None, is_active: bool | None) -> str:
    # Somebody who left leaves the role vacant.
    return (name or email or "") if is_active else ""


def _holders(*parts: Any) -> tuple[str, ...]:
    return tuple([_holder(*parts[start : start + 3]) for start in range(0, len(parts), 3)])


def _place(rank: int | None, low: int | None, high: int | None) -> str:
    return "" if rank is None else rank_label(rank, low, high)


def _day_in(zone: tzinfo) -> Callable[[datetime], date]:
    return lambda moment: moment.astimezone(zone).date()


def _person(role: str) -> tuple[str, ...]:
    return tuple(f"{role}__{part}" for part in ("name", "email", "is_active"))


def _ranks(prefix: str = "") -> tuple[str, ...]:
    return tuple(f"{prefix}{name}" for name in ("rank", "rank_low", "rank_high"))


_READINGS: Final[Mapping[str, _Reading]] = {
    "code": _Reading(("pk",), code),
    "rank": _Reading(_ranks(), _place),
    "bucket_rank": _Reading(_ranks("bucket_"), _place),
    "domain_rank": _Reading(_ranks("domain_"), _place),
    "domain": _Reading(("domain__name",)),
    "technique": _Reading(("used",), techniques_of),
    **{
        key: _Reading((key,), _whole)
        for key in ("priority", "value", "adjusted_feasibility", "feasibility")
    },
    "owners": _Reading(tuple(name for role in OwnerRole for name in _person(role)), _holders),
    **{role.value: _Reading(_person(role), _holder) for role in OwnerRole},
    "registered": _Reading(("created_at",)),
    "changed": _Reading(("updated_at",)),
}
