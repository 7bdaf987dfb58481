"""The target bands of the balance: versions that follow each other."""

from django.db import models


class BalanceTargets(models.Model):
    """What share of the portfolio each bucket is meant to hold; the newest version is in force."""

    version = models.PositiveIntegerField(unique=True)
    bands = models.JSONField()
    reason = models.TextField()
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"v{self.version}"
