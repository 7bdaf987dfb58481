"""Reading lists of use cases: filtered, in one order, a page or all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet, Subquery

from portal.domain.roles import Capability, Member
from portal.domain.search_words import search_words
from portal.models import Domain, User
from portfolio.domain.balance import Horizon
from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import BEFORE_PRODUCTION, Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import number_of
from portfolio.models import UseCase, UseCaseSearchText, UseCaseTechnique
from portfolio.models.use_cases import UseCaseQuerySet
from portfolio.selectors.use_case_orders import Order, SortKey, all_ids, cut_ids
from portfolio.selectors.use_case_rows import UseCaseRow, rows_by_id

CHUNK: Final = 500

#: From one source to the next along their index. A query for distinct ones reads all of it on
#: PostgreSQL, which the list would pay for whenever it is opened.
_SOURCES: Final = """
    WITH RECURSIVE found (source) AS (
        SELECT min(source) FROM portfolio_usecase WHERE source > ''
        UNION ALL
        SELECT (SELECT min(source) FROM portfolio_usecase WHERE source > found.source)
        FROM found WHERE found.source IS NOT NULL
    )
    SELECT source FROM found WHERE source IS NOT NULL
"""


class OwnerGap(StrEnum):
    """Which empty seat a list asks for: any of the four, or one of them."""

    ANY = "any"
    BUSINESS_OWNER = OwnerRole.BUSINESS_OWNER.value
    MODEL_OWNER = OwnerRole.MODEL_OWNER.value
    DATA_OWNER = OwnerRole.DATA_OWNER.value
    TECHNICAL_STEWARD = OwnerRole.TECHNICAL_STEWARD.value

    @property
    def roles(self) -> tuple[OwnerRole, ...]:
        """The roles that count as a gap."""
        return tuple(OwnerRole) if self is OwnerGap.ANY else (OwnerRole(self.value),)


@dataclass(frozen=True, slots=True)
class UseCaseFilters:
    """What a list is narrowed by; ``None`` and empty text narrow nothing."""

    text: str = ""
    domain_path: str = ""
    #: In place of a path: the domain is found by the same queries that read the list.
    domain_id: int | None = None
    #: Leaves out what lies beneath the domain.
    is_domain_alone: bool = False
    bucket: Bucket | None = None
    stage: Stage | None = None
    horizon: Horizon | None = None
    quadrant: Quadrant | None = None
    tier: int | None = None
    technique: Technique | None = None
    is_scored: bool | None = None
    is_before_production: bool | None = None
    owner_gap: OwnerGap | None = None
    source: str = ""
    is_archived: bool = False

    @property
    def usual_order(self) -> Order:
        """The order of a list nobody ordered: what fits a search best, or else the best rank."""
        return Order(SortKey.RELEVANCE) if search_words(self.text) else Order()


class Empty(StrEnum):
    """Why a list has no rows."""

    NOTHING_YET = "none"
    FILTERED = "filter"
    NOT_YOURS = "lock"


@dataclass(frozen=True, slots=True)
class IdPage:
    """The ids on one page of a longer list, and which page of it they are."""

    ids: list[int]
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class UseCasePage:
    """Some rows of a longer list, and which page of it they are."""

    rows: tuple[UseCaseRow, ...]
    total: int
    number: int
    size: int


def filtered(member: Member, filters: UseCaseFilters) -> UseCaseQuerySet:
    """Return the use cases the member may see that pass the filters."""
    exact = {name: getattr(filters, name) for name in ("bucket", "stage", "quadrant", "tier")}
    exact |= {"source": filters.source or None, "archived_at__isnull": not filters.is_archived}
    asked = {name: value for name, value in exact.items() if value is not None}
    rows = UseCase.objects.visible_to(member).filter(**asked)
    if filters.horizon is not None:
        rows = rows.filter(stage__in=filters.horizon.stages)
    if filters.domain_path and filters.is_domain_alone:
        rows = rows.filter(domain__path=filters.domain_path)
    elif filters.domain_path:
        beneath = Domain.objects.filter(path__startswith=filters.domain_path)
        rows = rows.filter(domain__in=beneath.order_by().values("pk"))
    if filters.domain_id is not None:
        rows = rows.filter(domain__in=_beneath(member, filters.domain_id))
    if filters.technique is not None:
        using = UseCaseTechnique.objects.filter(technique=filters.technique)
        rows = rows.filter(pk__in=using.values("use_case"))
    if filters.is_scored is not None:
        rows = rows.filter(priority__isnull=not filters.is_scored)
    if filters.is_before_production is not None:
        ahead = Q(stage__in=BEFORE_PRODUCTION)
        rows = rows.filter(ahead if filters.is_before_production else ~ahead)
    if filters.owner_gap is not None:
        rows = rows.filter(_has_gap(filters.owner_gap))
    return _with_words(rows, filters.text)


def use_case_page(
    member: Member, filters: UseCaseFilters, order: Order, *, number: int = 1, size: int = 50
) -> UseCasePage:
    """Return one page of a list in three queries, whatever its length.

    A page beyond the end is the last one.
    """
    found = page_of_ids(member, filters, order, number=number, size=size)
    return UseCasePage(rows_by_id(found.ids), found.total, found.number, size)


def page_of_ids(
    member: Member, filters: UseCaseFilters, order: Order, *, number: int = 1, size: int = 50
) -> IdPage:
    """Return the ids on one page of a list in at most two queries."""
    rows, words = filtered(member, filters), search_words(filters.text)
    total, ids = cut_ids(rows, words, order, number=number, size=size)
    if not ids and total:
        number = -(-total // size)
        total, ids = cut_ids(rows, words, order, number=number, size=size)
    return IdPage(ids, total, number if total else 1)


def count_matching(member: Member, filters: UseCaseFilters) -> int:
    """Count the use cases of a whole list."""
    return filtered(member, filters).count()


def ids_in_order(member: Member, filters: UseCaseFilters, order: Order) -> list[int]:
    """Return the ids of a whole list in the order of its pages."""
    return all_ids(filtered(member, filters), search_words(filters.text), order)


def all_rows(member: Member, filters: UseCaseFilters, order: Order) -> Iterator[UseCaseRow]:
    """Yield the whole list in its order, a chunk at a time, so that memory stays flat."""
    ids = ids_in_order(member, filters, order)
    for start in range(0, len(ids), CHUNK):
        yield from rows_by_id(ids[start : start + CHUNK])


def why_empty(member: Member, *, is_narrowed: bool) -> Empty:
    """Say why a list without a row is empty."""
    if is_narrowed:
        return Empty.FILTERED
    if UseCase.objects.visible_to(member).active().exists():
        return Empty.FILTERED
    return Empty.NOT_YOURS if UseCase.objects.active().exists() else Empty.NOTHING_YET


def domains_to_filter(member: Member) -> tuple[tuple[int, str, str], ...]:
    """Return id, name (indented like the tree) and path of the domains a list can be cut to."""
    rows = Domain.objects.visible_to(member, Capability.VIEW_PORTFOLIO).order_by("path")
    return tuple(
        (pk, "\u2003" * (depth - 1) + name, path)
        for pk, name, depth, path in rows.values_list("pk", "name", "depth", "path")
    )


def sources_to_filter(member: Member) -> tuple[str, ...]:
    """Return the sources that use cases the member may see were imported from; one query."""
    if member.scope(Capability.VIEW_PORTFOLIO).is_everything:
        return _every_source()
    rows = (
        UseCase.objects.visible_to(member)
        .order_by("source")
        .values_list("source", flat=True)
        .distinct()
    )
    return tuple(source for source in rows if source)


def _every_source() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES)
        return tuple(source for (source,) in cursor.fetchall())


def _beneath(member: Member, domain_id: int) -> QuerySet[Domain, Any]:
    offered = Domain.objects.visible_to(member, Capability.VIEW_PORTFOLIO).filter(pk=domain_id)
    top = Subquery(offered.order_by().values("path"))
    rows: QuerySet[Domain, Any] = Domain.objects.filter(path__startswith=top).order_by()
    return rows.values("pk")


def _has_gap(gap: OwnerGap) -> Q:
    gone = User.objects.filter(is_active=False).values("pk")
    condition = Q()
    for role in gap.roles:
        condition |= Q(**{f"{role}__isnull": True}) | Q(**{f"{role}__in": gone})
    return condition


def _with_words(rows: UseCaseQuerySet, text: str) -> UseCaseQuerySet:
    words = search_words(text)
    if not words:
        return rows
    found = Q(pk__in=_texts_with(words))
    codes = {word: number for word in words if (number := number_of(word)) is not None}
    for word, number in codes.items():
        others = [other for other in words if other != word]
        found |= Q(pk=number, pk__in=_texts_with(others)) if others else Q(pk=number)
    return rows.filter(found)


def _texts_with(words: Sequence[str]) -> QuerySet[UseCaseSearchText, Any]:
    # One scan for all words; the longest is the rarest, and spares the others a look. A join
    # reads each text by its key on a SQLite that has no statistics, which takes thrice as long.
    longest_first = sorted(words, key=len, reverse=True)
    return UseCaseSearchText.objects.filter(
        *(Q(text__contains=word) for word in longest_first)
    ).values("pk")
