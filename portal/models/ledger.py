"""The ledger as stored: append-only, which the database itself enforces by triggers."""

from django.db import models


class LedgerEntry(models.Model):
    """One decision or change that happened, in the past tense. Never changed, never deleted.

    No foreign keys: an entry outlives what it speaks of.
    """

    seq = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    event = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=500)
    payload = models.BinaryField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-seq"], name="ledger_subject"),
            models.Index(fields=["event", "-seq"], name="ledger_event"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"


class LedgerHead(models.Model):
    """The end of the chain, in one row: locking it puts writers in line."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="ledger_has_one_head", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
