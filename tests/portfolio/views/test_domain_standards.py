"""The pages of domain standards: reading, drafting, publishing and withdrawing."""

from dataclasses import replace
from typing import Any

import pytest

from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.scoring_models import model_to_data
from portfolio.domain.standard_edits import standard_from_data
from portfolio.models import DomainStandardDraft, DomainStandardVersion, UseCase
from portfolio.services.ranking import rank_portfolio
from portfolio.services.scoring_models import adopt_model
from portfolio.services.standard_drafts import begin_draft
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated
from tests.portfolio.standard_builders import ANCHORS, own_criterion, stricter

LIST = "/portfolio/domain-standards/"


def drafted() -> Any:
    return standard_from_data(DomainStandardDraft.objects.get().data)


def criterion(**changes: Any) -> dict[str, Any]:
    said = {"version": 1, "axis": "value", "title": "Trust", "question": "Who?", "share": "20"}
    return said | {f"anchor_{rating}": text for rating, text in enumerate(ANCHORS)} | changes


def test_an_owner_drafts_sees_what_moves_and_publishes(cast: Cast) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.freight, title="Dock scheduling")
    client, page = cast.client("freight_owner"), f"{LIST}{cast.freight.pk}/"
    draft = f"{page}draft/"
    assert "Draft a standard" in client.get(page).text
    assert client.get(draft)["Location"] == page
    assert client.post(draft)["Location"] == draft
    said = {"version": 1, "value_threshold": "65", "feasibility_threshold": ""}
    assert client.post(f"{draft}thresholds/", said)["Location"] == draft
    assert client.post(f"{draft}criteria/add/", criterion(version=2))["Location"] == draft
    html = client.get(draft).text
    assert "Do now → Quick win" in html
    assert "The first ten stay the first ten." not in html
    publish = {"version": 3, "replaces": 0, "reason": "We stand for it."}
    assert client.post(f"{draft}publish/", publish)["Location"] == page
    rank_portfolio(at=NOW)
    told = client.get(page).text
    assert "What Freight asks besides" in told
    assert "We stand for it." in told
    why = client.get(f"/portfolio/matrix/?selected={use_case.pk}").text
    assert "By the standard of Freight, version 1: value at least 65 instead of 55." in why
    assert UseCase.objects.get().quadrant == "quick_win"


def test_a_laxer_threshold_is_refused_beside_its_field(cast: Cast) -> None:
    stricter(cast.freight, value=65, by=cast.member("lead"))
    begin_draft(cast.depots, by=cast.member("freight_owner"), at=NOW)
    url = f"{LIST}{cast.depots.pk}/draft/thresholds/"
    said = {"version": 1, "value_threshold": "60", "feasibility_threshold": ""}
    answer = cast.client("freight_owner").post(url, said)
    assert answer.status_code == 422
    assert answer.context["form"].errors["value_threshold"] == [
        (
            "A value threshold of 60 would be laxer than the 65 of Freight. Enter 65 or more, or "
            "leave it empty."
        )
    ]
    assert drafted().is_empty


