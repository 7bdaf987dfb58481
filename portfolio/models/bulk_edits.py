"""Bulk edits: what somebody is about to change about many use cases, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.domain.roles import Member


class BulkEditQuerySet(models.QuerySet["BulkEdit"]):
    """Bulk edits, narrowed in the words of the portfolio."""

    def visible_to(self, member: Member) -> "BulkEditQuerySet":
        """Keep the member's own."""
        return self.filter(created_by_id=member.user_id) if member.user_id else self.none()


class BulkEdit(models.Model):
    """One change to many use cases: previewed, then carried out once.

    ``rows`` holds for each use case its id, the version that was looked at, the verdict and the
    sentence of a refusal. ``result`` holds how many were changed, and which were left and why.
    """

    class State(models.TextChoices):
        """How far it is."""

        PREVIEWED = "previewed", _("Previewed")
        WORKING = "working", _("Under way")
        DONE = "done", _("Done")

    state = models.CharField(max_length=12, choices=State.choices, default=State.PREVIEWED)
    change = models.JSONField()
    rows = models.JSONField()
    reason = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = BulkEditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="bulk_edit_newest_first")]

    def __str__(self) -> str:
        return f"#{self.pk}"
