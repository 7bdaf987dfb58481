"""The orders of a list of use cases, and cutting a page out of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from django.db.models import Case, CharField, Count, Expression, F, OrderBy, Q, Value, When, Window
from django.db.models.functions import Coalesce, NullIf

from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import Stage
from portfolio.models.use_cases import UseCaseQuerySet
from portfolio.selectors.relevance import relevance

FEW: Final = 2_000
"""So many matches are sorted sooner than an index in their order is walked."""


class SortKey(StrEnum):
    """What a list can be ordered by: the keys of its columns, and how well a search fits."""

    RANK = "rank"
    TITLE = "title"
    CODE = "code"
    DOMAIN = "domain"
    BUCKET = "bucket"
    PRIORITY = "priority"
    VALUE = "value"
    ADJUSTED_FEASIBILITY = "adjusted_feasibility"
    FEASIBILITY = "feasibility"
    QUADRANT = "quadrant"
    BUCKET_RANK = "bucket_rank"
    DOMAIN_RANK = "domain_rank"
    TIER = "tier"
    IMPACT = "impact"
    AUTONOMY = "autonomy"
    STAGE = "stage"
    BUSINESS_OWNER = "business_owner"
    MODEL_OWNER = "model_owner"
    DATA_OWNER = "data_owner"
    TECHNICAL_STEWARD = "technical_steward"
    PLANNED_COST = "planned_cost"
    PLANNED_BENEFIT = "planned_benefit"
    EFFORT_WEEKS = "effort_weeks"
    REACH = "reach"
    INITIATED_ON = "initiated_on"
    DEVELOPMENT_STARTED_ON = "development_started_on"
    LIVE_ON = "live_on"
    RETIRED_ON = "retired_on"
    SOURCE = "source"
    EXTERNAL_REFERENCE = "external_reference"
    REGISTERED = "registered"
    CHANGED = "changed"
    #: How well the words of a search fit; without a search it is the order by rank.
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a list; what has no value comes last, whichever way it runs."""

    key: SortKey = SortKey.RANK
    is_descending: bool = False

    @classmethod
    def parse(cls, text: str) -> "Order | None":
        """Read ``rank`` or ``-priority``; anything else is no order."""
        key = text.removeprefix("-")
        is_known = key in _KEYS and text != f"-{SortKey.RELEVANCE}"
        return cls(SortKey(key), text.startswith("-")) if is_known else None

    def __str__(self) -> str:
        return f"-{self.key}" if self.is_descending else self.key.value


_KEYS: Final = frozenset(key.value for key in SortKey)
_LOWEST_FIRST: Final = {
    SortKey.RANK: "rank",
    SortKey.RELEVANCE: "rank",
    SortKey.BUCKET_RANK: "bucket_rank",
    SortKey.DOMAIN_RANK: "domain_rank",
    SortKey.TITLE: "title",
    SortKey.EXTERNAL_REFERENCE: "external_reference",
    SortKey.INITIATED_ON: "initiated_on",
    SortKey.DEVELOPMENT_STARTED_ON: "development_started_on",
    SortKey.LIVE_ON: "live_on",
    SortKey.RETIRED_ON: "retired_on",
}
_HIGHEST_FIRST: Final = {
    SortKey.PRIORITY: "priority",
    SortKey.VALUE: "value",
    SortKey.ADJUSTED_FEASIBILITY: "adjusted_feasibility",
    SortKey.FEASIBILITY: "feasibility",
    SortKey.PLANNED_COST: "planned_cost",
    SortKey.PLANNED_BENEFIT: "planned_benefit",
    SortKey.EFFORT_WEEKS: "effort_weeks",
    SortKey.REACH: "reach",
    SortKey.REGISTERED: "created_at",
    SortKey.CHANGED: "updated_at",
}
_INDEXED: Final = _LOWEST_FIRST | _HIGHEST_FIRST
"""Columns with an index that begins with the lowest, or the highest, and is read either way."""

_TEXTS: Final = frozenset({SortKey.SOURCE, SortKey.EXTERNAL_REFERENCE})
"""What is not known of these is an empty text."""


