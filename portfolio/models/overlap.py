"""Overlap: pairs of use cases that read alike, what was decided about them, and how cases link."""

from django.db import models

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath
from portfolio.domain.likeness import LOOK
from portfolio.domain.listing import Listing
from portfolio.domain.overlap import LinkKind, PairSide, Proposal, ReviewState
from portfolio.models.use_cases import UseCase

_ALIKE = models.FloatField()


def _one_of(
    field: str, kind: type[ReviewState] | type[LinkKind] | type[PairSide] | type[Proposal]
) -> models.Q:
    return models.Q(**{f"{field}__in": [each.value for each in kind]})


class OverlapRun(models.Model):
    """One comparison of the whole portfolio."""

    finished_at = models.DateTimeField()
    use_case_count = models.PositiveIntegerField()
    pair_count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.pair_count} / {self.use_case_count}"


def _found(side: str) -> models.Q:
    """Return the condition that the house finds one side of a pair, or found it until a merge."""
    return models.Q(**{f"{side}__listing": Listing.HOUSE.value}) & (
        models.Q(**{f"{side}__archived_at__isnull": True})
        | models.Q(state=ReviewState.MERGED.value)
    )


#: What reads alike by its entries alone is open to whoever reads both sides once it is proposed.
_WORTH_TELLING = (
    models.Q(score__gte=LOOK) | ~models.Q(state=ReviewState.OPEN.value) | models.Q(is_proposed=True)
)


def _answers(side: PairSide) -> models.Q:
    """Return the condition that the other side's proposal waits for what this one says."""
    told = OverlapProposal.objects.filter(pair=models.OuterRef("pk"))
    mine, theirs = told.filter(side=side.value), told.filter(side=side.opposite.value)
    kept = next(each.value for each in Proposal if each.keeps is side.opposite)
    agreed = models.Exists(mine.filter(decision=kept)) & models.Exists(theirs.filter(decision=kept))
    return models.Exists(theirs) & ~models.Exists(mine) | agreed


class OverlapPairQuerySet(models.QuerySet["OverlapPair"]):
    """Pairs, narrowed by who asks."""

    def visible_to(self, member: Member) -> "OverlapPairQuerySet":
        """Keep the pairs of which the member may read both sides."""
        scope = member.scope(Capability.VIEW_PORTFOLIO)
        if scope.is_everything:
            return self
        if not scope.paths:
            return self.none()
        return self.filter(
            beneath("first__domain__path", scope.paths),
            beneath("second__domain__path", scope.paths),
        )

    def listed_to(self, member: Member) -> "OverlapPairQuerySet":
        """Keep the pairs a member may know of, each with how ``alike`` it reads to them.

        Either they read both sides whole, and all that is said counts. Or they read one side
        whole and find the entry of the other in the register of the house: then entries alone
        count, and a pair that only reads alike in what an entry does not show is not there.
        """
        scope = member.scope(Capability.VIEW_PORTFOLIO)
        if scope.is_everything or not scope.paths:
            rows = self.filter(_WORTH_TELLING) if scope.is_everything else self.none()
            return rows.annotate(alike=models.F("score"))
        one, two = (beneath(f"{side}__domain__path", scope.paths) for side in PairSide)
        entries = models.Q(entry_score__gte=LOOK) & (one & _found("second") | two & _found("first"))
        # Own use cases are few, so what lies near them is looked up instead of every pair.
        own = UseCase.objects.visible_to(member).values("pk")
        near = self.filter(models.Q(first__in=own) | models.Q(second__in=own))
        alike = models.Case(
            models.When(one & two, then="score"), default="entry_score", output_field=_ALIKE
        )
        return near.filter(one & two & _WORTH_TELLING | ~(one & two) & entries).annotate(
            alike=alike
        )

    def awaiting(self, member: Member) -> "OverlapPairQuerySet":
        """Keep the open pairs with a proposal that waits for what the member says.

        Whoever reads both sides and may change one decides. Whoever speaks for one side answers
        the other one's proposal, or archives theirs once both agreed that it goes.
        """
        reads, edits = (
            member.scope(each) for each in (Capability.VIEW_PORTFOLIO, Capability.EDIT_USE_CASE)
        )
        rows = self.present().filter(state=ReviewState.OPEN.value, is_proposed=True)
        if edits.is_everything:
            return rows
        first, second = (beneath(f"{side}__domain__path", edits.paths) for side in PairSide)
        if reads.is_everything:
            return rows.filter(first | second)
        one, two = (beneath(f"{side}__domain__path", reads.paths) for side in PairSide)
        answers = first & _answers(PairSide.FIRST) | ~first & second & _answers(PairSide.SECOND)
        return rows.filter((first | second) & (one & two | ~(one & two) & answers))

    def most_alike_first(self) -> "OverlapPairQuerySet":
        """Order what `listed_to` measured; equals follow in the order of registration."""
        return self.order_by("-alike", "first_id", "second_id")  # type: ignore[misc]

    def present(self) -> "OverlapPairQuerySet":
        """Keep the pairs of which neither side is archived."""
        return self.filter(first__archived_at__isnull=True, second__archived_at__isnull=True)


