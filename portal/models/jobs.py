"""Jobs: work that outlives a request. The row is the truth, the message only a wake-up."""

import uuid

from django.db import models

from portal.domain.jobs import OPEN_STATES, JobState


class Job(models.Model):
    """One piece of work that somebody asked for, with its progress and its result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in JobState], default=JobState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_key = models.UUIDField(null=True, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_label = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=models.Q(state=JobState.QUEUED.value) & ~models.Q(dedupe_key=""),
                name="job_waits_once_per_dedupe_key",
            ),
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=models.Q(state=JobState.RUNNING.value) & ~models.Q(dedupe_key=""),
                name="job_runs_once_per_dedupe_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after"],
                condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
                name="job_open_by_run_after",
            ),
            models.Index(fields=["-requested_at"], name="job_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
