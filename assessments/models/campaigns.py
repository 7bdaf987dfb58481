"""Campaigns: one assessment run over many domains at once."""

from django.db import models
from simple_history.models import HistoricalRecords

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns, narrowed by who asks."""

    def visible_to(self, member: Member) -> "CampaignQuerySet":
        """Keep the campaigns over domains whose assessments the member may read."""
        scope = member.scope(Capability.VIEW_ASSESSMENTS)
        if scope.is_everything:
            return self
        return self.filter(beneath("domain__path", scope.paths)) if scope.paths else self.none()


class Campaign(models.Model):
    """One framework over several domains in one period, with one assessment for each of them.

    ``domain`` is the part of the tree it covers. ``target`` is the target profile that its
    assessments start from, in the shape of `Assessment.target`. ``remind_days`` before the due
    date it reminds by itself who is not done; 0 is never.
    """

    title = models.CharField(max_length=200)
    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey("assessments.FrameworkVersion", on_delete=models.PROTECT)
    starts_on = models.DateField()
    due_on = models.DateField()
    target_level = models.DecimalField(max_digits=2, decimal_places=1, default=3)
    target = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True)
    remind_days = models.PositiveSmallIntegerField(default=3)
    facilitator = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    history = HistoricalRecords()
    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_is_due_after_it_starts",
                condition=models.Q(due_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title
