"""Domain standards for programs."""

from typing import Any

from portfolio.models import DomainStandardDraft, DomainStandardVersion
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated
from tests.portfolio.standard_builders import ANCHORS, own_criterion, stricter

API = "/api/v1/domain-standards/"
TRUST = {
    "axis": "value",
    "title": "Trust",
    "question": "Who trusts it?",
    "weight": 0.2,
    "anchors": list(ANCHORS),
}


def put(client: Any, url: str, body: Any, match: str = "") -> Any:
    headers = {"If-Match": match} if match else {}
    return client.put(url, body, content_type="application/json", headers=headers)


def test_a_program_drafts_looks_at_what_moves_and_publishes(cast: Cast) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.freight)
    owner, url = cast.client("freight_owner"), f"{API}{cast.freight.pk}/"
    draft = f"{url}draft/"
    assert owner.get(draft).status_code == 404
    begun = owner.post(draft)
    assert (begun.status_code, begun["ETag"]) == (201, '"1"')
    body = {"value_threshold": 65, "criteria": [TRUST]}
    assert put(owner, draft, body).status_code == 428
    changed = put(owner, draft, body, '"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    key = f"d{cast.freight.pk}_trust"
    assert changed.json() == {
        "value_threshold": 65.0,
        "feasibility_threshold": None,
        "criteria": [TRUST | {"key": key}],
    }
    told = owner.get(f"{draft}preview/").json()
    assert told["crossings"] == [
        {
            "use_case": {"id": use_case.pk, "title": use_case.title},
            "before": "do_now",
            "after": "quick_win",
        }
    ]
    said = {"reason": "We stand for it.", "replaces": 0}
    answer = owner.post(
        f"{draft}publish/", said, content_type="application/json", headers={"If-Match": '"2"'}
    )
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert answer.json()["applies"]["thresholds"] == [
        {"axis": "value", "threshold": 65.0, "enterprise": 55.0, "asked_by": "Freight"},
        {"axis": "feasibility", "threshold": 55.0, "enterprise": 55.0, "asked_by": ""},
    ]
    versions = owner.get(f"{url}versions/").json()
    assert [(row["version"], row["is_active"], row["reason"]) for row in versions] == [
        (1, True, "We stand for it.")
    ]
    assert owner.get(f"{url}versions/1/").json() == versions[0]
    assert owner.get(f"{url}versions/2/").status_code == 404


def test_loosening_is_422_with_the_threshold_and_whose_it_is(cast: Cast) -> None:
    stricter(cast.freight, value=65, by=cast.member("lead"))
    owner, draft = cast.client("freight_owner"), f"{API}{cast.depots.pk}/draft/"
    owner.post(draft)
    answer = put(owner, draft, {"value_threshold": 60}, '"1"')
    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "A value threshold of 60 would be laxer than the 65 of Freight. Enter 65 or more, or "
        "leave it empty."
    )
    assert DomainStandardDraft.objects.get().version == 1


def test_a_key_of_another_domain_and_a_word_too_many_are_refused(cast: Cast) -> None:
    owner, draft = cast.client("freight_owner"), f"{API}{cast.freight.pk}/draft/"
    owner.post(draft)
    foreign = {"criteria": [TRUST | {"key": f"d{cast.retail.pk}_trust"}]}
    assert put(owner, draft, foreign, '"1"').status_code == 422
    assert put(owner, draft, {"alpha": 1}, '"1"').status_code == 400
    assert put(owner, draft, {"value_threshold": 60}, '"7"').status_code == 412
    assert owner.delete(draft, headers={"If-Match": '"1"'}).status_code == 204
    assert not DomainStandardVersion.objects.exists()


def test_the_list_tells_the_centre_what_every_domain_asks(cast: Cast) -> None:
    stricter(cast.freight, own_criterion(cast.freight), value=65, by=cast.member("lead"))
    told = cast.client("auditor").get(API).json()
    assert told["count"] == 3
    freight = told["results"][0]
    assert (freight["domain"], freight["version"], freight["tightened"], freight["added"]) == (
        "Freight",
        1,
        ["value at least 65 instead of 55"],
        ["Trust, 20% of value"],
    )
    assert cast.client("auditor").post(f"{API}{cast.freight.pk}/draft/").status_code == 403


def test_ratings_and_standing_tell_whose_standard_asks(cast: Cast) -> None:
    own = own_criterion(cast.freight)
    stricter(cast.freight, own, value=65, by=cast.member("lead"))
    use_case = rated(on_axes(3, 4), domain=cast.freight)
    lead = cast.client("lead")
    ratings = lead.get(f"/api/v1/use-cases/{use_case.pk}/ratings/").json()["ratings"]
    assert [(row["criterion"], row["domain"]) for row in ratings][-1] == (own.key, "Freight")
    standing = lead.get(f"/api/v1/use-cases/{use_case.pk}/standing/").json()
    assert standing["within_domain"]["notes"] == [
        "By the standard of Freight, version 1: value at least 65 instead of 55."
    ]
    assert standing["within_domain"]["ratings"] == [
        {
            "domain": "Freight",
            "version": 1,
            "criterion": "Trust",
            "share": 0.2,
            "score": None,
            "withheld": 0,
        }
    ]
