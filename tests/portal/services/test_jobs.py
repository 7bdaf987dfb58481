"""Jobs: stored with the change, carried out under a lease, tried again, never lost."""

import sys
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from portal import tasks
from portal.domain.errors import Refusal
from portal.domain.jobs import JobState
from portal.models import Job, User
from portal.selectors.jobs import oldest_waiting
from portal.services import jobs
from portal.tasks import work_once
from tests.builders import make_user
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[Any]]:
    """Collect what the test's job did."""
    seen: list[Any] = []

    @jobs.job_handler("test.note")
    def note(args: Mapping[str, Any], progress: jobs.Progress) -> Mapping[str, Any]:
        progress.report(1, 2, "Half of it")
        if args.get("refuse"):
            raise Refusal("The file is empty.")
        if args.get("break"):
            raise RuntimeError
        seen.append(args["note"])
        return {"noted": args["note"]}

    jobs.job_handler("test.note_pdf")(note)
    yield seen
    jobs._HANDLERS.pop("test.note")
    jobs._HANDLERS.pop("test.note_pdf")


def request(kind: str = "test.note", **args: Any) -> Job:
    key = args.pop("dedupe_key", "")
    now = timezone.now()
    with transaction.atomic():
        return jobs.request(kind, args, title="Note", by=None, at=now, dedupe_key=key)


def test_a_job_is_carried_out_once_and_keeps_its_result(done: list[Any]) -> None:
    job = request(note="a")
    assert work_once() == 1
    assert work_once() == 0
    job.refresh_from_db()
    assert done == ["a"]
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"noted": "a"}, 1)
    assert (job.progress_done, job.progress_total) == (2, 2)


def test_what_many_wait_for_is_not_queued_behind_documents(done: list[Any]) -> None:
    for note in ("first paper", "second paper"):
        request("test.note_pdf", note=note)
    request(note="ranking")
    assert work_once() == 2
    assert done == ["ranking", "first paper"]
    request(note="newer ranking")
    assert work_once() == 2
    assert done[2:] == ["newer ranking", "second paper"]
    assert work_once() == 0


def test_a_job_of_a_rolled_back_change_does_not_exist(done: list[Any]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        request(note="a")
        raise RuntimeError
    assert work_once() == 0
    assert done == []


def test_waiting_twins_are_one_job(done: list[Any]) -> None:
    first, second = request(note="a", dedupe_key="k"), request(note="a", dedupe_key="k")
    assert first.pk == second.pk
    work_once()
    assert done == ["a"]
    assert request(note="b", dedupe_key="k").pk != first.pk


def test_a_refusal_ends_the_job_with_its_sentence(done: list[Any]) -> None:
    job = request(refuse=True)
    work_once()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "The file is empty.", 1)


def test_a_poison_job_is_given_up_after_five_attempts_and_others_go_on(done: list[Any]) -> None:
    poison, other = request(**{"break": True}), request(note="other")
    for _attempt in range(7):
        work_once()
        Job.objects.filter(pk=poison.pk, state=JobState.QUEUED).update(run_after=timezone.now())
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (JobState.FAILED, 5)
    assert poison.error == "Gave up after 5 attempts: RuntimeError."
    assert done == ["other"]
    other.refresh_from_db()
    assert other.state == JobState.DONE


def test_two_workers_never_hold_the_same_job(done: list[Any]) -> None:
    job, now = request(note="a"), timezone.now()
    assert jobs.claim(job.pk, now=now) is not None
    assert jobs.claim(job.pk, now=now) is None


def test_a_job_whose_worker_died_is_taken_over_and_the_old_worker_stops(done: list[Any]) -> None:
    job = request(note="a")
    first = jobs.claim(job.pk, now=timezone.now())
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert first is not None
    assert first.lease_key is not None
    assert work_once() == 1
    with pytest.raises(jobs.LeaseLost):
        jobs.Progress(first.pk, first.lease_key).report(1, 2)
    assert done == ["a"]


