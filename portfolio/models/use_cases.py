"""Use cases: the AI initiatives of the organisation."""

from uuid import uuid4

from django.db import models
from simple_history.models import HistoricalRecords

from portal.domain.roles import Capability, Member, Scope
from portal.models.domains import beneath
from portfolio.domain.listing import Listing
from portfolio.domain.use_cases import code


class UseCaseQuerySet(models.QuerySet["UseCase"]):
    """Use cases, narrowed in the words of the portfolio."""

    def visible_to(self, member: Member) -> "UseCaseQuerySet":
        """Keep the use cases of domains whose portfolio the member may read."""
        return self.within(member.scope(Capability.VIEW_PORTFOLIO))

    def within(self, scope: Scope) -> "UseCaseQuerySet":
        """Keep the use cases of the domains in a scope."""
        if scope.is_everything:
            return self
        return self.filter(beneath("domain__path", scope.paths)) if scope.paths else self.none()

    def listed_to(self, member: Member) -> "UseCaseQuerySet":
        """Keep the use cases whose entry in the register of the house the member may find."""
        if member.is_stranger:
            return self.none()
        scope = member.scope(Capability.VIEW_PORTFOLIO)
        if scope.is_everything:
            return self
        return self.filter(
            models.Q(listing=Listing.HOUSE.value) | beneath("domain__path", scope.paths)
        )

    def active(self) -> "UseCaseQuerySet":
        """Keep the use cases that are not archived."""
        return self.filter(archived_at__isnull=True)

    def scored(self) -> "UseCaseQuerySet":
        """Keep the use cases that have a priority."""
        return self.filter(priority__isnull=False)


def _listed(name: str, *fields: str) -> models.Index:
    condition = models.Q(archived_at__isnull=True)
    return models.Index(fields=[*fields, "archived_at"], name=name, condition=condition)


_OTHER_ORDERS = (
    ("use_case_by_raw_feasibility", "-feasibility"),
    ("use_case_by_place_in_bucket", "bucket_rank"),
    ("use_case_by_place_in_domain", "domain_rank"),
    ("use_case_by_cost", "-planned_cost"),
    ("use_case_by_benefit", "-planned_benefit"),
    ("use_case_by_effort", "-effort_weeks"),
    ("use_case_by_reach", "-reach"),
    ("use_case_by_initiation", "initiated_on"),
    ("use_case_by_development", "development_started_on"),
    ("use_case_by_going_live", "live_on"),
    ("use_case_by_retirement", "retired_on"),
    ("use_case_by_reference", "external_reference"),
    ("use_case_by_registration", "-created_at"),
)


