"""The job that builds the report of a result: asked for by publishing, kept once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import tasks
from assessments.models import ResultSnapshot
from assessments.selectors.result_reports import REPORT_JOB
from portal.domain.jobs import JobState
from portal.models import Job, LedgerEntry, Publication
from portal.tasks import work_once
from tests.assessments.builders import published
from tests.conftest import Cast

LEVELS = {"owners": 3, "vision": 4, "catalogue": 2, "lineage": 2, "testing": 4, "skills": 3}


def publish(cast: Cast) -> tuple[ResultSnapshot, Job]:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    Job.objects.exclude(kind=REPORT_JOB).delete()
    return snapshot, Job.objects.get()


def test_publishing_has_the_report_built_and_the_ledger_knows_its_hash(cast: Cast) -> None:
    snapshot, job = publish(cast)
    assert work_once() == 1
    kept = Publication.objects.get()
    assert bytes(kept.content).startswith(b"%PDF")
    assert kept.filename == f"spring-review-{snapshot.assessment_id}.pdf"
    entry = LedgerEntry.objects.get(event="portal.publication.stored")
    assert kept.sha256 in bytes(entry.payload).decode()
    job.refresh_from_db()
    assert (job.state, job.result["sha256"]) == (JobState.DONE, kept.sha256)


def test_a_worker_killed_after_storing_leaves_one_report_for_the_next(cast: Cast) -> None:
    _snapshot, job = publish(cast)
    work_once()
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until=long_ago)
    before = Publication.objects.values_list("pk", "sha256").get()
    assert work_once() == 1
    assert Publication.objects.values_list("pk", "sha256").get() == before


def test_a_worker_killed_in_the_middle_leaves_nothing_half_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(cast)

    def dies(*_args: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "build_result_pdf", dies)
    with pytest.raises(KeyboardInterrupt):
        work_once()
    assert not Publication.objects.exists()


def test_the_page_shows_how_far_it_is_and_then_hands_it_out(cast: Cast) -> None:
    snapshot, job = publish(cast)
    client = cast.client("executive")
    page = reverse("assessments:assessment-results", args=[snapshot.assessment_id])
    file = reverse("assessments:result-report", args=[snapshot.assessment_id])
    assert f"job-{job.pk}" in client.get(page).content.decode()
    assert client.get(file).status_code == 404
    work_once()
    assert f'href="{file}"' in client.get(page).content.decode()
    answer = client.get(file)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")


def test_progress_tells_htmx_to_stop_when_it_is_over(cast: Cast) -> None:
    snapshot, _job = publish(cast)
    client = cast.client("executive")
    url = reverse("assessments:result-report-progress", args=[snapshot.assessment_id])
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
    work_once()
    answer = client.get(url, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (286, "true")


def test_a_result_without_a_report_can_have_it_built_by_page_and_api(cast: Cast) -> None:
    snapshot, _job = publish(cast)
    Job.objects.all().delete()
    client = cast.client("executive")
    page = reverse("assessments:assessment-results", args=[snapshot.assessment_id])
    assert "Build the report" in client.get(page).content.decode()
    answer = client.post(reverse("assessments:result-report", args=[snapshot.assessment_id]))
    assert answer.status_code == 302
    api = reverse("api:result-report", args=[snapshot.assessment_id])
    asked = client.post(api)
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    assert Job.objects.count() == 1
    work_once()
    assert client.get(api).content.startswith(b"%PDF")


def test_a_neighbour_can_neither_fetch_nor_ask(cast: Cast) -> None:
    snapshot, _job = publish(cast)
    Job.objects.all().delete()
    client = cast.client("retail_owner")
    for url in ("assessments:result-report", "api:result-report"):
        assert client.post(reverse(url, args=[snapshot.assessment_id])).status_code == 404
    assert not Job.objects.exists()
