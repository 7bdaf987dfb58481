"""The job that builds a roadmap PDF: once, whoever dies in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.domain.jobs import JobState
from portal.models import Job, LedgerEntry, Publication
from portal.tasks import work_once
from portfolio import tasks
from portfolio.models import RoadmapEdition
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import planned_roadmap, published


def publish(cast: Cast) -> RoadmapEdition:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    Job.objects.exclude(pk=edition.job_id).delete()
    return edition


def test_the_job_stores_the_pdf_and_the_ledger_knows_its_hash(cast: Cast) -> None:
    edition = publish(cast)
    assert work_once() == 1
    kept = Publication.objects.get()
    assert bytes(kept.content).startswith(b"%PDF")
    assert kept.filename == f"roadmap-{edition.roadmap_id}-edition-1.pdf"
    entry = LedgerEntry.objects.get(event="portal.publication.stored")
    assert kept.sha256 in bytes(entry.payload).decode()
    job = Job.objects.get(pk=edition.job_id)
    assert (job.state, job.result["sha256"]) == (JobState.DONE, kept.sha256)


def test_a_worker_killed_after_storing_leaves_one_pdf_for_the_next(cast: Cast) -> None:
    edition = publish(cast)
    work_once()
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=edition.job_id).update(state=JobState.RUNNING, lease_until=long_ago)
    before = Publication.objects.values_list("pk", "sha256").get()
    assert work_once() == 1
    assert Publication.objects.values_list("pk", "sha256").get() == before
    assert Job.objects.get(pk=edition.job_id).state == JobState.DONE
    assert LedgerEntry.objects.filter(event="portal.publication.stored").count() == 1


def test_a_worker_killed_in_the_middle_leaves_nothing_half_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = publish(cast)
    build = tasks.build_roadmap_pdf

    def dies(*_args: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "build_roadmap_pdf", dies)
    with pytest.raises(KeyboardInterrupt):
        work_once()
    assert not Publication.objects.exists()
    monkeypatch.setattr(tasks, "build_roadmap_pdf", build)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_once() == 1
    assert Publication.objects.count() == 1
    assert Job.objects.get(pk=edition.job_id).state == JobState.DONE


def test_a_job_for_an_edition_that_is_gone_ends_with_a_sentence(cast: Cast) -> None:
    edition = publish(cast)
    Job.objects.update(args={"edition": edition.pk + 1})
    work_once()
    job = Job.objects.get(pk=edition.job_id)
    assert job.state == JobState.FAILED
    assert job.error == "The edition this PDF was asked for is not there any more."
