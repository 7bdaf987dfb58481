"""Reading what would unlock a use case: capabilities to raise, seats to fill, ratings to give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import FoundationAction
from portal.domain.money import money
from portal.domain.roles import Member
from portal.models import Domain
from portfolio.domain.ownership import Holder, OwnerRole, ownership_gaps
from portfolio.domain.priority import priority
from portfolio.domain.rank_moves import SingleChange
from portfolio.domain.scoring import Scored, UseCaseScore
from portfolio.domain.techniques import Technique
from portfolio.domain.unlocks import Unlock, partial_unlock, unlocks
from portfolio.models import UseCase
from portfolio.selectors.rank_inputs import is_running
from portfolio.selectors.readiness import ReadinessBook, needs

MOST: Final = 3
OPEN: Final = (
    FoundationAction.Status.PROPOSED,
    FoundationAction.Status.PLANNED,
    FoundationAction.Status.IN_PROGRESS,
)


@dataclass(frozen=True, slots=True)
class UnlockItem:
    """One thing that would help a use case.

    Attributes
    ----------
    key
        Which of the items it is.
    what, meta
        What to do, and what it wins.
    action_id
        The foundation action that does it, where there is one.
    priority
        The priority the use case would have then, where it changes.
    rank
        The place it would take then, where it is ranked.
    is_best
        Whether no other single change wins as much.
    step
        The rating that is one step better, where that is what helps.
    """

    key: str
    what: str
    meta: str
    action_id: int | None = None
    priority: float | None = None
    rank: int | None = None
    is_best: bool = False
    step: SingleChange | None = None

    @property
    def is_deed(self) -> bool:
        """Whether ``what`` names something to do, and does not only say what would help."""
        return self.action_id is not None or self.priority is None

    def with_rank(self, ahead: int | None) -> "UnlockItem":
        """Return the item with the place behind those that would still be ahead."""
        return self if ahead is None else replace(self, rank=ahead + 1)


def unlock_items(
    use_case: UseCase,
    member: Member,
    techniques: Sequence[Technique],
    scored: UseCaseScore,
    book: ReadinessBook,
    *,
    alpha: float,
) -> list[UnlockItem]:
    """Return what would unlock a use case, the largest gain first; at most one query.

    Its domain and owners have to be loaded. Only foundation actions that the member may see are
    named.
    """
    items: list[UnlockItem] = []
    standing = book.standing(use_case.domain.path)
    if standing is not None and is_running(use_case) and isinstance(scored.feasibility, Scored):
        required = needs(techniques, use_case.tier)
        found = unlocks(required, scored.feasibility.value, standing)[:MOST]
        actions = _actions(use_case.domain, member, found)
        worth = scored.value.value if isinstance(scored.value, Scored) else None
        for number, each in enumerate(found):
            action = actions.get(each.shortfall.requirement.capability)
            step = action and partial_unlock(
                required,
                scored.feasibility.value,
                standing,
                each.shortfall,
                to_level=action.to_level,
            )
            item = _raise(number, step or each, worth, action if step else None, alpha=alpha)
            items.append(item)
    return [*items, *_seats(use_case)]


def _actions(
    domain: Domain, member: Member, found: Sequence[Unlock]
) -> Mapping[str, FoundationAction]:
    """Return the nearest open action that raises each capability, in the domain or above it."""
    if not found:
        return {}
    step = Domain.steplen
    paths = [domain.path[:end] for end in range(step, len(domain.path) + 1, step)]
    wanted = Q()
    for each in found:
        requirement = each.shortfall.requirement
        # A step on the way counts as well as one that arrives.
        wanted |= Q(
            capability=requirement.capability,
            from_level__lt=requirement.level,
            to_level__gt=each.shortfall.level,
        )
    visible = FoundationAction.objects.visible_to(member)
    # What a partner raises is the partner's, and no use case of the domain stands on it.
    rows = visible.filter(wanted, domain__path__in=paths, partner=None, status__in=OPEN)
    nearest_last = rows.select_related("domain").order_by("domain__depth", "-to_level", "pk")
    return {row.capability: row for row in nearest_last}


def _raise(
    number: int,
    unlock: Unlock,
    worth: float | None,
    action: FoundationAction | None,
    *,
    alpha: float,
) -> UnlockItem:
    then = None if worth is None else priority(worth, min(unlock.after, 100.0), alpha=alpha)
    if action is None:
        meta = _("No foundation action yet")
        return UnlockItem(f"unlock_{number}", unlock.sentence, meta, priority=then)
    parts = [_("Foundation action"), action.domain.name]
    if action.cost is not None:
        parts.append(money(action.cost, settings.CURRENCY))
    meta = f"{' · '.join(parts)}. {unlock.sentence}"
    return UnlockItem(f"unlock_{number}", action.title, meta, action.pk, then)


def _seats(use_case: UseCase) -> list[UnlockItem]:
    people = {role: getattr(use_case, role) for role in OwnerRole}
    holders = {
        role: Holder(str(person), person.is_active) for role, person in people.items() if person
    }
    return [
        UnlockItem(
            key=f"seat_{gap.role}",
            what=_("Name a %(role)s") % {"role": gap.role.word},
            meta=gap.sentence,
        )
        for gap in ownership_gaps(holders)
    ]
