"""What could change a plan: the chain that hurts most, the fullest wave, the first one left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.money import money
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.edition_summary import total, unlocked_by
from portfolio.domain.edition_words import (
    first_titles,
    person_weeks,
    quoted,
    sentence_case,
    spelled,
    use_cases,
)
from portfolio.domain.editions import EditionItem, Plan


@dataclass(frozen=True, slots=True)
class PlanRisk:
    """Something that could happen, and what follows from it."""

    when: str
    then: str


def plan_risks(plan: Plan, *, currency: str) -> tuple[PlanRisk, ...]:
    """Read the weak places of a plan from the plan itself.

    Parameters
    ----------
    plan
        The plan.
    currency
        Three letters (ISO 4217).

    Returns
    -------
    tuple of PlanRisk
        At most four, the most consequential first.
    """
    return (
        *_chain(plan, currency),
        *_fullest(plan),
        *_uncertain_start(plan),
        *_first_out(plan),
    )


def _chain(plan: Plan, currency: str) -> Iterable[PlanRisk]:
    waiting = [(item, _placed_behind(item, plan)) for item in plan.items]
    item, behind = max(waiting, key=lambda each: len(each[1]))
    if not behind:
        return
    benefit = total(each.benefit for each in behind)
    names = first_titles([each.title for each in behind])
    if benefit:
        then = ngettext(
            "{names} moves with it: {amount} of planned value a year",
            "{names} move with it: {amount} of planned value a year",
            len(behind),
            names=names,
            amount=money(benefit, currency),
        )
    else:
        then = ngettext("{names} moves with it", "{names} move with it", len(behind), names=names)
    yield PlanRisk(_("{item} slips by a wave", item=quoted(item.title)), then)


def _placed_behind(item: EditionItem, plan: Plan) -> tuple[EditionItem, ...]:
    placed = {each.key for each in plan.items}
    return tuple(each for each in unlocked_by(item.key, plan) if each.key in placed)


def _fullest(plan: Plan) -> Iterable[PlanRisk]:
    wave = max(plan.waves, key=lambda each: (each.load / max(each.capacity, 1), -each.number))
    spare = wave.capacity - wave.load
    movable = [item for item in wave.items if item.is_use_case] or list(wave.items)
    if not movable:
        return
    last = min(movable, key=lambda item: item.priority or 0.0)
    yield PlanRisk(
        _("Wave {wave} has {weeks} to spare", wave=wave.number, weeks=person_weeks(spare)),
        _("{item} is the first to move when something takes longer", item=quoted(last.title)),
    )


def _uncertain_start(plan: Plan) -> Iterable[PlanRisk]:
    vacant = [item for item in plan.use_cases if any(owner.is_vacant for owner in item.owners)]
    if vacant:
        missing = ngettext(
            "{use_cases} has an owner missing",
            "{use_cases} have an owner missing",
            len(vacant),
            use_cases=sentence_case(use_cases(len(vacant))),
        )
        names = first_titles([item.title for item in vacant])
        yield PlanRisk(
            missing,
            ngettext(
                "{names} cannot pass a gate until then",
                "{names} cannot pass a gate until then",
                len(vacant),
                names=names,
            ),
        )


def _first_out(plan: Plan) -> Iterable[PlanRisk]:
    first = next((left for left in plan.left_out if left.item.is_use_case), None)
    if first is None:
        return
    more = first.item.effort - max(wave.capacity - wave.load for wave in plan.waves)
    if more > 0:
        yield PlanRisk(
            ngettext(
                "One wave gets {number} more person-week",
                "One wave gets {number} more person-weeks",
                more,
                number=spelled(more),
            ),
            _(
                "{use_case} could come in: it is the first below the cut line",
                use_case=quoted(first.item.title),
            ),
        )
