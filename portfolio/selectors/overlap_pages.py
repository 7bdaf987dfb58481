"""Reading one pair side by side: what differs, what was proposed, and what the reader may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.conf import settings

from portal.domain.money import money
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.buckets import Bucket
from portfolio.domain.overlap import PairSide, Proposal, ReviewState
from portfolio.domain.overlap_rights import may_merge, may_review, speaks_for
from portfolio.domain.stages import Stage
from portfolio.models import OverlapPair, OverlapProposal, UseCase
from portfolio.selectors.overlap import PairRow, Side, pair_row

_FIELDS: Final = {
    "title": gettext_noop("Title"),
    "domain": gettext_noop("Domain"),
    "outcome": gettext_noop("Outcome"),
    "problem": gettext_noop("Problem"),
    "stage": gettext_noop("Stage"),
    "bucket": gettext_noop("Bucket"),
    "tier": gettext_noop("Risk tier"),
    "owner": gettext_noop("Business owner"),
    "cost": gettext_noop("Planned cost"),
    "priority": gettext_noop("Priority"),
    "source": gettext_noop("Source"),
}


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of both sides."""

    label: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        """Tell whether both sides say the same."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What was proposed for one side.

    Attributes
    ----------
    who
        Whoever proposed it, for those who may read that side whole.
    """

    side: PairSide
    domain: str
    decision: Proposal
    words: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PairPage:
    """One pair side by side, and what the reader may do about it.

    Attributes
    ----------
    voice
        The side for which the reader may propose; nothing where they decide, or only read.
    """

    row: PairRow
    differences: tuple[FieldPair, ...]
    agreements: tuple[FieldPair, ...]
    proposals: tuple[ShownProposal, ...]
    may_review: bool
    may_archive_first: bool
    may_archive_second: bool
    voice: PairSide | None

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to decide or to propose."""
        return self.row.state is ReviewState.OPEN and self.row.is_present

    @property
    def own_proposal(self) -> ShownProposal | None:
        """What stands for the side the reader speaks for."""
        return next((each for each in self.proposals if each.side is self.voice), None)

    @property
    def their_proposal(self) -> ShownProposal | None:
        """What the other side proposed to the reader."""
        if self.voice is None:
            return None
        return next((each for each in self.proposals if each.side is not self.voice), None)

    @property
    def is_agreed(self) -> bool:
        """Tell whether both sides propose the same and it waits to be done."""
        return len(self.proposals) == 2 and len({each.decision for each in self.proposals}) == 1

    @property
    def archives_own(self) -> bool:
        """Tell whether what the reader proposed archives their own side."""
        own = self.own_proposal
        keeps = own.decision.keeps if own else None
        return keeps is not None and keeps is not self.voice

    @property
    def entry(self) -> Side | None:
        """The side that the reader knows by its entry alone, if any."""
        return next((side for side in self.row.sides if not side.is_whole), None)


def pair_page(row: OverlapPair, member: Member) -> PairPage:
    """Return one pair side by side, in two queries.

    Of a pair of which the member knows one side by its entry alone, both sides are shown by what
    entries say.
    """
    shown = pair_row(row, member)
    if shown.is_whole:
        said = _sides(row)
        fields: Mapping[str, str] = _FIELDS
    else:
        said = (_entry(row.first), _entry(row.second))
        fields = {name: label for name, label in _FIELDS.items() if name in said[0]}
    found = [
        FieldPair(_(label), said[0][name], said[1][name])
        for name, label in fields.items()
        if said[0][name] or said[1][name]
    ]
    paths = (row.first.domain.path, row.second.domain.path)
    return PairPage(
        row=shown,
        differences=tuple(each for each in found if not each.is_same),
        agreements=tuple(each for each in found if each.is_same),
        proposals=_proposals(row, shown),
        may_review=may_review(member, *paths),
        may_archive_first=may_merge(member, paths[0]),
        may_archive_second=may_merge(member, paths[1]),
        voice=speaks_for(member, *paths),
    )


def _proposals(row: OverlapPair, shown: PairRow) -> tuple[ShownProposal, ...]:
    sides = dict(zip(PairSide, shown.sides, strict=True))
    return tuple(
        ShownProposal(
            side=PairSide(each.side),
            domain=sides[PairSide(each.side)].domain,
            decision=Proposal(each.decision),
            words=Proposal(each.decision).words(shown.first.code, shown.second.code),
            reason=each.reason,
            who=each.made_by_label if sides[PairSide(each.side)].is_whole else "",
            at=each.made_at,
        )
        for each in OverlapProposal.objects.filter(pair=row).order_by("side")
    )


def _sides(row: OverlapPair) -> tuple[dict[str, str], dict[str, str]]:
    sides = UseCase.objects.select_related("domain", "business_owner")
    found = sides.in_bulk([row.first_id, row.second_id])
    return _whole(found[row.first_id]), _whole(found[row.second_id])


def _whole(row: UseCase) -> dict[str, str]:
    return {
        **_entry(row),
        "problem": row.problem,
        "tier": f"T{row.tier}" if row.tier else "",
        "owner": str(row.business_owner or ""),
        "cost": _money(row.planned_cost),
        "priority": "" if row.priority is None else f"{row.priority:.0f}",
        "source": row.source,
    }


def _entry(row: UseCase) -> dict[str, str]:
    owner = row.business_owner
    return {
        "title": row.title,
        "domain": row.domain.name,
        "outcome": row.outcome,
        "stage": Stage(row.stage).label,
        "bucket": Bucket(row.bucket).label,
        "owner": str(owner) if owner and owner.is_active else "",
    }


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else money(amount, settings.CURRENCY)
