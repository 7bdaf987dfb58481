import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Response, ResponseEvidence, Reveal, SettledLevel
from portal.models import LedgerEntry
from tests.assessments.builders import closed, published
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    """Owners split the room, perspectives differ over the vision, the skills were guessed."""
    answers = {
        cast.contributor: {"owners": 1, "vision": 4, "skills": 3, "testing": 3},
        cast.freight_owner: {"owners": 5, "vision": 4, "skills": 3, "testing": 3},
        cast.retail_owner: {"vision": 2},
    }
    row = closed(cast.member("lead"), answers, domain=cast.freight)
    row.respondents.filter(user=cast.retail_owner).update(perspective="peer")
    Response.objects.filter(question="skills").update(confidence=1)
    Response.objects.filter(user=cast.contributor, question="owners").update(
        comment="I have never seen a list."
    )
    ResponseEvidence.objects.create(
        assessment=row,
        user=cast.freight_owner,
        question="owners",
        title="Register of owners",
        link="https://example.org/register",
        added_at=NOW,
    )
    return row


def url(assessment: Assessment, key: str = "owners", name: str = "workshop-question") -> str:
    return reverse(f"assessments:{name}", args=[assessment.pk, key])


def shown(client: Client, assessment: Assessment, key: str = "owners") -> str:
    return " ".join(client.get(url(assessment, key)).content.decode().split())


