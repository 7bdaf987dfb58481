"""Figures of a plan: its timeline, its capacity, and what it costs and brings."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.domain.chart_specs.bars import Bar, BarsSpec, BarTone
from portal.domain.chart_specs.figures import BucketMark, Finding
from portal.domain.chart_specs.lines import Line, LinesSpec, LineStyle
from portal.domain.chart_specs.roadmap import (
    CapacityLane,
    CapacityLoad,
    CapacitySpec,
    Dependency,
    Period,
    RoadmapItem,
    RoadmapSpec,
    RoadmapWave,
)
from portal.domain.money import money
from portfolio.domain.edition_summary import total
from portfolio.domain.edition_words import quoted
from portfolio.domain.editions import EditionItem, EditionWave, Plan

TICKS = 3


def timeline_spec(plan: Plan, urls: Mapping[str, str] | None = None) -> RoadmapSpec:
    """Put the waves of a plan on the calendar.

    A bar is as long as one person would need for its effort, at most as long as its wave.
    """
    links = urls or {}
    return RoadmapSpec(
        finding=_timeline_finding(plan),
        periods=tuple(Period(_period(wave, plan), wave.first_day) for wave in plan.waves),
        ends_on=plan.waves[-1].last_day,
        waves=tuple(_wave(wave, links) for wave in plan.waves),
        dependencies=tuple(
            Dependency(needed, item.key) for item in plan.items for needed in item.needs
        ),
        title=_("Timeline of waves"),
    )


def capacity_spec(plan: Plan) -> CapacitySpec:
    """Show what each wave asks for of the person-weeks there are."""
    return CapacitySpec(
        finding=_capacity_finding(plan),
        periods=tuple(wave_name(wave.number) for wave in plan.waves),
        lanes=(
            CapacityLane(
                _("Person-weeks, %(count)s in each wave") % {"count": f"{plan.capacity:,}"},
                tuple(CapacityLoad(wave.load, wave.capacity) for wave in plan.waves),
            ),
        ),
        title=_("Capacity by wave"),
    )


def load_spec(plan: Plan) -> BarsSpec:
    """Show the same as bars, for narrow columns."""
    return BarsSpec(
        finding=_capacity_finding(plan),
        bars=tuple(
            Bar(
                wave_name(wave.number),
                wave.load,
                _("%(load)s of %(capacity)s")
                % {"load": f"{wave.load:,}", "capacity": f"{wave.capacity:,}"},
                tone=BarTone.BAD if wave.load > wave.capacity else BarTone.AMOUNT,
            )
            for wave in plan.waves
        ),
        maximum=float(plan.capacity),
        title=_("Person-weeks by wave"),
        label_head=_("Wave"),
        value_head=_("Person-weeks"),
        note_head="",
    )


def course_spec(plan: Plan, currency: str) -> LinesSpec | None:
    """Add up planned value and cost, wave by wave; nothing where either is not estimated."""
    values = _added_up(
        [total(i.benefit for i in wave.items if i.is_use_case) or 0.0 for wave in plan.waves]
    )
    costs = _added_up([total(item.cost for item in wave.items) or 0.0 for wave in plan.waves])
    if not values[-1] or not costs[-1]:
        return None
    top = max(values[-1], costs[-1])
    spent, brought = money(costs[-1], currency), money(values[-1], currency)
    return LinesSpec(
        finding=_course_finding(plan, values, costs, currency),
        axis=(_("Start"), *(_("W%(number)s") % {"number": wave.number} for wave in plan.waves)),
        lines=(
            Line(_("Cost to production"), costs, LineStyle.PLAN, _("%s cost") % spent),
            Line(_("Planned value a year"), values, LineStyle.MAIN, _("%s a year") % brought),
        ),
        ticks=_ticks(top, currency),
        maximum=top * 1.08,
        now=0,
        title=_("Planned value a year and cost, added up over the waves"),
        axis_head=_("After wave"),
        decimals=0,
    )


def wave_name(number: int) -> str:
    """Name a wave."""
    return _("Wave %(number)s") % {"number": number}


def wave_long_name(wave: EditionWave) -> str:
    """Name a wave with the month it starts in."""
    words = {"number": wave.number, "month": date_format(wave.first_day, "F")}
    return _("Wave %(number)s, %(month)s") % words


def bucket_mark(item: EditionItem) -> BucketMark | None:
    """Return the mark of a use case; a foundation action has none."""
    return BucketMark(item.bucket) if item.bucket else None


def span(item: EditionItem, wave: EditionWave) -> tuple[date, date]:
    """Return first and last day of an item's bar."""
    weeks = (wave.last_day - wave.first_day).days // 7 + 1
    return wave.first_day, wave.first_day + timedelta(weeks=min(item.effort, weeks), days=-1)


