"""Assessments: one run of a framework over a domain in a period."""

from django.db import models
from simple_history.models import HistoricalRecords

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments, narrowed by who asks."""

    def visible_to(self, member: Member) -> "AssessmentQuerySet":
        """Keep what the member may read, and what they were asked to answer."""
        scope = member.scope(Capability.VIEW_ASSESSMENTS)
        if scope.is_everything:
            return self
        asked = models.Q(
            models.Exists(
                AssessmentRespondent.objects.filter(
                    assessment=models.OuterRef("pk"), user_id=member.user_id
                )
            )
        )
        return self.filter(beneath("domain__path", scope.paths) | asked)

    def published(self) -> "AssessmentQuerySet":
        """Keep the assessments whose results are final."""
        return self.filter(state="published")


class Assessment(models.Model):
    """One run of a framework over one domain in a period, from draft to published.

    With a partner, the domain is the one that answers for the relation, and the partner is what
    is assessed. ``target`` holds what ``target_level`` does not say for all: ``layers`` and
    ``capabilities``, key to level. ``in_production`` is how many AI systems the domain runs,
    because advice for the first differs from advice for the thirtieth.
    """

    framework = models.ForeignKey("assessments.FrameworkVersion", on_delete=models.PROTECT)
    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        "assessments.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey(
        "assessments.Campaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
    )
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    due_on = models.DateField()
    target_level = models.DecimalField(max_digits=2, decimal_places=1, default=3)
    target = models.JSONField(default=dict, blank=True)
    in_production = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, default="draft")
    facilitator = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_is_due_after_it_starts",
                condition=models.Q(due_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="assessment_is_published_at_a_time",
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["campaign", "domain"],
                condition=models.Q(campaign__isnull=False, partner__isnull=True),
                name="assessment_once_per_campaign_and_domain",
            ),
            models.UniqueConstraint(
                fields=["campaign", "domain", "partner"],
                condition=models.Q(campaign__isnull=False, partner__isnull=False),
                name="assessment_once_per_campaign_and_partner",
            ),
        ]
        indexes = [
            models.Index(fields=["domain", "state", "-published_at"], name="assessment_latest")
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentRespondent(models.Model):
    """A person who was asked to answer an assessment, or some layers of it.

    ``layers`` are the keys of the layers they are asked about; empty means all of them.
    ``number`` stands for them in files without names, from the first of these on.
    """

    class Perspective(models.TextChoices):
        """From where somebody looks; answers from two perspectives are never pooled."""

        SELF = "self"
        PEER = "peer"
        EVIDENCE = "evidence"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="respondents")
    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    perspective = models.CharField(
        max_length=10, choices=Perspective.choices, default=Perspective.SELF
    )
    layers = models.JSONField(default=list, blank=True)
    invited_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user"], name="respondent_asked_once"),
            models.UniqueConstraint(
                fields=["assessment", "number"], name="respondent_number_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.assessment_id}"
