"""What the demonstration's people answer: one word for each question."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence
from assessments.models import Assessment
from assessments.services.responses import Given, finish_responses, save_response
from portal.domain.roles import Member

NOT_GIVEN: Final = "-"
#: A level may carry how sure somebody is: "3+" for certain, "3-" for a guess.
SURE: Final = {"+": Confidence.CERTAIN, "~": Confidence.FAIRLY_SURE, "-": Confidence.GUESS}


def answer_all(
    assessment: Assessment,
    words: Mapping[str, str],
    comments: Mapping[str, str],
    *,
    by: Member,
    at: datetime,
) -> None:
    """Answer every question that has a word, and be done where none is left.

    Parameters
    ----------
    words
        Question to what is said: a level, ``x`` for "does not apply", ``?`` for "cannot say", a
        dash for not yet.
    comments
        Question to what stands beside it.
    """
    given = {question: word for question, word in words.items() if word != NOT_GIVEN}
    for question, word in given.items():
        comment = comments.get(question, "")
        save_response(
            assessment.pk,
            question=question,
            answer=_given(word, comment),
            comment=comment,
            confidence=SURE.get(word[1:]),
            by=by,
            at=at,
        )
    if len(given) == len(words):
        finish_responses(assessment, by=by, at=at)


def _given(word: str, comment: str) -> Given:
    match word:
        case "?":
            return DontKnow()
        case "x":
            return NotApplicable(comment)
        case _:
            return Answered(float(word[0]))