def cut_ids(
    rows: UseCaseQuerySet, words: Sequence[str], order: Order, *, number: int, size: int
) -> tuple[int, list[int]]:
    """Return how many rows there are and the ids on one page of them.

    At most two queries; a third where what has no value begins, and a fourth behind that.
    """
    start, stop = (number - 1) * size, number * size
    if words:
        # Reading the words is the cost of a search, so one query both counts and cuts.
        found = in_order(rows, words, order).annotate(total=Window(Count("*")))
        cut = list(found.values_list("pk", "total")[start:stop])
        if cut:
            return cut[0][1], [pk for pk, _total in cut]
        return (rows.count(), []) if number > 1 else (0, [])
    total = rows.count()
    if start >= total:
        return total, []
    if order.key not in _INDEXED:
        return total, list(in_order(rows, words, order).values_list("pk", flat=True)[start:stop])
    return total, _walked(rows, order, start, min(stop, total), is_short=total <= FEW)


def all_ids(rows: UseCaseQuerySet, words: Sequence[str], order: Order) -> list[int]:
    """Return the ids of all rows in the order of the pages; at most two queries."""
    is_walked = not words and order.key in _INDEXED
    segments = (
        (_known(rows, order), _unknown(rows, order))
        if is_walked
        else (in_order(rows, words, order),)
    )
    return [pk for segment in segments for pk in segment.values_list("pk", flat=True)]


def _walked(
    rows: UseCaseQuerySet, order: Order, start: int, stop: int, *, is_short: bool
) -> list[int]:
    known = in_turn = _known(rows, order)
    if is_short:
        # Walking the index of an order until 50 rows pass is quick when many do, and reads nearly
        # every row when few do. An expression of the same value keeps a planner from the walk.
        column = _INDEXED[order.key]
        same = Coalesce(column, column)
        first = same.desc() if order.is_descending else same.asc()
        in_turn = known.order_by(first, _tie(order))
    ids = list(in_turn.values_list("pk", flat=True)[start:stop])
    if len(ids) < stop - start:
        end = start + len(ids) if ids else known.count()
        unknown = _unknown(rows, order).values_list("pk", flat=True)
        ids += unknown[max(0, start - end) : stop - end]
    return ids


# Databases differ in where they put what has no value, and only one can index "last".
def _known(rows: UseCaseQuerySet, order: Order) -> UseCaseQuerySet:
    column = _INDEXED[order.key]
    first = f"-{column}" if order.is_descending else column
    some = {f"{column}__gt": ""} if order.key in _TEXTS else {f"{column}__isnull": False}
    return rows.filter(**some).order_by(first, _tie(order))


def _unknown(rows: UseCaseQuerySet, order: Order) -> UseCaseQuerySet:
    column = _INDEXED[order.key]
    none = {column: ""} if order.key in _TEXTS else {f"{column}__isnull": True}
    return rows.filter(**none).order_by("id")


def _tie(order: Order) -> str:
    # An index is read either way only when all of it is: some begin with the highest.
    return "-id" if order.is_descending is not (order.key in _HIGHEST_FIRST) else "id"


def in_order(rows: UseCaseQuerySet, words: Sequence[str], order: Order) -> UseCaseQuerySet:
    """Return rows in an order; what has no value in it comes last."""
    if order.key is SortKey.RELEVANCE and words:
        best = F("priority").desc(nulls_last=True)
        return rows.order_by(OrderBy(relevance(words), descending=True), best, "id")
    if order.key is SortKey.CODE:
        return rows.order_by("-id" if order.is_descending else "id")
    by = OrderBy(_value(order.key), descending=order.is_descending, nulls_last=True)
    return rows.order_by(by, "id")


def _value(key: SortKey) -> Expression | F:
    """Return what a column sorts by; null where a reader sees nothing."""
    if key in _PLACES:
        return _PLACES[key]
    if key.value in _ROLES:
        named = NullIf(F(f"{key}__name"), Value(""))
        name = Coalesce(named, F(f"{key}__email"), output_field=CharField())
        return Case(When(Q(**{f"{key}__is_active": True}), then=name), default=None)
    if key in _TEXTS:
        return NullIf(F(key.value), Value(""))
    return F(_FIELDS.get(key) or _INDEXED.get(key) or key.value)


def _place(field: str, kind: type[StrEnum | IntEnum]) -> Case:
    """Return the place of a value among its kind: stages in the order of life, and so on."""
    return Case(*(When(**{field: each.value}, then=Value(n)) for n, each in enumerate(kind)))


_PLACES: Final = {
    SortKey.BUCKET: _place("bucket", Bucket),
    SortKey.QUADRANT: _place("quadrant", Quadrant),
    SortKey.STAGE: _place("stage", Stage),
}
_ROLES: Final = frozenset(role.value for role in OwnerRole)
_FIELDS: Final = {SortKey.DOMAIN: "domain__name", SortKey.REGISTERED: "created_at"}
