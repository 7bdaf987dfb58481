"""Ratings: how one use case does on one criterion, and who says so on what evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessments.domain.confidence import Confidence
from portfolio.domain.rating_panels import Opinion


class Rating(models.Model):
    """One use case rated 0 to 5 on one criterion, by one person or as an import's suggestion.

    Each person says it for themselves; a suggestion stands only until the first of them does.
    """

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
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    rationale = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    rated_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rated_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "criterion", "rated_by"],
                condition=models.Q(source="person"),
                name="rating_once_per_criterion_and_person",
            ),
            models.UniqueConstraint(
                fields=["use_case", "criterion"],
                condition=models.Q(source="suggestion"),
                name="rating_suggested_once_per_criterion",
            ),
            models.CheckConstraint(
                name="rating_lies_between_0_and_5", condition=models.Q(score__lte=5)
            ),
            models.CheckConstraint(
                name="rating_lies_within_its_range",
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(
                    low__isnull=False,
                    low__lte=models.F("score"),
                    high__isnull=False,
                    high__gte=models.F("score"),
                    high__lte=5,
                ),
            ),
            models.CheckConstraint(
                name="rating_confidence_is_1_to_3",
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(1, 3)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.score}"

    @property
    def opinion(self) -> Opinion:
        """What was said, as the rules read it."""
        sure = None if self.confidence is None else Confidence(self.confidence)
        return Opinion(self.score, self.low, self.high, sure)
