from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Response, SettledLevel
from tests.assessments.builders import closed, published
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    answers = {
        cast.contributor: {"owners": 1, "vision": 3},
        cast.freight_owner: {"owners": 5, "vision": 3},
    }
    row = closed(cast.member("lead"), answers, domain=cast.freight)
    Response.objects.filter(user=cast.contributor, question="owners").update(
        comment="I have never seen a list."
    )
    return row


def settle_url(assessment: Assessment, key: Any = "owners") -> Any:
    return reverse("assessments:capability-settle", args=[assessment.pk, key])


def review(client: Client, assessment: Assessment) -> Any:
    return client.get(reverse("assessments:assessment-review", args=[assessment.pk]))


def test_the_review_starts_with_what_splits_the_room(cast: Cast, assessment: Assessment) -> None:
    page = review(cast.client("lead"), assessment).content.decode()

    assert "One of 6 capabilities splits the room." in page
    assert "The room is split between 1 and 5." in page
    assert "Consensus 0.00; below 0.60 a level is discussed, not averaged." in page
    assert page.index(">Owners<") < page.index(">Vision<")
    assert "Agree on 3" in page
    assert page.count("Not answered") == 4


def test_what_people_said_carries_no_names(cast: Cast, assessment: Assessment) -> None:
    page = review(cast.client("lead"), assessment).content.decode()

    assert "I have never seen a list." in page
    assert "R1" in page
    assert "Contributor" not in page
    assert "contributor@example.org" not in page


def test_settling_goes_on_to_what_is_split_next(cast: Cast, assessment: Assessment) -> None:
    response = cast.client("lead").post(
        settle_url(assessment), {"level": "2", "reason": "Half are named."}
    )

    assert response["Location"] == settle_url(assessment)
    assert SettledLevel.objects.get().level == 2
    page = cast.client("lead").get(response["Location"]).content.decode()
    assert "Nothing splits the room any more." in page
    assert "Settled on 2" in page
    assert "Publish results" in page


def test_it_can_be_settled_that_it_does_not_apply(cast: Cast, assessment: Assessment) -> None:
    cast.client("lead").post(
        settle_url(assessment), {"level": "not_applicable", "reason": "Nothing is live."}
    )

    assert SettledLevel.objects.get().kind == "not_applicable"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": "Half are named."}, "Choose a level, or that it does not apply."),
        ({"level": "2"}, "Say why, in a sentence."),
        ({"level": "9", "reason": "Half."}, "Choose one of the answers under"),
    ],
)
def test_a_settlement_that_does_not_fit_comes_back(
    cast: Cast, assessment: Assessment, data: Any, sentence: Any
) -> None:
    response = cast.client("lead").post(settle_url(assessment), data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SettledLevel.objects.exists()


def test_a_settlement_is_taken_back(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("lead")
    client.post(settle_url(assessment), {"level": "2", "reason": "Half are named."})

    client.post(reverse("assessments:settlement-withdraw", args=[assessment.pk, "owners"]))

    assert not SettledLevel.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("freight_owner", 403), ("executive", 403), ("retail_owner", 404), ("contributor", 404)],
)
def test_only_who_runs_it_reviews(
    cast: Cast, assessment: Assessment, who: str, status: int
) -> None:
    client = cast.client(who)

    assert review(client, assessment).status_code == status
    data = {"level": "2", "reason": "Half."}
    assert client.post(settle_url(assessment), data).status_code == status
    assert not SettledLevel.objects.exists()


def test_a_key_that_is_no_capability_is_not_found(cast: Cast, assessment: Assessment) -> None:
    assert cast.client("lead").get(settle_url(assessment, "juggling")).status_code == 404


def test_the_last_result_stands_beside_the_answers(cast: Cast, assessment: Assessment) -> None:
    published(cast.member("lead"), {cast.contributor: {"owners": 4}}, domain=cast.freight)

    page = review(cast.client("lead"), assessment).content.decode()

    assert "<dt>Last time</dt><dd>4</dd>" in page


def test_the_review_takes_the_same_queries_however_many_answers(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("lead")
    with CaptureQueriesContext(connection) as few:
        review(client, assessment)
    Response.objects.bulk_create(
        Response(
            assessment=assessment,
            user=cast.executive,
            question=key,
            kind="level",
            level=2,
            saved_at=NOW,
        )
        for key in ("vision", "catalogue", "lineage", "testing")
    )

    with CaptureQueriesContext(connection) as many:
        review(client, assessment)

    assert len(few) == len(many) <= 15


def test_perspectives_that_differ_are_named_and_never_pooled(
    cast: Cast, assessment: Assessment
) -> None:
    assessment.respondents.filter(user=cast.freight_owner).update(perspective="peer")
    client = cast.client("lead")

    page = review(client, assessment).content.decode()
    rows = client.get(reverse("api:assessment-review", args=[assessment.pk])).json()

    assert "The domain says 1, peers say 5." in page
    assert "Perspectives, each on its own" in page
    assert rows[0]["question"] == "owners"
    assert (rows[0]["standpoint"], rows[0]["need"]) == ("differing", "differing")
    assert (rows[0]["perspective"], rows[0]["counts"]) == ("self", [1, 0, 0, 0, 0])
    assert rows[0]["difference"] == "The domain says 1, peers say 5."
    assert [(each["perspective"], each["median"]) for each in rows[0]["perspectives"]] == [
        ("self", 1.0),
        ("peer", 5.0),
    ]


def test_the_list_shows_the_median_and_the_middle_half(cast: Cast, assessment: Assessment) -> None:
    page = review(cast.client("lead"), assessment).content.decode()
    rows = cast.client("lead").get(reverse("api:assessment-review", args=[assessment.pk])).json()

    assert "2 to 4" in page
    owners = rows[0]
    assert (owners["median"], owners["lower_quartile"], owners["upper_quartile"]) == (3.0, 2.0, 4.0)
