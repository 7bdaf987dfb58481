import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from assessments.domain.answers import Answered, NotApplicable
from assessments.domain.frameworks import ScoringRule
from assessments.models import Assessment, Response, ResultSnapshot
from assessments.selectors.comparisons import heat_map
from assessments.services.actions import adopt_recommendation
from assessments.services.assessments import close_assessment
from assessments.services.frameworks import load_framework
from assessments.services.responses import save_response
from assessments.services.results import publish_assessment
from portal.services.ledger import SYSTEM
from tests.assessments.builders import closed, load_shipped, opened, published
from tests.assessments.domain.examples import YES_NO, by_level
from tests.builders import NOW
from tests.conftest import Cast

LEVELS = {"owners": 3, "vision": 4, "catalogue": 2, "lineage": 2, "testing": 4, "skills": 3}


@pytest.fixture
def snapshot(cast: Cast) -> Any:
    return published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)


def show(client: Client, row: Assessment) -> Any:
    return client.get(reverse("assessments:assessment-results", args=[row.pk]))


def export(client: Client, row: Assessment) -> Any:
    return client.get(reverse("assessments:result-export", args=[row.pk]))


def test_the_result_says_what_holds_what_back(cast: Cast, snapshot: Any) -> None:
    page = show(cast.client("executive"), snapshot.assessment).content.decode()

    assert "Data infrastructure, at 2.0, holds back MLOps &amp; AI engineering" in page
    assert "can be relied on to 2.0" in page
    assert f"Ledger entry {snapshot.ledger_seq}" in page
    assert snapshot.sha256 in page
    assert "6 answers from 1 person" in page


def test_the_result_shows_gaps_as_steps_to_adopt(cast: Cast, snapshot: Any) -> None:
    adopt_recommendation(snapshot.assessment, capability="lineage", by=cast.member("lead"), at=NOW)

    page = show(cast.client("freight_owner"), snapshot.assessment).content.decode()

    adopt = reverse("assessments:action-adopt", args=[snapshot.assessment_id, "catalogue"])
    assert f'href="{adopt}"' in page
    assert "The first 2 steps close 100% of the weighted gap." in page
    assert "Adopted" in page
    assert reverse("assessments:action-adopt", args=[snapshot.assessment_id, "lineage"]) not in page


def test_who_may_not_manage_actions_is_offered_none(cast: Cast, snapshot: Any) -> None:
    page = show(cast.client("auditor"), snapshot.assessment).content.decode()

    assert "/adopt/" not in page


def test_the_trace_shows_counts_without_names(cast: Cast, snapshot: Any) -> None:
    page = show(cast.client("auditor"), snapshot.assessment).content.decode()

    assert "level 2: 1" in page
    assert "median 2" in page
    assert "Contributor" not in page


def test_a_published_page_does_not_follow_later_changes(cast: Cast, snapshot: Any) -> None:
    before = show(cast.client("auditor"), snapshot.assessment).content.decode()

    Response.objects.update(level=5)
    Assessment.objects.update(target_level=5)

    after = show(cast.client("auditor"), snapshot.assessment).content.decode()
    assert after.partition("<main")[2] == before.partition("<main")[2]


def test_the_facilitator_previews_and_it_says_so(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)

    page = show(cast.client("lead"), row).content.decode()

    assert "Preview, so far" in page
    assert "Nothing of it is published" in page
    assert "/adopt/" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("freight_owner", 403), ("executive", 403), ("retail_owner", 404)]
)
def test_nobody_else_sees_a_preview(cast: Cast, who: str, status: int) -> None:
    row = closed(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)

    assert show(cast.client(who), row).status_code == status


@pytest.mark.parametrize("who", ["contributor", "retail_owner", "administrator", "stranger"])
def test_a_result_elsewhere_is_not_found(cast: Cast, snapshot: Any, who: str) -> None:
    assert show(cast.client(who), snapshot.assessment).status_code == 404
    assert export(cast.client(who), snapshot.assessment).status_code == 404


def test_results_of_one_domain_stand_beside_each_other(cast: Cast, snapshot: Any) -> None:
    later = published(
        cast.member("lead"),
        {cast.contributor: LEVELS | {"lineage": 4, "catalogue": 4}},
        domain=cast.freight,
        title="Autumn review",
        days=180,
    )

    page = show(cast.client("auditor"), later.assessment).content.decode()

    before = date_format(snapshot.assessment.published_at, "j F Y")
    assert f"Up by 0.4 since the assessment before, published {before}." in page
    assert reverse("assessments:assessment-results", args=[snapshot.assessment_id]) in page


def test_a_first_result_is_compared_with_nothing_that_came_later(cast: Cast, snapshot: Any) -> None:
    published(
        cast.member("lead"),
        {cast.contributor: LEVELS | {"lineage": 4, "catalogue": 4}},
        domain=cast.freight,
        title="Autumn review",
        days=180,
    )

    page = show(cast.client("auditor"), snapshot.assessment).content.decode()

    assert "since the assessment before" not in page
    assert "The first result of this domain by this framework." in page


