"""How sure somebody is, is kept with the answer; whoever does not say so changes nothing."""

from typing import Any

import pytest

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence, Unsaid
from assessments.models import Assessment, Response
from assessments.services.responses import Given, save_response
from tests.assessments.builders import opened
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor])


def said(cast: Cast, assessment: Assessment, answer: Given, **fields: Any) -> int | None:
    save_response(
        assessment.pk,
        question="owners",
        answer=answer,
        comment=fields.pop("comment", "Bought in."),
        by=cast.member("contributor"),
        at=NOW,
        **fields,
    )
    return Response.objects.get().confidence


def test_nobody_has_to_say(cast: Cast, assessment: Assessment) -> None:
    assert said(cast, assessment, Answered(3)) is None


@pytest.mark.parametrize("answer", [Answered(3), NotApplicable("Bought in.")])
def test_it_is_kept_with_an_answer(cast: Cast, assessment: Assessment, answer: Given) -> None:
    assert said(cast, assessment, answer, confidence=Confidence.CERTAIN) == 3


def test_a_packet_that_does_not_speak_of_it_leaves_it(cast: Cast, assessment: Assessment) -> None:
    said(cast, assessment, Answered(3), confidence=Confidence.GUESS)

    assert said(cast, assessment, Answered(4)) == 1


def test_it_can_be_taken_back(cast: Cast, assessment: Assessment) -> None:
    said(cast, assessment, Answered(3), confidence=Confidence.GUESS)

    assert said(cast, assessment, Answered(3), confidence=Unsaid()) is None


def test_who_cannot_say_is_not_sure_of_anything(cast: Cast, assessment: Assessment) -> None:
    said(cast, assessment, Answered(3), confidence=Confidence.CERTAIN)

    assert said(cast, assessment, DontKnow(), confidence=Confidence.CERTAIN) is None
