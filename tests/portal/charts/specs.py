"""One spec of every kind, with invented content, and a reader for the drawings made from them."""

import random
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from portal.charts.svg import Anchor, Box, text_box
from portal.domain.chart_specs.bars import (
    Bar,
    BarsSpec,
    BarTone,
    ProfileRow,
    ProfileSpec,
    ShareRow,
    SharesSpec,
)
from portal.domain.chart_specs.figures import NOT_ASKED, BucketMark, Finding, Unknown
from portal.domain.chart_specs.funnel import FunnelSpec, StageCount
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.chart_specs.lines import Fan, Line, LinesSpec, LineStyle
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec
from portal.domain.chart_specs.roadmap import (
    CapacityLane,
    CapacityLoad,
    CapacitySpec,
    Dependency,
    Period,
    RoadmapItem,
    RoadmapSpec,
    RoadmapWave,
)
from portal.domain.chart_specs.stack import StackLayer, StackSpec

SVG = "{http://www.w3.org/2000/svg}"
SCALE = LevelScale(1, 5, ("initial", "repeatable", "defined", "managed", "optimising"))
FINDING = Finding("Two of three can start now.", strong="can start now")


def make_point(key: str = "1", **changes: object) -> MatrixPoint:
    """A use case in the do-now quadrant, unless told otherwise."""
    values: dict[str, object] = {
        "name": f"Use case {key}",
        "bucket": BucketMark.EFFICIENCY,
        "value": 80.0,
        "feasibility": 70.0,
        "raw_feasibility": 70.0,
        "cost": 200.0,
        "url": f"/portfolio/use-cases/{key}/",
        **changes,
    }
    return MatrixPoint(key=key, **values)  # type: ignore[arg-type]


def make_matrix(*points: MatrixPoint, **changes: object) -> MatrixSpec:
    """A matrix split at 55, with three use cases unless told otherwise."""
    chosen = points or (
        make_point("1", name="Depot volume outlook", rank="1"),
        make_point(
            "2",
            name="Rail slot bidding",
            bucket=BucketMark.TRANSFORMATION,
            value=88.0,
            feasibility=47.0,
            raw_feasibility=62.0,
            cost=780.0,
            is_robust=False,
            rank="2–3",
        ),
        make_point("3", name="Permit drafting", bucket=BucketMark.AUGMENTATION, value=40.0),
    )
    return MatrixSpec(FINDING, chosen, 55, 55, **changes)  # type: ignore[arg-type]


def make_crowd(count: int, seed: int = 7) -> MatrixSpec:
    """A matrix of many use cases around the middle."""
    draw = random.Random(seed)
    points = tuple(
        make_point(
            str(number),
            bucket=draw.choice(list(BucketMark)),
            value=min(max(draw.gauss(55, 18), 0), 100),
            feasibility=min(max(draw.gauss(50, 18), 0), 100),
            cost=draw.lognormvariate(5, 1),
            is_robust=draw.random() < 0.6,
        )
        for number in range(count)
    )
    return make_matrix(*points, cell_url="/list/?bucket={bucket}&from={value_from}")


def make_layer(
    key: str, raw: float, effective: float | None = None, **changes: object
) -> StackLayer:
    """A layer that holds fully, unless an effective level is given."""
    held = raw if effective is None else effective
    return StackLayer(key, key.title(), raw, held, **changes)  # type: ignore[arg-type]


def make_stack(
    *layers: StackLayer, target: float | Unknown = 3.0, scale: LevelScale = SCALE
) -> StackSpec:
    """Two branches on one base, both pressed, unless told otherwise."""
    chosen = layers or (
        make_layer("governance", 2.8),
        make_layer("strategy", 3.1, 2.8, capped_by="governance", stands_on=("governance",)),
        make_layer("data", 2.1, stands_on=("governance",)),
        make_layer("engineering", 3.2, 2.1, capped_by="data", stands_on=("data",)),
        make_layer("people", 2.5, stands_on=("strategy",)),
    )
    return StackSpec(FINDING, chosen, target, scale)


