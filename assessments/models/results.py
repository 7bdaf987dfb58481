"""Results: the snapshot a published assessment leaves behind."""

from django.db import models


class ResultSnapshot(models.Model):
    """The complete result of one published assessment, as data that never changes.

    The columns repeat figures of the data so that lists and trends need no JSON.
    """

    assessment = models.OneToOneField(
        "assessments.Assessment", on_delete=models.PROTECT, related_name="snapshot"
    )
    data = models.JSONField()
    mean = models.FloatField(null=True)
    effective = models.FloatField(null=True)
    staged = models.PositiveSmallIntegerField(null=True)
    capability_levels = models.JSONField(default=dict)
    layer_effective = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    ledger_seq = models.BigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"result of {self.assessment_id}"
