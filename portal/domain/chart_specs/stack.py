"""The stack picture: layers as slabs, each counting only as far as the one beneath it."""

from dataclasses import dataclass, field

from portal.domain.chart_specs.figures import Finding, Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.wording import gettext as _


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One layer of a framework in the stack picture.

    Attributes
    ----------
    key
        What ``stands_on`` and ``capped_by`` refer to.
    title, short
        The full title, and a short one for small drawings ("" writes the title).
    raw, effective
        The level the answers give, and the level it can be relied on to.
    capped_by
        Key of the layer that presses it down; "" when it holds fully.
    stands_on
        Keys of the layers beneath; the first one decides where it is drawn.
    url
        Where the row of the table leads.
    """

    key: str
    title: str
    raw: float | Unknown
    effective: float | Unknown
    capped_by: str = ""
    stands_on: tuple[str, ...] = ()
    short: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class StackSpec:
    """The signature: layers as slabs, each counting only as far as the one beneath it reaches.

    Attributes
    ----------
    finding, title
        The claim above the chart, and its name in the PDF.
    layers
        In the order of the framework.
    target
        The level aimed at.
    scale
        What the levels are measured on.
    """

    finding: Finding
    layers: tuple[StackLayer, ...]
    target: float | Unknown
    scale: LevelScale
    title: str = field(default_factory=lambda: _("Maturity by layer, raw and effective"))
