"""Removing the demonstration: every row of it, except what the ledger remembers.

The frameworks and the scoring model ship with the portal, so they are not part of it.

This is the one place that deletes what is published: the demonstration was never true.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.domain.campaigns import MAIL_JOB
from assessments.models import (
    Assessment,
    AssessmentImport,
    AssessmentRespondent,
    Campaign,
    FoundationAction,
    Partner,
    ResponseEvidence,
    ResultSnapshot,
)
from assessments.selectors.questionnaire_papers import PAPER_JOB, papers_of
from portal.models import (
    Attachment,
    Domain,
    Job,
    Publication,
    RoleGrant,
    User,
)
from portal.services import ledger
from portal.services.ledger import SYSTEM, PortalEvent
from portfolio.models import (
    DomainStandardDraft,
    DomainStandardVersion,
    OverlapRun,
    RankingDay,
    Rating,
    Roadmap,
    RoadmapEdition,
    RobustnessRun,
    UseCase,
)
from portfolio.services.follow_ups import request_comparison, request_ranking


@dataclass(frozen=True, slots=True)
class Removed:
    """What went, and the domains that stay because they hold something that is not demo."""

    use_cases: int
    people: int
    kept: tuple[str, ...]


@transaction.atomic
def remove(*, at: datetime) -> Removed:
    """Delete the demonstration with everything that was entered into its domains.

    Domains of your own beneath it stay with all they hold, and so do the domains above them; the
    enterprise also stays while a person of your own holds a role over it. What stays is no longer
    part of the demonstration.
    """
    demo = Domain.objects.filter(is_demo=True)
    ids = list(demo.values_list("pk", flat=True))
    people = list(User.objects.filter(is_demo=True).values_list("pk", flat=True))
    kept = _kept()
    counts = {"use_cases": UseCase.objects.filter(domain__in=ids).count(), "people": len(people)}
    group = demo.order_by("path").first()
    if group is not None:
        changes = counts | {"kept": [row.name for row in kept]}
        ledger.record(PortalEvent.DEMO_REMOVED, subject=group, by=SYSTEM, at=at, changes=changes)
    _remove_roadmaps(ids)
    _remove_use_cases(ids)
    DomainStandardVersion.objects.filter(domain__in=ids).delete()
    DomainStandardDraft.objects.filter(domain__in=ids).delete()
    _remove_imports(ids, people)
    _remove_assessments(ids)
    _remove_people(people)
    _remove_stand_ins()
    Domain.objects.filter(pk__in=set(ids) - {row.pk for row in kept}).delete()
    names = _let_go(kept)
    if not UseCase.objects.exists():
        RankingDay.objects.all().delete()
        RobustnessRun.objects.all().delete()
    else:
        request_ranking(by=SYSTEM, at=at)
        request_comparison(by=SYSTEM, at=at)
    return Removed(counts["use_cases"], counts["people"], names)


def _kept() -> list[Domain]:
    own = Domain.objects.filter(is_demo=False).values_list("path", flat=True)
    above = {path[:end] for path in own for end in range(Domain.steplen, len(path), Domain.steplen)}
    held = RoleGrant.objects.filter(domain__depth=1, user__is_demo=False)
    above |= set(held.values_list("domain__path", flat=True))
    return list(Domain.objects.filter(is_demo=True, path__in=above).order_by("path"))


def _let_go(kept: Collection[Domain]) -> tuple[str, ...]:
    for row in kept:
        row.is_demo = False
        if row.depth == 1:
            row.name, row.description = settings.ORGANISATION, ""
        row.save(update_fields=["is_demo", "name", "description"])
    return tuple(row.name for row in kept)


def _remove_roadmaps(domains: Collection[int]) -> None:
    roadmaps = Roadmap.objects.filter(domain__in=domains)
    editions = RoadmapEdition.objects.filter(roadmap__in=roadmaps)
    subjects = [str(pk) for pk in editions.values_list("pk", flat=True)]
    label = RoadmapEdition._meta.label_lower  # noqa: SLF001
    Publication.objects.filter(subject_type=label, subject_id__in=subjects).delete()
    Job.objects.filter(pk__in=list(editions.values_list("job_id", flat=True))).delete()
    editions.delete()
    roadmaps.delete()


def _remove_use_cases(domains: Collection[int]) -> None:
    rows = UseCase.objects.filter(domain__in=domains)
    ids = list(rows.values_list("pk", flat=True))
    rows.delete()
    OverlapRun.objects.all().delete()
    # Deleting is remembered too, so the histories go last.
    Rating.history.filter(use_case_id__in=ids).delete()
    UseCase.history.filter(id__in=ids).delete()


def _remove_imports(domains: Collection[int], people: Collection[int]) -> None:
    """Take away the files that somebody of the demonstration, or somebody into it, handed in."""
    AssessmentImport.objects.filter(
        Q(domain__in=domains) | Q(assessment__domain__in=domains) | Q(created_by__in=people)
    ).delete()


def _remove_assessments(domains: Collection[int]) -> None:
    actions = FoundationAction.objects.filter(domain__in=domains)
    action_ids = list(actions.values_list("pk", flat=True))
    actions.delete()
    FoundationAction.history.filter(id__in=action_ids).delete()
    campaigns = _ids(Campaign.objects.filter(domain__in=domains))
    partners = _ids(Partner.objects.filter(domain__in=domains))
    rows = Assessment.objects.filter(domain__in=domains)
    # A domain of your own keeps its assessment, without the campaign it was part of.
    Assessment.objects.filter(campaign__in=campaigns).exclude(domain__in=domains).update(
        campaign=None
    )
    ids = _ids(rows)
    _remove_results(ids)
    _remove_papers(ids)
    _remove_evidence(ids)
    rows.delete()
    Assessment.history.filter(id__in=ids).delete()
    Campaign.objects.filter(pk__in=campaigns).delete()
    Campaign.history.filter(id__in=campaigns).delete()
    Partner.objects.filter(pk__in=partners).delete()
    Partner.history.filter(id__in=partners).delete()
    Job.objects.filter(kind=MAIL_JOB, args__campaign__in=campaigns).delete()


def _remove_results(assessments: Collection[int]) -> None:
    results = ResultSnapshot.objects.filter(assessment__in=assessments)
    subjects = [str(pk) for pk in _ids(results)]
    label = ResultSnapshot._meta.label_lower  # noqa: SLF001
    Publication.objects.filter(subject_type=label, subject_id__in=subjects).delete()
    results.delete()


def _remove_papers(assessments: Collection[int]) -> None:
    for pk in assessments:
        papers_of(pk).delete()
    Job.objects.filter(kind=PAPER_JOB, args__assessment__in=assessments).delete()


def _remove_evidence(assessments: Collection[int]) -> None:
    evidence = ResponseEvidence.objects.filter(assessment__in=assessments)
    files = list(evidence.exclude(attachment=None).values_list("attachment", flat=True))
    evidence.delete()
    Attachment.objects.filter(pk__in=files).delete()


def _remove_stand_ins() -> None:
    """Take away who stood for numbered respondents of the demonstration alone."""
    asked = AssessmentRespondent.objects.filter(user=OuterRef("pk"))
    User.objects.filter(~Exists(asked), is_stand_in=True).delete()


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _remove_people(people: Collection[int]) -> None:
    Job.objects.filter(requested_by__in=people).delete()
    names = {str(pk) for pk in people}
    for session in Session.objects.iterator():
        if str(session.get_decoded().get(SESSION_KEY)) in names:
            session.delete()
    User.objects.filter(pk__in=people).delete()