def test_the_export_is_what_was_published_to_the_byte(cast: Cast, snapshot: Any) -> None:
    response = export(cast.client("auditor"), snapshot.assessment)

    body = json.loads(response.content)
    assert hashlib.sha256(rfc8785.dumps(body["result"])).hexdigest() == snapshot.sha256
    assert body["ledger_seq"] == snapshot.ledger_seq
    assert "attachment" in response["Content-Disposition"]


def test_there_is_nothing_to_export_before_publishing(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: LEVELS})

    assert export(cast.client("lead"), row).status_code == 404


def test_a_whole_result_takes_few_queries(cast: Cast) -> None:
    version = load_shipped()
    keys = [each["key"] for layer in version.data["layers"] for each in layer["capabilities"]]
    snapshot = published(
        cast.member("lead"), {cast.contributor: dict.fromkeys(keys, 2)}, framework=version
    )
    client = cast.client("lead")
    show(client, snapshot.assessment)

    with CaptureQueriesContext(connection) as queries:
        response = show(client, snapshot.assessment)

    assert response.status_code == 200
    assert len(queries) == 9


def trace(client: Client, row: Assessment, key: str) -> Any:
    return client.get(reverse("assessments:result-trace", args=[row.pk, key]))


def test_every_number_opens_to_how_it_came_about(cast: Cast, snapshot: Any) -> None:
    client = cast.client("executive")
    page = show(client, snapshot.assessment).content.decode()
    keys = ["overall", "layer-data", "capability-lineage"]

    for key in keys:
        assert reverse("assessments:result-trace", args=[snapshot.assessment_id, key]) in page
    whole, layer, capability = (
        trace(client, snapshot.assessment, key).content.decode() for key in keys
    )
    assert "(3 + 4 + 2 + 4 + 3) ÷ 5 = 3.2" in whole
    assert "(1 × 2 + 1 × 2) ÷ 2 = 2" in layer
    assert "How well is lineage done?" in capability
    assert "so their median stands" in capability


def test_a_trace_of_a_published_result_does_not_follow_later_changes(
    cast: Cast, snapshot: Any
) -> None:
    client = cast.client("auditor")
    before = trace(client, snapshot.assessment, "capability-lineage").content.decode()

    Response.objects.update(level=5)
    Assessment.objects.update(target_level=5)

    after = trace(client, snapshot.assessment, "capability-lineage").content.decode()
    assert after.partition("<main")[2] == before.partition("<main")[2]


def test_a_result_published_without_a_record_opens_all_the_same(cast: Cast, snapshot: Any) -> None:
    data = {key: value for key, value in snapshot.data.items() if key != "trace"}
    ResultSnapshot.objects.update(data=data)

    page = trace(cast.client("auditor"), snapshot.assessment, "capability-lineage")

    assert "The median of the answers, as it is." in page.content.decode()


def test_what_the_result_does_not_have_is_not_found(cast: Cast, snapshot: Any) -> None:
    assert trace(cast.client("lead"), snapshot.assessment, "layer-nothing").status_code == 404


def test_the_export_that_imports_again_comes_first_for_who_may_take_it(
    cast: Cast, snapshot: Any
) -> None:
    everything = reverse("assessments:assessment-export", args=[snapshot.assessment_id])
    proof = reverse("assessments:result-export", args=[snapshot.assessment_id])

    run = show(cast.client("lead"), snapshot.assessment).content.decode()
    read = show(cast.client("executive"), snapshot.assessment).content.decode()

    assert run.index(everything) < run.index(proof)
    assert "Answers, set-up and result; can be imported again" in run
    assert everything not in read
    assert "With its fingerprint, to prove it; cannot be imported" in read


def test_a_framework_that_asks_by_level_adds_its_levels_up(cast: Cast) -> None:
    version = load_framework(by_level(), source="test", by=SYSTEM, at=NOW)
    found = published(
        cast.member("lead"),
        {cast.contributor: {"1A": 2, "2A": 1}},
        framework=version,
        target_level=Decimal(2),
    )
    client = cast.client("lead")

    page = show(client, found.assessment).content.decode()
    opened = trace(client, found.assessment, "capability-practice").content.decode()

    assert "2 answers to 4 questions" in page
    assert "2 of 4 questions that apply have no answer." in page
    assert "By the rule of this framework each of them counts as 0." in page
    assert "2 of 4 answered" in page
    assert "0.5 + 0.25 = 0.75" in opened
    assert "counts as 0 here" in opened
    assert "0, because this rule counts what is not answered as 0" in opened


