"""How many use cases stand in each stage."""

from dataclasses import dataclass, field

from portal.domain.chart_specs.figures import Finding
from portal.domain.wording import gettext as _


@dataclass(frozen=True, slots=True)
class StageCount:
    """One stage of the funnel.

    Attributes
    ----------
    name, count
        The stage and how many use cases are in it.
    time, clock
        Two short lines beneath, such as "18 days" and "clock 30".
    is_late
        Whether the stage is over its clock, which is drawn red.
    url
        Where its count leads.
    """

    name: str
    count: int
    time: str = ""
    clock: str = ""
    is_late: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class FunnelSpec:
    """How many use cases stand in each stage, arrivals left, production right."""

    finding: Finding
    stages: tuple[StageCount, ...]
    title: str = field(default_factory=lambda: _("Use cases in each stage"))
