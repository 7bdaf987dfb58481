"""Figures: a number, or the reason there is none."""

from assessments.domain.answers import NotScored, Outcome

type Figure = float | NotScored

_DIGITS = 4


def figure_of(outcome: Outcome) -> Figure:
    """Unwrap an outcome.

    Parameters
    ----------
    outcome
        A score, or the reason there is none.

    Returns
    -------
    float or NotScored
        The bare number, or the reason as it was.

    Examples
    --------
    >>> from assessments.domain.answers import Scored
    >>> figure_of(Scored(2.5))
    2.5
    """
    return outcome if isinstance(outcome, NotScored) else outcome.value


def rounded(value: float) -> float:
    """Round to the four places in which results are kept.

    Parameters
    ----------
    value
        A number.

    Returns
    -------
    float
        The number with four decimals.

    Examples
    --------
    >>> rounded(2 / 3)
    0.6667
    """
    return round(float(value), _DIGITS)


def rounded_figure(figure: Figure) -> Figure:
    """Round a figure, leaving a reason as it is.

    Parameters
    ----------
    figure
        A number or a reason.

    Returns
    -------
    float or NotScored
        The figure as results keep it.

    Examples
    --------
    >>> from assessments.domain.answers import Missing
    >>> rounded_figure(NotScored(Missing.UNANSWERED))
    NotScored(reason=<Missing.UNANSWERED: 'unanswered'>)
    """
    return figure if isinstance(figure, NotScored) else rounded(figure)


def shortfall(target: Figure, level: Figure) -> Figure:
    """Tell how far a level lies below a target.

    Parameters
    ----------
    target, level
        Figures; where either has no number, neither has the shortfall.

    Returns
    -------
    float or NotScored
        ``max(0, target - level)``, rounded, or the reason there is none.

    Examples
    --------
    >>> shortfall(3.0, 2.1), shortfall(3.0, 4.0)
    (0.9, 0.0)
    """
    if isinstance(level, NotScored):
        return level
    if isinstance(target, NotScored):
        return target
    return rounded(max(0.0, target - level))


def plainly(figure: Figure) -> str:
    """Write a number with two decimals at most, none that say nothing.

    Parameters
    ----------
    figure
        A number, or the reason there is none.

    Returns
    -------
    str
        The number, or a dash.

    Examples
    --------
    >>> from assessments.domain.answers import Missing
    >>> plainly(2.6667), plainly(3.0), plainly(NotScored(Missing.UNANSWERED))
    ('2.67', '3', '–')
    """
    return "–" if isinstance(figure, NotScored) else f"{figure:.2f}".rstrip("0").rstrip(".")
