"""Who is asked: active people who may answer, each invited once, for some layers or all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.frameworks import Framework
from assessments.domain.invitations import Invitation, Perspective, in_order
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.selectors.frameworks import frameworks_of
from assessments.selectors.respondents import people_who_may_answer
from portal.domain.errors import Refusal


class RespondentRefused(Refusal):
    """Somebody cannot be asked, or can no longer be left out."""

    code = "respondent_refused"
    status = 422


type Wanted = Collection[int | Invitation]


def invite(assessment: Assessment, wanted: Wanted, *, at: datetime) -> list[str]:
    """Ask exactly these people; return what changed, in words for the ledger.

    An id alone keeps the perspective and the layers somebody has. Runs in the transaction of the
    caller, who has checked the permission.

    Raises
    ------
    RespondentRefused
        When somebody is not active or may not answer, or has answered and would be left out.
    LayerUnknown
        When the framework has no such layer.
    """
    return invite_all({assessment: wanted}, at=at)[assessment.pk]


def invite_all(wanted: Mapping[Assessment, Wanted], *, at: datetime) -> dict[int, list[str]]:
    """Ask exactly these people in each assessment; at most seven queries, however many.

    Returns
    -------
    dict
        Id of each assessment to what changed there, in words for the ledger.

    Raises
    ------
    RespondentRefused, LayerUnknown
        As `invite`; then nothing has changed anywhere.
    """
    frameworks = frameworks_of({row.framework_id for row in wanted})
    asked: dict[int, dict[int, AssessmentRespondent]] = {row.pk: {} for row in wanted}
    for each in AssessmentRespondent.objects.filter(assessment__in=asked).select_related("user"):
        asked[each.assessment_id][each.user_id] = each
    parts = [
        _part(row, frameworks[row.framework_id], invitations, asked[row.pk])
        for row, invitations in wanted.items()
    ]
    names = _names_of({each.user_id for part in parts for each in part.added}, today=localdate(at))
    _refuse_loss(parts)
    _store(parts, at=at)
    return {part.assessment_id: part.words(names) for part in parts}


@dataclass(frozen=True, slots=True)
class _Part:
    """What changes in one assessment."""

    assessment_id: int
    framework: Framework
    added: tuple[Invitation, ...]
    changed: tuple[AssessmentRespondent, ...]
    removed: tuple[AssessmentRespondent, ...]
    turned: frozenset[int] = frozenset()
    """Ids of those who shall look from another perspective than before."""

    def words(self, names: Mapping[int, str]) -> list[str]:
        """Say what changed."""
        added = sorted(self.added, key=lambda each: each.user_id)
        return [
            *(f"+ {names[each.user_id]}{_how(each.perspective, each.layers)}" for each in added),
            *(f"~ {row.user.name}{_how(row.perspective, row.layers)}" for row in self.changed),
            *(f"- {row.user.name}" for row in self.removed),
        ]


def _how(perspective: str | None, layers: Collection[str] | None) -> str:
    said = [*([] if perspective == Perspective.SELF else [str(perspective)]), *(layers or ())]
    return f" ({', '.join(said)})" if said else ""


def _part(
    assessment: Assessment,
    framework: Framework,
    wanted: Wanted,
    asked: Mapping[int, AssessmentRespondent],
) -> _Part:
    invitations = {
        each.user_id: each
        for each in (Invitation(each) if isinstance(each, int) else each for each in wanted)
    }
    added, changed, turned = [], [], set()
    for user_id, each in invitations.items():
        layers = None if each.layers is None else in_order(framework, each.layers)
        row = asked.get(user_id)
        if row is None:
            perspective = each.perspective or Perspective.SELF
            added.append(replace(each, perspective=perspective, layers=layers or ()))
        else:
            before = row.perspective
            if _changes(row, each.perspective, layers):
                changed.append(row)
            if row.perspective != before:
                turned.add(user_id)
    removed = [row for user_id, row in sorted(asked.items()) if user_id not in invitations]
    return _Part(
        assessment.pk,
        framework,
        tuple(added),
        tuple(changed),
        tuple(removed),
        frozenset(turned),
    )


def _changes(
    row: AssessmentRespondent, perspective: Perspective | None, layers: Collection[str] | None
) -> bool:
    before = row.perspective, list(row.layers)
    if perspective is not None:
        row.perspective = perspective.value
    if layers is not None:
        row.layers = list(layers)
    return before != (row.perspective, list(row.layers))


def _names_of(user_ids: Collection[int], *, today: date) -> dict[int, str]:
    if not user_ids:
        return {}
    able = {person.pk: person.name for person in people_who_may_answer(today=today)}
    unable = [user_id for user_id in user_ids if user_id not in able]
    if unable:
        sentence = ngettext(
            "%(count)s of the people chosen is not active or may not answer assessments.",
            "%(count)s of the people chosen are not active or may not answer assessments.",
            len(unable),
        ) % {"count": len(unable)}
        raise RespondentRefused(sentence, fields={"respondents": sentence})
    return {user_id: able[user_id] for user_id in user_ids}


def _refuse_loss(parts: Collection[_Part]) -> None:
    """Refuse to leave out who has answered, or a layer in which they have, or to turn them round.

    What somebody said as a peer would otherwise be counted as what the domain says of itself.
    """
    touched = {
        (part.assessment_id, row.user_id): (part, row, row in part.removed)
        for part in parts
        for row in (*part.changed, *part.removed)
    }
    if not touched:
        return
    said = Response.objects.filter(
        assessment__in={assessment_id for assessment_id, _user in touched},
        user__in={user_id for _assessment, user_id in touched},
    )
    for assessment_id, user_id, question in said.values_list("assessment", "user", "question"):
        part, row, is_removed = touched.get((assessment_id, user_id), (None, None, False))
        if part is None or row is None:
            continue
        if is_removed:
            sentence = _("Somebody you left out has answered already. Their answers would be lost.")
            raise RespondentRefused(sentence, fields={"respondents": sentence})
        if user_id in part.turned:
            sentence = _(
                "%(name)s has answered already, so the perspective of the answers stays as it is."
            ) % {"name": row.user.name}
            raise RespondentRefused(sentence, fields={"respondents": sentence})
        if row.layers and _layer_of(part.framework, question) not in row.layers:
            sentence = _(
                "%(name)s has answered in a layer you left out. Those answers would be lost."
            ) % {"name": row.user.name}
            raise RespondentRefused(sentence, fields={"respondents": sentence})


def _layer_of(framework: Framework, question: str) -> str:
    return framework.layer_of(framework.capability_asked_by(question).key).key


def _store(parts: Collection[_Part], *, at: datetime) -> None:
    removed = [row.pk for part in parts for row in part.removed]
    if removed:
        AssessmentRespondent.objects.filter(pk__in=removed).delete()
    changed = [row for part in parts for row in part.changed]
    if changed:
        AssessmentRespondent.objects.bulk_update(changed, ["perspective", "layers"])
    AssessmentRespondent.objects.bulk_create(
        AssessmentRespondent(
            assessment_id=part.assessment_id,
            user_id=each.user_id,
            perspective=str(each.perspective),
            layers=list(each.layers or ()),
            invited_at=at,
        )
        for part in parts
        for each in sorted(part.added, key=lambda each: each.user_id)
    )
