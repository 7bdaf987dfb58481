"""Attachments: files that people hand in, such as the evidence for an answer."""

from django.db import models


class Attachment(models.Model):
    """A file somebody uploaded, kept byte for byte with its SHA-256. It never changes afterwards.

    Like a publication it lies in the database, so that one backup holds it together with what
    refers to it.
    """

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name
