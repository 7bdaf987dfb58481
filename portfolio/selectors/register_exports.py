"""Reading use cases whole, for the export that imports again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import OuterRef, StringAgg, Subquery, Value

from portal.domain.roles import Member
from portal.models import Domain
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import RegisterColumn, written_path
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_cases import CHUNK, UseCaseFilters, ids_in_order

type Said = str | int | Decimal | date | datetime | None
"""A single answer of a use case."""

_C = RegisterColumn
_TECHNIQUES: Final = Subquery(
    UseCaseTechnique.objects.filter(use_case=OuterRef("pk"))
    .values("use_case")
    .annotate(used=StringAgg("technique", Value(",")))
    .values("used")
)
#: Columns of the file that are stored as they are written, to what stores them.
_STORED: Final[Mapping[RegisterColumn, str]] = {
    _C.SOURCE: "source",
    _C.REFERENCE: "external_reference",
    _C.TITLE: "title",
    _C.OUTCOME: "outcome",
    _C.PROBLEM: "problem",
    _C.STAGE: "stage",
    _C.BUCKET: "bucket",
    _C.BUCKET_SOURCE: "bucket_source",
    _C.BUCKET_REASON: "bucket_reason",
    **{_C(role.value): f"{role.value}__email" for role in OwnerRole},
    _C.PLANNED_COST: "planned_cost",
    _C.PLANNED_BENEFIT: "planned_benefit",
    _C.EFFORT_WEEKS: "effort_weeks",
    _C.REACH: "reach",
    _C.INITIATED_ON: "initiated_on",
    _C.DEVELOPMENT_STARTED_ON: "development_started_on",
    _C.LIVE_ON: "live_on",
    _C.RETIRED_ON: "retired_on",
    _C.IMPACT: "impact",
    _C.AUTONOMY: "autonomy",
    _C.LISTING: "listing",
    _C.LISTING_REASON: "listing_reason",
    _C.ARCHIVED_AT: "archived_at",
    _C.REGISTERED_AT: "created_at",
    _C.VERSION: "version",
}
_READ: Final = (
    *("pk", "key", "domain__path", "used", "bucket_answers", "external_details"),
    *_STORED.values(),
)
_READABLE: Final = UseCase.objects.annotate(used=_TECHNIQUES).values_list(*_READ)


class RegisterEntry(dict[RegisterColumn, Any]):
    """Everything one use case says, by the column of the file.

    Techniques are a list, the answers about the bucket and the details are mappings.
    """


def register_entries(
    member: Member, filters: UseCaseFilters, order: Order
) -> Iterator[RegisterEntry]:
    """Yield the use cases of a list whole, in its order, a chunk at a time."""
    yield from entries_by_id(ids_in_order(member, filters, order))


def every_entry() -> Iterator[RegisterEntry]:
    """Yield every use case there is, archived ones too, in the order of registration."""
    yield from entries_by_id(list(UseCase.objects.order_by("pk").values_list("pk", flat=True)))


def entries_by_id(ids: Sequence[int]) -> Iterator[RegisterEntry]:
    """Yield the use cases of the given ids whole, in that order; one query for each chunk."""
    paths = _paths()
    for start in range(0, len(ids), CHUNK):
        cut = ids[start : start + CHUNK]
        found = {row[0]: row for row in _READABLE.filter(pk__in=cut)}
        for pk in cut:
            if pk in found:
                yield _entry(found[pk], paths)


def _entry(row: Sequence[Any], paths: Mapping[str, str]) -> RegisterEntry:
    pk, key, path, used, answers, details = row[:6]
    said = dict(zip(_STORED, row[6:], strict=True))
    said[_C.KEY] = str(key)
    said[_C.CODE] = f"UC-{pk:03d}"
    said[_C.DOMAIN] = paths[path]
    said[_C.TECHNIQUES] = sorted(used.split(",")) if used else []
    said[_C.BUCKET_ANSWERS] = answers
    said[_C.DETAILS] = details
    for moment in (_C.ARCHIVED_AT, _C.REGISTERED_AT):
        if said[moment] is not None:
            said[moment] = said[moment].astimezone(UTC)
    return RegisterEntry((column, said[column]) for column in _C)


def _paths() -> dict[str, str]:
    """Return for every domain the path that is written, from beneath the enterprise."""
    names: dict[str, tuple[str, ...]] = {}
    for path, depth, name in Domain.objects.order_by("path").values_list("path", "depth", "name"):
        above = names.get(path[: -Domain.steplen], ())
        names[path] = (*above, name) if depth > 1 else ()
    return {path: written_path(steps) for path, steps in names.items()}
