"""Standard words: what domains ask beyond the scoring model, in sentences."""

from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis
from portfolio.domain.domain_standards import Applied, Bound, Layer, Standard


def stricter_notes(applied: Applied) -> tuple[str, ...]:
    """Say by whose standard "high" begins later than the enterprise asks.

    Parameters
    ----------
    applied
        What applies to the use cases of one domain.

    Returns
    -------
    tuple of str
        One sentence for each domain whose word counts on an axis; none where no domain is
        stricter than the enterprise.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> finance = Layer(7, "Finance", 2, Standard(value_threshold=65))
    >>> stricter_notes(Applied(DEFAULT_MODEL, (finance,)))
    ('By the standard of Finance, version 2: value at least 65 instead of 55.',)
    """
    enterprise = Applied(applied.model)
    bounds = [bound for axis in Axis if (bound := applied.bound(axis)).whose is not None]
    notes = []
    for layer in dict.fromkeys(bound.whose for bound in bounds):
        if layer is None:
            continue
        said = [
            at_least(bound, enterprise.bound(bound.axis))
            for bound in bounds
            if bound.whose is layer
        ]
        notes.append(
            _(
                "By the standard of {domain}, version {version}: {thresholds}.",
                domain=layer.domain,
                version=layer.version,
                thresholds=", ".join(said),
            )
        )
    return tuple(notes)


def at_least(bound: Bound, before: Bound) -> str:
    """Say one threshold and what it takes the place of, in the middle of a sentence."""
    return _(
        "{axis} at least {threshold} instead of {before}",
        axis=bound.axis.word,
        threshold=f"{bound.threshold:g}",
        before=f"{before.threshold:g}",
    )


def tightened(layer: Layer, above: Applied) -> tuple[str, ...]:
    """Say which thresholds a domain raises above what applies to it anyway.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> tightened(Layer(7, "Finance", 2, Standard(value_threshold=65)), Applied(DEFAULT_MODEL))
    ('value at least 65 instead of 55',)
    """
    own = above.and_then(layer)
    return tuple(
        at_least(own.bound(axis), above.bound(axis))
        for axis in Axis
        if own.bound(axis).whose is layer
    )


def added(standard: Standard) -> tuple[str, ...]:
    """Name the criteria that a domain adds, with the share of each."""
    return tuple(
        _(
            "{criterion}, {share:.0%} of {axis}",
            criterion=_(criterion.title),
            share=criterion.weight,
            axis=criterion.axis.word,
        )
        for criterion in standard.criteria
    )


def overtaken(standard: Standard, above: Applied) -> tuple[str, ...]:
    """Say which thresholds of a standard ask nothing any more, as more is asked from above.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> overtaken(Standard(value_threshold=50), Applied(DEFAULT_MODEL))
    ('The value threshold of 50 asks nothing any more: the enterprise asks 55.',)
    """
    told = []
    for axis in Axis:
        own, bound = standard.threshold(axis), above.bound(axis)
        if own is None or own >= bound.threshold:
            continue
        told.append(
            _(
                "The {axis} threshold of {own} asks nothing any more: {whose} asks {bound}.",
                axis=axis.word,
                own=f"{own:g}",
                whose=bound.whose.domain if bound.whose else _("the enterprise"),
                bound=f"{bound.threshold:g}",
            )
        )
    return tuple(told)
