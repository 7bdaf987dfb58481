"""Scoring models, and how the ranking stood at the end of each day on which it changed."""

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


class RankingDay(models.Model):
    """How the portfolio ranked at the end of one day; a day on which nothing moved has no row.

    ``order`` lists the ids of the use cases, the first place first; those that share a place
    stand in one group. ``digest`` names what the ranking rested on.
    """

    day = models.DateField(unique=True)
    ranked_at = models.DateTimeField()
    model_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    order = models.JSONField()

    def __str__(self) -> str:
        return f"{self.day}"


class ScoringModelDraft(models.Model):
    """The one version of a model that somebody works on before it is put in force."""

    key = models.CharField(max_length=40, unique=True)
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
        return str(self.data.get("title", self.key))
