"""Domains side by side: what is not asked, not answered, not applicable or zero stays apart."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.domain.answers import NotApplicable
from assessments.models import Assessment
from assessments.selectors.comparisons import heat_map
from assessments.services.assessments import close_assessment, open_assessment
from assessments.services.respondents import invite
from assessments.services.responses import save_response
from assessments.services.results import publish_assessment
from portal.charts import heat
from portal.domain.chart_specs.figures import (
    DOES_NOT_APPLY,
    NO_RESULT,
    NOT_ANSWERED,
    NOT_ASKED,
    Finding,
)
from portal.domain.chart_specs.heat import HeatCell, HeatRow, HeatSpec
from tests.assessments.builders import answer, campaign, load_small, opened, published
from tests.builders import NOW, member
from tests.conftest import Cast


def test_unanswered_and_not_applicable_are_different_cells(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor], domain=cast.freight)
    answer(row, cast.contributor, {"owners": 3, "catalogue": 2, "lineage": 2})
    save_response(
        row.pk,
        question="testing",
        answer=NotApplicable("No models."),
        comment="No models are built here.",
        by=member(cast.contributor),
        at=NOW,
    )
    publish_assessment(close_assessment(row, by=lead, at=NOW), by=lead, at=NOW)

    spec = heat_map(lead)

    assert spec is not None
    cells = dict(zip(spec.columns, spec.rows[0].cells, strict=True))
    assert cells["MLOps"].level == DOES_NOT_APPLY
    assert cells["People"].level == NOT_ANSWERED
    assert [cells[name].absence for name in ("MLOps", "People", "Data infrastructure")] == [
        "na",
        "open",
        "",
    ]


def test_the_picture_and_its_twin_tell_every_kind_of_cell_apart() -> None:
    kinds = (0.0, 1.0, NOT_ANSWERED, DOES_NOT_APPLY, NOT_ASKED, NO_RESULT)
    row = HeatRow("Rail", tuple(HeatCell(kind) for kind in kinds))
    spec = HeatSpec(Finding("x"), tuple("abcdef"), (row,))

    (twin,) = heat.table(spec).rows

    looks = [(cell.is_known, cell.step, cell.absence, cell.shown) for cell in row.cells]
    assert len(set(looks)) == len(kinds)
    assert [cell.text for cell in twin[1:]] == [
        "0.0",
        "1.0",
        "not answered",
        "does not apply",
        "not asked",
        "no result",
    ]


def test_domains_without_a_result_are_named(cast: Cast) -> None:
    published(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)

    spec = heat_map(cast.member("lead"))

    assert spec is not None
    assert spec.note == "No result yet: Harbour group; Depots; Retail."


def test_a_member_reads_of_their_own_domains_alone(cast: Cast) -> None:
    lead = cast.member("lead")
    published(lead, {cast.contributor: {"owners": 3}}, domain=cast.freight)
    published(lead, {cast.contributor: {"owners": 3}}, domain=cast.retail)

    spec = heat_map(cast.member("retail_owner"))

    assert spec is not None
    assert ([row.name for row in spec.rows], spec.note) == (["Retail"], "")


@pytest.fixture
def round_one(cast: Cast) -> Any:
    """A campaign over freight and retail, of which freight is published."""
    lead = cast.member("lead")
    found = campaign(lead, cast.root, [cast.freight, cast.retail])
    row = Assessment.objects.get(campaign=found, domain=cast.freight)
    invite(row, [cast.contributor.pk], at=NOW)
    open_assessment(row, by=lead, at=NOW)
    answer(row, cast.contributor, {"owners": 2, "catalogue": 4, "lineage": 4})
    publish_assessment(
        close_assessment(Assessment.objects.get(pk=row.pk), by=lead, at=NOW), by=lead, at=NOW
    )
    return found


def test_a_campaign_shows_every_domain_that_was_asked(cast: Cast, round_one: Any) -> None:
    spec = heat_map(cast.member("lead"), campaign=round_one)

    assert spec is not None
    assert [row.name for row in spec.rows] == ["Freight", "Retail"]
    assert {cell.level for cell in spec.rows[1].cells} == {NO_RESULT}
    assert (spec.rows[0].cells[2].level, spec.rows[0].cells[2].raw) == (2.0, 4.0)


def test_the_page_and_the_api_ask_for_a_campaign_alike(cast: Cast, round_one: Any) -> None:
    client = cast.client("lead")
    page, api = reverse("assessments:assessment-list"), reverse("api:heat-map")

    shown = client.get(page, {"campaign": round_one.pk}).content.decode()
    found = client.get(api, {"campaign": round_one.pk}).json()

    assert f"Domains and layers in {round_one.title}" in shown
    assert "no result" in shown
    assert [row["domain"] for row in found["rows"]] == ["Freight", "Retail"]
    assert found["rows"][0]["cells"][2] == {"effective": 2.0, "raw": 4.0, "missing": ""}
    assert found["rows"][1]["cells"][0]["missing"] == "no result"


@pytest.mark.parametrize("asked", ["0", "x", "-1", "9" * 40])
def test_a_campaign_that_is_not_there_is_not_found(cast: Cast, asked: str) -> None:
    load_small()
    client = cast.client("lead")

    for name in ("assessments:assessment-list", "api:heat-map"):
        assert client.get(reverse(name), {"campaign": asked}).status_code == 404


def test_nothing_published_makes_no_picture(cast: Cast) -> None:
    load_small()

    assert heat_map(cast.member("lead")) is None
    assert cast.client("lead").get(reverse("api:heat-map")).json()["rows"] == []


def test_two_queries_however_many_domains(cast: Cast, django_assert_num_queries: Any) -> None:
    lead = cast.member("lead")
    for domain in (cast.freight, cast.retail, cast.depots):
        published(lead, {cast.contributor: {"owners": 3}}, domain=domain)

    with django_assert_num_queries(2):
        heat_map(lead)
