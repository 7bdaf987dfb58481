"""The roadmap on a timeline, and the capacity it asks for."""

from dataclasses import dataclass, field
from datetime import date

from portal.domain.chart_specs.figures import BucketMark, Finding
from portal.domain.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the time axis: its name and its first day."""

    name: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class RoadmapItem:
    """A use case or a foundation action on the timeline.

    Attributes
    ----------
    key
        What a dependency refers to.
    title, detail
        What is written in the bar: bold, then quiet.
    starts_on, ends_on
        First and last day.
    bucket
        The bucket of a use case; ``None`` for a foundation action.
    url
        Where a click leads.
    """

    key: str
    title: str
    starts_on: date
    ends_on: date
    bucket: BucketMark | None = None
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapWave:
    """A group that starts together: a short name, a longer one, and what it holds."""

    name: str
    items: tuple[RoadmapItem, ...]
    long_name: str = ""


@dataclass(frozen=True, slots=True)
class Dependency:
    """One item waits for another (``is_required``) or is helped by it."""

    first: str
    then: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class RoadmapSpec:
    """Waves on one timeline, with what depends on what.

    Attributes
    ----------
    finding, title
        The claim, and the name of the chart in the PDF.
    periods
        Quarters or months, in order; the axis starts with the first.
    ends_on
        The last day of the axis.
    waves
        From top to bottom.
    dependencies
        Arrows behind the bars.
    """

    finding: Finding
    periods: tuple[Period, ...]
    ends_on: date
    waves: tuple[RoadmapWave, ...]
    dependencies: tuple[Dependency, ...] = ()
    title: str = field(default_factory=lambda: _("Timeline of waves"))


@dataclass(frozen=True, slots=True)
class CapacityLoad:
    """What a period asks of a resource, and how much of it there is."""

    used: float
    limit: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class CapacityLane:
    """One resource: its name ("Data engineers, 16 available") and a load for each period."""

    name: str
    loads: tuple[CapacityLoad, ...]


@dataclass(frozen=True, slots=True)
class CapacitySpec:
    """Capacity bars beneath the roadmap: a tick at the limit, red beyond it."""

    finding: Finding
    periods: tuple[str, ...]
    lanes: tuple[CapacityLane, ...]
    title: str = field(default_factory=lambda: _("Capacity by period"))
