"""Profiles: results as the specs of charts, for whoever draws them."""

from itertools import groupby
from math import ceil

from assessments.domain.answers import NotScored
from assessments.domain.capability_results import CapabilityResult
from assessments.domain.figures import Figure
from assessments.domain.layer_results import LayerResult
from assessments.domain.results import Results
from assessments.domain.scales import Scale
from portal.domain.chart_specs.bars import ProfileRow, ProfileSpec
from portal.domain.chart_specs.figures import Finding, Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.wording import gettext as _

ROWS_OF_A_PAGE = 26
"""Capabilities that fit on one page of a PDF."""


def headline_finding(results: Results) -> Finding:
    """Give what an assessment found, with its claim to be set bold.

    Parameters
    ----------
    results
        The results.

    Returns
    -------
    Finding
        The headline.
    """
    claim, _comma, _rest = results.headline.partition(", which")
    return Finding(results.headline, claim)


def profile_specs(results: Results) -> tuple[ProfileSpec, ...]:
    """Lay out every capability against its target, in as many pieces as pages are needed.

    Parameters
    ----------
    results
        The results.

    Returns
    -------
    tuple of ProfileSpec
        Layers are kept whole. Where the layers beneath cap a layer, none of its capabilities
        counts beyond that.
    """
    layers = {layer.key: layer for layer in results.layers}
    rows = [_profile_row(each, layers[each.layer]) for each in results.capabilities]
    share = len(rows) / max(ceil(len(rows) / ROWS_OF_A_PAGE), 1)
    pages: list[list[ProfileRow]] = [[]]
    for _group, members in groupby(rows, key=lambda row: row.group):
        block = list(members)
        if len(pages[-1]) >= share or len(pages[-1]) + len(block) > ROWS_OF_A_PAGE:
            pages.append([])
        pages[-1] += block
    scale = level_scale(results.framework.scale)
    title = _("Maturity profile against target")
    return tuple(
        ProfileSpec(headline_finding(results), tuple(page), scale, title) for page in pages if page
    )


def level_scale(scale: Scale) -> LevelScale:
    """Give a scale as charts take it.

    Parameters
    ----------
    scale
        The scale of a framework.

    Returns
    -------
    LevelScale
        With the same ends and names.

    Examples
    --------
    >>> level_scale(Scale(0, 1, ("no", "yes"))).name(1)
    'yes'
    """
    return LevelScale(scale.minimum, scale.maximum, scale.names)


def known_level(figure: Figure) -> float | Unknown:
    """Give a level as charts take it.

    Parameters
    ----------
    figure
        A level, or why there is none.

    Returns
    -------
    float or Unknown
        The level, or the reason in words.

    Examples
    --------
    >>> known_level(2.5)
    2.5
    """
    return Unknown(figure.reason.sentence) if isinstance(figure, NotScored) else figure


def layer_levels(layer: LayerResult) -> tuple[float | Unknown, float | Unknown]:
    """Give the raw and the effective level of a layer as drawings take them.

    Parameters
    ----------
    layer
        A layer of a result.

    Returns
    -------
    tuple
        Levels, or why there is none to be drawn: a nought that nobody gave is none.
    """
    if layer.has_nothing:
        nothing = Unknown(_("nothing answered, counts as 0"))
        return nothing, nothing
    return known_level(layer.raw), known_level(layer.effective)


def _profile_row(each: CapabilityResult, layer: LayerResult) -> ProfileRow:
    level, cap = known_level(each.level), known_level(layer.effective)
    counted = level
    if layer.capped_by and not isinstance(level, Unknown) and not isinstance(cap, Unknown):
        counted = min(level, cap)
    if each.has_nothing:
        counted = level = Unknown(each.open_words)
    return ProfileRow(
        name=each.title,
        level=counted,
        raw=level,
        target=each.target,
        group=layer.title,
        shown=each.shown if each.is_beyond and counted == each.level else "",
        note=each.open_words,
    )
