"""The pages of the scoring model."""

from typing import Any

import pytest

from portal.models import Job, LedgerEntry
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.forms.scoring_models import percentage
from portfolio.models import ScoringModelVersion
from portfolio.selectors.scoring_models import active_model
from tests.conftest import Cast

PAGE = "/portfolio/scoring-model/"
WEIGHTS = f"{PAGE}weights/"


def weights(**changes: Any) -> dict[str, Any]:
    as_it_is = {each.key: str(percentage(each)) for each in DEFAULT_MODEL.criteria}
    return as_it_is | {"version": 1, "reason": "Money is short."} | changes


def test_the_page_opens_every_criterion_to_its_anchors(cast: Cast) -> None:
    html = cast.client("executive").get(PAGE).text
    for criterion in DEFAULT_MODEL.criteria:
        assert criterion.question in html
    assert html.count("<ol ") >= 11
    assert "Change weights" not in html


def test_a_lead_adopts_weights_and_the_version_is_listed_with_its_reason(cast: Cast) -> None:
    client = cast.client("lead")
    said = weights(strategic_fit="15", financial_benefit="35")
    assert client.post(WEIGHTS, said).status_code == 302
    assert active_model().version == 2
    assert [each.weight for each in active_model().criteria[:2]] == [0.15, 0.35]
    html = client.get(PAGE).text
    assert "Money is short." in html
    assert "In force" in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"urgency": "20"}, "The value weights add up to 105%, not 100%. Take 5 off."),
        ({"skills": "10.5"}, "The feasibility weights add up to 95.5%, not 100%. Add 4.5."),
        ({"skills": "0"}, "Enter a weight above 0 for skills."),
        ({"skills": ""}, "Enter a weight in per cent."),
        ({"skills": "many"}, "must be a number."),
        ({"reason": " "}, "Say why the scoring model changes."),
        ({"version": 7}, "Version 1 of the scoring model was adopted since you opened this page."),
    ],
)
def test_what_does_not_add_up_is_refused_where_it_stands_and_nothing_is_stored(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    response = cast.client("lead").post(WEIGHTS, weights(**changes))
    assert response.status_code == 422
    assert sentence in response.text
    assert not ScoringModelVersion.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Job.objects.exists()


def test_two_who_change_weights_at_once_see_both_and_lose_nothing(cast: Cast) -> None:
    client = cast.client("lead")
    theirs = weights(strategic_fit="15", financial_benefit="35", reason="Money first.")
    assert client.post(WEIGHTS, theirs).status_code == 302
    mine = weights(strategic_fit="10", urgency="30.00")
    answer = client.post(WEIGHTS, mine)
    assert answer.status_code == 412
    shown = [(c.label, c.base, c.theirs, c.yours) for c in answer.context["conflicts"]]
    assert shown == [
        ("Strategic fit", "25", "15", "10"),
        ("Financial benefit", "25", "35", "Not touched, so theirs is kept"),
    ]
    assert answer.context["conflict_who"] == "Lead"
    assert "Money is short." in answer.text
    assert active_model().version == 2
    again = dict(answer.context["form"].data.items())
    refused = client.post(WEIGHTS, again)
    assert refused.status_code == 422
    assert "The value weights add up to 110%, not 100%. Take 10 off." in refused.text
    assert client.post(WEIGHTS, again | {"financial_benefit": "25"}).status_code == 302
    assert [each.weight for each in active_model().criteria[:2]] == [0.1, 0.25]
    assert active_model().version == 3


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
    assert not ScoringModelVersion.objects.exists()