def mark(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_it_starts_with_what_splits_the_room(cast: Cast, assessment: Assessment) -> None:
    start = cast.client("lead").get(reverse("assessments:workshop", args=[assessment.pk]))

    assert start["Location"] == url(assessment)
    page = shown(cast.client("lead"), assessment)
    assert "Question 1 of 6" in page
    assert "The room is split between 1 and 5." in page
    assert "0 of 2 split settled" in page
    assert "<dt>Consensus</dt><dd>0.00" in page


def test_then_come_perspectives_then_guesses_then_the_rest(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("lead")
    order = client.get(reverse("api:workshop", args=[assessment.pk])).json()

    assert [(each["question"], each["need"]) for each in order["questions"]][:4] == [
        ("owners", "split"),
        ("vision", "differing"),
        ("skills", "unsure"),
        ("testing", "rest"),
    ]
    assert (order["settled"], order["to_settle"], order["first"]) == (0, 2, "owners")
    vision = shown(client, assessment, "vision")
    assert "Peers say 2, the domain says 4." in vision
    assert "Within the domain people agree on 4." in vision
    assert "The room agrees" not in vision
    assert "Mostly guesses" in shown(client, assessment, "skills")


def test_what_was_written_and_the_evidence_carry_no_names(
    cast: Cast, assessment: Assessment
) -> None:
    page = shown(cast.client("lead"), assessment)

    assert "I have never seen a list." in page
    assert "1 piece of evidence" in page
    assert "Register of owners" in page
    for name in ("Contributor", "Freight owner", "contributor@", "freight_owner@"):
        assert name not in page


def test_names_are_shown_once_somebody_asked_and_the_ledger_knows(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("lead")

    answer = client.post(url(assessment, name="workshop-reveal"))
    client.post(url(assessment, name="workshop-reveal"))

    assert answer["Location"] == f"{url(assessment)}#said"
    reveal = Reveal.objects.get()
    assert (reveal.question, reveal.revealed_by_id) == ("owners", cast.lead.pk)
    entries = LedgerEntry.objects.filter(event="assessments.names.revealed")
    assert b'"question":"owners"' in bytes(entries.get().payload)
    name = str(cast.contributor)
    assert f"{name}: Level 1" in shown(client, assessment)
    assert f"{name}: " not in shown(client, assessment, "skills")
    review = client.get(reverse("assessments:capability-settle", args=[assessment.pk, "owners"]))
    assert f"{name}: " in review.content.decode()
    said = client.get(reverse("api:reviewed-question", args=[assessment.pk, "owners"])).json()
    assert {each["name"] for each in said["said"]} == {name, str(cast.freight_owner)}


def test_programs_learn_no_name_before(cast: Cast, assessment: Assessment) -> None:
    found = cast.client("lead").get(
        reverse("api:reviewed-question", args=[assessment.pk, "owners"])
    )

    assert [each["name"] for each in found.json()["said"]] == ["", ""]
    (exhibit,) = found.json()["exhibits"]
    assert exhibit == {
        "id": ResponseEvidence.objects.get().pk,
        "title": "Register of owners",
        "link": "https://example.org/register",
    }


def test_settling_goes_on_to_the_next_question(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("lead")
    data = {"level": "2", "reason": "Half are named.", "seen": mark(shown(client, assessment))}

    answer = client.post(url(assessment), data)

    assert answer["Location"] == url(assessment, "vision")
    assert "1 of 2 split settled" in shown(client, assessment, "vision")
    assert "settled at" in shown(client, assessment)


def test_the_last_one_leads_back_to_the_review(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("lead")
    for key in ("owners", "vision", "skills", "testing", "catalogue", "lineage"):
        answer = client.post(url(assessment, key), {"level": "not_applicable", "reason": "Gone."})

    assert answer["Location"] == reverse("assessments:assessment-review", args=[assessment.pk])


def test_the_median_is_agreed_on_in_one_step(cast: Cast, assessment: Assessment) -> None:
    page = shown(cast.client("lead"), assessment, "skills")

    assert "Agree on the median, 3" in page
    assert "Agreed in the workshop: the median of 2 answers." in page
    assert "Agree on the median" not in shown(cast.client("lead"), assessment)
    one_of_two = shown(cast.client("lead"), assessment, "vision")
    assert "Agree on the median, 4 (Self-rating)" in one_of_two
    assert "Self-rating. Agreed in the workshop: the median of 2 answers." in one_of_two


def test_what_a_colleague_settled_meanwhile_is_shown_before_it_is_replaced(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("lead")
    before = mark(shown(client, assessment))
    client.post(url(assessment), {"level": "4", "reason": "The register was found."})

    mine = {"level": "2", "reason": "Half are named.", "seen": before}
    answer = client.post(url(assessment), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The register was found." in page
    assert "Half are named." in page
    assert SettledLevel.objects.get().level == 4
    client.post(url(assessment), mine | {"seen": mark(page)})
    assert SettledLevel.objects.get().level == 2


def test_sending_the_same_twice_settles_once(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("lead")
    data = {"level": "2", "reason": "Half are named.", "seen": mark(shown(client, assessment))}

    answers = [client.post(url(assessment), data) for _time in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert LedgerEntry.objects.filter(event="assessments.level.settled").count() == 1


def test_a_program_may_insist_on_what_it_has_seen(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("lead")
    where = reverse("api:settlement-detail", args=[assessment.pk, "owners"])
    seen = client.get(reverse("api:reviewed-question", args=[assessment.pk, "owners"]))["ETag"]
    first = {"level": 4, "reason": "Found."}
    client.put(where, first, content_type="application/json", headers={"If-Match": seen})

    refused = client.put(
        where,
        {"level": 2, "reason": "Half."},
        content_type="application/json",
        headers={"If-Match": seen},
    )

    assert (refused.status_code, refused.json()["code"]) == (412, "stale_version")
    assert SettledLevel.objects.get().level == 4


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": "Half."}, "Choose a level, or that it does not apply."),
        ({"level": "2"}, "Say why, in a sentence."),
    ],
)
def test_what_does_not_fit_comes_back(
    cast: Cast, assessment: Assessment, data: Any, sentence: str
) -> None:
    answer = cast.client("lead").post(url(assessment), data)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SettledLevel.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("freight_owner", 403), ("executive", 403), ("auditor", 403), ("contributor", 404)],
)
def test_only_who_runs_it_holds_the_workshop(
    cast: Cast, assessment: Assessment, who: str, status: int
) -> None:
    client = cast.client(who)

    assert client.get(url(assessment)).status_code == status
    assert client.post(url(assessment, name="workshop-reveal")).status_code == status
    assert not Reveal.objects.exists()


def test_a_key_that_is_no_question_is_not_found(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("lead")

    assert client.get(url(assessment, "juggling")).status_code == 404
    assert client.post(url(assessment, "juggling", "workshop-reveal")).status_code == 404
    found = client.get(reverse("api:reviewed-question", args=[assessment.pk, "juggling"]))
    assert found.status_code == 404


def test_a_published_assessment_can_be_looked_at_and_not_changed(cast: Cast) -> None:
    answers = {cast.contributor: {"owners": 1}}
    row = published(cast.member("lead"), answers, domain=cast.freight).assessment
    client = cast.client("lead")

    page = shown(client, row)

    assert "The result is published and does not change." in page
    assert "Show who said what" not in page
    assert client.post(url(row, name="workshop-reveal")).status_code == 409
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("name", ["workshop-question", "capability-settle"])
def test_it_takes_the_same_queries_however_many_answers(
    cast: Cast, assessment: Assessment, name: str
) -> None:
    client = cast.client("lead")
    client.get(url(assessment, name=name))
    with CaptureQueriesContext(connection) as few:
        client.get(url(assessment, name=name))
    Response.objects.bulk_create(
        Response(
            assessment=assessment,
            user=cast.executive,
            question=key,
            kind="level",
            level=2,
            confidence=2,
            saved_at=NOW,
        )
        for key in ("owners", "vision", "catalogue", "lineage", "testing")
    )

    with CaptureQueriesContext(connection) as many:
        client.get(url(assessment, name=name))

    assert len(few) == len(many) <= 15
