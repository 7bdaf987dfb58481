"""Reading published editions: from their snapshot alone, with the state of their PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from portal.domain.roles import Member
from portal.models import Job, Publication
from portal.selectors.jobs import JobRow, job_row
from portfolio.domain.editions import Edition, edition_from_data
from portfolio.models import Roadmap, RoadmapEdition

SUBJECT = "portfolio.roadmapedition"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition in a list."""

    pk: int
    number: int
    title: str
    published_at: datetime
    published_by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """The finished PDF of an edition."""

    size: int
    sha256: str
    filename: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    """One edition with everything its page shows."""

    row: EditionRow
    roadmap_id: int
    ledger_seq: int
    edition: Edition
    pdf: StoredPdf | None
    job: JobRow | None


def editions_visible_to(member: Member) -> QuerySet[RoadmapEdition]:
    """Return the editions of every roadmap the member may read."""
    visible = Roadmap.objects.visible_to(member).values("pk")
    return RoadmapEdition.objects.filter(roadmap__in=visible).select_related("roadmap__domain")


def editions_of(roadmap: Roadmap) -> tuple[EditionRow, ...]:
    """Return the editions of one roadmap, the newest first; one query."""
    rows = RoadmapEdition.objects.filter(roadmap=roadmap).defer("data").order_by("-number")
    return edition_rows(rows)


def edition_rows(
    rows: Sequence[RoadmapEdition] | QuerySet[RoadmapEdition],
) -> tuple[EditionRow, ...]:
    """Return editions as a list shows them."""
    return tuple(_row(row) for row in rows)


def edition_page(edition: RoadmapEdition, member: Member) -> EditionPage:
    """Return an edition with the state of its PDF; two queries."""
    publication = publications_of(edition).defer("content").first()
    return EditionPage(
        row=_row(edition),
        roadmap_id=edition.roadmap_id,
        ledger_seq=edition.ledger_seq,
        edition=edition_from_data(edition.data),
        pdf=StoredPdf(publication.size, publication.sha256, publication.filename)
        if publication
        else None,
        job=None if publication else edition_job(edition, member),
    )


def edition_job(edition: RoadmapEdition, member: Member) -> JobRow | None:
    """Return the job that builds the PDF of an edition, for whoever may read the edition."""
    if edition.job_id is None:
        return None
    job = Job.objects.select_related("requested_by").filter(pk=edition.job_id).first()
    return job_row(job, member=member) if job else None


def publications_of(edition: RoadmapEdition) -> QuerySet[Publication]:
    """Return the stored PDF of an edition, or nothing while it is not built."""
    return Publication.objects.filter(subject_type=SUBJECT, subject_id=str(edition.pk))


def newest_edition(pk: int | None = None) -> RoadmapEdition | None:
    """Return the edition with an id, or the one published last in any roadmap."""
    rows = RoadmapEdition.objects.select_related("roadmap").order_by("-published_at", "-pk")
    return (rows if pk is None else rows.filter(pk=pk)).first()


def _row(row: RoadmapEdition) -> EditionRow:
    return EditionRow(
        pk=row.pk,
        number=row.number,
        title=row.title,
        published_at=row.published_at,
        published_by=row.published_by_label,
        sha256=row.sha256,
    )
