"""Domain standards: what domains ask beyond the scoring model, version by version."""

from django.db import models


class DomainStandardVersion(models.Model):
    """One version of what a domain asks; what never changes, ranks can name for ever."""

    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    data = models.JSONField()
    is_active = models.BooleanField(default=False)
    reason = models.TextField()
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "version"], name="domain_standard_version_once"
            ),
            models.UniqueConstraint(
                fields=["domain"],
                condition=models.Q(is_active=True),
                name="domain_standard_has_one_active_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain} v{self.version}"


class DomainStandardDraft(models.Model):
    """The one version of a domain's standard that somebody works on before it counts."""

    domain = models.OneToOneField("portal.Domain", on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    preview = models.JSONField(null=True, blank=True)
    preview_job = models.ForeignKey(
        "portal.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.domain)