def make_roadmap() -> RoadmapSpec:
    """Two waves, of which the second waits for the first."""
    return RoadmapSpec(
        FINDING,
        (Period("Q1 2027", date(2027, 1, 1)), Period("Q2", date(2027, 4, 1))),
        date(2027, 6, 30),
        (
            RoadmapWave(
                "Wave 1",
                (
                    RoadmapItem(
                        "events", "Event contracts", date(2027, 1, 1), date(2027, 2, 28),
                        detail="Rail", url="/actions/1/",
                    ),
                    RoadmapItem(
                        "yard", "Yard planning", date(2027, 1, 15), date(2027, 5, 31),
                        BucketMark.EFFICIENCY,
                    ),
                ),
            ),
            RoadmapWave(
                "Wave 2",
                (
                    RoadmapItem(
                        "slots", "Slot bidding", date(2027, 4, 10), date(2027, 6, 30),
                        BucketMark.TRANSFORMATION,
                    ),
                ),
            ),
        ),
        (Dependency("events", "slots"), Dependency("yard", "slots", is_required=False)),
    )  # fmt: skip


def make_capacity() -> CapacitySpec:
    """One resource, asked for too much in the second period."""
    loads = (CapacityLoad(14, 16), CapacityLoad(17, 16, "/roadmap/?period=Q2"))
    return CapacitySpec(FINDING, ("Q1", "Q2"), (CapacityLane("Engineers, 16 available", loads),))


def make_bars() -> BarsSpec:
    """Two contributions and a discount."""
    return BarsSpec(
        FINDING,
        (
            Bar("Margin per slot", 36, "36", "40%", "/criteria/1/"),
            Bar("Fit with strategy", 17, "17", "20%"),
            Bar("Readiness of Rail", -15, "−15", tone=BarTone.BAD),
        ),
    )


def make_shares() -> SharesSpec:
    """A measure with all buckets and one with nothing."""
    amounts = tuple(zip(BucketMark, (50.0, 30.0, 20.0), strict=True))
    return SharesSpec(FINDING, (ShareRow("Cost", "€9.8m", amounts), ShareRow("Lost", "€0", ())))


def make_funnel() -> FunnelSpec:
    """Three stages, of which the second is over its clock."""
    return FunnelSpec(
        FINDING,
        (
            StageCount("Idea", 20, "18 days", "clock 30", url="/use-cases/?stage=idea"),
            StageCount("Assessed", 5, "34 days", "clock 10", is_late=True),
            StageCount("Pilot", 0),
        ),
    )


def make_lines() -> LinesSpec:
    """Two lines with a gap, a fan and a target."""
    unknown = Unknown()
    return LinesSpec(
        FINDING,
        ("May", "June", "July", "August"),
        (
            Line("Plan", (1.0, 2.0, 3.0, 4.0), LineStyle.PLAN, "4.0 plan"),
            Line("Signed", (0.8, unknown, 2.4, unknown), LineStyle.MAIN),
        ),
        ((0, ""), (2, "€2m")),
        5,
        Fan(2, (2.4, 2.8), (2.4, 3.6), "2.8 to 3.6"),
        target=4.5,
        now=2,
    )


def make_profile() -> ProfileSpec:
    """One capability that is pressed and split, one that was not asked."""
    return ProfileSpec(
        FINDING,
        (
            ProfileRow("Tracking", 2.1, 3.4, 3.0, "Engineering", is_split=True),
            ProfileRow("Lineage", NOT_ASKED, NOT_ASKED, 3.0, "Data"),
        ),
        SCALE,
    )


ALL = {
    "matrix": make_matrix(selected="2"),
    "crowd": make_crowd(400),
    "stack": make_stack(),
    "roadmap": make_roadmap(),
    "capacity": make_capacity(),
    "bars": make_bars(),
    "shares": make_shares(),
    "funnel": make_funnel(),
    "lines": make_lines(),
    "profile": make_profile(),
}


@dataclass(frozen=True)
class Written:
    """A line of text in a drawing."""

    words: str
    box: Box
    is_bold: bool


def read(drawing: str) -> ET.Element:
    """Parse a drawing, which fails when it is not well formed."""
    return ET.fromstring(drawing.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def find(drawing: str, tag: str, name: str) -> list[ET.Element]:
    """Find the marks of one tag with a class."""
    return [each for each in read(drawing).iter(SVG + tag) if name in each.get("class", "").split()]


def texts(drawing: str) -> list[Written]:
    """Find the level texts of a drawing, and the room they take."""
    found = []
    for each in read(drawing).iter(SVG + "text"):
        if each.get("transform"):
            continue
        is_bold = each.get("font-weight") == "700"
        box = text_box(
            each.text or "",
            float(each.get("x", "")),
            float(each.get("y", "")),
            float(each.get("font-size", "")),
            anchor=Anchor(each.get("text-anchor", "start")),
            is_bold=is_bold,
        )
        found.append(Written(each.text or "", box, is_bold))
    return found


def words(drawing: str) -> list[str]:
    """List what a drawing says."""
    return [each.text or "" for each in read(drawing).iter(SVG + "text")]
