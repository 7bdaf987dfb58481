"""Imports: a file that was checked, and perhaps committed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Imports, narrowed in the words of the portfolio."""

    def visible_to(self, member: Member) -> "ImportRunQuerySet":
        """Keep the member's own, and those into domains whose imports they look after or audit."""
        scope = member.scope(Capability.VIEW_IMPORTS)
        if scope.is_everything:
            return self
        own = models.Q(created_by_id=member.user_id) if member.user_id else models.Q(pk__in=[])
        return self.filter(own | beneath("domain__path", scope.paths))


class ImportRun(models.Model):
    """One uploaded file with the report of its check; the bytes are dropped once committed.

    ``domain`` is the one its rows hang under, or nothing for the enterprise. ``mapping`` holds the
    text of a mapping file somebody brought, ``mapping_name`` the name of what was used.
    ``survey`` is what its columns hold, ``table_choices`` how it is to be read, and ``answers``
    the mapping as its uploader said it step by step, which goes before the others.
    ``domain_ids`` are the domains it added.
    """

    class State(models.TextChoices):
        """How far the import is."""

        READING = "reading", _("Reading")
        READ = "read", _("Read")
        CHECKING = "checking", _("Checking")
        CHECKED = "checked", _("Checked")
        COMMITTING = "committing", _("Committing")
        COMMITTED = "committed", _("Committed")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Undone")

    domain = models.ForeignKey(
        "portal.Domain", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    mapping_name = models.CharField(max_length=100, blank=True)
    mapping = models.TextField(blank=True)
    table_choices = models.JSONField(default=dict, blank=True)
    survey = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING)
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True, blank=True)

    domain_ids = models.JSONField(default=list, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="import_run_newest_first")]

    def __str__(self) -> str:
        return self.filename


class ImportedUseCase(models.Model):
    """What one import did to one use case, so that the import can be undone.

    ``version`` is the one the import left; ``before`` holds what it replaced, and nothing for a
    use case it created.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    use_case = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    is_created = models.BooleanField()
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "use_case"], name="imported_use_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.use_case_id}"
