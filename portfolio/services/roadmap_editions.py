"""Publishing roadmaps: an edition is a snapshot that never changes afterwards."""

import hashlib
from datetime import datetime

import rfc8785
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.models import Publication
from portal.services import jobs, ledger
from portal.services.publications import store_publication
from portfolio.domain.edition_words import first_titles, spelled
from portfolio.domain.editions import Edition, edition_to_data
from portfolio.models import Roadmap, RoadmapEdition
from portfolio.selectors.edition_facts import EditionHead, build_edition, latest_edition
from portfolio.selectors.roadmap_plans import PlanInput, plan_input, plan_violations
from portfolio.services.events import PortfolioEvent
from portfolio.services.roadmap_locks import locked

PDF_JOB = "portfolio.roadmap_pdf"
PDF_KIND = "roadmap_pdf"
LONGEST_TITLE = 200
LONGEST_SUMMARY = 400


class NotPlanned(Refusal):
    """What has no waves cannot be published."""

    code = "roadmap_not_planned"


class PlanBroken(Refusal):
    """The waves break a capacity, a dependency or a pin; ``violations`` holds one sentence each."""

    code = "roadmap_plan_broken"

    def __init__(self, violations: tuple[str, ...]) -> None:
        super().__init__(" ".join([*violations, _("Plan the roadmap again before publishing it.")]))
        self.violations = violations


class EditionInvalid(Invalid):
    """The edition has no title, or too much text."""

    code = "edition_invalid"


class EditionGone(Refusal):
    """A job names an edition that is not there any more."""

    code = "edition_gone"

    def __init__(self) -> None:
        super().__init__(_("The edition this PDF was asked for is not there any more."))


@transaction.atomic
def publish_edition(
    roadmap: Roadmap, *, title: str, version: int, by: Member, at: datetime, summary: str = ""
) -> RoadmapEdition:
    """Freeze the roadmap as it stands into its next edition, and have its PDF built.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not publish it, or somebody was faster.
    EditionInvalid
        When the title is missing, or title or summary are too long.
    NotPlanned, PlanBroken
        When nothing has a wave, something was added since, or the waves do not hold.
    """
    row = locked(roadmap.pk, version=version, by=by, capability=Capability.PUBLISH_ROADMAP)
    head = EditionHead(
        title=_title(title),
        summary_text=summary.strip(),
        number=_next_number(row),
        published_on=timezone.localdate(at),
        published_by=by.label,
        currency=settings.CURRENCY,
    )
    if len(head.summary_text) > LONGEST_SUMMARY:
        sentence = _("A summary has at most {most} characters.", most=LONGEST_SUMMARY)
        raise EditionInvalid(sentence, fields={"summary": sentence})
    found = plan_input(row)
    check_publishable(row, found)
    return _store(row, build_edition(row, found, head), by=by, at=at)


def check_publishable(roadmap: Roadmap, found: PlanInput) -> None:
    """Refuse a roadmap whose waves are missing, out of date or broken.

    Raises
    ------
    NotPlanned, PlanBroken
        With what is missing or wrong.
    """
    if not found.assigned:
        raise NotPlanned(_("Nothing has a wave yet. Plan the roadmap before publishing it."))
    if found.unplanned:
        raise NotPlanned(
            ngettext(
                "{names} was added since the waves were planned. Plan again.",
                "{names} were added since the waves were planned. Plan again.",
                len(found.unplanned),
                names=first_titles(found.unplanned),
            )
        )
    violations = plan_violations(roadmap, found)
    if violations:
        raise PlanBroken(violations)


@transaction.atomic
def store_edition_pdf(edition: RoadmapEdition, content: bytes, *, at: datetime) -> Publication:
    """Keep the PDF of an edition; a second call returns the one kept first."""
    return store_publication(
        content,
        kind=PDF_KIND,
        subject=edition,
        title=str(edition),
        filename=f"roadmap-{edition.roadmap_id}-edition-{edition.number}.pdf",
        media_type="application/pdf",
        by=ledger.SYSTEM,
        at=at,
    )


def digest(edition: Edition) -> str:
    """Return the SHA-256 of an edition's canonical bytes."""
    return hashlib.sha256(rfc8785.dumps(edition_to_data(edition))).hexdigest()


def _next_number(row: Roadmap) -> int:
    last = latest_edition(row)
    return last.number + 1 if last else 1


def _title(text: str) -> str:
    text = text.strip()
    if not text:
        sentence = _("Give the edition a title.")
    elif len(text) > LONGEST_TITLE:
        sentence = _("The title has at most {most} characters.", most=LONGEST_TITLE)
    else:
        return text
    raise EditionInvalid(sentence, fields={"title": sentence})


def _store(row: Roadmap, snapshot: Edition, *, by: Member, at: datetime) -> RoadmapEdition:
    edition = RoadmapEdition.objects.create(
        roadmap=row,
        number=snapshot.number,
        title=snapshot.title,
        summary=snapshot.summary_text,
        data=edition_to_data(snapshot),
        sha256=digest(snapshot),
        ledger_seq=0,
        published_by_label=by.label,
        published_at=at,
    )
    count = len(snapshot.plan.items)
    told = {
        "roadmap": row,
        "number": snapshot.number,
        "sha256": edition.sha256,
        "items": ngettext("{number} item", "{number} items", count, number=spelled(count)),
    }
    entry = ledger.record(
        PortfolioEvent.ROADMAP_EDITION_PUBLISHED, subject=edition, by=by, at=at, changes=told
    )
    job = jobs.request(
        PDF_JOB,
        {"edition": edition.pk},
        title=_("Build the PDF of {edition}", edition=edition),
        by=by,
        at=at,
        dedupe_key=f"{PDF_JOB}:{edition.pk}",
    )
    edition.ledger_seq, edition.job_id = entry.seq, job.pk
    edition.save(update_fields=["ledger_seq", "job_id"])
    return edition