def _wave(wave: EditionWave, links: Mapping[str, str]) -> RoadmapWave:
    items = []
    for item in wave.items:
        first, last = span(item, wave)
        items.append(
            RoadmapItem(
                item.key,
                item.title,
                first,
                last,
                bucket_mark(item),
                item.domain,
                links.get(item.key, ""),
            )
        )
    return RoadmapWave(wave_name(wave.number), tuple(items), wave_long_name(wave))


def _period(wave: EditionWave, plan: Plan) -> str:
    before = plan.waves[wave.number - 2].first_day.year if wave.number > 1 else 0
    return date_format(wave.first_day, "M Y" if wave.first_day.year != before else "M")


def _timeline_finding(plan: Plan) -> Finding:
    titles = plan.titles
    done = {item.key for item in plan.done}
    open_needs = {
        item.key: [key for key in item.needs if key in titles and key not in done]
        for item in plan.items
        if item.key not in done
    }
    waiting = [item for item in plan.items if open_needs.get(item.key)]
    if not waiting:
        return Finding(_("Nothing on this roadmap waits for anything else."))
    most = max(waiting, key=lambda item: item.priority or 0.0)
    needed = ", ".join(quoted(titles[key]) for key in open_needs[most.key])
    strong = _("%(title)s waits for %(needed)s.") % {"title": quoted(most.title), "needed": needed}
    others = len(waiting) - 1
    if not others:
        return Finding(strong, strong)
    rest = ngettext(
        "One more item starts only after an earlier wave.",
        "%(count)s more items start only after an earlier wave.",
        others,
    ) % {"count": others}
    return Finding(f"{strong} {rest}", strong)


def _capacity_finding(plan: Plan) -> Finding:
    fullest = max(plan.waves, key=lambda wave: (wave.load / max(wave.capacity, 1), -wave.number))
    words = {"number": fullest.number, "load": fullest.load, "capacity": fullest.capacity}
    if fullest.load > fullest.capacity:
        strong = _("Wave %(number)s asks for %(load)s person-weeks; there are %(capacity)s.")
        return Finding(strong % words, strong % words)
    strong = _("Wave %(number)s is the fullest, with %(load)s of %(capacity)s person-weeks.")
    free = sum(wave.capacity - wave.load for wave in plan.waves)
    rest = ngettext(
        "One is free in all waves together.",
        "%(count)s are free in all waves together.",
        free,
    )
    return Finding(f"{strong % words} {rest % {'count': free}}", strong % words)


def _course_finding(
    plan: Plan, values: tuple[float, ...], costs: tuple[float, ...], currency: str
) -> Finding:
    strong = _("%(value)s a year for %(cost)s") % {
        "value": money(values[-1], currency),
        "cost": money(costs[-1], currency),
    }
    passed = next((i for i in range(1, len(values)) if values[i] >= costs[i]), None)
    rest = (
        _("once all waves run.")
        if passed is None
        else _("once all waves run. From wave %(number)s on, a year of value covers the cost.")
        % {"number": plan.waves[passed - 1].number}
    )
    return Finding(f"{strong} {rest}", strong)


def _added_up(amounts: list[float]) -> tuple[float, ...]:
    sums = [0.0]
    for amount in amounts:
        sums.append(sums[-1] + amount)
    return tuple(sums)


def _ticks(top: float, currency: str) -> tuple[tuple[float, str], ...]:
    step = next(
        base * 10**power
        for power in range(1, 15)
        for base in (1, 2, 5)
        if base * 10**power * TICKS >= top
    )
    marks = [step * count for count in range(1, TICKS + 1) if step * count <= top]
    return ((0.0, ""), *((float(mark), money(mark, currency)) for mark in marks))
