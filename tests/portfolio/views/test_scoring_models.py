"""The pages of the scoring model."""

from typing import Any

import pytest

from portal.models import Job, LedgerEntry
from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.pairwise import pairs_of
from portfolio.domain.scoring_models import model_from_data, pair_key
from portfolio.forms.weights import percentage
from portfolio.models import ScoringModelDraft, ScoringModelVersion
from portfolio.selectors.scoring_models import active_model
from portfolio.services.scoring_drafts import begin_draft
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

PAGE = "/portfolio/scoring-model/"
WEIGHTS = f"{PAGE}weights/"
DRAFT = f"{PAGE}draft/"


def drafted() -> Any:
    return model_from_data(ScoringModelDraft.objects.get().data)


def weights(**changes: Any) -> dict[str, Any]:
    as_it_is = {each.key: str(percentage(each)) for each in DEFAULT_MODEL.criteria}
    return as_it_is | {"version": 0} | changes


def test_the_page_opens_every_criterion_to_its_anchors(cast: Cast) -> None:
    html = cast.client("executive").get(PAGE).text
    for criterion in DEFAULT_MODEL.criteria:
        assert criterion.question in html
    assert html.count("<ol ") >= 11
    assert "Change weights" not in html


def publish(client: Any, **changes: Any) -> Any:
    version = ScoringModelDraft.objects.get().version
    said = {"version": version, "replaces": active_model().version, "reason": "Money is short."}
    return client.post(f"{DRAFT}publish/", said | changes)


