"""Publications: finished documents, kept byte for byte with their SHA-256."""

from django.db import models


class Publication(models.Model):
    """A file the portal published, such as a roadmap PDF. It never changes afterwards.

    The bytes live in the database, so that one backup holds them together with the record
    of their hash and no file system has to be shared between web and worker.
    """

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    created_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"], name="publication_once_per_subject"
            )
        ]

    def __str__(self) -> str:
        return self.title
