"""What is done to a pair that reads alike once it is settled, whoever settled it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import User
from portal.services import ledger
from portfolio.domain.listing import Listing
from portfolio.domain.overlap import LinkKind, ReviewState
from portfolio.models import OverlapPair, OverlapProposal, UseCase, UseCaseLink
from portfolio.services.events import PortfolioEvent
from portfolio.services.use_cases import archive_use_case

#: What an entry in the ledger tells of the other side.
_OF_THE_OTHER = frozenset({"other", "kept", "archived", "reason", "agreed_with"})


class PairChanged(StaleVersion):
    """Somebody decided the pair, or its texts changed, since the reader opened it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This pair changed since you opened it, so nothing was decided."
                " Read what it says now, then decide."
            )
        )


class PairDecided(Refusal):
    """A pair is decided once; another decision takes the first one back before."""

    code = "pair_decided"

    def __init__(self, state: ReviewState) -> None:
        super().__init__(
            _(
                "This pair is decided: {state}. Take that back to decide anew.",
                state=state.label.lower(),
            )
        )


class SideGone(Refusal):
    """One side of the pair is archived."""

    code = "pair_side_archived"

    def __init__(self, side: UseCase) -> None:
        super().__init__(_("{title} is archived, so there is nothing to decide.", title=side.title))


def require_open(row: OverlapPair) -> None:
    """Refuse a pair that is decided, or that has a side which is archived.

    Raises
    ------
    PairDecided, SideGone
        With the sentence that tells what stands in the way.
    """
    if row.state != ReviewState.OPEN:
        raise PairDecided(ReviewState(row.state))
    for side in (row.first, row.second):
        if side.archived_at is not None:
            raise SideGone(side)


def record_merge(
    row: OverlapPair,
    kept: UseCase,
    reason: str,
    *,
    by: Member,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Archive the side that is not kept, let it point to the other, and tell both histories.

    Raises
    ------
    NotAllowed
        When the member may not change the side that is archived.
    """
    dropped = row.second if kept.pk == row.first_id else row.first
    UseCase.objects.select_for_update().get(pk=kept.pk)
    archived = UseCase.objects.select_for_update().get(pk=dropped.pk)
    archive_use_case(dropped, version=archived.version, by=by, at=at)
    _link(dropped, kept, LinkKind.MERGED_INTO, reason, by=by, at=at)
    row.kept = kept
    settle(row, ReviewState.MERGED, reason, by=by, at=at)
    told = {"kept": kept, "archived": dropped, **said(reason), **(more or {})}
    tell(row, PortfolioEvent.OVERLAP_MERGED, told, by=by, at=at)


def record_link(
    row: OverlapPair,
    reason: str,
    *,
    by: Member,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Link both sides, and tell both histories."""
    _link(row.first, row.second, LinkKind.RELATED, reason, by=by, at=at)
    settle(row, ReviewState.LINKED, reason, by=by, at=at)
    told = {**said(reason), **(more or {})}
    tell(row, PortfolioEvent.OVERLAP_LINKED, told, by=by, at=at)


def record_apart(
    row: OverlapPair,
    reason: str,
    *,
    by: Member,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Keep that both sides are not the same, and tell both histories."""
    settle(row, ReviewState.NOT_SAME, reason, by=by, at=at)
    told = {**said(reason), **(more or {})}
    tell(row, PortfolioEvent.OVERLAP_TOLD_APART, told, by=by, at=at)


def settle(row: OverlapPair, state: ReviewState, reason: str, *, by: Member, at: datetime) -> None:
    """Keep what was decided; what was proposed before has had its answer."""
    row.state, row.reason, row.is_proposed = state.value, reason.strip(), False
    row.version, row.entry_version = row.version + 1, row.entry_version + 1
    is_open = state is ReviewState.OPEN
    row.decided_by = User(pk=by.user_id) if by.user_id and not is_open else None
    row.decided_by_label = "" if is_open else by.label[:200]
    row.decided_at = None if is_open else at
    row.save(
        update_fields=[
            *("state", "reason", "kept", "is_proposed", "version", "entry_version"),
            *("decided_by", "decided_by_label", "decided_at"),
        ]
    )
    OverlapProposal.objects.filter(pair=row).delete()


def links_between(row: OverlapPair) -> QuerySet[UseCaseLink]:
    """Return the links from one side to the other."""
    return UseCaseLink.objects.filter(
        Q(from_case=row.first_id, to_case=row.second_id)
        | Q(from_case=row.second_id, to_case=row.first_id)
    )


def said(reason: str) -> dict[str, str]:
    """Return a reason as the ledger keeps it, if there is one."""
    return {"reason": reason.strip()} if reason.strip() else {}


def tell(
    row: OverlapPair,
    event: PortfolioEvent,
    changes: Mapping[str, Any],
    *,
    by: Member,
    at: datetime,
) -> None:
    """Tell the history of both sides, for each is asked about on its own.

    A side that is kept from the house is not named in the history of another domain.
    """
    for side, other in ((row.first, row.second), (row.second, row.first)):
        told: dict[str, Any] = {"other": other, **changes}
        if other.listing != Listing.HOUSE and other.domain_id != side.domain_id:
            told = {name: value for name, value in told.items() if name not in _OF_THE_OTHER}
        ledger.record(event, subject=side, by=by, at=at, changes=told)


def _link(
    one: UseCase, two: UseCase, kind: LinkKind, reason: str, *, by: Member, at: datetime
) -> None:
    UseCaseLink.objects.get_or_create(
        from_case=one,
        to_case=two,
        kind=kind.value,
        defaults={"reason": reason.strip(), "made_by_id": by.user_id or None, "made_at": at},
    )
