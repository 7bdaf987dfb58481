"""Ratings, standings, ranking, matrix and scoring model for programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.pairwise import pairs_of
from portfolio.domain.scoring_models import model_to_data
from portfolio.models import Rating, ScoringModelDraft, ScoringModelVersion, UseCase
from portfolio.selectors.scoring_models import active_model
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.builders import SHORT, assessed, on_axes, rated

API = "/api/v1"


@pytest.fixture
def use_case(cast: Cast) -> UseCase:
    row: UseCase = make_use_case(domain=cast.freight)
    return row


def put(cast: Cast, name: str, url: str, body: Any, **headers: str) -> Any:
    return cast.client(name).put(url, body, content_type="application/json", headers=headers)


def test_rating_replaces_all_ratings_and_answers_with_the_new_version(
    cast: Cast, use_case: UseCase
) -> None:
    url = f"{API}/use-cases/{use_case.pk}/ratings/"
    first = {"ratings": {"skills": {"score": 4, "evidence": "Built."}, "urgency": {"score": 1}}}
    answer = put(cast, "freight_owner", url, first, **{"If-Match": '"1"'})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    told = {row["criterion"]: row for row in answer.json()["ratings"]}
    assert told["skills"]["score"] == 4
    assert told["skills"]["anchor"].startswith("A named team")
    assert told["strategic_fit"]["score"] is None
    second = {"ratings": {"skills": {"score": 4, "evidence": "Built."}}}
    put(cast, "freight_owner", url, second, **{"If-Match": '"2"'})
    assert list(Rating.objects.values_list("criterion", flat=True)) == ["skills"]


def test_programs_read_what_each_person_said_and_what_it_makes_together(
    cast: Cast, use_case: UseCase
) -> None:
    url = f"{API}/use-cases/{use_case.pk}/ratings/"
    theirs = {"ratings": {"skills": {"score": 5, "rationale": "Built two.", "low": 4, "high": 5}}}
    put(cast, "lead", url, theirs, **{"If-Match": '"1"'})
    mine = {"ratings": {"skills": {"score": 1, "confidence": 1}}}
    answer = put(cast, "freight_owner", url, mine, **{"If-Match": '"2"'})
    told = {row["criterion"]: row for row in answer.json()["ratings"]}["skills"]
    assert (told["score"], told["low"], told["high"]) == (3.0, 1.0, 4.375)
    assert (told["consensus"], told["needs_discussion"]) == (0.263, True)
    assert [(v["score"], v["rated_by"], v["is_own"]) for v in told["people"]] == [
        (1, "Freight owner", True),
        (5, "Lead", False),
    ]
    assert told["people"][1]["rationale"] == "Built two."
    broken = {"ratings": {"skills": {"score": 1, "low": 2, "high": 4}}}
    refused = put(cast, "lead", url, broken, **{"If-Match": '"3"'})
    assert refused.status_code == 422
    assert Rating.objects.count() == 2


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"ratings": {}}, 428),
        ({"If-Match": '"9"'}, {"ratings": {"skills": {"score": 1}}}, 412),
        ({"If-Match": '"1"'}, {"ratings": {"skills": {"score": 6}}}, 400),
        ({"If-Match": '"1"'}, {"ratings": {"charm": {"score": 3}}}, 422),
        ({"If-Match": '"1"'}, {}, 400),
    ],
)
def test_a_rating_that_is_refused_stores_nothing(
    cast: Cast, use_case: UseCase, headers: dict[str, str], body: Any, status: int
) -> None:
    url = f"{API}/use-cases/{use_case.pk}/ratings/"
    assert put(cast, "lead", url, body, **headers).status_code == status
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("executive", 403), ("auditor", 403), ("retail_owner", 404), ("stranger", 404)],
)
def test_who_may_not_rate(cast: Cast, use_case: UseCase, name: str, status: int) -> None:
    url = f"{API}/use-cases/{use_case.pk}/ratings/"
    body = {"ratings": {"skills": {"score": 1}}}
    assert put(cast, name, url, body, **{"If-Match": '"1"'}).status_code == status
    assert cast.client(name).get(url).status_code == (200 if status == 403 else 404)
    assert not Rating.objects.exists()


def test_the_standing_says_what_the_page_says(cast: Cast) -> None:
    assessed(cast.freight, SHORT)
    use_case = rated(on_axes(4, 3), domain=cast.depots)
    rank_portfolio(at=NOW)
    told = cast.client("lead").get(f"{API}/use-cases/{use_case.pk}/standing/").json()
    assert (told["rank"], told["quadrant"]) == ("1", "build_foundations_first")
    assert (told["value"]["score"], told["adjusted_feasibility"]) == (80.0, 51.0)
    assert told["readiness"]["points"] == 9
    stamp = told["readiness"]["rests_on"]
    assert (stamp["title"], stamp["domain"]) == ("Spring review", "Freight")
    assert (stamp["is_inherited"], stamp["is_newer"]) == (True, False)
    source = UseCase.objects.get(pk=use_case.pk).readiness_assessment
    assert source is not None
    assert stamp["assessment"] == source.pk
    assert stamp["framework"] == f"{source.framework.title} {source.framework.version}"
    assert told["unlocks"][0]["rank"] == 1
    hidden = cast.client("retail_owner").get(f"{API}/use-cases/{use_case.pk}/standing/")
    assert hidden.status_code == 404


def test_ranking_and_matrix_narrow_by_the_same_words(cast: Cast) -> None:
    rated(on_axes(4, 4), domain=cast.freight, bucket="efficiency")
    rated(on_axes(3, 4), domain=cast.retail, bucket="augmentation")
    rated({}, domain=cast.retail)
    rank_portfolio(at=NOW)
    client = cast.client("lead")
    ranking = client.get(f"{API}/ranking/").json()
    assert [row["standing"]["rank"] for row in ranking["results"]] == ["1", "2"]
    assert client.get(f"{API}/ranking/?bucket=efficiency").json()["count"] == 1
    matrix = client.get(f"{API}/matrix/?bucket=augmentation").json()
    assert [point["value"] for point in matrix["points"]] == [60.0]
    counts = {(row["quadrant"], row["bucket"]): row["count"] for row in matrix["counts"]}
    assert counts["do_now", "augmentation"] == 1
    assert sum(counts.values()) == 1
    assert client.get(f"{API}/matrix/?stage=dreaming").status_code == 400
    assert client.get(f"{API}/ranking/?page=9").status_code == 404


def test_a_list_takes_eight_queries_at_most(cast: Cast) -> None:
    client = cast.client("lead")
    counts = []
    for wanted in (10, 200):
        while UseCase.objects.count() < wanted:
            rated(on_axes(4, 3), domain=cast.retail)
        rank_portfolio(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{API}/ranking/")
        counts.append(len(queries))
    # session and person come on top of what the list reads, and one asks what is awaited
    assert counts[0] == counts[1] <= 7


def test_a_program_puts_a_scoring_model_into_the_draft_and_publishes_it(cast: Cast) -> None:
    lead, url = cast.client("lead"), f"{API}/scoring-model/"
    read = cast.client("executive").get(url)
    unasked = {"value_consistency": None, "feasibility_consistency": None}
    assert (read.json(), read["ETag"]) == (model_to_data(DEFAULT_MODEL) | unasked, '"1"')
    body = read.json() | {"value_threshold": 60}
    answer = put(cast, "lead", url, body, **{"If-Match": '"0"'})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    told = answer.json()
    assert told["value_threshold"] == 60
    # Nothing counts before it is published.
    assert active_model() == DEFAULT_MODEL
    assert not ScoringModelVersion.objects.exists()
    assert lead.get(told["preview"]).json()["is_ready"] is True
    said = {"reason": "Fewer promises.", "replaces": 1}
    published = lead.post(
        told["publish"], said, content_type="application/json", headers={"If-Match": '"2"'}
    )
    assert (published.status_code, published["ETag"]) == (200, '"2"')
    assert active_model().value_threshold == 60


def test_who_still_sends_a_reason_with_the_model_is_told_where_it_belongs(cast: Cast) -> None:
    body = model_to_data(DEFAULT_MODEL) | {"value_threshold": 60, "reason": "Fewer promises."}
    answer = put(cast, "lead", f"{API}/scoring-model/", body, **{"If-Match": '"1"'})
    assert answer.status_code == 400
    assert "give the reason where you publish the draft" in answer.text
    assert not ScoringModelVersion.objects.exists()
    assert not ScoringModelDraft.objects.exists()


@pytest.mark.parametrize(
    ("name", "header", "status"), [("lead", '"5"', 412), ("lead", "", 428), ("board", '"0"', 403)]
)
def test_a_model_that_is_refused_is_not_stored(
    cast: Cast, name: str, header: str, status: int
) -> None:
    body = model_to_data(DEFAULT_MODEL) | {"value_threshold": 60}
    answer = put(cast, name, f"{API}/scoring-model/", body, **{"If-Match": header})
    assert answer.status_code == status
    assert not ScoringModelVersion.objects.exists()
    assert not ScoringModelDraft.objects.exists()


def test_a_model_that_changes_nothing_begins_no_draft(cast: Cast) -> None:
    body = model_to_data(DEFAULT_MODEL)
    answer = put(cast, "lead", f"{API}/scoring-model/", body, **{"If-Match": '"0"'})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("This is the same as version 1, which is in force.")
    assert not ScoringModelDraft.objects.exists()


def test_weights_that_do_not_add_up_are_refused_in_a_sentence(cast: Cast) -> None:
    body = model_to_data(DEFAULT_MODEL)
    body["criteria"][0]["weight"] = 0.2
    answer = put(cast, "lead", f"{API}/scoring-model/", body, **{"If-Match": '"0"'})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "The value weights add up to 0.95, not 1."
    assert not ScoringModelVersion.objects.exists()
    assert not ScoringModelDraft.objects.exists()


def test_a_program_weighs_by_answers_and_is_told_how_far_they_agree(cast: Cast) -> None:
    keys = [c.key for c in DEFAULT_MODEL.on(Axis.VALUE)]
    judged = [{"more": a, "less": b, "times": 1} for a, b in pairs_of(keys)]
    body: dict[str, Any] = {"value": {"method": "pairwise", "judgements": judged}}
    url = f"{API}/scoring-model/weights/"
    answer = put(cast, "lead", url, body, **{"If-Match": '"0"'})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    told = answer.json()
    assert told["value_consistency"] == {
        "ratio": 0.0,
        "note": "The consistency ratio is 0.00: the answers agree.",
    }
    assert told["value_weighing"]["judgements"] == judged
    refused = put(cast, "lead", url, body, **{"If-Match": '"1"'})
    assert refused.status_code == 412
    body["value"] = {"method": "swing", "numbers": {"urgency": 100}}
    missing = put(cast, "lead", url, body, **{"If-Match": '"2"'})
    assert missing.status_code == 422
    assert ScoringModelDraft.objects.get().data["value_weighing"] == told["value_weighing"]


def test_weights_are_in_force_only_once_the_draft_is_published(cast: Cast) -> None:
    lead, url = cast.client("lead"), f"{API}/scoring-model/weights/"
    numbers = {c.key: 20 for c in DEFAULT_MODEL.on(Axis.VALUE)}
    body = {"value": {"method": "direct", "numbers": numbers}}
    told = put(cast, "lead", url, body, **{"If-Match": '"0"'}).json()
    assert active_model() == DEFAULT_MODEL
    assert lead.get(told["preview"]).json()["is_ready"] is True
    said = {"reason": "All alike.", "replaces": 1}
    answer = lead.post(
        told["publish"], said, content_type="application/json", headers={"If-Match": '"2"'}
    )
    assert answer.status_code == 200
    assert [c.weight for c in active_model().on(Axis.VALUE)] == pytest.approx([0.2] * 5)


def test_what_would_change_nothing_is_refused_with_a_sentence(cast: Cast) -> None:
    lead, url = cast.client("lead"), f"{API}/scoring-model"
    empty = put(cast, "lead", f"{url}/weights/", {}, **{"If-Match": '"0"'})
    assert (empty.status_code, empty.json()["detail"]) == (
        422,
        "These are the weights that the model has already. Give others for value or feasibility.",
    )
    assert not ScoringModelDraft.objects.exists()
    lead.post(f"{url}/draft/")
    said = {"reason": "Why not.", "replaces": 1}
    same = lead.post(
        f"{url}/draft/publish/", said, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert same.status_code == 422
    assert same.json()["detail"].startswith("This is the same as version 1, which is in force.")
    assert not ScoringModelVersion.objects.exists()
    assert ScoringModelDraft.objects.exists()


def test_a_program_drafts_looks_at_what_moves_and_publishes(cast: Cast) -> None:
    lead, url = cast.client("lead"), f"{API}/scoring-model/draft/"
    use_case = rated(on_axes(3, 4), domain=cast.retail)
    assert lead.get(url).status_code == 404
    begun = lead.post(url)
    assert (begun.status_code, begun["ETag"]) == (201, '"1"')
    body = begun.json() | {"value_threshold": 70}
    assert put(cast, "lead", url, body).status_code == 428
    changed = put(cast, "lead", url, body, **{"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    told = lead.get(f"{url}preview/").json()
    assert (told["is_ready"], told["moved"]) == (True, 0)
    assert told["crossings"] == [
        {
            "use_case": {"id": use_case.pk, "title": use_case.title},
            "before": "do_now",
            "after": "quick_win",
        }
    ]
    said = {"reason": "Fewer promises.", "replaces": 1}
    answer = lead.post(
        f"{url}publish/", said, content_type="application/json", headers={"If-Match": '"2"'}
    )
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    versions = lead.get(f"{API}/scoring-model/versions/").json()
    assert [(row["version"], row["is_active"]) for row in versions] == [(2, True), (1, False)]
    assert lead.get(f"{API}/scoring-model/versions/1/").json()["value_threshold"] == 55
    assert lead.get(f"{API}/scoring-model/versions/7/").status_code == 404
    lead.post(url)
    gone = lead.delete(url, headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    assert lead.get(url).status_code == 404