def test_a_criterion_is_changed_and_removed(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    own = own_criterion(cast.freight)
    stricter(cast.freight, own, by=owner)
    begin_draft(cast.freight, by=owner, at=NOW)
    client, draft = cast.client("freight_owner"), f"{LIST}{cast.freight.pk}/draft/"
    url = f"{draft}criteria/{own.key}/"
    assert "How much trust?" in client.get(url).text
    assert client.post(url, criterion(share="30"))["Location"] == draft
    assert [(each.question, each.weight) for each in drafted().criteria] == [("Who?", 0.3)]
    assert client.get(f"{draft}criteria/d1_nothing/").status_code == 404
    client.post(f"{url}remove/", {"version": 2})
    assert drafted().is_empty
    assert client.get(url).status_code == 404


def test_too_large_a_share_is_refused_with_what_is_left(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    stricter(cast.freight, own_criterion(cast.freight, share=0.4), by=owner)
    begin_draft(cast.depots, by=owner, at=NOW)
    url = f"{LIST}{cast.depots.pk}/draft/criteria/add/"
    answer = cast.client("freight_owner").post(url, criterion())
    assert answer.status_code == 422
    assert "10% is left for this domain." in answer.text
    assert drafted().is_empty


def test_a_stale_form_shows_both_versions_and_loses_nothing(cast: Cast) -> None:
    begin_draft(cast.freight, by=cast.member("lead"), at=NOW)
    url = f"{LIST}{cast.freight.pk}/draft/thresholds/"
    first = {"version": 1, "value_threshold": "65", "feasibility_threshold": ""}
    cast.client("lead").post(url, first)
    mine = first | {"value_threshold": "70", "initial-value_threshold": ""}
    answer = cast.client("freight_owner").post(url, mine)
    assert answer.status_code == 412
    assert answer.context["conflict_who"] == "Lead"
    assert drafted().value_threshold == 65


def test_withdrawing_publishes_an_empty_version_with_a_reason(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    stricter(cast.freight, value=65, by=owner)
    begin_draft(cast.freight, by=owner, at=NOW)
    client, page = cast.client("freight_owner"), f"{LIST}{cast.freight.pk}/"
    client.post(f"{page}draft/empty/", {"version": 1})
    assert "Withdraw the standard" in client.get(f"{page}draft/").text
    said = {"version": 2, "replaces": 1, "reason": ""}
    assert client.post(f"{page}draft/publish/", said).status_code == 422
    client.post(f"{page}draft/publish/", said | {"reason": "It is the same everywhere."})
    assert DomainStandardVersion.objects.get(is_active=True).version == 2
    assert "Withdrawn with version 2" in client.get(LIST).text
    old = client.get(f"{page}versions/1/").text
    assert "This version is no longer in force." in old
    assert client.get(f"{page}versions/3/").status_code == 404


def test_publishing_what_somebody_changed_meanwhile_asks_again(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    begin_draft(cast.freight, by=owner, at=NOW)
    page = f"{LIST}{cast.freight.pk}/draft/"
    client = cast.client("freight_owner")
    client.post(f"{page}thresholds/", {"version": 1, "value_threshold": "65"})
    stricter(cast.freight, value=60, by=cast.member("lead"))
    said = {"version": 2, "replaces": 0, "reason": "We stand for it."}
    answer = client.post(f"{page}publish/", said)
    assert answer.status_code == 422
    assert "Publish again if it holds." in answer.text
    assert client.post(f"{page}publish/", said | {"replaces": 1}).status_code == 302
    assert [row.version for row in DomainStandardVersion.objects.order_by("version")] == [1, 2]


def test_a_draft_is_discarded_and_what_is_in_force_stays(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    stricter(cast.freight, value=65, by=owner)
    begin_draft(cast.freight, by=owner, at=NOW)
    url = f"{LIST}{cast.freight.pk}/draft/discard/"
    assert cast.client("freight_owner").post(url, {"version": 1}).status_code == 302
    assert not DomainStandardDraft.objects.exists()
    assert DomainStandardVersion.objects.get().is_active


@pytest.mark.parametrize("name", ["executive", "board", "auditor"])
def test_others_read_and_change_nothing(cast: Cast, name: str) -> None:
    stricter(cast.freight, value=65, by=cast.member("lead"))
    html = cast.client(name).get(f"{LIST}{cast.freight.pk}/").text
    assert "Draft a new version" not in html


def test_a_page_says_which_threshold_the_enterprise_has_overtaken(cast: Cast) -> None:
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    data = model_to_data(replace(DEFAULT_MODEL, value_threshold=70))
    adopt_model(data, reason="Money is short.", by=lead, at=NOW)
    told = "The value threshold of 65 asks nothing any more: the enterprise asks 70."
    assert told in cast.client("freight_owner").get(f"{LIST}{cast.freight.pk}/").text
    read = cast.client("freight_owner").get(f"/api/v1/domain-standards/{cast.freight.pk}/").json()
    assert read["overtaken"] == [told]


def test_the_enterprise_has_no_standard_beside_its_scoring_model(cast: Cast) -> None:
    assert cast.client("lead").get(f"{LIST}{cast.root.pk}/").status_code == 404


def test_rating_asks_in_a_section_of_its_own_whose_question_it_is(cast: Cast) -> None:
    own = own_criterion(cast.freight)
    stricter(cast.freight, own, by=cast.member("lead"))
    use_case = rated(on_axes(3, 4), domain=cast.depots)
    client = cast.client("freight_owner")
    url = f"/portfolio/use-cases/{use_case.pk}/rate/"
    html = client.get(url).text
    assert "What Freight asks besides" in html
    assert "20% of value within Freight" in html
    said = {"version": 1, own.key: "4", f"{own.key}_rationale": "Asked twelve drivers."}
    assert client.post(url, said).status_code == 302
    row = use_case.ratings.get(criterion=own.key)
    assert (row.score, row.rationale) == (4, "Asked twelve drivers.")
    page = client.get(f"/portfolio/use-cases/{use_case.pk}/").text
    assert "Trust" in page
