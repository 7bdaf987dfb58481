import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.services.assessments import close_assessment
from assessments.services.frameworks import load_framework
from assessments.services.responses import finish_responses
from portal.services.ledger import SYSTEM
from tests.assessments.builders import answer, draft, opened
from tests.assessments.domain.examples import by_level
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor, cast.freight_owner])


def question(assessment: Assessment, key: Any = "owners") -> Any:
    return reverse("assessments:answer-question", args=[assessment.pk, key])


def save(client: Client, assessment: Assessment, key: Any = "owners", **data: Any) -> Any:
    url = reverse("assessments:answer-save", args=[assessment.pk, key])
    return client.post(url, {"comment": "", "revision": 1} | data)


def test_my_answers_says_what_waits_and_how_much_is_left(
    cast: Cast, assessment: Assessment
) -> None:
    answer(assessment, cast.contributor, {"owners": 2})

    page = cast.client("contributor").get(reverse("assessments:my-answers")).content.decode()

    assert "One assessment waits for your answers." in page
    assert "5 left, about 7 min" in page
    assert "Spring review" in page


def test_what_is_done_no_longer_waits(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 2})
    finish_responses(assessment, by=cast.member("contributor"), at=NOW)

    page = cast.client("contributor").get(reverse("assessments:my-answers")).content.decode()

    assert "Nothing waits for your answers." in page


def test_the_hint_of_who_cannot_say_is_that_of_the_framework(
    cast: Cast, assessment: Assessment
) -> None:
    samm = load_framework(by_level(), source="test", by=SYSTEM, at=NOW)
    other = opened(cast.member("lead"), [cast.contributor], framework=samm, target_level=Decimal(2))
    client = cast.client("contributor")

    plain = client.get(question(assessment)).content.decode()
    summed = client.get(question(other, "1A")).content.decode()

    assert "Counts as no answer, not as the lowest level." in plain
    assert "not as the lowest level" not in summed
    assert "Where nobody can say, this framework counts the question as 0." in summed


def test_a_draft_asks_nobody_yet(cast: Cast) -> None:
    row = draft(cast.member("lead"), [cast.contributor])
    client = cast.client("contributor")

    assert "Spring review" not in client.get(reverse("assessments:my-answers")).content.decode()
    assert client.get(question(row)).status_code == 404


def test_a_question_shows_five_described_levels_and_two_ways_out(
    cast: Cast, assessment: Assessment
) -> None:
    page = cast.client("contributor").get(question(assessment)).content.decode()

    assert "How well is owners done?" in page
    assert [f"owners at {level}" in page for level in range(1, 6)] == [True] * 5
    assert "Does not apply here" in page
    assert "I cannot say" in page
    assert "Question 1 of 6" in page


def test_without_javascript_next_keeps_the_answer_and_goes_on(
    cast: Cast, assessment: Assessment
) -> None:
    response = cast.client("contributor").post(
        question(assessment), {"answer": "3", "comment": "In the register.", "go": "next"}
    )

    assert response["Location"] == question(assessment, "vision")
    row = Response.objects.get()
    assert (row.level, row.comment, row.user_id) == (3, "In the register.", cast.contributor.pk)


@pytest.mark.parametrize(
    ("key", "go", "to"),
    [("vision", "back", "owners"), ("skills", "next", ""), ("vision", "leave", "")],
)
def test_each_button_leads_where_it_says(
    cast: Cast, assessment: Assessment, key: Any, go: Any, to: Any
) -> None:
    response = cast.client("contributor").post(question(assessment, key), {"answer": "2", "go": go})

    overview = reverse("assessments:answer-overview", args=[assessment.pk])
    assert response["Location"] == (question(assessment, to) if to else overview)


