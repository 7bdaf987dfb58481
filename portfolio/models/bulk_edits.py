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

    ``chosen`` holds the ids that were asked for. ``rows`` holds for each of them that its author
    may see the id, the version that was looked at, the verdict and the sentence of a refusal.
    ``result`` holds which were changed, and which were left and why.
    """

    class State(models.TextChoices):
        """How far it is."""

        PREVIEWING = "previewing", _("Being previewed")
        PREVIEWED = "previewed", _("Previewed")
        WORKING = "working", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    state = models.CharField(max_length=12, choices=State.choices, default=State.PREVIEWED)
    change = models.JSONField()
    chosen = models.JSONField(default=list, blank=True)
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

    @property
    def missing(self) -> int:
        """How many were asked for and could not be looked at: gone, or not its author's to see."""
        is_looked_at = self.state in {self.State.PREVIEWED, self.State.DONE}
        return max(len(self.chosen) - len(self.rows), 0) if is_looked_at else 0
