"""Badges: bucket, tier, status, stage, level and owners. Words and colours come from here alone."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.chart_specs.levels import FIVE_LEVELS, LevelScale
from portal.domain.page_parts import OwnerBadge
from portal.web.components import draw, drawn_once

register = template.Library()

BUCKETS = {
    "efficiency": gettext_lazy("Efficiency"),
    "augmentation": gettext_lazy("Augmentation"),
    "transformation": gettext_lazy("Transformation"),
}
STAGES = {
    "idea": gettext_lazy("Idea"),
    "assessed": gettext_lazy("Assessed"),
    "approved": gettext_lazy("Approved"),
    "pilot": gettext_lazy("Pilot"),
    "production": gettext_lazy("Production"),
    "retired": gettext_lazy("Retired"),
    "on_hold": gettext_lazy("On hold"),
    "rejected": gettext_lazy("Rejected"),
}
# The five squares of a stage; the three stages after them are drawn as an icon.
PATH = ("idea", "assessed", "approved", "pilot", "production")
OFF_PATH_ICONS = {"retired": "archive", "on_hold": "player-pause", "rejected": "x"}
TONE_ICONS = {
    "neutral": "info-circle",
    "good": "check",
    "warn": "alert-triangle",
    "bad": "alert-circle",
}


@register.simple_tag
@drawn_once
def bucket_badge(bucket: str | None) -> SafeString:
    """Draw a bucket as a coloured shape and its word; nothing decided yet is said in words."""
    if not bucket:
        return draw("status_badge", label=_("No bucket yet"), tone="neutral", icon="help")
    return draw("bucket_badge", bucket=str(bucket), label=BUCKETS[str(bucket)])


@register.simple_tag
@drawn_once
def bucket_shape(bucket: str) -> SafeString:
    """Draw the shape of a bucket without its word, for a legend or a card that says the word."""
    return draw("bucket_shape", bucket=str(bucket))


@register.simple_tag
@drawn_once
def tier_badge(tier: int) -> SafeString:
    """Draw a risk tier from 1 to 4."""
    return draw("tier_badge", tier=int(tier))


@register.simple_tag
@drawn_once
def status_badge(label: str, *, tone: str = "neutral", icon: str = "") -> SafeString:
    """Draw a status as a tinted pill; the icon follows from the tone unless it is named."""
    return draw("status_badge", label=label, tone=tone, icon=icon or TONE_ICONS[tone])


@register.simple_tag
@drawn_once
def stage(key: str) -> SafeString:
    """Draw a lifecycle stage as five squares, or an icon where it is off the path, and its word."""
    key = str(key).replace("-", "_")
    position = PATH.index(key) if key in PATH else -1
    squares = tuple(
        (f"{place * 7.4:g}", "done" if place < position else "now" if place == position else "open")
        for place in range(len(PATH))
    )
    return draw(
        "stage",
        label=STAGES[key],
        squares=squares if position >= 0 else (),
        icon=OFF_PATH_ICONS.get(key, ""),
    )


@register.simple_tag
@drawn_once
def level(
    value: float | None,
    *,
    label: str = "",
    size: str = "",
    reason: str = "",
    scale: LevelScale = FIVE_LEVELS,
) -> SafeString:
    """Draw a maturity level on its colour; ``None`` is no level, which is neither 0 nor 1.

    ``reason`` says why there is none; without it, nobody was asked.
    """
    step = "none" if value is None else str(scale.tone(value))
    text = label or ("–" if value is None else f"{round(value, 2):g}")
    return draw("level", step=step, text=text, size=size, reason=reason)


@register.simple_tag
def owners(people: Iterable[OwnerBadge]) -> SafeString:
    """Draw the four owners of a use case by their initials; a vacancy is a dashed box."""
    return _owners(tuple(people))


@drawn_once
def _owners(people: tuple[OwnerBadge, ...]) -> SafeString:
    return draw("owners", people=people)


@register.simple_tag
@drawn_once
def tier_table(rows: tuple[tuple[Any, tuple[Any, ...]], ...]) -> SafeString:
    """Draw impact by autonomy with the tier in each field, and where something stands in it."""
    return draw("tier_table", rows=rows)
