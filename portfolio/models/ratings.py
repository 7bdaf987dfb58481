"""Ratings: how one use case does on one criterion, and who says so on what evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Rating(models.Model):
    """One use case rated 0 to 5 on one criterion, by a person or as an import's suggestion."""

    class Source(models.TextChoices):
        """Who or what said so."""

        PERSON = "person", _("Person")
        SUGGESTION = "suggestion", _("Suggestion")

    use_case = models.ForeignKey(
        "portfolio.UseCase", on_delete=models.CASCADE, related_name="ratings"
    )
    criterion = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.PERSON)
    evidence = models.TextField(blank=True)
    rated_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rated_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "criterion"], name="rating_once_per_criterion"
            ),
            models.CheckConstraint(
                name="rating_lies_between_0_and_5", condition=models.Q(score__lte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.score}"
