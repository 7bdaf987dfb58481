"""Reading who can be asked, and who was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from assessments.domain.parts import part_of
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.selectors.frameworks import framework_of
from portal.domain.roles import GRANTS, Capability, Role
from portal.models import RoleGrant

ANSWERING_ROLES = tuple(role.value for role in Role if Capability.ANSWER_ASSESSMENT in GRANTS[role])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be asked."""

    pk: int
    name: str
    email: str
    is_near: bool


def people_who_may_answer(*, today: date, near: str = "") -> list[Person]:
    """Return active people who hold a role that answers, by name; one query.

    Those whose role touches the domain at the path ``near`` come first: from above, from within
    or from beneath it.
    """
    grants = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        role__in=ANSWERING_ROLES,
        starts_on__lte=today,
        user__is_active=True,
    )
    people: dict[int, Person] = {}
    for pk, name, email, path in grants.order_by("user__name", "user_id").values_list(
        "user_id", "user__name", "user__email", "domain__path"
    ):
        is_near = bool(near) and (near.startswith(path) or path.startswith(near))
        if pk not in people or is_near:
            people[pk] = Person(pk, name or email, email, is_near)
    return sorted(people.values(), key=lambda person: (not person.is_near, person.name, person.pk))


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody who was asked, and how far they are; what they said is not part of it.

    Parameters
    ----------
    answers, total
        How many of the questions they are asked they have dealt with.
    """

    user_id: int
    name: str
    invited_at: datetime
    answers: int
    total: int
    finished_at: datetime | None


def asked_people(assessment: Assessment) -> list[AskedPerson]:
    """Return everybody who was asked, by name; two queries beside the framework."""
    rows = AssessmentRespondent.objects.filter(assessment=assessment).select_related("user")
    rows = rows.order_by("user__name", "pk")
    framework = framework_of(assessment.framework)
    parts = {row.user_id: part_of(framework, row.layers) for row in rows}
    counts = _answered(assessment, parts)
    return [
        AskedPerson(
            user_id=row.user_id,
            name=str(row.user),
            invited_at=row.invited_at,
            answers=counts.get(row.user_id, 0),
            total=len(parts[row.user_id]),
            finished_at=row.submitted_at,
        )
        for row in rows
    ]


def _answered(assessment: Assessment, parts: Mapping[int, tuple[str, ...]]) -> dict[int, int]:
    """Count what each person has answered of their part; one query, counted by the database."""
    people: dict[tuple[str, ...], list[int]] = {}
    for user_id, part in parts.items():
        people.setdefault(part, []).append(user_id)
    theirs = Q(pk__in=[])
    for part, user_ids in people.items():
        theirs |= Q(user_id__in=user_ids, question__in=part)
    answers = Response.objects.filter(theirs, assessment=assessment)
    return dict(answers.values_list("user_id").annotate(count=Count("pk")).order_by())


def asked_ids(assessment: Assessment) -> list[int]:
    """Return the ids of everybody who was asked; one query."""
    rows = AssessmentRespondent.objects.filter(assessment=assessment).order_by("pk")
    return list(rows.values_list("user_id", flat=True))
