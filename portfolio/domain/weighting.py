"""Weighting: turning what people say about importance into weights that add up to one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import fsum
from typing import Any, Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.pairwise import Compared, Judgement, compared

# What people type in per cent has two decimals.
WHOLE_TOLERANCE: Final = 0.005


class WeightMethod(StrEnum):
    """How people were asked what matters how much.

    Examples
    --------
    >>> WeightMethod.RANK_ORDER.label
    'Order of importance'
    """

    DIRECT = "direct"
    SWING = "swing"
    RANK_ORDER = "rank_order"
    PAIRWISE = "pairwise"

    @property
    def label(self) -> str:
        """The method as the reader chooses it."""
        return _(_METHOD_LABELS[self])


_METHOD_LABELS: Final = {
    WeightMethod.DIRECT: gettext_noop("Shares in per cent"),
    WeightMethod.SWING: gettext_noop("Swings"),
    WeightMethod.RANK_ORDER: gettext_noop("Order of importance"),
    WeightMethod.PAIRWISE: gettext_noop("Pairwise comparison"),
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """What people answered when they were asked what matters how much, on one axis.

    Attributes
    ----------
    method
        How they were asked.
    numbers
        Criterion key to its number, in the order asked: a share in per cent, a swing from 0 to
        100, or a place from 1. Empty for pairwise comparison.
    judgements
        The pairs, for pairwise comparison.
    """

    method: WeightMethod
    numbers: tuple[tuple[str, float], ...] = ()
    judgements: tuple[Judgement, ...] = ()


class SharesInvalid(Invalid):
    """The shares do not add up to 100%, or one of them is not above 0."""

    code = "shares_invalid"


class OrderInvalid(Invalid):
    """The places are not 1, 2, 3 and so on, each given once."""

    code = "order_invalid"


class AnswersIncomplete(Invalid):
    """The answers are not about the criteria that were asked about."""

    code = "answers_incomplete"


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


def direct_weights(shares: Mapping[str, float]) -> dict[str, float]:
    """Turn shares in per cent into weights.

    Parameters
    ----------
    shares
        Criterion key to its share of the axis in per cent.

    Returns
    -------
    dict of str to float
        Weights in the order given, adding up to one.

    Raises
    ------
    SharesInvalid
        When a share is not above 0 or the shares do not add up to 100.

    Examples
    --------
    >>> direct_weights({"data": 60, "cost": 40})
    {'data': 0.6, 'cost': 0.4}
    """
    if not all(share > 0 for share in shares.values()):
        raise SharesInvalid(_("Give every criterion a share above 0%."))
    total = fsum(shares.values())
    if not abs(total - 100) <= WHOLE_TOLERANCE:
        raise SharesInvalid(_("The shares add up to {total:g}%, not 100%.", total=round(total, 2)))
    return {key: share / total for key, share in shares.items()}


def weights_of(weighing: Weighing, keys: Sequence[str]) -> dict[str, float]:
    """Work out the weights that follow from what people answered.

    Parameters
    ----------
    weighing
        The answers.
    keys
        The criteria of the axis.

    Returns
    -------
    dict of str to float
        Weights in the order of ``keys``, adding up to one.

    Raises
    ------
    AnswersIncomplete
        When the answers are about other criteria.
    SharesInvalid, SwingsInvalid, OrderInvalid, JudgementsInvalid
        When the method cannot make weights of the answers.

    Examples
    --------
    >>> weights_of(Weighing(WeightMethod.RANK_ORDER, (("cost", 2), ("data", 1))), ["data", "cost"])
    {'data': 0.75, 'cost': 0.25}
    """
    if weighing.method is WeightMethod.PAIRWISE:
        return dict(compared(keys, weighing.judgements).weights)
    numbers = dict(weighing.numbers)
    if set(numbers) != set(keys) or len(weighing.numbers) != len(keys):
        raise AnswersIncomplete(_("Give each criterion one answer."))
    match weighing.method:
        case WeightMethod.SWING:
            found = swing_weights(numbers)
        case WeightMethod.RANK_ORDER:
            found = rank_order_centroid(_in_order(numbers))
        case _:
            found = direct_weights(numbers)
    return {key: found[key] for key in keys}


def _in_order(places: Mapping[str, float]) -> list[str]:
    if sorted(places.values()) != list(range(1, len(places) + 1)):
        raise OrderInvalid(
            _("Give each place from 1 to {last} once, 1 for what matters most.", last=len(places))
        )
    return sorted(places, key=lambda key: places[key])


def consistency(weighing: Weighing | None, keys: Sequence[str]) -> Compared | None:
    """Say how far pairwise answers agree; nothing to say of other methods.

    Parameters
    ----------
    weighing
        Answers that ``weights_of`` has accepted.
    keys
        The criteria of the axis.

    Returns
    -------
    Compared or None
        With the consistency ratio and the answer that fits the others least.
    """
    if weighing is None or weighing.method is not WeightMethod.PAIRWISE:
        return None
    return compared(keys, weighing.judgements)


def weighing_to_data(weighing: Weighing | None) -> dict[str, Any] | None:
    """Write answers as plain data; ``weighing_from_data`` reads them back unchanged."""
    if weighing is None:
        return None
    return {
        "method": weighing.method.value,
        "numbers": dict(weighing.numbers),
        "judgements": [asdict(each) for each in weighing.judgements],
    }


def weighing_from_data(data: Mapping[str, Any] | None) -> Weighing | None:
    """Read answers from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        When the data has the wrong shape.

    Examples
    --------
    >>> said = Weighing(WeightMethod.SWING, (("data", 100.0), ("cost", 40.0)))
    >>> weighing_from_data(weighing_to_data(said)) == said
    True
    """
    if data is None:
        return None
    return Weighing(
        method=WeightMethod(data["method"]),
        numbers=tuple(
            (str(key), float(number)) for key, number in dict(data.get("numbers") or {}).items()
        ),
        judgements=tuple(
            Judgement(str(each["more"]), str(each["less"]), int(each["times"]))
            for each in data.get("judgements") or ()
        ),
    )
