"""The first page of an edition: one message, four numbers, and what has to be decided."""

from collections.abc import Iterable
from typing import Final

from portal.domain.money import money
from portfolio.domain.dependencies import chain
from portfolio.domain.edition_words import brief, counted, day_words, first_and_more, sentence_case
from portfolio.domain.editions import (
    EditionAsk,
    EditionFigure,
    EditionItem,
    EditionSummary,
    EditionWave,
    Plan,
)

FOUNDATION_SHARE: Final = 0.3
"""Share of the first wave's effort from which the message speaks of foundations."""

MONTHS: Final = 12

MOST_ASKS: Final = 3
"""Decisions one page can ask for without hiding one."""


def summarise(plan: Plan, *, currency: str) -> EditionSummary:
    """Say what a plan means to those who pay for it.

    Parameters
    ----------
    plan
        A plan with at least one item in a wave.
    currency
        Three letters (ISO 4217).

    Returns
    -------
    EditionSummary
        With every number taken from the plan, and with what was not estimated named.
    """
    return EditionSummary(
        " ".join(_message(plan, currency)),
        _figures(plan, currency),
        tuple(_asks(plan, currency))[:MOST_ASKS],
    )


def total(amounts: Iterable[float | None]) -> float | None:
    """Add up what was estimated.

    Parameters
    ----------
    amounts
        Amounts, None where nobody estimated one.

    Returns
    -------
    float or None
        The sum; None when nothing was estimated.

    Examples
    --------
    >>> total([2.0, None, 3.0]), total([None])
    (5.0, None)
    """
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def unlocked_by(key: str, plan: Plan) -> tuple[EditionItem, ...]:
    """List the use cases that wait for an item, directly or through others.

    Parameters
    ----------
    key
        Of the item.
    plan
        The plan it belongs to.

    Returns
    -------
    tuple of EditionItem
        Use cases in a wave first, then those left out.
    """
    known = [*plan.items, *(left.item for left in plan.left_out)]
    needs = {item.key: item.needs for item in known}
    return tuple(
        item
        for item in known
        if item.is_use_case and item.key != key and chain(needs, item.key, key)
    )


def _message(plan: Plan, currency: str) -> Iterable[str]:
    parts = [
        counted(len(items), noun)
        for items, noun in ((plan.use_cases, "use case"), (plan.actions, "foundation action"))
        if items
    ]
    waves = sum(1 for wave in plan.waves if wave.items)
    verb = "starts" if len(plan.items) == 1 else "start"
    yield sentence_case(f"{' and '.join(parts)} {verb} in {counted(waves, 'wave')}.")
    cost, benefit = total(i.cost for i in plan.items), total(i.benefit for i in plan.use_cases)
    where = "" if _all_estimated(plan) else "Where estimated, "
    if cost and benefit:
        yield sentence_case(
            f"{where}they cost {money(cost, currency)} and are planned to bring "
            f"{money(benefit, currency)} a year."
        )
    yield from _foundations_first(plan)


def _foundations_first(plan: Plan) -> Iterable[str]:
    first = plan.waves[0]
    waiting = {item.key for action in plan.actions for item in unlocked_by(action.key, plan)}
    effort = sum(item.effort for item in first.items if not item.is_use_case)
    if waiting and first.load and effort / first.load >= FOUNDATION_SHARE:
        verb = "waits" if len(waiting) == 1 else "wait"
        yield (
            f"{effort / first.load:.0%} of the first wave goes into foundations, because "
            f"{counted(len(waiting), 'use case')} {verb} for them."
        )


def _all_estimated(plan: Plan) -> bool:
    return all(item.cost is not None for item in plan.items) and all(
        item.benefit is not None for item in plan.use_cases
    )


def _figures(plan: Plan, currency: str) -> tuple[EditionFigure, ...]:
    cost = total(item.cost for item in plan.items)
    benefit = total(item.benefit for item in plan.use_cases)
    foundations = total(item.cost for item in plan.actions)
    of_it = f"of it {money(foundations, currency)} foundations" if foundations else ""
    return (
        EditionFigure(
            "Planned value a year",
            "–" if benefit is None else money(benefit, currency),
            _coverage([item.benefit for item in plan.use_cases]),
        ),
        EditionFigure(
            "Cost to production",
            "–" if cost is None else money(cost, currency),
            of_it or _coverage([item.cost for item in plan.items]),
        ),
        EditionFigure(
            "Use cases, actions",
            f"{len(plan.use_cases)} + {len(plan.actions)}",
            f"from {plan.use_case_count:,} and {plan.action_count:,}",
        ),
        _last_figure(plan, cost, benefit),
    )


