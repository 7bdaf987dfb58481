"""The first page of an edition: one message, four numbers, and what has to be decided."""

from collections.abc import Iterable, Sequence
from typing import Final

from portal.domain.money import money
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain import edition_words as words
from portfolio.domain.dependencies import chain
from portfolio.domain.edition_words import day_words, first_titles, quoted, sentence_case, spelled
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
    """List the use cases that wait for an item, directly or through others that are not done.

    Parameters
    ----------
    key
        Of the item.
    plan
        The plan it belongs to.

    Returns
    -------
    tuple of EditionItem
        Use cases in a wave first, then those left out; nothing waits for an item that is done.
    """
    done = {item.key for item in plan.done}
    if key in done:
        return ()
    known = [*plan.items, *(left.item for left in plan.left_out)]
    known = [item for item in known if item.key not in done]
    needs = {item.key: item.needs for item in known}
    return tuple(
        item
        for item in known
        if item.is_use_case and item.key != key and chain(needs, item.key, key)
    )


def _message(plan: Plan, currency: str) -> Iterable[str]:
    yield sentence_case(
        ngettext(
            "{items} starts in {waves}.",
            "{items} start in {waves}.",
            len(plan.items),
            items=_items(plan),
            waves=words.waves(sum(1 for wave in plan.waves if wave.items)),
        )
    )
    cost, benefit = total(i.cost for i in plan.items), total(i.benefit for i in plan.use_cases)
    if cost and benefit:
        amounts = {"cost": money(cost, currency), "benefit": money(benefit, currency)}
        if _all_estimated(plan):
            yield _("They cost {cost} and are planned to bring {benefit} a year.", **amounts)
        else:
            yield _(
                "Where estimated, they cost {cost} and are planned to bring {benefit} a year.",
                **amounts,
            )
    yield from _foundations_first(plan)


def _items(plan: Plan) -> str:
    """Count what has a wave, both kinds where there are both."""
    if not plan.actions:
        return words.use_cases(len(plan.use_cases))
    if not plan.use_cases:
        return words.actions(len(plan.actions))
    return _(
        "{use_cases} and {actions}",
        use_cases=words.use_cases(len(plan.use_cases)),
        actions=words.actions(len(plan.actions)),
    )


def _foundations_first(plan: Plan) -> Iterable[str]:
    first = plan.waves[0]
    waiting = {item.key for action in plan.actions for item in unlocked_by(action.key, plan)}
    effort = sum(item.effort for item in first.items if not item.is_use_case)
    if waiting and first.load and effort / first.load >= FOUNDATION_SHARE:
        yield ngettext(
            "{share:.0%} of the first wave goes into foundations, because {use_cases} waits for "
            "them.",
            "{share:.0%} of the first wave goes into foundations, because {use_cases} wait for "
            "them.",
            len(waiting),
            share=effort / first.load,
            use_cases=words.use_cases(len(waiting)),
        )


def _all_estimated(plan: Plan) -> bool:
    return all(item.cost is not None for item in plan.items) and all(
        item.benefit is not None for item in plan.use_cases
    )


def _figures(plan: Plan, currency: str) -> tuple[EditionFigure, ...]:
    cost = total(item.cost for item in plan.items)
    benefit = total(item.benefit for item in plan.use_cases)
    foundations = total(item.cost for item in plan.actions)
    of_it = (
        _("of it {amount} foundations", amount=money(foundations, currency)) if foundations else ""
    )
    return (
        EditionFigure(
            _("Planned value a year"),
            "–" if benefit is None else money(benefit, currency),
            _coverage([item.benefit for item in plan.use_cases]),
        ),
        EditionFigure(
            _("Cost to production"),
            "–" if cost is None else money(cost, currency),
            of_it or _coverage([item.cost for item in plan.items]),
        ),
        EditionFigure(
            _("Use cases, actions"),
            f"{len(plan.use_cases)} + {len(plan.actions)}",
            _(
                "from {use_cases:,} and {actions:,}",
                use_cases=plan.use_case_count,
                actions=plan.action_count,
            ),
        ),
        _last_figure(plan, cost, benefit),
    )