class UseCase(models.Model):
    """An AI initiative with an outcome someone wants. It belongs to one domain.

    The standing (value to ``ranked_at``) is derived from the ratings by one service and kept
    on the row, so that lists sort and filter on an index instead of joining.
    """

    # Found again by, in this portal or another one, by an export that is imported.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    outcome = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    stage = models.CharField(max_length=12, default="idea")

    bucket = models.CharField(max_length=16, default="efficiency")
    bucket_source = models.CharField(max_length=12, default="suggestion")
    bucket_reason = models.TextField(blank=True)
    bucket_answers = models.JSONField(default=dict, blank=True)

    business_owner = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    model_owner = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    data_owner = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    technical_steward = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    planned_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    planned_benefit = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    effort_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    reach = models.PositiveIntegerField(null=True, blank=True)
    initiated_on = models.DateField(null=True, blank=True)
    development_started_on = models.DateField(null=True, blank=True)
    live_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    autonomy = models.PositiveSmallIntegerField(null=True, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)

    listing = models.CharField(max_length=8, default=Listing.HOUSE.value)
    listing_reason = models.TextField(blank=True)

    source = models.CharField(max_length=60, blank=True)
    external_reference = models.CharField(max_length=200, blank=True)
    external_details = models.JSONField(default=dict, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)

    value = models.FloatField(null=True, blank=True)
    feasibility = models.FloatField(null=True, blank=True)
    readiness_factor = models.FloatField(null=True, blank=True)
    readiness_assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    adjusted_feasibility = models.FloatField(null=True, blank=True)
    priority = models.FloatField(null=True, blank=True)
    quadrant = models.CharField(max_length=24, blank=True)
    is_provisional = models.BooleanField(default=False)
    standards_stamp = models.CharField(max_length=200, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    rank_low = models.PositiveIntegerField(null=True, blank=True)
    rank_high = models.PositiveIntegerField(null=True, blank=True)
    is_rank_robust = models.BooleanField(null=True, blank=True)
    bucket_rank = models.PositiveIntegerField(null=True, blank=True)
    bucket_rank_low = models.PositiveIntegerField(null=True, blank=True)
    bucket_rank_high = models.PositiveIntegerField(null=True, blank=True)
    domain_rank = models.PositiveIntegerField(null=True, blank=True)
    domain_rank_low = models.PositiveIntegerField(null=True, blank=True)
    domain_rank_high = models.PositiveIntegerField(null=True, blank=True)
    is_on_front = models.BooleanField(null=True, blank=True)
    wsjf = models.FloatField(null=True, blank=True)
    rice = models.FloatField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    ranked_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(
        excluded_fields=[
            "key",
            "source_digest",
            "value",
            "feasibility",
            "readiness_factor",
            "readiness_assessment",
            "adjusted_feasibility",
            "priority",
            "quadrant",
            "is_provisional",
            "standards_stamp",
            "rank",
            "rank_low",
            "rank_high",
            "is_rank_robust",
            "bucket_rank",
            "bucket_rank_low",
            "bucket_rank_high",
            "domain_rank",
            "domain_rank_low",
            "domain_rank_high",
            "is_on_front",
            "wsjf",
            "rice",
            "scored_at",
            "ranked_at",
        ]
    )
    objects = UseCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_reference"],
                condition=~models.Q(external_reference=""),
                name="use_case_reference_is_unique_per_source",
            ),
            models.CheckConstraint(
                name="use_case_scores_lie_between_0_and_100",
                condition=(
                    models.Q(priority__isnull=True)
                    | models.Q(
                        value__range=(0, 100),
                        feasibility__range=(0, 100),
                        adjusted_feasibility__range=(0, 100),
                        priority__range=(0, 100),
                    )
                ),
            ),
            models.CheckConstraint(
                name="use_case_kept_from_the_house_says_why",
                condition=models.Q(listing=Listing.HOUSE.value, listing_reason="")
                | (models.Q(listing=Listing.DOMAIN.value) & ~models.Q(listing_reason="")),
            ),
            models.CheckConstraint(
                name="use_case_tier_is_1_to_4",
                condition=models.Q(tier__isnull=True) | models.Q(tier__range=(1, 4)),
            ),
        ]
        # Lists show what is not archived, what has a value first: each index serves one order of
        # them, both ways. They end in archived_at because SQLite reads an index alone only when
        # it holds every column of the condition, its own included.
        indexes = [
            _listed("use_case_by_rank", "rank", "id"),
            _listed("use_case_by_bucket", "bucket", "rank"),
            _listed("use_case_by_priority", "-priority", "id"),
            _listed("use_case_by_title", "title", "id"),
            _listed("use_case_by_value", "-value", "id"),
            _listed("use_case_by_feasibility", "-adjusted_feasibility", "id"),
            _listed("use_case_by_change", "-updated_at", "id"),
            *(_listed(name, column, "id") for name, column in _OTHER_ORDERS),
            _listed("use_case_by_domain", "domain", "id"),
            _listed("use_case_by_wsjf", "-wsjf", "id"),
            _listed("use_case_by_rice", "-rice", "id"),
            # Every filter together: rows are wide, so a count must not have to read them.
            _listed(
                "use_case_by_filters",
                *("stage", "bucket", "quadrant", "tier", "domain", "source"),
                *("rank", "priority", "value", "adjusted_feasibility", "updated_at"),
                *("business_owner", "model_owner", "data_owner", "technical_steward"),
                *("impact", "autonomy", "id"),
            ),
            _listed(
                "use_case_by_owners",
                *("business_owner", "model_owner", "data_owner", "technical_steward", "id"),
            ),
            models.Index(fields=["source"], name="use_case_by_source"),
            models.Index(
                fields=["archived_at", "id"],
                name="use_case_archived",
                condition=models.Q(archived_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The short name people use for this use case, such as UC-031."""
        return code(self.pk)


class UseCaseTechnique(models.Model):
    """One technique a use case relies on; a use case may rely on several."""

    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="techniques")
    technique = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "technique"], name="use_case_technique_once"
            )
        ]
        indexes = [models.Index(fields=["technique", "use_case"], name="use_case_by_technique")]

    def __str__(self) -> str:
        return self.technique


class UseCaseSearchText(models.Model):
    """The words one use case is found by, folded; a table so narrow that a scan of it is cheap."""

    use_case = models.OneToOneField(
        UseCase, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:80]