def _coverage(amounts: list[float | None]) -> str:
    known = sum(amount is not None for amount in amounts)
    if known == 0:
        return "not estimated yet"
    return "all estimated" if known == len(amounts) else f"estimated for {known} of {len(amounts)}"


def _last_figure(plan: Plan, cost: float | None, benefit: float | None) -> EditionFigure:
    if cost and benefit and _all_estimated(plan):
        months = max(round(cost / benefit * MONTHS), 1)
        words = "1 month" if months == 1 else f"{months} months"
        return EditionFigure("Payback", words, "on planned value")
    load = sum(wave.load for wave in plan.waves)
    room = sum(wave.capacity for wave in plan.waves)
    return EditionFigure("Person-weeks", f"{load:,}", f"of {room:,} there are")


def _asks(plan: Plan, currency: str) -> Iterable[EditionAsk]:
    starting = next(wave for wave in plan.waves if wave.items)
    yield _release(plan, starting, currency)
    yield from _owners(plan, starting)
    yield from _foundation(plan, currency)
    yield from _cut_line(plan)


def _release(plan: Plan, wave: EditionWave, currency: str) -> EditionAsk:
    cost = total(item.cost for item in wave.items)
    weeks = counted(wave.load, "person-week")
    sum_of_money = f"{money(cost, currency)} and " if cost else ""
    what = f"Release {sum_of_money}{weeks} for wave {wave.number} by {day_words(wave.first_day)}."
    here = {item.key: item for item in wave.items if item.is_use_case}
    behind = {each.key: each for item in wave.items for each in unlocked_by(item.key, plan)}
    benefit = total(item.benefit for item in (here | behind).values())
    if benefit:
        return EditionAsk(
            what, f"Each month later puts off {money(benefit / MONTHS, currency)} of planned value."
        )
    return EditionAsk(what, "Everything after it moves by as much as it starts later.")


def _owners(plan: Plan, starting: EditionWave) -> Iterable[EditionAsk]:
    open_seats = [
        (item, owner) for item in plan.use_cases for owner in item.owners if owner.is_vacant
    ]
    if not open_seats:
        return
    titles = list(dict.fromkeys(item.title for item, _owner in open_seats))
    by = day_words(starting.first_day)
    if len(open_seats) == 1:
        role = open_seats[0][1].role.label.lower()
        yield EditionAsk(
            f"Name a {role} for {brief(titles[0])} by {by}.", "Without one it cannot pass a gate."
        )
        return
    yield EditionAsk(
        f"Name the {counted(len(open_seats), 'missing owner')} by {by}.",
        f"{sentence_case(first_and_more(titles))} cannot pass a gate without them.",
    )


def _foundation(plan: Plan, currency: str) -> Iterable[EditionAsk]:
    ranked = sorted(
        (
            (unlocked_by(action.key, plan), action, wave)
            for wave in plan.waves
            for action in wave.items
            if not action.is_use_case
        ),
        key=lambda each: -len(each[0]),
    )
    if not ranked or not ranked[0][0]:
        return
    unlocked, action, wave = ranked[0]
    cost = f" with {money(action.cost, currency)}" if action.cost else ""
    benefit = total(item.benefit for item in unlocked)
    worth = f", {money(benefit, currency)} of planned value a year" if benefit else ""
    verb = "waits" if len(unlocked) == 1 else "wait"
    yield EditionAsk(
        f"Fund {brief(action.called)}{cost} by {day_words(wave.first_day)}.",
        f"{first_and_more([item.title for item in unlocked])} {verb} for it{worth}.",
    )


def _cut_line(plan: Plan) -> Iterable[EditionAsk]:
    first = next((left for left in plan.left_out if left.item.is_use_case), None)
    if first is not None:
        yield EditionAsk(
            f"Accept that {brief(first.item.title)} stays out of this plan.", first.reason
        )
