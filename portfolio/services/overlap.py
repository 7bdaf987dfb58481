"""Reviewing overlap: merge two use cases, link them, tell them apart, take a decision back."""

from datetime import datetime

from django.db import transaction

from portal.domain.errors import Invalid, NotAllowed, Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portfolio.domain.overlap import LinkKind, ReviewState, checked_reason
from portfolio.domain.overlap_rights import require_merge, require_review
from portfolio.models import OverlapPair, UseCase
from portfolio.services.events import PortfolioEvent
from portfolio.services.overlap_records import (
    PairChanged,
    links_between,
    record_apart,
    record_link,
    record_merge,
    require_open,
    settle,
    tell,
)
from portfolio.services.use_cases import restore_use_case


class PairOpen(Refusal):
    """There is no decision to take back."""

    code = "pair_open"

    def __init__(self) -> None:
        super().__init__(_("Nobody decided this pair, so there is nothing to take back."))


class NotASide(Invalid):
    """What is kept of a pair is one of its sides."""

    code = "not_a_side"

    def __init__(self) -> None:
        sentence = _("Choose which of the two is kept.")
        super().__init__(sentence, fields={"keep": sentence})


class BuiltOn(Refusal):
    """A merge cannot be taken back once something else rests on it."""

    code = "merge_built_on"

    def __init__(self, kept: UseCase) -> None:
        super().__init__(
            _(
                "{title} ({code}), into which it was merged, is archived or merged itself."
                " Bring that back first.",
                title=kept.title,
                code=kept.code,
            )
        )


@transaction.atomic
def merge_pair(
    pair: OverlapPair, *, keep: int, version: int, by: Member, at: datetime, reason: str = ""
) -> OverlapPair:
    """Keep one side of a pair; the other is archived and points to it.

    Parameters
    ----------
    pair
        An open pair.
    keep
        Key of the side that is kept. Nothing of the other is lost: its ratings and its history
        stay with it, and taking the merge back restores it.
    version
        Of the pair, as it was read.

    Raises
    ------
    NotAllowed
        When the member may not change the side that is archived.
    NotASide, PairChanged, PairDecided, SideGone
        When a rule stands in the way; nothing is changed then.
    """
    row = _open(pair, version=version, by=by)
    sides = {row.first_id: row.first, row.second_id: row.second}
    kept = sides.pop(keep, None)
    if kept is None:
        raise NotASide
    (dropped,) = sides.values()
    require_merge(by, dropped.domain.path)
    record_merge(row, kept, reason, by=by, at=at)
    return row


@transaction.atomic
def link_pair(
    pair: OverlapPair, *, version: int, by: Member, at: datetime, reason: str = ""
) -> OverlapPair:
    """Say that both sides go on and belong together.

    Raises
    ------
    NotAllowed, PairChanged, PairDecided, SideGone
        As for a merge; here the member may change either side.
    """
    row = _open(pair, version=version, by=by)
    record_link(row, reason, by=by, at=at)
    return row


@transaction.atomic
def tell_apart(
    pair: OverlapPair, *, reason: str, version: int, by: Member, at: datetime
) -> OverlapPair:
    """Say that both sides are not the same; it is not asked again until a text changes.

    Raises
    ------
    ReasonMissing
        Without a reason.
    NotAllowed, PairChanged, PairDecided, SideGone
        As for a link.
    """
    said = checked_reason(reason)
    row = _open(pair, version=version, by=by)
    record_apart(row, said, by=by, at=at)
    return row


@transaction.atomic
def take_back(pair: OverlapPair, *, version: int, by: Member, at: datetime) -> OverlapPair:
    """Open a decided pair again: a link goes, what was merged is restored.

    Raises
    ------
    NotAllowed
        When the member could not have decided it.
    PairOpen, PairChanged
        When it is not decided, or somebody changed it since ``version``.
    BuiltOn
        When what a use case was merged into is archived or merged itself by now.
    """
    row = _locked(pair, version=version, by=by)
    before = ReviewState(row.state)
    if before is ReviewState.OPEN:
        raise PairOpen
    if before is ReviewState.MERGED:
        _unmerge(row, by=by, at=at)
    elif before is ReviewState.LINKED:
        links_between(row).filter(kind=LinkKind.RELATED).delete()
    row.kept = None
    settle(row, ReviewState.OPEN, "", by=by, at=at)
    tell(row, PortfolioEvent.OVERLAP_TAKEN_BACK, {"decision": before.value}, by=by, at=at)
    return row


def _unmerge(row: OverlapPair, *, by: Member, at: datetime) -> None:
    kept, dropped = (
        (row.first, row.second) if row.kept_id == row.first_id else (row.second, row.first)
    )
    require_merge(by, dropped.domain.path)
    kept = UseCase.objects.select_for_update().get(pk=kept.pk)
    if kept.archived_at is not None:
        raise BuiltOn(kept)
    links_between(row).filter(kind=LinkKind.MERGED_INTO).delete()
    gone = UseCase.objects.select_for_update().get(pk=dropped.pk)
    restore_use_case(gone, version=gone.version, by=by, at=at)


def _open(pair: OverlapPair, *, version: int, by: Member) -> OverlapPair:
    row = _locked(pair, version=version, by=by)
    require_open(row)
    return row


def _locked(pair: OverlapPair, *, version: int, by: Member) -> OverlapPair:
    rows = OverlapPair.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.select_related("first__domain", "second__domain").filter(pk=pair.pk).first()
    if row is None:
        raise NotAllowed(_("You no longer see both sides of this pair."))
    require_review(by, row.first.domain.path, row.second.domain.path)
    if row.version != version:
        raise PairChanged
    return row
