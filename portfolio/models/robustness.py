"""Robustness runs: what a ranking is worth when its weights vary, asked for and kept."""

from django.db import models


class RobustnessRun(models.Model):
    """One ranking of the whole portfolio under many weights; its settings make it repeatable.

    ``digest`` names what it rested on, in the words of `RankingDay`; where the newest day differs,
    the ranking has changed since.
    """

    kind = models.CharField(max_length=8)
    spread = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    draws = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    job_id = models.UUIDField(null=True, blank=True)

    finished_at = models.DateTimeField(null=True, blank=True)
    model_version = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    compared = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="robustness_run_finishes_with_its_model_and_digest",
                condition=models.Q(finished_at__isnull=True)
                | (models.Q(model_version__isnull=False) & ~models.Q(digest="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d}"


class RobustnessResult(models.Model):
    """What became of one use case in a run.

    ``near`` lists the places it cannot be separated from, more than two in a row as the first and
    the last of them. ``first_weights`` are the mean weights under which it is first, by criterion;
    empty where it never is.
    """

    run = models.ForeignKey(RobustnessRun, on_delete=models.CASCADE, related_name="results")
    use_case = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    top_share = models.FloatField()
    first_share = models.FloatField()
    favours = models.CharField(max_length=40, blank=True)
    is_heaviest = models.BooleanField(default=False)
    first_weights = models.JSONField(default=dict, blank=True)
    near = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "use_case"], name="robustness_result_once_per_run"
            )
        ]
        indexes = [models.Index(fields=["run", "place", "id"], name="robustness_by_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.top_share:.0%}"