def test_a_question_can_be_passed_over(cast: Cast, assessment: Assessment) -> None:
    response = cast.client("contributor").post(question(assessment), {"go": "next"})

    assert response.status_code == 302
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"comment": "Only words."}, "Choose an answer to go with your note."),
        ({"answer": "not_applicable"}, "Say why, in a sentence."),
        ({"answer": "7"}, "Choose one of the answers under"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_question(
    cast: Cast, assessment: Assessment, data: Any, sentence: Any
) -> None:
    response = cast.client("contributor").post(question(assessment), data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Response.objects.exists()


def test_a_respondent_sees_their_own_part_only(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.freight_owner, {"owners": 5})
    Response.objects.update(comment="What the owner wrote.")

    client = cast.client("contributor")
    page = client.get(question(assessment)).content.decode()

    assert "What the owner wrote." not in page
    assert not re.search(r'name="answer"[^>]* checked', page)
    for name in ("detail", "review", "results", "edit"):
        url = reverse(f"assessments:assessment-{name}", args=[assessment.pk])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("who", ["retail_owner", "lead", "stranger"])
def test_who_was_not_asked_finds_nothing(cast: Cast, assessment: Assessment, who: str) -> None:
    client = cast.client(who)

    assert client.get(question(assessment)).status_code == 404
    assert client.post(question(assessment), {"answer": "3"}).status_code == 404
    assert save(client, assessment, answer="3").status_code == 404
    assert not Response.objects.exists()


def test_a_key_that_is_no_capability_is_not_found(cast: Cast, assessment: Assessment) -> None:
    assert cast.client("contributor").get(question(assessment, "juggling")).status_code == 404


def test_autosave_keeps_an_answer_and_says_when(cast: Cast, assessment: Assessment) -> None:
    response = save(cast.client("contributor"), assessment, answer="4", revision=12)

    body = json.loads(response.content)
    assert (response.status_code, body["is_kept"], body["revision"]) == (200, True, 12)
    assert len(body["time"]) == 5
    assert Response.objects.get().level == 4


def test_autosave_tells_a_late_packet_that_it_lost(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("contributor")
    save(client, assessment, answer="4", revision=12)

    body = json.loads(save(client, assessment, answer="1", revision=11).content)

    assert (body["is_kept"], body["revision"]) == (False, 12)
    assert Response.objects.get().level == 4


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"answer": ""}, 422, "Choose an answer first."),
        ({"answer": "level nine"}, 422, "Choose an answer first."),
        ({"answer": "9"}, 422, "Choose a whole level from 1 to 5."),
        ({"answer": "not_applicable"}, 422, "Say why."),
    ],
)
def test_autosave_answers_what_it_refuses_with_a_sentence(
    cast: Cast, assessment: Assessment, data: Any, status: int, sentence: Any
) -> None:
    response = save(cast.client("contributor"), assessment, **data)

    assert (response.status_code, json.loads(response.content)["sentence"]) == (status, sentence)
    assert not Response.objects.exists()


def test_autosave_to_a_closed_assessment_is_refused(cast: Cast, assessment: Assessment) -> None:
    close_assessment(assessment, by=cast.member("lead"), at=NOW)

    response = save(cast.client("contributor"), assessment, answer="3")

    assert response.status_code == 409
    assert "takes no more answers" in json.loads(response.content)["sentence"]


def test_autosave_takes_at_most_eight_queries_however_many_answers_there_are(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("contributor")
    save(client, assessment, answer="4", revision=1)
    with CaptureQueriesContext(connection) as few:
        save(client, assessment, answer="3", revision=2)
    Response.objects.bulk_create(
        Response(
            assessment=assessment,
            user=cast.freight_owner,
            question=f"other-{number}",
            kind="level",
            level=2,
            saved_at=NOW,
        )
        for number in range(3000)
    )

    with CaptureQueriesContext(connection) as many:
        save(client, assessment, answer="2", revision=3)

    assert len(few) == len(many) <= 8


def test_i_am_done_is_kept(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 2})

    cast.client("contributor").post(reverse("assessments:answer-finish", args=[assessment.pk]))

    assert AssessmentRespondent.objects.get(user=cast.contributor).submitted_at is not None
    assert AssessmentRespondent.objects.get(user=cast.freight_owner).submitted_at is None


