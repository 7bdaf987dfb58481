"""Saved mappings: how the columns and words of a kind of file become ours, kept under a name."""

from django.db import models

from portal.domain.roles import Capability, Member


class SavedMappingQuerySet(models.QuerySet["SavedMapping"]):
    """Saved mappings, narrowed in the words of the portfolio."""

    def visible_to(self, member: Member) -> "SavedMappingQuerySet":
        """Keep the member's own and the shared ones, for those who may import at all."""
        if not member.scope(Capability.IMPORT_USE_CASES):
            return self.none()
        return self.filter(models.Q(owner_id=member.user_id or None) | models.Q(is_shared=True))


class SavedMapping(models.Model):
    """A mapping somebody keeps for lists that come again, for themselves or for everybody.

    ``data`` says what a mapping file would say, entry by entry. ``header`` holds the column names
    of the file it was made for, in plain form, so that the next file of its kind is recognised.
    """

    name = models.CharField(max_length=100)
    owner = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    data = models.JSONField()
    header = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = SavedMappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="saved_mapping_name_once_per_owner"
            )
        ]

    def __str__(self) -> str:
        return self.name
