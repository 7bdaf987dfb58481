"""Imports of assessments: a file that was handed in, and what became of it."""

from django.db import models

from portal.domain.roles import Member


class AssessmentImportQuerySet(models.QuerySet["AssessmentImport"]):
    """Files, narrowed by who asks."""

    def visible_to(self, member: Member) -> "AssessmentImportQuerySet":
        """Keep what the member handed in: it holds who said what, and is nobody else's."""
        return self.filter(created_by_id=member.user_id) if member.user_id else self.none()


class AssessmentImport(models.Model):
    """One file of an assessment; its bytes are dropped once it was imported.

    ``domain`` is the chosen one, or nothing for the one that the file names. ``assessment`` is
    what came of it; the SHA-256 stays, so that the same file is known when it comes again.
    """

    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    domain = models.ForeignKey(
        "portal.Domain", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    assessment = models.ForeignKey(
        "assessments.Assessment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = AssessmentImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="assessment_import_known")]

    def __str__(self) -> str:
        return self.filename
