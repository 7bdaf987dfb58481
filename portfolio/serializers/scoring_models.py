"""The shapes of the scoring model for programs."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import HIGHEST_RATING, Axis, ScoringModel
from portfolio.domain.pairwise import HIGHEST_RATIO, consistency_note
from portfolio.domain.priority import Quadrant
from portfolio.domain.scoring_models import model_to_data
from portfolio.domain.weighting import Weighing, WeightMethod, consistency, weighing_from_data
from portfolio.selectors.scoring_drafts import PreviewRows


def _choices(kind: Any) -> list[str]:
    return [each.value for each in kind]


QUADRANTS: Final = _choices(Quadrant)


class CriterionSerializer(InputSerializer):
    key = serializers.CharField()
    axis = serializers.ChoiceField(choices=_choices(Axis))
    title = serializers.CharField()
    question = serializers.CharField()
    weight = serializers.FloatField(help_text="Share of its axis; an axis adds up to 1.")
    anchors = serializers.ListField(
        child=serializers.CharField(),
        min_length=HIGHEST_RATING + 1,
        max_length=HIGHEST_RATING + 1,
        help_text="What the ratings 0 to 5 look like.",
    )


class JudgementSerializer(InputSerializer):
    more = serializers.CharField(help_text="The criterion that matters more.")
    less = serializers.CharField()
    times = serializers.IntegerField(min_value=1, max_value=HIGHEST_RATIO)


class WeighingSerializer(InputSerializer):
    method = serializers.ChoiceField(choices=_choices(WeightMethod))
    numbers = serializers.DictField(
        child=serializers.FloatField(),
        required=False,
        default=dict,
        help_text="Criterion key to share in per cent, swing or place, as the method asks.",
    )
    judgements = JudgementSerializer(
        many=True, required=False, default=list, help_text="One for each pair, for `pairwise`."
    )


class ConsistencySerializer(serializers.Serializer[object]):
    ratio = serializers.FloatField(help_text="Above 0.10 the answers contradict one another.")
    note = serializers.CharField()


class ScoringModelSerializer(serializers.Serializer[object]):
    key = serializers.CharField()
    version = serializers.IntegerField(read_only=True)
    title = serializers.CharField(max_length=200)
    criteria = CriterionSerializer(many=True)
    alpha = serializers.FloatField(help_text="Weight of value in the priority, 0 to 1.")
    value_threshold = serializers.FloatField(help_text="Where high value begins, 0 to 100.")
    feasibility_threshold = serializers.FloatField(
        help_text="Where high feasibility begins, 0 to 100."
    )
    minimum_coverage = serializers.FloatField(
        help_text="Share of an axis that has to be rated before it is scored."
    )
    value_weighing = WeighingSerializer(
        allow_null=True, required=False, help_text="The answers that the weights follow from."
    )
    feasibility_weighing = WeighingSerializer(allow_null=True, required=False)
    value_consistency = ConsistencySerializer(
        allow_null=True, read_only=True, help_text="How far pairwise answers agree."
    )
    feasibility_consistency = ConsistencySerializer(allow_null=True, read_only=True)


class ScoringDraftInputSerializer(InputSerializer, ScoringModelSerializer):
    """A whole model, as the draft should be."""


class ScoringModelInputSerializer(ScoringDraftInputSerializer):
    """A whole model, put into the draft from outside it."""

    elsewhere: ClassVar[Mapping[str, Any]] = {
        "reason": gettext_lazy(
            "A model goes into the draft first, and counts once the draft is published. Leave the "
            "reason out here, name the draft in If-Match (“0” where there is none), and give the "
            "reason where you publish the draft."
        )
    }


class DraftedModelSerializer(ScoringModelSerializer):
    """The draft as it is then, and where to look at what it moves and to put it in force."""

    preview = serializers.URLField(help_text="What publishing it would move.")
    publish = serializers.URLField(help_text="POST here, with a reason, to put it in force.")


class WeightsInputSerializer(InputSerializer):
    value = WeighingSerializer(required=False)
    feasibility = WeighingSerializer(required=False)


class ModelVersionSerializer(serializers.Serializer[object]):
    version = serializers.IntegerField()
    title = serializers.CharField()
    reason = serializers.CharField()
    adopted_by = serializers.CharField()
    adopted_at = serializers.DateTimeField()
    is_active = serializers.BooleanField()


class PublishInputSerializer(InputSerializer):
    reason = serializers.CharField(max_length=2000, help_text="Why the model changes.")
    replaces = serializers.IntegerField(help_text="The version in force that was compared with.")


class NamedUseCaseSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()


class MoverSerializer(serializers.Serializer[object]):
    use_case = NamedUseCaseSerializer()
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)


class CrossingSerializer(serializers.Serializer[object]):
    use_case = NamedUseCaseSerializer()
    before = serializers.ChoiceField(choices=QUADRANTS, allow_null=True)
    after = serializers.ChoiceField(choices=QUADRANTS, allow_null=True)


class BucketOrderSerializer(serializers.Serializer[object]):
    bucket = serializers.ChoiceField(choices=_choices(Bucket))
    before = NamedUseCaseSerializer(many=True)
    after = NamedUseCaseSerializer(many=True)


class PreviewSerializer(serializers.Serializer[object]):
    is_ready = serializers.BooleanField(help_text="Whether it is worked out; large ones wait.")
    total = serializers.IntegerField(source="found.total", required=False)
    moved = serializers.IntegerField(source="found.moved", required=False)
    entering = MoverSerializer(many=True, required=False, help_text="Into the first ten.")
    leaving = MoverSerializer(many=True, required=False, help_text="Out of the first ten.")
    movers = MoverSerializer(many=True, required=False, help_text="Those that move furthest.")
    gaining = MoverSerializer(many=True, required=False, help_text="Scored then, not today.")
    losing = MoverSerializer(many=True, required=False, help_text="Scored today, not then.")
    crossings = CrossingSerializer(many=True, required=False)
    more_crossings = serializers.IntegerField(required=False)
    buckets = BucketOrderSerializer(many=True, required=False)


def preview_data(rows: PreviewRows | None) -> dict[str, Any]:
    """Return what a draft would move as plain data."""
    if rows is None:
        return {"is_ready": False}
    told = PreviewSerializer(rows, partial=True)
    told.fields.pop("is_ready")
    return {"is_ready": True, **told.data}


def as_weighings(said: Mapping[str, Any]) -> dict[Axis, Weighing]:
    """Return the answers for each axis that was weighed."""
    found = {axis: weighing_from_data(said.get(axis.value)) for axis in Axis}
    return {axis: weighing for axis, weighing in found.items() if weighing is not None}


def scoring_model_data(model: ScoringModel) -> dict[str, Any]:
    """Return a model as plain data, with how far pairwise answers agree."""
    return model_to_data(model) | {
        f"{axis}_consistency": _consistency_data(model, axis) for axis in Axis
    }


def _consistency_data(model: ScoringModel, axis: Axis) -> dict[str, Any] | None:
    names = {each.key: each.title for each in model.on(axis)}
    found = consistency(model.weighing(axis), list(names))
    if found is None:
        return None
    return {
        "ratio": round(found.consistency_ratio, 4),
        "note": consistency_note(found, names),
    }