def test_weights_go_into_a_draft_that_shows_what_moves_before_it_is_published(cast: Cast) -> None:
    first = rated(on_axes(4, 4) | {"financial_benefit": 1}, domain=cast.retail, title="Fit first")
    second = rated(on_axes(3, 4), domain=cast.retail, title="Money first")
    client = cast.client("lead")
    said = weights(strategic_fit="5", financial_benefit="45")
    assert client.post(WEIGHTS, said)["Location"] == DRAFT
    assert active_model() == DEFAULT_MODEL
    page = client.get(DRAFT)
    found = page.context["page"].preview
    assert [(m.use_case.pk, m.before, m.after) for m in found.movers] == [
        (second.pk, 2, 1),
        (first.pk, 1, 2),
    ]
    assert "2 of 2 use cases would change place." in page.text
    assert publish(client, reason=" ").status_code == 422
    assert publish(client).status_code == 302
    assert active_model().version == 2
    assert [each.weight for each in active_model().criteria[:2]] == [0.05, 0.45]
    assert not ScoringModelDraft.objects.exists()
    html = client.get(PAGE).text
    assert "Money is short." in html
    assert "In force" in html
    assert "no longer in force" in client.get(f"{PAGE}versions/1/").text
    assert client.get(f"{PAGE}versions/9/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"urgency": "20"}, "The value weights add up to 105%, not 100%. Take 5 off."),
        ({"skills": "10.5"}, "The feasibility weights add up to 95.5%, not 100%. Add 4.5."),
        ({"skills": "0"}, "Enter a weight above 0 for skills."),
        ({"skills": ""}, "Enter a weight in per cent."),
        ({"skills": "many"}, "must be a number."),
    ],
)
def test_what_does_not_add_up_is_refused_where_it_stands_and_nothing_is_stored(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    response = cast.client("lead").post(WEIGHTS, weights(**changes))
    assert response.status_code == 422
    assert sentence in response.text
    assert not ScoringModelDraft.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Job.objects.exists()


def test_two_who_change_weights_at_once_see_both_and_lose_nothing(cast: Cast) -> None:
    begin_draft(by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    opened = {f"initial-{c.key}": str(percentage(c)) for c in DEFAULT_MODEL.criteria}
    theirs = weights(strategic_fit="15", financial_benefit="35", version=1)
    assert client.post(WEIGHTS, theirs | opened).status_code == 302
    mine = weights(strategic_fit="10", urgency="30.00", version=1)
    answer = client.post(WEIGHTS, mine | opened)
    assert answer.status_code == 412
    shown = [(c.label, c.base, c.theirs, c.yours) for c in answer.context["conflicts"]]
    assert shown == [
        ("Strategic fit", "25", "15", "10"),
        ("Financial benefit", "25", "35", "Not touched, so theirs is kept"),
    ]
    assert answer.context["conflict_who"] == "Lead"
    again = dict(answer.context["form"].data.items())
    refused = client.post(WEIGHTS, again)
    assert refused.status_code == 422
    assert "The value weights add up to 110%, not 100%. Take 10 off." in refused.text
    assert client.post(WEIGHTS, again | {"financial_benefit": "25"}).status_code == 302
    assert [each.weight for each in drafted().criteria[:2]] == [0.1, 0.25]


def words(**changes: Any) -> dict[str, Any]:
    anchors = {f"anchor_{rating}": f"Seen {rating}" for rating in range(6)}
    asked = {"title": "Reach", "question": "How many people does it reach?", "version": 1}
    return asked | anchors | changes


def test_a_criterion_is_added_reworded_and_removed_in_the_draft(cast: Cast) -> None:
    begin_draft(by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    added = client.post(f"{DRAFT}criteria/add/", words(axis="value", share="20"))
    assert added["Location"] == DRAFT
    assert [round(c.weight, 2) for c in drafted().on(Axis.VALUE)] == [
        0.2,
        0.2,
        0.16,
        0.12,
        0.12,
        0.2,
    ]
    assert client.get(f"{DRAFT}criteria/reach/").context["form"]["title"].value() == "Reach"
    said = words(title="Breadth", version=2)
    assert client.post(f"{DRAFT}criteria/reach/", said).status_code == 302
    assert drafted().criteria[-1].title == "Breadth"
    stale = client.post(f"{DRAFT}criteria/reach/remove/", {"version": 2})
    assert stale.status_code == 412
    gone = client.post(f"{DRAFT}criteria/reach/remove/", {"version": 3})
    assert gone.status_code == 302
    assert [c.key for c in drafted().criteria] == [c.key for c in DEFAULT_MODEL.criteria]
    assert client.get(f"{DRAFT}criteria/reach/").status_code == 404


def test_thresholds_change_in_the_draft_alone(cast: Cast) -> None:
    begin_draft(by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    said = {
        "title": "Value and feasibility",
        "alpha": "50",
        "value_threshold": "70",
        "feasibility_threshold": "101",
        "minimum_coverage": "40",
        "version": 1,
    }
    refused = client.post(f"{DRAFT}settings/", said)
    assert refused.status_code == 422
    assert "“High feasibility begins at” must be 100 or less." in refused.text
    assert (
        client.post(f"{DRAFT}settings/", said | {"feasibility_threshold": "55"}).status_code == 302
    )
    assert (drafted().value_threshold, active_model().value_threshold) == (70, 55)


def test_a_draft_is_thrown_away_and_nothing_was_adopted(cast: Cast) -> None:
    begin_draft(by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    assert client.post(f"{DRAFT}discard/", {"version": 7}).status_code == 412
    assert client.post(f"{DRAFT}discard/", {"version": 1}).status_code == 302
    assert not ScoringModelDraft.objects.exists()
    assert not ScoringModelVersion.objects.exists()
    assert client.get(DRAFT)["Location"] == PAGE


@pytest.mark.parametrize("method", ["direct", "swing", "rank_order", "pairwise"])
def test_one_page_asks_by_the_method_in_its_address(cast: Cast, method: str) -> None:
    answer = cast.client("lead").get(WEIGHTS, {"method": method})
    assert answer.status_code == 200
    assert answer.context["form"].weight_method == method
    assert f'name="method" value="{method}"' in answer.text


def test_an_order_of_importance_becomes_rank_order_centroid_weights(cast: Cast) -> None:
    said: dict[str, Any] = {"method": "rank_order", "version": 0}
    for axis in Axis:
        said |= {c.key: str(place) for place, c in enumerate(DEFAULT_MODEL.on(axis), start=1)}
    client = cast.client("lead")
    assert client.post(WEIGHTS, said).status_code == 302
    found = [round(c.weight, 4) for c in drafted().on(Axis.VALUE)]
    assert found == [0.4567, 0.2567, 0.1567, 0.0900, 0.0400]
    assert "Weighed by: Order of importance" in client.get(DRAFT).text
    again = client.get(WEIGHTS, {"method": "rank_order"}).context["form"]
    assert again["urgency"].value() == "5"


def pairs(**changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"method": "pairwise", "version": 0}
    for axis in Axis:
        keys = [c.key for c in DEFAULT_MODEL.on(axis)]
        said |= {pair_key(*pair): "1" for pair in pairs_of(keys)}
    return said | changes


def test_pairs_become_weights_and_a_contradiction_is_told_with_the_version(cast: Cast) -> None:
    client = cast.client("lead")
    odd = {"strategic_fit:financial_benefit": "-9"}
    assert client.post(WEIGHTS, pairs(**odd)).status_code == 302
    html = client.get(DRAFT).text
    assert "the answers contradict one another" in html
    assert "Financial benefit matters 9 times as much as strategic fit" in html
    assert "The consistency ratio is 0.00: the answers agree." in html
    again = client.get(WEIGHTS, {"method": "pairwise"}).context["form"]
    assert again["strategic_fit:financial_benefit"].value() == "-9"
    assert again["skills:affordability"].value() == "1"


def test_a_pair_that_nobody_compared_is_asked_for(cast: Cast) -> None:
    answer = cast.client("lead").post(WEIGHTS, pairs(**{"skills:affordability": ""}))
    assert answer.status_code == 422
    assert "Choose an answer under “Skills or affordability”." in answer.text
    assert not ScoringModelDraft.objects.exists()


def test_a_place_given_twice_is_refused_where_it_stands(cast: Cast) -> None:
    said: dict[str, Any] = {"method": "rank_order", "version": 0}
    said |= {c.key: "1" for c in DEFAULT_MODEL.criteria}
    answer = cast.client("lead").post(WEIGHTS, said)
    assert answer.status_code == 422
    assert "Give each place from 1 to 5 once, 1 for what matters most." in answer.text
    assert not ScoringModelDraft.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("executive", 403),
        ("freight_owner", 403),
        ("board", 403),
        ("auditor", 403),
        ("contributor", 404),
        ("administrator", 404),
        ("stranger", 404),
    ],
)
def test_who_may_not_change_weights(cast: Cast, name: str, status: int) -> None:
    client = cast.client(name)
    assert client.get(WEIGHTS).status_code == status
    assert client.post(WEIGHTS, weights()).status_code == status
    assert not ScoringModelDraft.objects.exists()
