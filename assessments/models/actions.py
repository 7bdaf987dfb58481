"""Foundation actions: work that raises a capability."""

from django.db import models
from simple_history.models import HistoricalRecords

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


class FoundationActionQuerySet(models.QuerySet["FoundationAction"]):
    """Foundation actions, narrowed by who asks."""

    def visible_to(self, member: Member) -> "FoundationActionQuerySet":
        """Keep the actions of domains whose assessments the member may read."""
        scope = member.scope(Capability.VIEW_ASSESSMENTS)
        if scope.is_everything:
            return self
        return self.filter(beneath("domain__path", scope.paths)) if scope.paths else self.none()


class FoundationAction(models.Model):
    """Work in one domain that lifts one capability, usually adopted from a recommendation.

    With a partner, it is the partner's capability, and the domain sees to it.
    """

    class Status(models.TextChoices):
        """How far the work is."""

        PROPOSED = "proposed"
        PLANNED = "planned"
        IN_PROGRESS = "in_progress"
        DONE = "done"
        DROPPED = "dropped"

    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        "assessments.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    capability = models.CharField(max_length=60)
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    effort_weeks = models.PositiveSmallIntegerField(default=4)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    owner = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    assessment = models.ForeignKey(
        "assessments.Assessment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    history = HistoricalRecords()
    objects = FoundationActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_raises_a_level",
                condition=models.Q(to_level__gt=models.F("from_level")),
            ),
            models.UniqueConstraint(
                fields=["domain", "capability", "to_level"],
                condition=models.Q(
                    status__in=["proposed", "planned", "in_progress"], partner__isnull=True
                ),
                name="action_is_open_once_per_step",
            ),
            models.UniqueConstraint(
                fields=["domain", "partner", "capability", "to_level"],
                condition=models.Q(
                    status__in=["proposed", "planned", "in_progress"], partner__isnull=False
                ),
                name="action_is_open_once_per_partner_and_step",
            ),
        ]

    def __str__(self) -> str:
        return self.title
