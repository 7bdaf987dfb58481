"""Proposing what becomes of a pair, by the owner of one side who reads the other by its entry."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.services import ledger
from portfolio.domain.listing import Listing
from portfolio.domain.overlap import PairSide, Proposal, checked_reason
from portfolio.domain.overlap_rights import require_voice
from portfolio.models import OverlapPair, OverlapProposal, UseCase
from portfolio.services.events import PortfolioEvent
from portfolio.services.overlap_records import (
    PairChanged,
    record_apart,
    record_link,
    record_merge,
    require_open,
    said,
)


class NothingProposed(Refusal):
    """There is no proposal to withdraw."""

    code = "nothing_proposed"

    def __init__(self) -> None:
        super().__init__(_("Nothing is proposed for your side, so there is nothing to withdraw."))


@transaction.atomic
def propose(
    pair: OverlapPair,
    decision: Proposal,
    *,
    version: int,
    by: Member,
    at: datetime,
    reason: str = "",
) -> OverlapPair:
    """Say for one side what should become of a pair; another proposal takes its place.

    Parameters
    ----------
    pair
        An open pair of which the member reads one side whole, and the entry of the other.
    decision
        What they propose. Where the other side proposed the same, both agree and the pair is
        settled: linked or told apart at once, merged as soon as whoever may change the side that
        a merge archives says it last.
    version
        Of the pair by its entries, as it was read.

    Raises
    ------
    NotAllowed
        When the member reads both sides, or may change neither.
    ReasonMissing
        When two are said to be different without a reason.
    PairChanged, PairDecided, SideGone
        When a rule stands in the way; nothing is changed then.
    """
    row, side = _voice(pair, version=version, by=by)
    require_open(row)
    reason = checked_reason(reason) if decision is Proposal.NOT_SAME else reason.strip()
    told = {
        "decision": decision.value,
        "reason": reason,
        "made_by_id": by.user_id or None,
        "made_by_label": by.label[:200],
        "made_at": at,
    }
    OverlapProposal.objects.update_or_create(pair=row, side=side.value, defaults=told)
    _touch(row, is_proposed=True)
    words = decision.words(row.first.code, row.second.code)
    _tell(
        row,
        side,
        PortfolioEvent.OVERLAP_PROPOSED,
        {"proposal": words, **said(reason)},
        by=by,
        at=at,
    )
    theirs = OverlapProposal.objects.filter(pair=row, side=side.opposite.value).first()
    if theirs is not None and theirs.decision == decision:
        _agree(row, side, decision, reason or theirs.reason, by=by, at=at)
    return row


@transaction.atomic
def withdraw(pair: OverlapPair, *, version: int, by: Member, at: datetime) -> OverlapPair:
    """Take back what was proposed for one side.

    Raises
    ------
    NotAllowed, PairChanged, PairDecided, SideGone
        As for a proposal.
    NothingProposed
        When there is none.
    """
    row, side = _voice(pair, version=version, by=by)
    require_open(row)
    mine = OverlapProposal.objects.filter(pair=row, side=side.value).first()
    if mine is None:
        raise NothingProposed
    mine.delete()
    _touch(row, is_proposed=OverlapProposal.objects.filter(pair=row).exists())
    _tell(row, side, PortfolioEvent.OVERLAP_PROPOSAL_WITHDRAWN, {}, by=by, at=at)
    return row


def _agree(
    row: OverlapPair,
    side: PairSide,
    decision: Proposal,
    reason: str,
    *,
    by: Member,
    at: datetime,
) -> None:
    more = {"agreed_with": _side(row, side.opposite).domain}
    how: dict[str, Any] = {"by": by, "at": at, "more": more}
    if decision is Proposal.LINK:
        record_link(row, reason, **how)
    elif decision is Proposal.NOT_SAME:
        record_apart(row, reason, **how)
    elif decision.keeps is side.opposite:
        # Nobody archives what is not theirs: of two who agree, the owner of that side does it.
        record_merge(row, _side(row, side.opposite), reason, **how)


def _voice(pair: OverlapPair, *, version: int, by: Member) -> tuple[OverlapPair, PairSide]:
    rows = OverlapPair.objects.listed_to(by).select_for_update(of=("self",))
    row = rows.select_related("first__domain", "second__domain").filter(pk=pair.pk).first()
    if row is None:
        raise NotAllowed(_("You no longer find the other side of this pair."))
    side = require_voice(by, row.first.domain.path, row.second.domain.path)
    if row.entry_version != version:
        raise PairChanged
    return row, side


def _touch(row: OverlapPair, *, is_proposed: bool) -> None:
    row.is_proposed = is_proposed
    row.version, row.entry_version = row.version + 1, row.entry_version + 1
    row.save(update_fields=["is_proposed", "version", "entry_version"])


def _side(row: OverlapPair, side: PairSide) -> UseCase:
    return row.first if side is PairSide.FIRST else row.second


def _tell(
    row: OverlapPair,
    side: PairSide,
    event: PortfolioEvent,
    changes: dict[str, Any],
    *,
    by: Member,
    at: datetime,
) -> None:
    # Of what is kept from the house, another domain hears nothing, not even that it proposes.
    mine, theirs = _side(row, side), _side(row, side.opposite)
    subjects = [(mine, theirs), *([(theirs, mine)] if mine.listing == Listing.HOUSE else [])]
    for subject, other in subjects:
        told = {"other": other, **changes}
        ledger.record(event, subject=subject, by=by, at=at, changes=told)
