"""Importing whole assessments: one file, one new assessment, or nothing at all."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.assessment_contents import Content
from assessments.domain.assessment_files import FileError
from assessments.domain.invitations import in_order
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.numbered import numbered_name
from assessments.models import (
    Assessment,
    AssessmentImport,
    AssessmentRespondent,
    FrameworkVersion,
    Response,
    ResponseEvidence,
    SettledLevel,
)
from assessments.selectors.frameworks import framework_of
from assessments.services.assessment_file_reading import read_assessment_file
from assessments.services.assessment_import_plans import (
    ImportPlan,
    earlier_import,
    plan_import,
)
from assessments.services.events import AssessmentsEvent
from assessments.services.frameworks import load_framework
from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Grant, Member, Role, require
from portal.models import Domain, User
from portal.selectors.domains import enterprise
from portal.services import ledger
from portal.services.stand_ins import stand_ins

KEPT_UNDECIDED: Final = timedelta(days=1)


class AssessmentFileRefused(Invalid):
    """A file that cannot become an assessment here; ``errors`` says everything that is wrong."""

    code = "assessment_file_refused"

    def __init__(self, errors: tuple[FileError, ...]) -> None:
        sentence = ngettext(
            "The file has %(count)s error. Nothing was imported.",
            "The file has %(count)s errors. Nothing was imported.",
            len(errors),
        )
        fields = {place_words(each): each.sentence for each in errors}
        super().__init__(sentence % {"count": len(errors)}, fields=fields)
        self.errors = errors


class ImportedBefore(Refusal):
    """The same file became an assessment here before."""

    code = "assessment_imported_before"


class ImportGone(Refusal):
    """The file is no longer kept."""

    code = "assessment_import_gone"


def portal_itself() -> Member:
    """Return who the command line acts as: the centre, over everything there is."""
    root = enterprise()
    path, pk = (root.path, root.pk) if root else ("", 0)
    return Member(0, ledger.SYSTEM.label, (Grant(Role.COE_LEAD, path, pk),), path)


def place_words(error: FileError) -> str:
    """Say where an error stands, with points between the parts."""
    place = error.place
    parts = (place.sheet, str(place.row) if place.row else "", place.column)
    return ".".join(part for part in parts if part) or "file"


@transaction.atomic
def keep_file(
    content: bytes, *, filename: str, domain: Domain | None, by: Member, at: datetime
) -> AssessmentImport:
    """Keep a file until whoever handed it in has seen what would become of it.

    Files that nobody imported within a day are dropped here.

    Raises
    ------
    NotAllowed
        When the member may not run assessments in the domain chosen, or anywhere.
    FileRefused
        When it is larger than 10 MB, or a workbook that is not safe to open.
    """
    require(by, Capability.RUN_ASSESSMENT, domain.path if domain else None)
    read_assessment_file(content, filename=filename)
    undecided = AssessmentImport.objects.filter(assessment=None, content__isnull=False)
    undecided.filter(created_at__lt=at - KEPT_UNDECIDED).delete()
    return AssessmentImport.objects.create(
        filename=plain_name(filename),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        domain=domain,
        created_by_id=by.user_id or None,
        created_at=at,
    )


def plan_of(kept: AssessmentImport, *, by: Member, at: datetime) -> ImportPlan:
    """Say what a kept file would become, as things stand now.

    Raises
    ------
    ImportGone
        When it was imported or dropped.
    """
    if kept.content is None:
        raise ImportGone(_("This file is no longer kept. Upload it again."))
    source = bytes(kept.content)
    return plan_import(source, filename=kept.filename, domain=kept.domain, by=by, at=at)


@transaction.atomic
def import_kept(
    kept: AssessmentImport, *, again: bool = False, by: Member, at: datetime
) -> Assessment:
    """Make an assessment of a file that was kept, and drop its bytes.

    Raises
    ------
    ImportGone
        When it was imported or dropped.
    NotAllowed, FileRefused, AssessmentFileRefused, ImportedBefore
        As for `import_assessment`.
    """
    rows = AssessmentImport.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(pk=kept.pk).first()
    if row is None:
        raise ImportGone(_("This file is no longer kept. Upload it again."))
    assessment = _imported(plan_of(row, by=by, at=at), row.filename, again=again, by=by, at=at)
    row.assessment, row.content = assessment, None
    row.save(update_fields=["assessment", "content"])
    return assessment


@transaction.atomic
def import_assessment(
    content: bytes,
    *,
    filename: str,
    domain: Domain | None = None,
    again: bool = False,
    by: Member,
    at: datetime,
) -> tuple[Assessment, ImportPlan]:
    """Make a new assessment of a file: all of it, or nothing; return it and what was planned.

    It is never published: what was published there is closed here.

    Raises
    ------
    NotAllowed
        When the member may not run assessments there.
    FileRefused
        When it is larger than 10 MB, or a workbook that is not safe to open.
    AssessmentFileRefused
        With everything that is wrong with it.
    ImportedBefore
        When the same file was imported before and is not wanted ``again``.
    """
    require(by, Capability.RUN_ASSESSMENT, domain.path if domain else None)
    plan = plan_import(content, filename=filename, domain=domain, by=by, at=at)
    assessment = _imported(plan, plain_name(filename), again=again, by=by, at=at)
    AssessmentImport.objects.create(
        filename=plain_name(filename),
        sha256=plan.sha256,
        domain=domain,
        assessment=assessment,
        created_by_id=by.user_id or None,
        created_at=at,
    )
    return assessment, plan


def plain_name(filename: str) -> str:
    """Return the name of a file without its folders."""
    return filename.replace("\\", "/").rsplit("/", 1)[-1].strip()[:255] or "file"


def _imported(
    plan: ImportPlan, filename: str, *, again: bool, by: Member, at: datetime
) -> Assessment:
    content, framework, domain = plan.content, plan.framework, plan.domain
    if plan.errors or content is None or framework is None or domain is None:
        raise AssessmentFileRefused(plan.errors)
    require(by, Capability.RUN_ASSESSMENT, domain.path)
    # The domain's row is the queue: of two who import the same file the second one sees the first.
    Domain.objects.select_for_update(no_key=True).get(pk=domain.pk)
    earlier = earlier_import(plan.sha256)
    if earlier is not None and not again:
        sentence = _("This file was imported before, as “%(title)s”. Say so to import it again.")
        raise ImportedBefore(sentence % {"title": earlier.title})
    version = plan.version
    if version is None:
        version = load_framework(framework, source=filename, by=by, at=at)
    row = _created(plan, content, domain, version, by=by, at=at)
    people = {**plan.people, **_numbered(plan)}
    _respondents(row, plan, content, people)
    _answers(row, content, people)
    _settled(row, content)
    _evidence(row, content, people)
    changes = {
        "file": filename,
        "sha256": plan.sha256,
        "domain": domain,
        "framework": version,
        "state": row.state,
        "respondents": len(content.respondents),
        "answers": len(content.answers),
        "settled": len(content.settled),
    }
    ledger.record(AssessmentsEvent.ASSESSMENT_IMPORTED, subject=row, by=by, at=at, changes=changes)
    return row


def _created(
    plan: ImportPlan,
    content: Content,
    domain: Domain,
    version: FrameworkVersion,
    *,
    by: Member,
    at: datetime,
) -> Assessment:
    told = content.set_up
    known = _ids_of({told.facilitator})
    return Assessment.objects.create(
        framework=version,
        domain=domain,
        partner=plan.partner,
        title=told.title,
        starts_on=told.starts_on,
        due_on=told.due_on,
        target_level=told.target_level,
        target={name: dict(levels) for name, levels in told.target.items()},
        in_production=told.in_production,
        state=plan.state or AssessmentState.DRAFT,
        facilitator_id=known.get(told.facilitator.lower(), by.user_id or None),
        created_at=at,
    )


def _numbered(plan: ImportPlan) -> Mapping[str, int]:
    """Give everybody who comes under a number an account that nobody signs in to."""
    ids = stand_ins({number: numbered_name(number) for number in plan.numbered.values()})
    return {text: ids[number] for text, number in plan.numbered.items()}


def _respondents(
    row: Assessment, plan: ImportPlan, content: Content, people: Mapping[str, int]
) -> None:
    framework = framework_of(row.framework)
    AssessmentRespondent.objects.bulk_create(
        AssessmentRespondent(
            assessment=row,
            user_id=people[each.email.lower()],
            perspective=each.perspective,
            layers=list(in_order(framework, each.layers)),
            invited_at=each.invited_at or row.created_at,
            mailed_at=each.mailed_at,
            reminded_at=each.reminded_at,
            submitted_at=each.finished_at,
            number=plan.numbered.get(each.email.lower()),
        )
        for each in content.respondents
    )


def _answers(row: Assessment, content: Content, people: Mapping[str, int]) -> None:
    Response.objects.bulk_create(
        (
            Response(
                assessment=row,
                user_id=people[each.respondent.lower()],
                question=each.question,
                kind=each.kind,
                level=each.level,
                confidence=each.confidence,
                comment=each.comment.strip(),
                client_revision=_revision(each.saved_at),
                saved_at=each.saved_at or row.created_at,
            )
            for each in content.answers
        ),
        batch_size=500,
    )


def _settled(row: Assessment, content: Content) -> None:
    known = _ids_of({each.settled_by for each in content.settled})
    SettledLevel.objects.bulk_create(
        SettledLevel(
            assessment=row,
            question=each.question,
            kind=each.kind,
            level=each.level,
            reason=each.reason.strip(),
            settled_by_id=known.get(each.settled_by.lower()),
            settled_at=each.settled_at or row.created_at,
        )
        for each in content.settled
    )


def _evidence(row: Assessment, content: Content, people: Mapping[str, int]) -> None:
    ResponseEvidence.objects.bulk_create(
        ResponseEvidence(
            assessment=row,
            user_id=people[each.respondent.lower()],
            question=each.question,
            title=each.title.strip(),
            link=each.link,
            added_at=each.added_at or row.created_at,
        )
        for each in content.evidence
        if each.link
    )


def _revision(saved_at: datetime | None) -> int:
    return max(int(saved_at.timestamp() * 1000), 0) if saved_at else 0


def _ids_of(addresses: set[str]) -> dict[str, Any]:
    wanted = {address.lower() for address in addresses if address}
    return dict(User.objects.filter(email__in=wanted).values_list("email", "pk"))
