"""The roadmap PDF: tagged for everybody, complete, and nothing but the edition."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from portal.reports.marks import Marks
from portfolio.domain.editions import edition_from_data
from portfolio.domain.stages import Stage
from portfolio.models import Roadmap, RoadmapEdition, UseCase
from portfolio.reports.roadmap_rows import bucket_tables, wave_rows
from portfolio.reports.roadmaps import build_roadmap_pdf, roadmap_html
from portfolio.services.roadmap_items import add_actions, add_use_cases
from portfolio.services.roadmaps import plan
from tests.assessments.builders import load_shipped
from tests.assessments.builders import published as published_assessment
from tests.builders import NOW, make_domain, make_user
from tests.conftest import Cast
from tests.portfolio.domain.test_editions import (
    CLAIMS,
    action,
    make_edition,
    make_plan,
    use_case,
    wave,
)
from tests.portfolio.roadmap_builders import (
    make_action,
    make_roadmap,
    planned_roadmap,
    published,
    scored,
)

HOSTILE = '<img src=file:///etc/passwd> <style>@import "http://127.0.0.1/x"</style> url(http://x)'


def tags(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Every structure element in reading order, with its dictionary."""

    def walk(node: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S).removeprefix("/"), node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(pdf.Root.StructTreeRoot)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@pytest.fixture
