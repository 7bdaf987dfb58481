"""Frameworks as stored: one row per version, complete and frozen."""

from django.db import models


class FrameworkVersion(models.Model):
    """One version of a maturity framework, held as the data it was loaded from.

    A draft can be edited. Once published it never changes; retired, it starts nothing new.
    """

    class State(models.TextChoices):
        """What can be done with it."""

        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    class Subject(models.TextChoices):
        """What it is applied to."""

        DOMAIN = "domain"
        PARTNER = "partner"

    key = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_default = models.BooleanField(default=False)
    subject = models.CharField(max_length=10, choices=Subject.choices, default=Subject.DOMAIN)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    based_on = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    row_version = models.PositiveIntegerField(default=1)
    loaded_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="framework_version_is_unique"),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="framework_has_one_default",
            ),
            models.CheckConstraint(
                name="framework_default_is_published",
                condition=models.Q(is_default=False) | models.Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
