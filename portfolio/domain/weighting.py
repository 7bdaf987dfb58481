"""Weighting: turning what people say about importance into weights that add up to one."""

from collections.abc import Mapping, Sequence

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _


class SwingsInvalid(Invalid):
    """The swings cannot be turned into weights."""

    code = "swings_invalid"


def swing_weights(swings: Mapping[str, float]) -> dict[str, float]:
    """Turn swing ratings into weights.

    Parameters
    ----------
    swings
        Criterion key to how much the step from its worst to its best anchor matters. The step
        that matters most is given 100, the others a share of it.

    Returns
    -------
    dict of str to float
        Weights in the order given, adding up to one.

    Raises
    ------
    SwingsInvalid
        When nothing matters or a swing is negative.

    Notes
    -----
    ``w_j = s_j / Σ s``. Swings ask about a step on a described scale instead of "importance" in
    the air, which people cannot judge.

    References
    ----------
    von Winterfeldt, D. and Edwards, W. (1986), *Decision Analysis and Behavioral Research*,
    Cambridge University Press, chapter 8.

    Examples
    --------
    >>> swing_weights({"data": 100, "skills": 60, "cost": 40})
    {'data': 0.5, 'skills': 0.3, 'cost': 0.2}
    """
    negative = [key for key, swing in swings.items() if swing < 0]
    if negative:
        raise SwingsInvalid(
            _("A swing cannot be negative: {criteria}.", criteria=", ".join(negative))
        )
    total = sum(swings.values())
    if total <= 0:
        raise SwingsInvalid(_("Give at least one criterion a swing above 0."))
    return {key: swing / total for key, swing in swings.items()}


def rank_order_centroid(ranked: Sequence[str]) -> dict[str, float]:
    """Turn a plain order of importance into weights.

    Parameters
    ----------
    ranked
        Criterion keys, the most important first.

    Returns
    -------
    dict of str to float
        Weights in the order given, adding up to one.

    Notes
    -----
    ``w_i = (1/n) Σ_{k=i..n} 1/k``: the centre of all weights that agree with the order.

    References
    ----------
    Barron, F. H. and Barrett, B. E. (1996), "Decision quality using ranked attribute weights",
    *Management Science* 42(11): 1515–1523.

    Examples
    --------
    >>> {key: round(w, 4) for key, w in rank_order_centroid(["data", "skills", "cost"]).items()}
    {'data': 0.6111, 'skills': 0.2778, 'cost': 0.1111}
    """
    n = len(ranked)
    return {key: sum(1 / k for k in range(place, n + 1)) / n for place, key in enumerate(ranked, 1)}
