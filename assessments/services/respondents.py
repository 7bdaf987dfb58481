"""Who is asked: active people who may answer, each invited once."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment, AssessmentRespondent
from assessments.selectors.respondents import people_who_may_answer
from portal.domain.errors import Refusal


class RespondentRefused(Refusal):
    """Somebody cannot be asked, or can no longer be left out."""

    code = "respondent_refused"
    status = 422


def invite(assessment: Assessment, user_ids: Collection[int], *, at: datetime) -> list[str]:
    """Ask exactly these people; return what changed, in words for the ledger.

    Runs in the transaction of the caller, who has checked the permission.

    Raises
    ------
    RespondentRefused
        When somebody is not active or may not answer, or has answered and would be left out.
    """
    wanted = set(user_ids)
    asked = dict(assessment.respondents.values_list("user_id", "user__name"))
    added, removed = wanted - asked.keys(), asked.keys() - wanted
    names = _names_of(added, today=localdate(at))
    _refuse_loss(assessment, removed)
    assessment.respondents.filter(user_id__in=removed).delete()
    AssessmentRespondent.objects.bulk_create(
        AssessmentRespondent(assessment=assessment, user_id=user_id, invited_at=at)
        for user_id in sorted(added)
    )
    return [f"+ {name}" for name in names] + [f"- {asked[each]}" for each in sorted(removed)]


def _names_of(user_ids: Collection[int], *, today: date) -> list[str]:
    if not user_ids:
        return []
    able = {person.pk: person.name for person in people_who_may_answer(today=today)}
    unable = [user_id for user_id in user_ids if user_id not in able]
    if unable:
        sentence = ngettext(
            "%(count)s of the people chosen is not active or may not answer assessments.",
            "%(count)s of the people chosen are not active or may not answer assessments.",
            len(unable),
        ) % {"count": len(unable)}
        raise RespondentRefused(sentence, fields={"respondents": sentence})
    return [able[user_id] for user_id in sorted(user_ids)]


def _refuse_loss(assessment: Assessment, removed: Collection[int]) -> None:
    if removed and assessment.responses.filter(user_id__in=removed).exists():
        sentence = _("Somebody you left out has answered already. Their answers would be lost.")
        raise RespondentRefused(sentence, fields={"respondents": sentence})
