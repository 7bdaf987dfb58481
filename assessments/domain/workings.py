"""Workings: a number written out as the sum it came from."""

from collections.abc import Sequence

from assessments.domain.answers import Missing, NotScored
from assessments.domain.figures import Figure, plainly, rounded
from assessments.domain.trace_records import TracedAnswer


def level_sums(answers: Sequence[TracedAnswer]) -> tuple[tuple[int, Figure], ...]:
    r"""Give what each level of a capability counts, under the rule of SAMM.

    Parameters
    ----------
    answers
        The traced answers about one capability.

    Returns
    -------
    tuple of (int, Figure)
        Level and the mean over its streams, lowest first; what is unanswered or not known counts
        as 0, what does not apply is left out.

    Notes
    -----
    :math:`m_l = \operatorname{mean}_s v_{l,s}` over the streams that apply, and the practice
    scores :math:`\sum_l m_l`.

    Examples
    --------
    >>> half = TracedAnswer("a", "c", 1, "A", 2.0, 0.5)
    >>> open_ = TracedAnswer("b", "c", 1, "B", NotScored(Missing.UNANSWERED),
    ...     NotScored(Missing.UNANSWERED))
    >>> level_sums([half, open_])
    ((1, 0.25),)
    """
    found: list[tuple[int, Figure]] = []
    for level in sorted({each.level or 0 for each in answers}):
        streams = [each.value for each in answers if (each.level or 0) == level]
        applying = [each for each in streams if each != NotScored(Missing.NOT_APPLICABLE)]
        if not applying:
            found.append((level, NotScored(Missing.NOT_APPLICABLE)))
            continue
        values = [0.0 if isinstance(each, NotScored) else each for each in applying]
        found.append((level, rounded(sum(values) / len(values))))
    return tuple(found)


def mean_working(parts: Sequence[tuple[float | None, Figure]], figure: Figure) -> str:
    """Write a mean out as a sum.

    Parameters
    ----------
    parts
        Weight and number of each thing it was made of; the weight is None where nothing is weighed.
    figure
        What it came to.

    Returns
    -------
    str
        Empty where there is no number.

    Examples
    --------
    >>> mean_working([(2.0, 3.0), (1.0, 1.5)], 2.5)
    '(2 × 3 + 1 × 1.5) ÷ 3 = 2.5'
    >>> mean_working([(None, 3.0), (None, 2.0)], 2.5)
    '(3 + 2) ÷ 2 = 2.5'
    """
    counted = [(weight, each) for weight, each in parts if not isinstance(each, NotScored)]
    if isinstance(figure, NotScored) or not counted:
        return ""
    terms = [
        plainly(each) if weight is None else f"{plainly(weight)} × {plainly(each)}"
        for weight, each in counted
    ]
    whole = sum(1.0 if weight is None else weight for weight, _each in counted)
    return f"({' + '.join(terms)}) ÷ {plainly(whole)} = {plainly(figure)}"


def sum_working(answers: Sequence[TracedAnswer], figure: Figure) -> str:
    """Write a score out as the sum of its levels.

    Parameters
    ----------
    answers
        The traced answers about one capability.
    figure
        What they came to.

    Returns
    -------
    str
        Empty where there is no number.

    Examples
    --------
    >>> sum_working([TracedAnswer("a", "c", 1, "A", 2.0, 0.5)], 0.5)
    '0.5 = 0.5'
    """
    if isinstance(figure, NotScored):
        return ""
    sums = [each for _level, each in level_sums(answers) if not isinstance(each, NotScored)]
    return f"{' + '.join(plainly(each) for each in sums)} = {plainly(figure)}"
