"""Roadmaps: use cases and foundation actions in waves, and the editions published from them."""

from django.db import models

from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.models.domains import beneath


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    """Roadmaps, narrowed by who asks."""

    def visible_to(self, member: Member) -> "RoadmapQuerySet":
        """Keep the roadmaps of domains whose roadmap the member may read."""
        scope = member.scope(Capability.VIEW_ROADMAP)
        if scope.is_everything:
            return self
        return self.filter(beneath("domain__path", scope.paths)) if scope.paths else self.none()


class Roadmap(models.Model):
    """One timeline for a domain and everything beneath it: waves of equal length and capacity."""

    domain = models.ForeignKey("portal.Domain", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    wave_count = models.PositiveSmallIntegerField(default=4)
    wave_weeks = models.PositiveSmallIntegerField(default=13)
    capacity_weeks = models.PositiveIntegerField(default=60)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roadmap_has_1_to_12_waves", condition=models.Q(wave_count__range=(1, 12))
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoadmapItem(models.Model):
    """A use case or a foundation action on a roadmap; without a wave it is below the cut line."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="items")
    use_case = models.ForeignKey(
        "portfolio.UseCase", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    action = models.ForeignKey(
        "assessments.FoundationAction",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    effort_weeks = models.PositiveSmallIntegerField()
    wave = models.PositiveSmallIntegerField(null=True, blank=True)
    is_pinned = models.BooleanField(default=False)
    left_out_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roadmap_item_is_a_use_case_or_an_action",
                condition=models.Q(use_case__isnull=False, action__isnull=True)
                | models.Q(use_case__isnull=True, action__isnull=False),
            ),
            models.UniqueConstraint(fields=["roadmap", "use_case"], name="roadmap_use_case_once"),
            models.UniqueConstraint(fields=["roadmap", "action"], name="roadmap_action_once"),
            models.CheckConstraint(
                name="roadmap_pinned_item_has_a_wave",
                condition=models.Q(is_pinned=False) | models.Q(wave__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return _("item {number} in wave {wave}", number=self.pk, wave=self.wave or "–")


class RoadmapDependency(models.Model):
    """One item of a roadmap must be finished before another starts."""

    item = models.ForeignKey(RoadmapItem, on_delete=models.CASCADE, related_name="needs")
    needs = models.ForeignKey(RoadmapItem, on_delete=models.CASCADE, related_name="needed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "needs"], name="roadmap_dependency_once"),
            models.CheckConstraint(
                name="roadmap_item_does_not_need_itself",
                condition=~models.Q(item=models.F("needs")),
            ),
        ]

    def __str__(self) -> str:
        return _("{item} needs {needed}", item=self.item_id, needed=self.needs_id)


class RoadmapEdition(models.Model):
    """A published roadmap: the complete plan as data, which pages and PDF read for ever."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    ledger_seq = models.BigIntegerField()
    published_by_label = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    job_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "number"], name="roadmap_edition_number")
        ]

    def __str__(self) -> str:
        return _("{title}, edition {number}", title=self.title, number=self.number)