def test_a_broken_broker_does_not_break_the_request(
    done: list[Any], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(_job_id: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(jobs, "_WAKE_UPS", [fail])
    with django_capture_on_commit_callbacks(execute=True):
        job = request(note="a")
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
    work_once()
    assert done == ["a"]


def test_the_sweeper_announces_what_nobody_took(
    done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, told = request(note="a"), []
    monkeypatch.setattr(jobs, "_WAKE_UPS", [told.append])
    assert jobs.sweep(now=timezone.now()) == 0
    assert jobs.sweep(now=timezone.now() + timedelta(seconds=30)) == 1
    assert told == [job.pk]


def test_only_a_failed_job_is_tried_again(done: list[Any], cast: Cast) -> None:
    job = request(note="a")
    lead = cast.member("lead")
    with pytest.raises(jobs.NotFailed):
        jobs.retry(job, by=lead, at=timezone.now())
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, attempts=5)
    jobs.retry(job, by=lead, at=timezone.now())
    work_once()
    assert done == ["a"]


def test_an_auditor_may_watch_but_not_retry(done: list[Any], cast: Cast) -> None:
    job = request(note="a")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    with pytest.raises(Refusal, match="You may watch this job"):
        jobs.retry(job, by=cast.member("auditor"), at=timezone.now())
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def state_of(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, job.error


def test_while_a_job_runs_its_twin_waits_and_is_woken_when_it_ends(
    done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = request(note="a", dedupe_key="k")
    running = jobs.claim(first.pk, now=timezone.now())
    second, told = request(note="b", dedupe_key="k"), []
    assert jobs.claim(second.pk, now=timezone.now()) is None
    assert work_once() == 0
    monkeypatch.setattr(jobs, "_WAKE_UPS", [told.append])
    assert running is not None
    assert jobs._end(running, JobState.DONE) is JobState.DONE
    assert told == [second.pk]
    assert work_once() == 1
    assert done == ["b"]


def test_a_job_that_fails_gives_way_to_a_newer_request(done: list[Any]) -> None:
    first = request(**{"break": True}, dedupe_key="k")
    running = jobs.claim(first.pk, now=timezone.now())
    assert running is not None
    second = request(note="b", dedupe_key="k")
    assert jobs._again_or_fail(running, RuntimeError()) is JobState.FAILED
    assert state_of(first) == ("failed", "It failed, and a newer request took its place.")
    work_once()
    assert done == ["b"]
    assert state_of(second) == ("done", "")


def test_a_failed_job_is_not_tried_again_while_a_newer_request_waits(
    done: list[Any], cast: Cast
) -> None:
    first = request(note="a", dedupe_key="k")
    Job.objects.filter(pk=first.pk).update(state=JobState.FAILED, error="Why.")
    request(note="b", dedupe_key="k")
    answer = cast.client("lead").post(f"/jobs/{first.pk}/retry/")
    assert answer.status_code == 409
    assert "A newer request for the same work waits already." in answer.text
    assert state_of(first) == ("failed", "Why.")


def test_a_result_that_cannot_be_stored_is_a_failure_like_any_other() -> None:
    @jobs.job_handler("test.odd")
    def odd(_args: Mapping[str, Any], _progress: jobs.Progress) -> Mapping[str, Any]:
        return {"odd": object()}

    now = timezone.now()
    job = jobs.request("test.odd", {}, title="Odd", by=None, at=now)
    assert jobs.run(job.pk) is JobState.QUEUED
    assert state_of(job) == ("queued", "Attempt 1 failed: TypeError. Trying again.")
    jobs._HANDLERS.pop("test.odd")


def test_whoever_lost_the_lease_does_not_end_the_job_and_takes_back_what_it_wrote() -> None:
    written: list[str] = []

    @jobs.job_handler("test.slow_writer")
    def slow(_args: Mapping[str, Any], progress: jobs.Progress) -> Mapping[str, Any]:
        Job.objects.filter(pk=progress.job_id).update(lease_key=uuid.uuid4())
        written.append("tried")
        with transaction.atomic():
            make_user("Written too late")
            progress.report(1, 1)
        return {}

    job = jobs.request("test.slow_writer", {}, title="Slow", by=None, at=timezone.now())
    assert jobs.run(job.pk) is None
    assert written == ["tried"]
    assert state_of(job) == ("running", "")
    assert not User.objects.filter(name="Written too late").exists()
    jobs._HANDLERS.pop("test.slow_writer")


def test_a_running_job_does_not_wait_but_an_orphan_does() -> None:
    now = timezone.now()
    job = Job.objects.create(
        kind="test.note", title="Note", run_after=now - timedelta(minutes=5), requested_at=now
    )
    assert oldest_waiting(now=now) == timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, lease_until=now + timedelta(seconds=9)
    )
    assert oldest_waiting(now=now) == timedelta()
    assert oldest_waiting(now=now + timedelta(seconds=10)) == timedelta(seconds=1)


def test_only_whoever_may_retry_is_offered_it(done: list[Any], cast: Cast) -> None:
    job = request(note="a")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, requested_by=cast.freight_owner, error="Why."
    )
    assert f"/jobs/{job.pk}/retry/" in cast.client("lead").get("/jobs/").text
    assert f"/jobs/{job.pk}/retry/" not in cast.client("auditor").get("/jobs/").text
    answer = cast.client("freight_owner").post(f"/jobs/{job.pk}/retry/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert state_of(job) == ("queued", "")
    assert cast.client("retail_owner").post(f"/jobs/{job.pk}/retry/").status_code == 404


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_progress_leads_back_only_into_the_portal(done: list[Any], cast: Cast, back: str) -> None:
    job = request(note="a")
    shown = cast.client("lead").get(f"/jobs/{job.pk}/", {"back": back})
    assert "evil" not in shown.text
    assert 'href="/domains/"' in cast.client("lead").get(f"/jobs/{job.pk}/?back=/domains/").text


def test_the_embedded_worker_outlives_a_database_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = iter([OperationalError("database is locked"), 1, 0])

    def turn() -> int:
        found = next(turns, None)
        if isinstance(found, Exception):
            raise found
        if found is None:
            sys.exit()
        return found

    monkeypatch.setattr(tasks, "work_once", turn)
    monkeypatch.setattr(tasks, "IDLE_SECONDS", 0)
    with pytest.raises(SystemExit):
        tasks._work()
    assert next(turns, None) is None
