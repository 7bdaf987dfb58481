"""Where something stands on its way: wizard, lifecycle path, saving, progress of a job."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from portal.web.components import draw, drawn_once

register = template.Library()


@register.simple_tag
def wizard(steps: Sequence[str], current: int) -> SafeString:
    """Draw the steps of a wizard; ``current`` counts from 1."""
    return draw("wizard", steps=_with_state(steps, current - 1))


@register.simple_tag
def stage_path(stages: Sequence[str], current: int, *, label: str) -> SafeString:
    """Draw a path of stages, each already in words ("Idea · 14 days"); ``current`` from 1."""
    return _stage_path(tuple(stages), current, label)


@drawn_once
def _stage_path(stages: tuple[str, ...], current: int, label: str) -> SafeString:
    return draw("stage_path", stages=_with_state(stages, current - 1), label=label)


@register.simple_tag
def save_state(state: str, *, at: datetime | None = None) -> SafeString:
    """Draw whether what was typed is kept: saving, saved (with a time) or offline."""
    return draw("save_state", state=state, at=at)


@register.simple_tag
def progress(
    url: str,
    *,
    id: str,  # noqa: A002
    label: str,
    percent: int | None = None,
    is_done: bool = False,
    refresh_url: str = "",
) -> SafeString:
    """Draw a job on its way. It asks ``url`` every second until the answer has status 286."""
    return draw(
        "progress",
        url=url,
        id=id,
        label=label,
        percent=percent,
        filled=str(percent or 0),
        is_done=is_done,
        refresh_url=refresh_url or url,
    )


def _with_state(names: Sequence[str], current: int) -> list[tuple[str, str]]:
    return [
        (name, "done" if place < current else "now" if place == current else "open")
        for place, name in enumerate(names)
    ]
