from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, ResultSnapshot
from tests.assessments.builders import closed, draft, load_small, opened
from tests.conftest import Cast

JSON = "application/json"


def url(name: str, *args: int) -> Any:
    return reverse(f"api:assessment-{name}", args=args)


def body(cast: Cast, **fields: Any) -> Any:
    return {
        "title": "Autumn review",
        "domain_id": cast.freight.pk,
        "framework_id": load_small().pk,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
        "respondents": [cast.contributor.pk],
    } | fields


def test_an_assessment_goes_its_whole_way_over_the_api(cast: Cast) -> None:
    lead, contributor = cast.client("lead"), cast.client("contributor")

    made = lead.post(url("list"), body(cast), content_type=JSON)
    pk = made.json()["id"]
    assert (made.status_code, made.json()["state"], made["ETag"]) == (201, "draft", '"1"')
    assert lead.post(url("open", pk)).json()["state"] == "open"
    answered = contributor.put(
        reverse("api:response-detail", args=[pk, "owners"]),
        {"kind": "level", "level": 3, "revision": 1},
        content_type=JSON,
    )
    assert answered.json()["is_kept"] is True
    done = contributor.post(reverse("api:response-finish", args=[pk]))
    assert (done.json()["done"], done.json()["total"]) == (1, 6)
    assert lead.post(url("close", pk)).json()["state"] == "closed"
    published = lead.post(url("publish", pk)).json()
    assert (published["state"], published["effective"], published["finished"]) == (
        "published",
        3.0,
        1,
    )


def test_the_list_is_narrowed_like_the_page(cast: Cast) -> None:
    lead = cast.member("lead")
    draft(lead, title="Freight draft", domain=cast.freight)
    opened(lead, [cast.contributor], title="Retail round", domain=cast.retail)

    found = cast.client("lead").get(url("list"), {"state": "open"}).json()

    assert found["count"] == 1
    assert found["results"][0]["title"] == "Retail round"
    assert found["results"][0]["invited"] == 1


def test_a_list_takes_four_queries(cast: Cast) -> None:
    framework = load_small()
    for number in range(30):
        draft(cast.member("lead"), title=f"Draft {number}", framework=framework)
    client = cast.client("lead")

    with CaptureQueriesContext(connection) as queries:
        client.get(url("list"))

    assert len(queries) == 4


def test_a_change_says_which_version_it_was_made_from(cast: Cast) -> Any:
    row, client = draft(cast.member("lead"), [cast.contributor]), cast.client("lead")

    def patch(**headers: Any) -> Any:
        return client.patch(
            url("detail", row.pk), {"title": "Renamed"}, content_type=JSON, headers=headers
        )

    assert patch().status_code == 428
    assert patch(**{"If-Match": '"9"'}).status_code == 412
    changed = patch(**{"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"], changed.json()["title"]) == (
        200,
        '"2"',
        "Renamed",
    )
    assert Assessment.objects.get().respondents.count() == 1


def test_publishing_a_split_is_refused_with_what_to_settle(cast: Cast) -> None:
    row = closed(
        cast.member("lead"), {cast.contributor: {"owners": 1}, cast.freight_owner: {"owners": 5}}
    )
    client = cast.client("lead")

    refused = client.post(url("publish", row.pk))
    assert (refused.status_code, refused.json()["code"]) == (409, "assessment_still_split")
    assert list(refused.json()["errors"]) == ["owners"]
    assert not ResultSnapshot.objects.exists()

    review = client.get(url("review", row.pk)).json()
    assert (review[0]["question"], review[0]["counts"], review[0]["standpoint"]) == (
        "owners",
        [1, 0, 0, 0, 1],
        "split",
    )
    settlement = reverse("api:settlement-detail", args=[row.pk, "owners"])
    client.put(settlement, {"level": 2, "reason": "Half are named."}, content_type=JSON)
    assert client.delete(settlement).status_code == 204
    client.put(settlement, {"level": None, "reason": "Nothing is live."}, content_type=JSON)
    assert client.get(url("review", row.pk)).json()[0]["standpoint"] == "settled"
    client.put(settlement, {"level": 2, "reason": "Half are named."}, content_type=JSON)
    assert client.post(url("publish", row.pk)).status_code == 200
    assert client.post(url("publish", row.pk)).status_code == 409


def test_opening_again_needs_a_reason(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}})
    client = cast.client("lead")

    assert client.post(url("reopen", row.pk), {}, content_type=JSON).status_code == 400
    opened_again = client.post(url("reopen", row.pk), {"reason": "Two came back."})
    assert opened_again.json()["state"] == "open"


@pytest.mark.parametrize("name", ["open", "close", "publish", "review"])
@pytest.mark.parametrize(
    ("who", "status"), [("executive", 403), ("contributor", 404), ("stranger", 404)]
)
def test_nobody_else_runs_it(cast: Cast, name: str, who: str, status: int) -> None:
    row = draft(cast.member("lead"), [cast.contributor])
    client = cast.client(who)
    call = client.get if name == "review" else client.post

    assert call(url(name, row.pk)).status_code == status
    assert Assessment.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"due_on": "2026-03-01"}, 422),
        ({"target_level": "6"}, 422),
        ({"respondents": [999999]}, 422),
        ({"domain_id": 999999}, 404),
        ({"framework_id": 999999}, 404),
        ({"title": ""}, 400),
    ],
)
def test_a_set_up_that_does_not_fit_is_refused(
    cast: Cast, fields: dict[str, Any], status: int
) -> None:
    response = cast.client("lead").post(url("list"), body(cast, **fields), content_type=JSON)

    assert response.status_code == status
    assert not Assessment.objects.exists()


def test_an_anonymous_caller_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(url("list")).status_code == 401
