"""Scoring models: versioned criteria, weights and thresholds."""

from django.db import models


class ScoringModelVersion(models.Model):
    """One version of the criteria and weights; ranks always name the version they rest on."""

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    data = models.JSONField()
    is_active = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=models.Q(is_active=True),
                name="scoring_model_has_one_active_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
