"""Findings: results said in one sentence each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure
from portal.domain.wording import gettext as _

VISIBLE_PRESS = 0.05
"""A layer pressed down by less looks the same at one decimal, and makes no headline."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a layer stands, as far as a sentence about it needs to know."""

    key: str
    title: str
    raw: Figure
    effective: Figure
    capped_by: str | None
    target: Figure

    @property
    def press(self) -> float:
        """How far the layer is pressed down; 0 without a level."""
        if isinstance(self.raw, NotScored) or isinstance(self.effective, NotScored):
            return 0.0
        return self.raw - self.effective

    @property
    def gap(self) -> float:
        """How far the effective level lies below target; 0 without a level or a target."""
        if isinstance(self.effective, NotScored) or isinstance(self.target, NotScored):
            return 0.0
        return max(0.0, self.target - self.effective)


def layer_sentence(standing: Standing, titles: Mapping[str, str]) -> str:
    """Say where a layer stands, and what holds it back.

    Parameters
    ----------
    standing
        The layer.
    titles
        Layer key to title, for the layer that caps this one.

    Returns
    -------
    str
        One or two short sentences.

    Examples
    --------
    >>> mlops = Standing("mlops", "MLOps & AI engineering", 3.2, 2.1, "data", 3.0)
    >>> layer_sentence(mlops, {"data": "Data infrastructure"})
    'MLOps & AI engineering was built to 3.2 and can be relied on to 2.1: \
data infrastructure holds it back.'
    >>> layer_sentence(Standing("data", "Data infrastructure", 2.1, 2.1, None, 3.0), {})
    'Data infrastructure stands at 2.1, 0.9 below its target of 3.0.'
    """
    title, effective = standing.title, standing.effective
    if isinstance(standing.raw, NotScored) or isinstance(effective, NotScored):
        reason = effective if isinstance(effective, NotScored) else standing.raw
        why = reason.reason.sentence if isinstance(reason, NotScored) else ""
        return _("{title} has no score. {why}", title=title, why=why).strip()
    if standing.capped_by is not None:
        built, relied = apart(standing.raw, effective)
        cap = mid_sentence(titles[standing.capped_by])
        return _(
            "{title} was built to {built} and can be relied on to {relied}: {cap} holds it back.",
            title=title,
            built=built,
            relied=relied,
            cap=cap,
        )
    return _against_target(standing, effective)


def headline(standings: Sequence[Standing]) -> str:
    """Choose the one thing to say about a result.

    Parameters
    ----------
    standings
        The layers, in the order of the framework.

    Returns
    -------
    str
        One sentence.

    Notes
    -----
    First the layer that presses others down the most, summed over what stands on it; else the
    widest gap to target; else that there is none. Of equals, the first in the framework.

    Examples
    --------
    >>> headline([
    ...     Standing("data", "Data infrastructure", 2.1, 2.1, None, 3.0),
    ...     Standing("mlops", "MLOps & AI engineering", 3.2, 2.1, "data", 3.0),
    ... ])
    'Data infrastructure, at 2.1, holds back MLOps & AI engineering, which was built to 3.2.'
    """
    scored = [each for each in standings if not isinstance(each.effective, NotScored)]
    if not scored:
        return _("Nothing has been scored yet.")
    pressed = [each for each in scored if each.capped_by and each.press >= VISIBLE_PRESS]
    if pressed:
        return _holding_back(scored, pressed)
    widest = max(scored, key=lambda each: each.gap)
    if widest.gap > 0 and not isinstance(widest.target, NotScored):
        level, target = apart(widest.target - widest.gap, widest.target)
        return _(
            "The widest gap is in {layer}: {level} against a target of {target}.",
            layer=mid_sentence(widest.title),
            level=level,
            target=target,
        )
    return _("Every layer that was scored has reached its target.")


def mid_sentence(title: str) -> str:
    """Write a title as it stands inside a sentence.

    Parameters
    ----------
    title
        A title in sentence case.

    Returns
    -------
    str
        The title with a small first letter, unless its first word is a name or an abbreviation.

    Examples
    --------
    >>> mid_sentence("Data infrastructure"), mid_sentence("MLOps & AI engineering")
    ('data infrastructure', 'MLOps & AI engineering')
    """
    first = title.split(maxsplit=1)[0] if title.strip() else ""
    return title if first[1:] != first[1:].lower() else title[:1].lower() + title[1:]


def in_words(titles: Sequence[str]) -> str:
    """Join titles as a sentence lists them.

    Parameters
    ----------
    titles
        At least one title.

    Returns
    -------
    str
        Commas between them, and "and" before the last.

    Examples
    --------
    >>> in_words(["Strategy", "Data", "MLOps"])
    'strategy, data and MLOps'
    """
    *before, last = (mid_sentence(title) for title in titles)
    return _("{before} and {last}", before=", ".join(before), last=last) if before else last


def apart(one: float, other: float) -> tuple[str, str]:
    """Write two different figures with as few decimals as keep them different.

    Parameters
    ----------
    one, other
        Two figures.

    Returns
    -------
    tuple of str
        Both, with one decimal where that tells them apart, and with at most four.

    Examples
    --------
    >>> apart(3.2, 2.1), apart(2.84, 2.81)
    (('3.2', '2.1'), ('2.84', '2.81'))
    """
    for digits in (1, 2, 3):
        pair = f"{one:.{digits}f}", f"{other:.{digits}f}"
        if pair[0] != pair[1]:
            return pair
    return f"{one:.4f}", f"{other:.4f}"


def _holding_back(scored: Sequence[Standing], pressed: Sequence[Standing]) -> str:
    weight = {
        each.key: sum(held.press for held in pressed if held.capped_by == each.key)
        for each in scored
    }
    cap = max(scored, key=lambda each: weight[each.key])
    held = [each for each in pressed if each.capped_by == cap.key]
    words = {
        "cap": cap.title,
        "level": f"{cap.effective:.1f}",
        "held": in_words([each.title for each in held]),
    }
    if len(held) > 1:
        return _("{cap}, at {level}, holds back {held}.", **words)
    built = f"{held[0].raw:.1f}"
    return _(
        "{cap}, at {level}, holds back {held}, which was built to {built}.", **words, built=built
    )


def _against_target(standing: Standing, effective: float) -> str:
    words = {"title": standing.title, "level": f"{effective:.1f}"}
    if isinstance(standing.target, NotScored):
        return _("{title} stands at {level}.", **words)
    words["target"] = f"{standing.target:.1f}"
    if standing.gap == 0:
        return _("{title} stands at {level} and has reached its target of {target}.", **words)
    if standing.gap < VISIBLE_PRESS:
        return _("{title} stands at {level}, just below its target of {target}.", **words)
    words["gap"] = f"{standing.gap:.1f}"
    return _("{title} stands at {level}, {gap} below its target of {target}.", **words)