@pytest.fixture
def practices(cast: Cast) -> Any:
    """Four practices of SAMM's kind: in part, not at all, with nought and not applying."""
    version = load_framework(
        by_level(also=("open", "nought", "bought")), source="test", by=SYSTEM, at=NOW
    )
    row = opened(
        cast.member("lead"), [cast.contributor], framework=version, target_level=Decimal(2)
    )
    said: dict[str, Any] = {"1A": Answered(2), "2A": Answered(1)}
    for place in ("1A", "1B", "2A", "2B"):
        said[f"nought-{place}"] = Answered(0)
        said[f"bought-{place}"] = NotApplicable("It is bought.")
    for key, given in said.items():
        save_response(row.pk, question=key, answer=given, by=cast.member("contributor"), at=NOW)
    return publish_assessment(
        close_assessment(row, by=cast.member("lead"), at=NOW), by=cast.member("lead"), at=NOW
    )


def test_open_nought_and_not_applying_are_three_things(cast: Cast, practices: Any) -> None:
    page = show(cast.client("lead"), practices.assessment).content.decode()
    body = cast.client("lead").get(f"/api/v1/assessments/{practices.assessment_id}/results/").json()

    assert page.count("nothing answered, counts as 0") >= 2
    assert "Open has no answers; by the rule of this framework that counts as 0." in page
    assert "Nought stands at 0.0" in page
    assert "Bought has no score. Does not apply here." in page
    counted = {each["key"]: (each["answered"], each["applicable"]) for each in body["capabilities"]}
    assert counted == {"practice": (2, 4), "open": (0, 4), "nought": (4, 4), "bought": (0, 0)}
    assert body["open"].startswith("6 of 12 questions that apply have no answer.")


def test_the_heat_map_shows_no_nought_that_nobody_gave(cast: Cast, practices: Any) -> None:
    spec = heat_map(cast.member("lead"))

    assert spec is not None
    shown = dict(zip(spec.columns, (cell.shown for cell in spec.rows[0].cells), strict=True))
    assert (shown["Open"], shown["Nought"], shown["Bought"]) == (
        "not answered",
        "0.0",
        "does not apply",
    )


def test_something_of_the_next_level_is_a_plus_on_the_page_and_for_programs(cast: Cast) -> None:
    version = load_framework(
        by_level(ScoringRule.STAGED, options=YES_NO), source="test", by=SYSTEM, at=NOW
    )
    found = published(
        cast.member("lead"),
        {cast.contributor: {"1A": 1, "1B": 1, "2A": 1, "2B": 0}},
        framework=version,
        target_level=Decimal(2),
    )

    page = show(cast.client("lead"), found.assessment).content.decode()
    body = cast.client("lead").get(f"/api/v1/assessments/{found.assessment_id}/results/").json()

    assert ">1+</span>" in page or "</span>1+" in page
    assert "The plus: something of the next level is there already." in page
    assert [each["is_beyond"] for each in body["capabilities"]] == [True]


def test_the_operating_model_is_diagnosed_with_what_says_so(cast: Cast) -> None:
    version = load_shipped()
    keys = [each["key"] for layer in version.data["layers"] for each in layer["capabilities"]]
    found = published(
        cast.member("lead"),
        {cast.contributor: dict.fromkeys(keys, 4)},
        framework=version,
        in_production=31,
    )

    page = show(cast.client("executive"), found.assessment).content.decode()

    assert "How AI work is organised" in page
    assert "<strong>Federated fits best</strong>" in page
    assert "30+ AI systems in production" in page
    assert "Run it like a factory that can be rebuilt" in page
    assert "Standards harden" in page


def test_the_diagnosis_of_a_published_result_does_not_follow_later_changes(cast: Cast) -> None:
    version = load_shipped()
    keys = [each["key"] for layer in version.data["layers"] for each in layer["capabilities"]]
    found = published(
        cast.member("lead"), {cast.contributor: dict.fromkeys(keys, 4)}, framework=version
    )
    before = found.data["operating_model"]
    Assessment.objects.update(in_production=1)

    page = show(cast.client("executive"), found.assessment).content.decode()

    assert before["in_production"] is None
    assert "It was not said how many AI systems run." in page


def test_too_few_answers_are_said_in_words(cast: Cast) -> None:
    version = load_shipped()
    found = published(
        cast.member("lead"), {cast.contributor: {"accountability-split": 3}}, framework=version
    )

    page = show(cast.client("executive"), found.assessment).content.decode()

    assert "<strong>Not enough answers</strong> to tell the operating model" in page
    assert "delivery by a central team" in page


def test_a_framework_that_asks_nothing_of_the_kind_shows_no_diagnosis(
    cast: Cast, snapshot: Any
) -> None:
    page = show(cast.client("executive"), snapshot.assessment).content.decode()

    assert "How AI work is organised" not in page


def test_the_order_of_the_steps_opens_to_its_numbers(cast: Cast, snapshot: Any) -> None:
    page = show(cast.client("executive"), snapshot.assessment).content.decode()

    assert "Why this order" in page
    assert "Gap 1 × weight 1 × reach 2 (itself, 0 capabilities it makes easier, " in page
