from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, ResultSnapshot
from tests.assessments.builders import closed, draft, opened, published
from tests.conftest import Cast


def post(client: Client, name: str, row: Assessment, **data: Any) -> Any:
    return client.post(reverse(f"assessments:assessment-{name}", args=[row.pk]), data)


def state() -> Any:
    return Assessment.objects.get().state


def test_the_facilitator_opens_closes_and_opens_again(cast: Cast) -> None:
    row, client = draft(cast.member("lead"), [cast.contributor]), cast.client("lead")

    post(client, "open", row, version=1)
    assert state() == "open"
    post(client, "close", row, version=2)
    assert state() == "closed"
    post(client, "reopen", row, version=3, reason="Two came back.")
    assert state() == "open"


def test_publishing_leads_to_the_result(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}})

    response = post(cast.client("lead"), "publish", row, version=row.version)

    assert response["Location"] == reverse("assessments:assessment-results", args=[row.pk])
    assert state() == "published"


def test_publishing_a_split_leads_to_the_list_of_what_to_settle(cast: Cast) -> None:
    row = closed(
        cast.member("lead"), {cast.contributor: {"owners": 1}, cast.freight_owner: {"owners": 5}}
    )
    client = cast.client("lead")

    response = post(client, "publish", row)

    assert response["Location"] == reverse("assessments:assessment-review", args=[row.pk])
    page = client.get(response["Location"]).content.decode()
    link = reverse("assessments:capability-settle", args=[row.pk, "owners"])
    assert "Publishing waits for these:" in page
    assert f'<a href="{link}#settle">Owners</a>' in page
    assert state() == "closed"


def test_publishing_nothing_is_refused_in_words(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {}})

    response = post(cast.client("lead"), "publish", row)

    assert response.status_code == 409
    assert "there is no result to publish" in response.content.decode()
    assert not ResultSnapshot.objects.exists()


def test_publishing_twice_is_refused(cast: Cast) -> None:
    row = published(cast.member("lead"), {cast.contributor: {"owners": 3}}).assessment

    assert post(cast.client("lead"), "publish", row).status_code == 409
    assert ResultSnapshot.objects.count() == 1


def test_a_page_out_of_date_moves_nothing(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor])

    assert post(cast.client("lead"), "close", row, version=1).status_code == 412
    assert state() == "open"


def test_opening_again_needs_a_reason(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}})

    assert post(cast.client("lead"), "reopen", row).status_code == 422
    assert state() == "closed"


@pytest.mark.parametrize("name", ["open", "close", "reopen", "publish"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("executive", 403), ("auditor", 403), ("contributor", 404), ("stranger", 404)],
)
def test_nobody_else_moves_it(cast: Cast, name: str, who: str, status: int) -> None:
    row = draft(cast.member("lead"), [cast.contributor])

    assert post(cast.client(who), name, row, reason="Because.").status_code == status
    assert state() == "draft"


@pytest.mark.parametrize("name", ["open", "close", "reopen", "publish"])
def test_looking_at_a_move_moves_nothing(cast: Cast, name: str) -> None:
    row = draft(cast.member("lead"), [cast.contributor])
    url = reverse(f"assessments:assessment-{name}", args=[row.pk])

    assert cast.client("lead").get(url).status_code == 405
    assert state() == "draft"