def full_edition(cast: Cast) -> RoadmapEdition:
    """Forty use cases over three buckets, an assessment, actions, a second edition."""
    lead = cast.member("lead")
    framework = load_shipped()
    keys = [each["key"] for layer in framework.data["layers"] for each in layer["capabilities"]]
    levels = {key: 1 + number % 4 for number, key in enumerate(keys)}
    published_assessment(lead, {cast.contributor: levels}, framework=framework)
    buckets = ("efficiency", "augmentation", "transformation")
    owner = make_user("Ines Okafor")
    rows = [
        scored(
            f"Use case number {number}",
            95 - number * 2,
            bucket=buckets[number % 3],
            domain=cast.freight if number % 2 else cast.retail,
            effort_weeks=4 + number % 7,
            planned_cost=100_000 + number * 1_000,
            planned_benefit=150_000,
            business_owner=owner if number % 3 else None,
            rank=number + 1,
            rank_low=max(number, 1),
            rank_high=number + 2,
        )
        for number in range(40)
    ]
    roadmap = make_roadmap(lead, wave_count=4, capacity_weeks=40)
    roadmap = add_use_cases(roadmap, rows[:22], version=roadmap.version, by=lead, at=NOW)
    actions = [make_action(f"Raise capability {number}") for number in range(4)]
    roadmap = add_actions(roadmap, actions, version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    published(roadmap, lead, title="First")
    return published(roadmap, lead, title="AI roadmap 2026", summary="What the board asked for.")


_built: dict[str, bytes] = {}


@pytest.fixture
def full_pdf(request: pytest.FixtureRequest) -> bytes:
    """The PDF of the full edition, built by the first test that reads it."""
    if not _built:
        _built["full"] = build_roadmap_pdf(request.getfixturevalue("full_edition"))
    return _built["full"]


def test_the_file_is_tagged_for_pdf_ua(full_pdf: bytes) -> None:
    with opened(full_pdf) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "AI roadmap 2026, Harbour group"
        assert 6 <= len(pdf.pages) <= 12


def test_every_figure_has_words_and_headings_do_not_skip(full_pdf: bytes) -> None:
    with opened(full_pdf) as pdf:
        found = list(tags(pdf))
    figures = [node for tag, node in found if tag == "Figure"]
    assert len(figures) >= 5
    assert all(str(node.get("/Alt", "")).strip() for node in figures)
    levels = [int(tag[1]) for tag, _node in found if tag in {"H1", "H2", "H3", "H4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_heads(full_pdf: bytes) -> None:
    with opened(full_pdf) as pdf:
        tables = [node for tag, node in tags(pdf) if tag == "Table"]
        assert len(tables) >= 8
        for table in tables:
            kinds = [tag for tag, _node in _below(table)]
            assert "TH" in kinds


def _below(node: Any) -> Iterator[tuple[str, Any]]:
    for kid in node.K if isinstance(node.K, pikepdf.Array) else [node.K]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S).removeprefix("/"), kid
            if "/K" in kid:
                yield from _below(kid)


def test_fonts_are_inside_the_file(full_pdf: bytes) -> None:
    with opened(full_pdf) as pdf:
        fonts = [f for page in pdf.pages for f in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            descendants = font.get("/DescendantFonts", [font])
            for each in descendants:
                descriptor = each.FontDescriptor
                assert any(k in descriptor for k in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_same_edition_gives_the_same_bytes_whatever_changes_outside(
    full_edition: RoadmapEdition,
) -> None:
    first = build_roadmap_pdf(full_edition)
    UseCase.objects.update(title="Renamed", priority=1.0, value=1.0)
    Roadmap.objects.update(capacity_weeks=1)
    again = build_roadmap_pdf(RoadmapEdition.objects.get(pk=full_edition.pk))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(again).hexdigest()


def test_building_reads_nothing_but_the_edition_and_tells_its_steps(
    full_edition: RoadmapEdition, django_assert_num_queries: Any
) -> None:
    said: list[tuple[int, int, str]] = []
    with django_assert_num_queries(0):
        build_roadmap_pdf(full_edition, lambda *step: said.append(step))
    assert [(done, total) for done, total, _words in said] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert said[0][2] == "Reading the edition"


def test_hostile_names_are_words_and_nothing_else(cast: Cast) -> None:
    lead = cast.member("lead")
    domain = make_domain(HOSTILE[:190])
    UseCase.objects.all().delete()
    roadmap = planned_roadmap(lead)
    row = scored(HOSTILE, 99, domain=domain, effort_weeks=2)
    roadmap = add_use_cases(roadmap, [row], version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    edition = published(roadmap, lead, title=HOSTILE, summary=HOSTILE)
    html = roadmap_html(edition, edition_from_data(edition.data), Marks())
    assert "<img src=file" not in html
    assert html.count("<img") == html.count('<img src="data:image/svg+xml;base64,')
    assert "@import &quot;" in html
    with opened(build_roadmap_pdf(edition)) as pdf:
        assert len(pdf.attachments) == 0


def test_a_small_edition_without_assessment_or_money_still_makes_a_document(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    with opened(build_roadmap_pdf(edition)) as pdf:
        assert 4 <= len(pdf.pages) <= 8


def test_a_long_title_is_cut_and_the_file_still_builds(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    row = scored("W" * 500, 99, effort_weeks=2)
    roadmap = add_use_cases(roadmap, [row], version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    edition = published(roadmap, lead)
    with opened(build_roadmap_pdf(edition)) as pdf:
        assert len(pdf.pages) <= 10


def test_the_ranking_shows_both_feasibilities_the_priority_and_whether_it_is_robust(
    full_edition: RoadmapEdition,
) -> None:
    snapshot = edition_from_data(full_edition.data)
    (table, *_rest) = bucket_tables(snapshot)
    row = replace(snapshot.use_cases[0], feasibility=62.4, adjusted=50.2, priority=70.6)
    rows = [
        bucket_tables(replace(snapshot, use_cases=(replace(row, is_robust=robust),)))[0].rows[0]
        for robust in (True, False, None)
    ]
    assert (rows[0].feasibility, rows[0].adjusted, rows[0].priority) == ("62", "50", "71")
    assert [each.robust for each in rows] == ["yes", "no", "–"]
    assert [each.standing for each in rows] == ["Wave 1"] * 3
    unplanned = replace(row, key="use-case-0", stage=Stage.PRODUCTION)
    (alone,) = bucket_tables(replace(snapshot, use_cases=(unplanned,)))
    assert alone.rows[0].standing == "Production"
    html = roadmap_html(full_edition, snapshot, Marks())
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", html[html.index("The ranking, bucket by") :])
    assert heads[:10] == [
        *("Rank", "Use case", "Domain", "Value", "Feasibility", "Adjusted feasibility"),
        *("Priority", "Robust", "Tier", "Wave or stage"),
    ]
    assert len(table.rows) == 10


def test_what_a_wave_waits_for_is_a_list_without_quotes() -> None:
    first, second = action("catalogue"), use_case("slots", needs=("catalogue", "claims"))
    waits = make_edition(make_plan(wave(1, first, CLAIMS), wave(2, second)))
    assert [row.conditions for row in wave_rows(waits)] == [(), ("Catalogue", "Claims")]
