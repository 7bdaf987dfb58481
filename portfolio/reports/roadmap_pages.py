"""What each page of the roadmap PDF shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.domain.profiles import headline_finding, profile_specs
from portal.charts import bars, lines, matrix, roadmap, shapes, stack, stack_words
from portal.charts.figures import in_report, write_finding
from portal.charts.shapes import LegendItem, bucket_name
from portal.charts.svg import Medium
from portal.domain.chart_specs.figures import BucketMark
from portal.domain.chart_specs.roadmap import RoadmapSpec, RoadmapWave
from portal.reports.marks import Marks
from portal.reports.pictures import as_picture
from portal.reports.tables import twin
from portfolio.charts.editions import matrix_spec, stack_spec
from portfolio.charts.roadmaps import capacity_spec, course_spec, load_spec, timeline_spec
from portfolio.domain.criteria import Axis
from portfolio.domain.edition_risks import plan_risks
from portfolio.domain.edition_words import day_words, sentence_case, waves
from portfolio.domain.editions import Edition, EditionDomain, EditionMaturity
from portfolio.models import RoadmapEdition
from portfolio.reports import roadmap_rows as rows

LEFT_OUT: Final = 20
"""Items below the cut line that are named."""

MATRIX: Final = (673.0, 500.0)
COLUMN: Final = 322.0

TIMELINE_ROWS: Final = 34
"""Rows of a timeline that leave room for its heading on one page."""

type Legend = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SmallFigure:
    """A picture for one column of the first page."""

    title: str
    finding: SafeString
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Profile:
    """One page of the maturity profile, with what its marks mean."""

    drawing: SafeString
    legend: Legend


def roadmap_context(edition: RoadmapEdition, snapshot: Edition, marks: Marks) -> dict[str, Any]:
    """Bring together what the pages show, from the snapshot alone."""
    return {
        "edition": snapshot,
        "footer": _footer(edition, snapshot),
        "published": day_words(snapshot.published),
        "sha256": edition.sha256,
        "ledger_seq": f"{edition.ledger_seq:,}",
        "small_figures": _small_figures(snapshot),
        "worth_most": rows.worth_most(snapshot),
        "changes_day": rows.day(snapshot.changes.published_on) if snapshot.changes else "",
        **(_maturity(snapshot, snapshot.maturity, marks) if snapshot.maturity else {}),
        **_portfolio(snapshot, marks),
        **_waves(snapshot, marks),
        **_capacity(snapshot, marks),
        "owner_heads": rows.owner_heads(),
        "owner_rows": rows.owner_rows(snapshot),
        "vacant": sum(o.is_vacant for item in snapshot.plan.use_cases for o in item.owners),
        "value_criteria": rows.weights(snapshot, Axis.VALUE),
        "feasibility_criteria": rows.weights(snapshot, Axis.FEASIBILITY),
    }


def _footer(edition: RoadmapEdition, snapshot: Edition) -> str:
    return _(
        "%(organisation)s. %(title)s, edition %(number)s, published %(day)s. Ledger entry %(seq)s."
    ) % {
        "organisation": snapshot.organisation,
        "title": rows.short(snapshot.title),
        "number": snapshot.number,
        "day": day_words(snapshot.published),
        "seq": f"{edition.ledger_seq:,}",
    }


def _small_figures(snapshot: Edition) -> list[SmallFigure]:
    figures = []
    if snapshot.maturity:
        spec = stack_spec(snapshot.maturity.results)
        drawing = stack.draw(spec, Medium.REPORT, COLUMN)
        figures.append(
            SmallFigure(_("What we can rely on"), write_finding(spec.finding), as_picture(drawing))
        )
    course = course_spec(snapshot.plan, snapshot.currency)
    if course:
        drawing = as_picture(lines.draw(course, Medium.REPORT, (COLUMN, 190)))
        title = _("What it costs and brings")
        figures.append(SmallFigure(title, write_finding(course.finding), drawing))
    if len(figures) < 2:
        load = load_spec(snapshot.plan)
        drawing = bars.draw(load, Medium.REPORT, COLUMN)
        figures.append(
            SmallFigure(_("What it asks for"), write_finding(load.finding), as_picture(drawing))
        )
    return figures


def _maturity(snapshot: Edition, maturity: EditionMaturity, marks: Marks) -> dict[str, Any]:
    profiles = [in_report(spec) for spec in profile_specs(maturity.results)]
    domains = _same_layers(snapshot)
    return {
        "maturity_day": rows.day(maturity.published_on),
        "maturity_finding": write_finding(headline_finding(maturity.results)),
        "profiles": [
            Profile(as_picture(each.drawing_wide), _legend(each.legend, marks)) for each in profiles
        ],
        "stack_table": twin(stack_words.table(stack_spec(maturity.results))),
        "layer_heads": [layer.title for layer in domains[0].layers] if domains else [],
        "domain_rows": rows.domain_rows(domains),
    }


def _portfolio(snapshot: Edition, marks: Marks) -> dict[str, Any]:
    spec = matrix_spec(snapshot)
    return {
        "matrix_finding": write_finding(spec.finding),
        "matrix_note": matrix.note(spec),
        "matrix_drawing": as_picture(matrix.draw(spec, Medium.REPORT, MATRIX)),
        "matrix_legend": _legend(matrix.legend(spec), marks),
        "quadrant_heads": [bucket_name(mark) for mark in BucketMark],
        "quadrant_rows": rows.quadrant_rows(snapshot),
        "bucket_tables": [
            (marks.name(shapes.bucket_icon(table.bucket)), table)
            for table in rows.bucket_tables(snapshot)
        ],
    }


def _waves(snapshot: Edition, marks: Marks) -> dict[str, Any]:
    plan = snapshot.plan
    timeline = timeline_spec(plan)
    return {
        "waves_title": sentence_case(waves(len(plan.waves))),
        "timeline_finding": write_finding(timeline.finding),
        "timelines": [
            as_picture(roadmap.draw(piece, Medium.REPORT)) for piece in _pieces(timeline)
        ],
        "timeline_legend": _legend(roadmap.legend(replace(timeline, dependencies=())), marks),
        "wave_rows": rows.wave_rows(snapshot),
        "wave_total": _wave_total(snapshot),
    }


def _capacity(snapshot: Edition, marks: Marks) -> dict[str, Any]:
    capacity = in_report(capacity_spec(snapshot.plan))
    return {
        "capacity": capacity,
        "capacity_drawing": as_picture(capacity.drawing_wide),
        "capacity_legend": _legend(capacity.legend, marks),
        "left_rows": rows.left_rows(snapshot, LEFT_OUT),
        "left_more": max(len(snapshot.plan.left_out) - LEFT_OUT, 0),
        "risks": plan_risks(snapshot.plan, currency=snapshot.currency),
    }


def _same_layers(snapshot: Edition) -> list[EditionDomain]:
    # Assessments of another version may know other layers, which share no columns.
    heads = [layer.title for layer in snapshot.domains[0].layers] if snapshot.domains else []
    return [each for each in snapshot.domains if [x.title for x in each.layers] == heads]


def _pieces(spec: RoadmapSpec) -> list[RoadmapSpec]:
    """Cut a long timeline into pieces that fit a page each."""
    pieces: list[list[RoadmapWave]] = [[]]
    room = TIMELINE_ROWS
    for wave in spec.waves:
        items = wave.items
        while True:
            if room < 2:
                pieces.append([])
                room = TIMELINE_ROWS
            taken, items = items[: room - 1], items[room - 1 :]
            pieces[-1].append(replace(wave, items=taken))
            room -= len(taken) + 1
            if not items:
                break
    return [replace(spec, waves=tuple(piece)) for piece in pieces if piece]


def _legend(items: Iterable[LegendItem], marks: Marks) -> Legend:
    return [(marks.name(item.mark), item.words) for item in items]


def _wave_total(snapshot: Edition) -> rows.WaveRow:
    plan = snapshot.plan
    whole = replace(
        plan.waves[0],
        items=plan.items,
        load=sum(wave.load for wave in plan.waves),
        capacity=sum(wave.capacity for wave in plan.waves),
    )
    return rows.wave_rows(replace(snapshot, plan=replace(plan, waves=(whole,))))[0]
