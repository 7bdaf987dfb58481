"""Reading the drafts that somebody keeps."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.roles import Member
from portal.models import Domain
from portfolio.models import UseCaseDraft


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft as its author sees it in a list."""

    pk: int
    name: str
    title: str
    outcome: str
    domain_id: int | None
    domain: str
    business_owner_id: int | None
    version: int
    created_at: datetime
    updated_at: datetime


def drafts_of(member: Member) -> tuple[DraftRow, ...]:
    """Return the drafts of a member, the one they wrote at last first; two queries."""
    rows = list(UseCaseDraft.objects.visible_to(member).order_by("-updated_at", "-pk"))
    wanted = {row.data.get("domain") for row in rows} - {None}
    seen = Domain.objects.visible_to(member).filter(pk__in=wanted) if wanted else None
    names = dict(seen.values_list("pk", "name")) if seen is not None else {}
    return tuple(_row(row, names) for row in rows)


def draft_row(draft: UseCaseDraft, member: Member) -> DraftRow:
    """Return one draft as its author sees it; one query."""
    wanted = draft.data.get("domain")
    seen = Domain.objects.visible_to(member).filter(pk=wanted or 0)
    return _row(draft, dict(seen.values_list("pk", "name")))


def _row(row: UseCaseDraft, names: dict[int, str]) -> DraftRow:
    domain = row.data.get("domain")
    return DraftRow(
        pk=row.pk,
        name=row.name,
        title=row.data.get("title", ""),
        outcome=row.data.get("outcome", ""),
        domain_id=domain,
        domain=names.get(domain, ""),
        business_owner_id=row.data.get("business_owner"),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
