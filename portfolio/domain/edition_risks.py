"""What could change a plan: the chain that hurts most, the fullest wave, the first one left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.money import money
from portfolio.domain.edition_summary import total, unlocked_by
from portfolio.domain.edition_words import brief, counted, first_and_more, sentence_case
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
    worth = f": {money(benefit, currency)} of planned value a year" if benefit else ""
    verb = "moves" if len(behind) == 1 else "move"
    names = first_and_more([each.title for each in behind])
    yield PlanRisk(f"{brief(item.called)} slips by a wave", f"{names} {verb} with it{worth}")


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
        f"Wave {wave.number} has {counted(spare, 'person-week')} to spare",
        f"{brief(last.called)} is the first to move when something takes longer",
    )


def _uncertain_start(plan: Plan) -> Iterable[PlanRisk]:
    vacant = [item for item in plan.use_cases if any(owner.is_vacant for owner in item.owners)]
    if vacant:
        has = "has" if len(vacant) == 1 else "have"
        yield PlanRisk(
            f"{sentence_case(counted(len(vacant), 'use case'))} {has} an owner missing",
            f"{first_and_more([item.title for item in vacant])} cannot pass a gate until then",
        )


def _first_out(plan: Plan) -> Iterable[PlanRisk]:
    first = next((left for left in plan.left_out if left.item.is_use_case), None)
    if first is None:
        return
    more = first.item.effort - max(wave.capacity - wave.load for wave in plan.waves)
    if more > 0:
        yield PlanRisk(
            f"One wave gets {counted(more, 'more person-week')}",
            f"{brief(first.item.title)} could come in: it is the first below the cut line",
        )
