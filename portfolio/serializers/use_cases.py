"""The shapes of use cases for programs."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.fields import SkipField

from portal.domain.roles import Member
from portal.models import Domain
from portal.serializers.inputs import InputSerializer
from portfolio.domain.buckets import QUESTIONS, Answer, Bucket, DecisionSource
from portfolio.domain.listing import Listing
from portfolio.domain.overlap import Answer as OverlapAnswerKind
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact
from portfolio.domain.scoring import NotScored
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_case_columns import ColumnKind
from portfolio.models import UseCase
from portfolio.selectors.ownership import people_by_id
from portfolio.selectors.use_case_details import UseCaseDetail
from portfolio.selectors.use_case_rows import Standing, UseCaseRow
from portfolio.services.overlap_answers import OverlapAnswer
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput


def _choices(kind: Any) -> list[str]:
    return [each.value for each in kind]


#: The settings give these sets their names in the description of the API.
STAGES: Final = _choices(Stage)
BUCKETS: Final = _choices(Bucket)
LISTINGS: Final = _choices(Listing)


class StandingSerializer(serializers.Serializer[object]):
    value = serializers.FloatField()
    feasibility = serializers.FloatField()
    adjusted_feasibility = serializers.FloatField()
    priority = serializers.FloatField()
    quadrant = serializers.ChoiceField(choices=_choices(Quadrant))
    rank = serializers.CharField(
        help_text="A range such as 2–5: where it lands in nine of ten draws of the weights."
    )
    is_provisional = serializers.BooleanField()
    is_rank_robust = serializers.BooleanField()


class UseCaseSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    domain = serializers.IntegerField()
    domain_name = serializers.CharField()
    bucket = serializers.ChoiceField(choices=BUCKETS)
    stage = serializers.ChoiceField(choices=STAGES)
    tier = serializers.IntegerField(allow_null=True)
    techniques = serializers.ListField(child=serializers.ChoiceField(choices=_choices(Technique)))
    owners = serializers.DictField(child=serializers.CharField(allow_null=True))
    standing = StandingSerializer(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    external_reference = serializers.CharField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    is_archived = serializers.BooleanField()


class UseCaseDetailSerializer(UseCaseSerializer):
    outcome = serializers.CharField()
    problem = serializers.CharField()
    owner_ids = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    impact = serializers.IntegerField(allow_null=True)
    autonomy = serializers.IntegerField(allow_null=True)
    bucket_source = serializers.ChoiceField(choices=_choices(DecisionSource))
    bucket_reason = serializers.CharField()
    bucket_answers = serializers.DictField(child=serializers.ChoiceField(choices=_choices(Answer)))
    planned_cost = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    planned_benefit = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    effort_weeks = serializers.IntegerField(allow_null=True)
    reach = serializers.IntegerField(allow_null=True, help_text="People it reaches in a quarter.")
    initiated_on = serializers.DateField(allow_null=True)
    development_started_on = serializers.DateField(allow_null=True)
    live_on = serializers.DateField(allow_null=True)
    retired_on = serializers.DateField(allow_null=True)
    listing = serializers.ChoiceField(choices=LISTINGS)
    listing_reason = serializers.CharField()
    external_details = serializers.DictField(child=serializers.CharField())
    allowed_moves = serializers.ListField(child=serializers.ChoiceField(choices=STAGES))
    created_at = serializers.DateTimeField()


class OverlapAnswerSerializer(InputSerializer):
    """What a registration is to a use case that reads the same."""

    answer = serializers.ChoiceField(choices=_choices(OverlapAnswerKind))
    use_case = serializers.IntegerField(
        required=False, allow_null=True, help_text="The one that is joined or extended."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class BucketChoiceSerializer(InputSerializer):
    answers = serializers.DictField(
        child=serializers.ChoiceField(choices=_choices(Answer)),
        required=False,
        help_text=f"Answers to: {', '.join(question.key for question in QUESTIONS)}.",
    )
    override = serializers.ChoiceField(choices=BUCKETS, required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class UseCaseChangeSerializer(InputSerializer):
    """What a change may say; what is left out stays as it is."""

    elsewhere = {"stage": gettext_lazy("A stage is changed at its own address, …/stage/.")}

    domain = serializers.IntegerField(required=False)
    title = serializers.CharField(max_length=500, required=False)
    outcome = serializers.CharField(required=False, allow_blank=True)
    problem = serializers.CharField(required=False, allow_blank=True)
    techniques = serializers.ListField(
        child=serializers.ChoiceField(choices=_choices(Technique)), required=False
    )
    business_owner = serializers.IntegerField(required=False, allow_null=True)
    model_owner = serializers.IntegerField(required=False, allow_null=True)
    data_owner = serializers.IntegerField(required=False, allow_null=True)
    technical_steward = serializers.IntegerField(required=False, allow_null=True)
    planned_cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    planned_benefit = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    effort_weeks = serializers.IntegerField(
        min_value=0, max_value=5000, required=False, allow_null=True
    )
    reach = serializers.IntegerField(
        min_value=0, max_value=2_000_000_000, required=False, allow_null=True
    )
    initiated_on = serializers.DateField(required=False, allow_null=True)
    development_started_on = serializers.DateField(required=False, allow_null=True)
    live_on = serializers.DateField(required=False, allow_null=True)
    retired_on = serializers.DateField(required=False, allow_null=True)
    impact = serializers.IntegerField(
        min_value=min(Impact), max_value=max(Impact), required=False, allow_null=True
    )
    autonomy = serializers.IntegerField(
        min_value=min(Autonomy), max_value=max(Autonomy), required=False, allow_null=True
    )
    bucket = BucketChoiceSerializer(required=False)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=60, required=False, allow_blank=True
    )
    external_reference = serializers.CharField(max_length=200, required=False, allow_blank=True)
    listing = serializers.ChoiceField(
        choices=LISTINGS,
        required=False,
        help_text="Who finds its entry in the register: everybody here, or its domain alone.",
    )
    listing_reason = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, help_text="Needed for domain."
    )
    reason = serializers.CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        help_text="Why it changes; stands in the history and the ledger.",
    )

    def readable(self) -> dict[str, Any]:
        """Return what could be read of data of which other parts could not."""
        said = {}
        for name, shape in self.fields.items():
            with suppress(serializers.ValidationError, SkipField):
                said[name] = shape.run_validation(shape.get_value(self.initial_data))
        return said


class UseCaseInputSerializer(UseCaseChangeSerializer):
    """What a registration says."""

    domain = serializers.IntegerField()
    title = serializers.CharField(max_length=500)
    outcome = serializers.CharField()
    reason = None  # type: ignore[assignment]
    stage = serializers.ChoiceField(choices=STAGES, required=False, default="idea")
    overlap = OverlapAnswerSerializer(
        required=False,
        allow_null=True,
        help_text="What it is to a use case like it; asked for with 409 and the use cases found.",
    )


class StageMoveSerializer(InputSerializer):
    stage = serializers.ChoiceField(choices=STAGES)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class RestSerializer(InputSerializer):
    """Why a use case is archived or restored."""

    reason = serializers.CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Stands in the history and the ledger.",
    )


class UseCasePageSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = UseCaseSerializer(many=True)


AS_SAID: Final = frozenset(
    {
        *("title", "outcome", "problem", "source", "external_reference"),
        *("planned_cost", "planned_benefit", "effort_weeks", "reach"),
        *("initiated_on", "development_started_on", "live_on", "retired_on"),
        "listing_reason",
    }
)


def as_input(
    said: Mapping[str, Any], *, member: Member, current: UseCaseInput | None = None
) -> UseCaseInput:
    """Return checked data as typed input; over ``current``, only what was said changes.

    Raises
    ------
    ValidationError
        When a domain or a person of that id is not there to be seen.
    """
    told = {name: value for name, value in said.items() if name in AS_SAID}
    if "domain" in said:
        told["domain"] = _domain(said["domain"], member)
    if "techniques" in said:
        told["techniques"] = tuple(Technique(value) for value in said["techniques"])
    if "impact" in said:
        told["impact"] = UNKNOWN if said["impact"] is None else Impact(said["impact"])
    if "autonomy" in said:
        told["autonomy"] = UNKNOWN if said["autonomy"] is None else Autonomy(said["autonomy"])
    if "listing" in said:
        told["listing"] = Listing(said["listing"])
    if "bucket" in said:
        told["bucket"] = _bucket(said["bucket"])
    named = {role: said[role] for role in OwnerRole if role.value in said}
    if named:
        told["owners"] = {**(current.owners if current else {}), **_people(named)}
    return replace(current, **told) if current else UseCaseInput(**told)


def as_answer(said: Mapping[str, Any]) -> OverlapAnswer | None:
    """Return what was said of a use case that reads the same, if anything was."""
    told = said.get("overlap")
    if not told:
        return None
    return OverlapAnswer(OverlapAnswerKind(told["answer"]), told.get("use_case"), told["reason"])


def as_far_as_read(
    said: Mapping[str, Any], *, member: Member, current: UseCaseInput | None = None
) -> tuple[UseCaseInput, dict[str, list[str]]]:
    """Return what was said as input, and what is not there.

    Over ``current`` what was not said stays as it is; without it fillers stand for the rest. It
    is for finding faults only: what could not be read breaks no further rule here.
    """
    before = current or _nothing()
    missing: dict[str, Any] = {}
    for names in (("domain",), tuple(role.value for role in OwnerRole)):
        part = {name: said[name] for name in names if name in said}
        try:
            as_input(part, member=member, current=before)
        except serializers.ValidationError as error:
            missing |= error.detail  # type: ignore[arg-type]
    read = {name: value for name, value in said.items() if name not in missing}
    return as_input(read, member=member, current=before), missing


def _nothing() -> UseCaseInput:
    return UseCaseInput(domain=Domain(), title="-", outcome="-")


def _domain(pk: int, member: Member) -> Domain:
    domain: Domain | None = Domain.objects.visible_to(member).filter(pk=pk).first()
    if domain is None:
        raise serializers.ValidationError({"domain": [_("There is no such domain.")]})
    return domain


def _people(named: Mapping[OwnerRole, int | None]) -> dict[OwnerRole, Any]:
    found = people_by_id({pk for pk in named.values() if pk is not None})
    missing = [role for role, pk in named.items() if pk is not None and pk not in found]
    if missing:
        sentence = _("There is no such person.")
        raise serializers.ValidationError({role.value: [sentence] for role in missing})
    return {role: None if pk is None else found[pk] for role, pk in named.items()}


def _bucket(said: Mapping[str, Any]) -> BucketChoice:
    chosen = said.get("override")
    return BucketChoice(
        answers={key: Answer(value) for key, value in said.get("answers", {}).items()},
        override=Bucket(chosen) if chosen else None,
        reason=said.get("reason", ""),
    )


def standing_data(standing: Standing | NotScored) -> dict[str, Any] | None:
    """Return a standing as plain data; what is not scored has none."""
    if isinstance(standing, NotScored):
        return None
    return {
        "value": standing.value,
        "feasibility": standing.feasibility,
        "adjusted_feasibility": standing.adjusted_feasibility,
        "priority": standing.priority,
        "quadrant": standing.quadrant,
        "rank": standing.rank,
        "is_provisional": standing.is_provisional,
        "is_rank_robust": standing.is_rank_robust,
    }


class ColumnSerializer(serializers.Serializer[object]):
    key = serializers.CharField(help_text="What `columns` in the address of a list says.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in ColumnKind])
    is_sortable = serializers.BooleanField()
    is_usual = serializers.BooleanField(help_text="In a list of which nobody chose the columns.")
    headings = serializers.ListField(
        child=serializers.CharField(), help_text="Of the columns it becomes in a file."
    )


def row_data(row: UseCaseRow) -> dict[str, Any]:
    """Return a row of a list as plain data, in the shape of ``UseCaseSerializer``.

    A choice is a text already, so it is handed on as it is.
    """
    return {
        "id": row.pk,
        "code": row.code,
        "title": row.title,
        "domain": row.domain_id,
        "domain_name": row.domain,
        "bucket": row.bucket,
        "stage": row.stage,
        "tier": row.tier,
        "techniques": list(row.techniques),
        "owners": {seat.key: None if seat.badge.is_vacant else seat.name for seat in row.owners},
        "standing": standing_data(row.standing),
        "source": row.source,
        "external_reference": row.external_reference,
        "version": row.version,
        "updated_at": row.updated_at,
        "is_archived": row.is_archived,
    }


def detail_data(use_case: UseCase, detail: UseCaseDetail) -> dict[str, Any]:
    """Return one use case as plain data, in the shape of ``UseCaseDetailSerializer``."""
    copied = (
        *("outcome", "problem", "tier", "impact", "autonomy", "version"),
        *("bucket", "bucket_source", "bucket_reason", "bucket_answers", "stage", "title"),
        *("planned_cost", "planned_benefit", "effort_weeks", "reach"),
        *("source", "external_reference", "listing", "listing_reason"),
        *("initiated_on", "development_started_on", "live_on", "retired_on"),
        *("external_details", "created_at", "updated_at", "code"),
    )
    seats = [each.seat for each in detail.seats]
    return {
        "id": use_case.pk,
        **{name: getattr(use_case, name) for name in copied},
        "domain": use_case.domain_id,
        "domain_name": detail.domain,
        "techniques": [technique.value for technique in detail.techniques],
        "owners": {seat.key.value: None if seat.is_vacant else seat.name for seat in seats},
        "owner_ids": {role.value: getattr(use_case, f"{role}_id") for role in OwnerRole},
        "standing": standing_data(detail.standing),
        "allowed_moves": [stage.value for stage in detail.moves],
        "is_archived": use_case.archived_at is not None,
    }
