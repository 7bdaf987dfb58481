"""Frameworks as stored: one row per version, complete and frozen."""

from django.db import models


class FrameworkVersion(models.Model):
    """One version of a maturity framework, held as the data it was loaded from."""

    key = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_default = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="framework_version_is_unique"),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="framework_has_one_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
