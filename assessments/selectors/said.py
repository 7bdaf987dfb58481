"""Reading what single respondents said to a question, under codes until names are revealed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from assessments.domain.perspectives import Perspective
from assessments.models import Assessment, AssessmentRespondent, Response, ResponseEvidence
from assessments.selectors.tallies import perspective_of


@dataclass(frozen=True, slots=True)
class Said:
    """What one respondent said.

    Parameters
    ----------
    code
        Stands for them at this one question.
    name
        Who they are; empty unless names were revealed.
    confidence
        From 1 (a guess) to 3 (certain), or None.
    """

    code: str
    name: str
    perspective: Perspective
    kind: str
    level: int | None
    comment: str
    confidence: int | None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A link or a file that somebody put beside their answer; a file has no link."""

    pk: int
    title: str
    link: str


def said_about(assessment: Assessment, key: str, *, with_names: bool) -> tuple[Said, ...]:
    """Return what each respondent said to one question; two queries."""
    asked = {
        row.user_id: row.perspective
        for row in AssessmentRespondent.objects.filter(assessment=assessment)
    }
    codes = codes_for(asked, assessment=assessment, purpose=key)
    rows = Response.objects.filter(assessment=assessment, question=key)
    if with_names:
        rows = rows.select_related("user")
    said = [
        Said(
            code=codes.get(row.user_id, "R"),
            name=str(row.user) if with_names else "",
            perspective=perspective_of(asked.get(row.user_id)),
            kind=row.kind,
            level=row.level,
            comment=row.comment,
            confidence=row.confidence,
        )
        for row in rows
    ]
    return tuple(sorted(said, key=_place))


def exhibits(assessment: Assessment, key: str) -> tuple[Exhibit, ...]:
    """Return what was put beside the answers to one question; one query."""
    rows = ResponseEvidence.objects.filter(assessment=assessment, question=key)
    return tuple(
        Exhibit(pk, title, link)
        for pk, title, link in rows.order_by("title", "pk").values_list("pk", "title", "link")
    )


def codes_for(user_ids: Iterable[int], *, assessment: Assessment, purpose: str) -> dict[int, str]:
    """Return a code for each respondent, dealt anew for each purpose.

    Somebody whose name was revealed at one question must not be known by their code at the next,
    nor by the order in which people were asked.
    """
    order = dealt(user_ids, assessment=assessment, purpose=purpose)
    return {user_id: f"R{number}" for number, user_id in enumerate(order, start=1)}


def dealt(user_ids: Iterable[int], *, assessment: Assessment, purpose: str) -> list[int]:
    """Return respondents in an order that tells nothing about them, the same each time."""
    salt = f"assessments.codes.{assessment.pk}.{purpose}"
    return sorted(user_ids, key=lambda each: _lot(salt, each))


def _lot(salt: str, user_id: int) -> str:
    return salted_hmac(salt, str(user_id), algorithm="sha256").hexdigest()


def _place(each: Said) -> tuple[bool, int, int]:
    return not each.comment, -(each.level or 0), int(each.code[1:] or 0)
