"""Drafts of use cases: registrations that somebody began and did not send."""

from django.db import models

from portal.domain.roles import Capability, Member
from portfolio.domain.use_case_drafts import draft_name


class UseCaseDraftQuerySet(models.QuerySet["UseCaseDraft"]):
    """Drafts, narrowed by who asks."""

    def visible_to(self, member: Member) -> "UseCaseDraftQuerySet":
        """Keep the member's own; nobody else's draft is anybody's to see."""
        if not member.user_id or not member.can(Capability.REGISTER_USE_CASE):
            return self.none()
        return self.filter(author_id=member.user_id)


class UseCaseDraft(models.Model):
    """What its author wrote so far. It is counted nowhere and compared with nothing."""

    author = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = UseCaseDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What its author knows it by."""
        return draft_name(self.data)