def _coverage(amounts: list[float | None]) -> str:
    known = sum(amount is not None for amount in amounts)
    if known == 0:
        return _("not estimated yet")
    if known == len(amounts):
        return _("all estimated")
    return _("estimated for {known} of {all}", known=known, all=len(amounts))


def _last_figure(plan: Plan, cost: float | None, benefit: float | None) -> EditionFigure:
    if cost and benefit and _all_estimated(plan):
        months = max(round(cost / benefit * MONTHS), 1)
        lasts = ngettext("{count} month", "{count} months", months)
        return EditionFigure(_("Payback"), lasts, _("on planned value"))
    load = sum(wave.load for wave in plan.waves)
    room = sum(wave.capacity for wave in plan.waves)
    return EditionFigure(_("Person-weeks"), f"{load:,}", _("of {room:,} there are", room=room))


def _asks(plan: Plan, currency: str) -> Iterable[EditionAsk]:
    starting = next(wave for wave in plan.waves if wave.items)
    yield _release(plan, starting, currency)
    yield from _owners(plan, starting)
    yield from _foundation(plan, currency)
    yield from _cut_line(plan)


def _release(plan: Plan, wave: EditionWave, currency: str) -> EditionAsk:
    cost = total(item.cost for item in wave.items)
    told = {
        "weeks": words.person_weeks(wave.load),
        "wave": wave.number,
        "day": day_words(wave.first_day),
    }
    if cost:
        told["amount"] = money(cost, currency)
        what = _("Release {amount} and {weeks} for wave {wave} by {day}.", **told)
    else:
        what = _("Release {weeks} for wave {wave} by {day}.", **told)
    here = {item.key: item for item in wave.items if item.is_use_case}
    behind = {each.key: each for item in wave.items for each in unlocked_by(item.key, plan)}
    benefit = total(item.benefit for item in (here | behind).values())
    if benefit:
        return EditionAsk(
            what,
            _(
                "Each month later puts off {amount} of planned value.",
                amount=money(benefit / MONTHS, currency),
            ),
        )
    return EditionAsk(what, _("Everything after it moves by as much as it starts later."))


def _owners(plan: Plan, starting: EditionWave) -> Iterable[EditionAsk]:
    open_seats = [
        (item, owner) for item in plan.use_cases for owner in item.owners if owner.is_vacant
    ]
    if not open_seats:
        return
    titles = list(dict.fromkeys(item.title for item, _owner in open_seats))
    day = day_words(starting.first_day)
    if len(open_seats) == 1:
        yield EditionAsk(
            _(
                "Name a {role} for {use_case} by {day}.",
                role=open_seats[0][1].role.word,
                use_case=quoted(titles[0]),
                day=day,
            ),
            _("Without one it cannot pass a gate."),
        )
        return
    yield EditionAsk(
        ngettext(
            "Name the {number} missing owner by {day}.",
            "Name the {number} missing owners by {day}.",
            len(open_seats),
            number=spelled(len(open_seats)),
            day=day,
        ),
        ngettext(
            "{names} cannot pass a gate without them.",
            "{names} cannot pass a gate without them.",
            len(titles),
            names=first_titles(titles),
        ),
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
    told = {"action": quoted(action.title), "day": day_words(wave.first_day)}
    if action.cost:
        told["amount"] = money(action.cost, currency)
        what = _("Fund {action} with {amount} by {day}.", **told)
    else:
        what = _("Fund {action} by {day}.", **told)
    yield EditionAsk(what, _who_waits(unlocked, currency))


def _who_waits(unlocked: Sequence[EditionItem], currency: str) -> str:
    names = first_titles([item.title for item in unlocked])
    benefit = total(item.benefit for item in unlocked)
    if not benefit:
        return ngettext("{names} waits for it.", "{names} wait for it.", len(unlocked), names=names)
    return ngettext(
        "{names} waits for it, {amount} of planned value a year.",
        "{names} wait for it, {amount} of planned value a year.",
        len(unlocked),
        names=names,
        amount=money(benefit, currency),
    )


def _cut_line(plan: Plan) -> Iterable[EditionAsk]:
    first = next((left for left in plan.left_out if left.item.is_use_case), None)
    if first is not None:
        yield EditionAsk(
            _("Accept that {use_case} stays out of this plan.", use_case=quoted(first.item.title)),
            first.reason,
        )
