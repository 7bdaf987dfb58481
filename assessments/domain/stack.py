"""The stack: how far a layer can be relied on, given the layers it stands on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _


class StackInvalid(Invalid):
    """Layers stand on one another in a circle, or the headroom is negative."""

    code = "stack_invalid"


@dataclass(frozen=True, slots=True)
class EffectiveLevel:
    """What a layer was built to and what it can be relied on.

    Parameters
    ----------
    value
        The effective level; has no number exactly when the raw level has none.
    raw
        The level as assessed.
    capped_by
        The layer in which the cap originates, or None when nothing holds this one down.
    unknown_below
        Layers below, at any depth, whose level is not known and so could not cap.
    """

    value: Figure
    raw: Figure
    capped_by: str | None = None
    unknown_below: tuple[str, ...] = ()

    @property
    def press(self) -> float:
        """How far the layer is pressed down: raw less effective, 0 when there is no level."""
        if isinstance(self.raw, NotScored) or isinstance(self.value, NotScored):
            return 0.0
        return self.raw - self.value


@dataclass(frozen=True, slots=True)
class _Ceiling:
    """How high a layer, known or not, can carry; infinite when nothing under it is known."""

    height: float
    origin: str

    def raised(self, headroom: float) -> "_Ceiling":
        return _Ceiling(self.height + headroom, self.origin)


def effective_levels(
    levels: Mapping[str, Figure],
    stands_on: Mapping[str, Sequence[str]],
    headroom: float = 0.0,
) -> dict[str, EffectiveLevel]:
    r"""Cap each layer by what it stands on.

    Parameters
    ----------
    levels
        Layer key to raw level, or to the reason there is none.
    stands_on
        Layer key to the keys of the layers directly below. A layer that is named here and has no
        entry in `levels` is an unknown one.
    headroom
        How far a layer may be relied on above one that it stands on; 0 by default.

    Returns
    -------
    dict
        Layer key to effective level, in the order of `levels`.

    Raises
    ------
    StackInvalid
        When layers stand on one another in a circle, the headroom is negative, or a level or the
        headroom is no finite number.

    Notes
    -----
    :math:`e_i = \min(r_i, \min_{b \in B_i} e_b + h)` with :math:`B_i` the layers directly below
    and :math:`h` the headroom, so a cap travels upwards. ``capped_by`` names where it originates,
    not the last layer it passed through; of two that bind equally, the first one listed. An
    unknown layer caps nothing by itself and is reported, yet what lies under it still caps what
    stands on it: not having asked about the middle floor does not mend the foundation.

    Examples
    --------
    >>> levels = effective_levels(
    ...     {"governance": 2.8, "strategy": 3.1, "data": 2.1, "mlops": 3.2},
    ...     {"strategy": ["governance"], "data": ["governance"], "mlops": ["data"]},
    ... )
    >>> levels["mlops"].value, levels["mlops"].capped_by, round(levels["mlops"].press, 1)
    (2.1, 'data', 1.1)
    >>> levels["strategy"].value, levels["data"].capped_by
    (2.8, None)
    """
    if not (math.isfinite(headroom) and headroom >= 0):
        raise StackInvalid(_("The headroom must be zero or more."))
    if not all(isinstance(raw, NotScored) or math.isfinite(raw) for raw in levels.values()):
        raise StackInvalid(_("A level must be a number; say why when there is none."))
    known = {key: raw for key, raw in levels.items() if not isinstance(raw, NotScored)}
    ceilings: dict[str, _Ceiling] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for key in _from_the_ground(stands_on):
        below = tuple(stands_on.get(key, ()))
        own = _Ceiling(known.get(key, math.inf), key)
        bounds = [ceilings[each].raised(headroom) for each in below]
        ceilings[key] = min([own, *bounds], key=lambda bound: bound.height)
        unknown[key] = _unknown_below(below, known, unknown)
    return {
        key: _effective(raw, ceilings.get(key), unknown.get(key, ())) for key, raw in levels.items()
    }


def _effective(raw: Figure, ceiling: _Ceiling | None, unknown: tuple[str, ...]) -> EffectiveLevel:
    if isinstance(raw, NotScored) or ceiling is None or ceiling.height >= raw:
        return EffectiveLevel(raw, raw, None, unknown)
    return EffectiveLevel(ceiling.height, raw, ceiling.origin, unknown)


def _unknown_below(
    below: tuple[str, ...], known: Mapping[str, float], unknown: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    found = dict.fromkeys(each for each in below if each not in known)
    for each in below:
        found.update(dict.fromkeys(unknown[each]))
    return tuple(found)


def _from_the_ground(stands_on: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    try:
        return tuple(TopologicalSorter(stands_on).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        sentence = _("Layers stand on one another in a circle: {circle}.", circle=circle)
        raise StackInvalid(sentence) from error