def test_nobody_is_done_without_an_answer(cast: Cast, assessment: Assessment) -> None:
    response = cast.client("contributor").post(
        reverse("assessments:answer-finish", args=[assessment.pk])
    )

    assert response.status_code == 409
    assert "not answered anything yet" in response.content.decode()


def test_a_closed_questionnaire_is_shown_and_not_taken(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 2})
    close_assessment(assessment, by=cast.member("lead"), at=NOW)

    page = cast.client("contributor").get(question(assessment)).content.decode()

    assert "takes no more answers" in page
    assert "data-autosave" not in page


def test_a_part_of_some_layers_shows_those_alone(cast: Cast, assessment: Assessment) -> None:
    AssessmentRespondent.objects.filter(user=cast.contributor).update(layers=["data", "people"])
    client = cast.client("contributor")

    overview = client.get(
        reverse("assessments:answer-overview", args=[assessment.pk])
    ).content.decode()
    page = client.get(question(assessment, "lineage")).content.decode()

    assert "0 of 3 answered" in overview
    assert [f"/{key}/" in overview for key in ("lineage", "skills", "owners")] == [
        True,
        True,
        False,
    ]
    assert "Question 2 of 3" in page


def test_a_question_of_another_layer_is_refused_in_words(
    cast: Cast, assessment: Assessment
) -> None:
    AssessmentRespondent.objects.filter(user=cast.contributor).update(layers=["data"])
    client = cast.client("contributor")
    sentence = "This question is not among those you are asked to answer."

    shown = client.get(question(assessment))
    sent = client.post(question(assessment), {"answer": "3"})
    saved = save(client, assessment, answer="3")

    assert [shown.status_code, sent.status_code, saved.status_code] == [404] * 3
    assert sentence in shown.content.decode()
    assert json.loads(saved.content)["sentence"] == sentence
    assert not Response.objects.exists()


def test_how_sure_one_is_comes_with_the_answer(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("contributor")
    client.post(question(assessment), {"answer": "3", "confidence": "2", "go": "next"})

    assert Response.objects.get().confidence == 2
    page = client.get(question(assessment)).content.decode()
    assert re.search(r'name="confidence" value="2"[^>]* checked', page)


def test_what_was_said_of_ones_confidence_can_be_taken_back(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("contributor")
    client.post(question(assessment), {"answer": "3", "confidence": "2", "go": "next"})

    client.post(question(assessment), {"answer": "3", "confidence": "", "go": "next"})

    assert Response.objects.get().confidence is None
    page = client.get(question(assessment)).content.decode()
    assert re.search(r'name="confidence" value=""[^>]* checked', page)
    assert "I do not say" in page


def test_a_form_that_does_not_speak_of_confidence_leaves_it(
    cast: Cast, assessment: Assessment
) -> None:
    client = cast.client("contributor")
    client.post(question(assessment), {"answer": "3", "confidence": "2", "go": "next"})

    client.post(question(assessment), {"answer": "4", "go": "next"})

    assert Response.objects.get().confidence == 2


@pytest.mark.parametrize(
    ("data", "kept"), [({"confidence": "1"}, 1), ({"confidence": ""}, None), ({}, 3)]
)
def test_autosave_changes_how_sure_one_is_only_when_it_says_so(
    cast: Cast, assessment: Assessment, data: dict[str, str], kept: int | None
) -> None:
    client = cast.client("contributor")
    save(client, assessment, answer="4", confidence="3")

    save(client, assessment, answer="4", revision=2, **data)

    assert Response.objects.get().confidence == kept


def test_autosave_refuses_a_confidence_there_is_not(cast: Cast, assessment: Assessment) -> None:
    response = save(cast.client("contributor"), assessment, answer="4", confidence="4")

    assert response.status_code == 422
    assert not Response.objects.exists()