class OverlapPair(models.Model):
    """Two use cases that read alike, and what people said about it.

    A pair that nobody decided is derived, and goes when texts no longer read alike. A decision
    stays: what was told apart is not asked again until one of the texts changes.

    It is measured twice: by all that both sides say, and by their entries in the register of the
    house alone (``entry_…``; no score where these do not read alike). Whoever reads only one side
    whole is told the second, with a version of its own, so that what they may not read shows in
    nothing.
    """

    first = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(
        OverlapRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    score = models.FloatField()
    name_score = models.FloatField()
    purpose_score = models.FloatField()
    name_words = models.JSONField(default=list, blank=True)
    purpose_words = models.JSONField(default=list, blank=True)
    texts_digest = models.CharField(max_length=64)
    found_at = models.DateTimeField()

    entry_score = models.FloatField(null=True, blank=True)
    entry_name_score = models.FloatField(default=0.0)
    entry_purpose_score = models.FloatField(default=0.0)
    entry_name_words = models.JSONField(default=list, blank=True)
    entry_purpose_words = models.JSONField(default=list, blank=True)
    entry_digest = models.CharField(max_length=64, blank=True)
    entry_found_at = models.DateTimeField(null=True, blank=True)
    entry_version = models.PositiveIntegerField(default=1)
    is_proposed = models.BooleanField(default=False)

    state = models.CharField(max_length=12, default=ReviewState.OPEN.value)
    reason = models.TextField(blank=True)
    kept = models.ForeignKey(
        "portfolio.UseCase", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OverlapPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="overlap_pair_once"),
            models.CheckConstraint(
                name="overlap_pair_has_the_lower_key_first",
                condition=models.Q(first__lt=models.F("second")),
            ),
            models.CheckConstraint(
                name="overlap_pair_state_is_known", condition=_one_of("state", ReviewState)
            ),
            models.CheckConstraint(
                name="overlap_pair_scores_lie_between_0_and_1",
                condition=models.Q(
                    score__range=(0, 1), name_score__range=(0, 1), purpose_score__range=(0, 1)
                ),
            ),
            models.CheckConstraint(
                name="overlap_pair_entries_score_between_0_and_1",
                condition=models.Q(
                    models.Q(entry_score__isnull=True) | models.Q(entry_score__range=(0, 1)),
                    entry_name_score__range=(0, 1),
                    entry_purpose_score__range=(0, 1),
                ),
            ),
            models.CheckConstraint(
                name="overlap_pair_keeps_one_when_merged",
                condition=models.Q(state=ReviewState.MERGED.value, kept__isnull=False)
                | (~models.Q(state=ReviewState.MERGED.value) & models.Q(kept__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "first", "second"], name="overlap_pair_queue")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class OverlapProposal(models.Model):
    """What the owner of one side says should become of a pair, to the other side and the centre."""

    pair = models.ForeignKey(OverlapPair, on_delete=models.CASCADE, related_name="proposals")
    side = models.CharField(max_length=6)
    decision = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_label = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "side"], name="overlap_proposal_one_each_side"),
            models.CheckConstraint(
                name="overlap_proposal_side_is_known", condition=_one_of("side", PairSide)
            ),
            models.CheckConstraint(
                name="overlap_proposal_decision_is_known", condition=_one_of("decision", Proposal)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.side} {self.decision}"


class UseCaseLink(models.Model):
    """How one use case stands to another: related to it, extending it, merged into it."""

    from_case = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    to_case = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_case", "to_case", "kind"], name="use_case_link_once"
            ),
            models.UniqueConstraint(
                fields=["from_case"],
                condition=models.Q(kind=LinkKind.MERGED_INTO.value),
                name="use_case_merged_into_one",
            ),
            models.CheckConstraint(
                name="use_case_link_joins_two",
                condition=~models.Q(from_case=models.F("to_case")),
            ),
            models.CheckConstraint(
                name="use_case_link_kind_is_known", condition=_one_of("kind", LinkKind)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_case_id} {self.kind} {self.to_case_id}"


class JoinedRegistration(models.Model):
    """A use case that somebody was about to register, and joined another instead."""

    use_case = models.ForeignKey("portfolio.UseCase", on_delete=models.CASCADE, related_name="+")
    domain = models.ForeignKey("portal.Domain", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=500)
    outcome = models.TextField(blank=True)
    joined_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
