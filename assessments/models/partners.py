"""Partners: vendors and others outside the organisation that a framework can be applied to."""

from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners, narrowed by who asks."""

    def visible_to(self, member: Member) -> "PartnerQuerySet":
        """Keep the partners of domains whose assessments the member may read."""
        scope = member.scope(Capability.VIEW_ASSESSMENTS)
        if scope.is_everything:
            return self
        return self.filter(beneath("domain__path", scope.paths)) if scope.paths else self.none()


class Partner(models.Model):
    """A vendor or another partner, and the domain that answers for working with it."""

    name = models.CharField(max_length=200)
    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    provides = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    history = HistoricalRecords()
    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "domain", name="partner_name_is_unique_in_its_domain"
            )
        ]

    def __str__(self) -> str:
        return self.name
