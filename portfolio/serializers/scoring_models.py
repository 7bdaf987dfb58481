"""The shapes of the scoring model for programs."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.criteria import HIGHEST_RATING, Axis, ScoringModel
from portfolio.domain.pairwise import HIGHEST_RATIO, consistency_note
from portfolio.domain.scoring_models import model_to_data
from portfolio.domain.weighting import Weighing, WeightMethod, consistency, weighing_from_data


def _choices(kind: Any) -> list[str]:
    return [each.value for each in kind]


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


class ScoringModelInputSerializer(InputSerializer, ScoringModelSerializer):
    reason = serializers.CharField(max_length=2000, help_text="Why the model changes.")


class WeightsInputSerializer(InputSerializer):
    value = WeighingSerializer(required=False)
    feasibility = WeighingSerializer(required=False)
    reason = serializers.CharField(max_length=2000, help_text="Why the weights change.")


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
