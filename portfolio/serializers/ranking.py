"""The shapes of ratings, standings, ranking, matrix and scoring model for programs."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from portal.domain.wording import gettext as _
from portfolio.domain.buckets import Bucket
from portfolio.domain.priority import Quadrant
from portfolio.domain.rank_moves import SingleChange
from portfolio.domain.ranking import DECIMALS
from portfolio.selectors.awaited import Awaited
from portfolio.selectors.matrix import MatrixData, MatrixRow
from portfolio.selectors.standing_axes import AxisStanding
from portfolio.selectors.standings import StandingPanel
from portfolio.selectors.unlocks import UnlockItem
from portfolio.serializers.awaited import AwaitedSerializer, awaited_data
from portfolio.serializers.use_cases import UseCasePageSerializer


def _choices(kind: Any) -> list[str]:
    return [each.value for each in kind]


class ContributionSerializer(serializers.Serializer[object]):
    key = serializers.CharField(help_text="The criterion's key in the scoring model.")
    criterion = serializers.CharField()
    weight = serializers.CharField()
    share = serializers.FloatField(help_text="The weight among what is rated, 0 to 1.")
    rating = serializers.FloatField(help_text="What counts for it, 0 to 5.")
    points = serializers.FloatField(help_text="What it adds to the score.")


class AxisSerializer(serializers.Serializer[object]):
    score = serializers.FloatField(allow_null=True)
    reason = serializers.CharField(help_text="Why there is no score, or what is missing in it.")
    contributions = ContributionSerializer(many=True)


class PlaceNumbersSerializer(serializers.Serializer[object]):
    rank = serializers.IntegerField()
    low = serializers.IntegerField(allow_null=True, help_text="In nine of ten draws it lies from")
    high = serializers.IntegerField(allow_null=True, help_text="here to here.")
    tied_with = serializers.IntegerField(help_text="How many others share the place.")


class StandingPlacesSerializer(serializers.Serializer[object]):
    overall = PlaceNumbersSerializer(allow_null=True)
    in_bucket = PlaceNumbersSerializer(allow_null=True)
    in_domain = PlaceNumbersSerializer(allow_null=True)


class NextPlaceSerializer(serializers.Serializer[object]):
    place = serializers.IntegerField()
    points = serializers.IntegerField(help_text="Whole points of priority up to it.")


class SingleChangeSerializer(serializers.Serializer[object]):
    criterion = serializers.CharField(help_text="The key of the criterion.")
    title = serializers.CharField()
    before = serializers.FloatField(help_text="Its rating now, 0 to 5.")
    after = serializers.IntegerField(help_text="One step up.")
    priority = serializers.FloatField(help_text="The priority it would have then.")
    rank = serializers.IntegerField(allow_null=True, help_text="The place it would take then.")
    is_best = serializers.BooleanField(help_text="Whether nothing else wins as much.")


class ReadinessStampSerializer(serializers.Serializer[object]):
    assessment = serializers.IntegerField(
        source="assessment_id", allow_null=True, help_text="Null where you may not read it."
    )
    title = serializers.CharField()
    domain = serializers.CharField()
    published_at = serializers.DateTimeField()
    framework = serializers.CharField(help_text="With its version.")
    is_inherited = serializers.BooleanField(help_text="From the nearest domain above.")
    is_newer = serializers.BooleanField(help_text="Published after the use case was scored.")


class ReadinessLossSerializer(serializers.Serializer[object]):
    assessed_domain = serializers.CharField()
    points = serializers.IntegerField()
    sentence = serializers.CharField()
    shortfalls = serializers.ListField(child=serializers.CharField())
    rests_on = ReadinessStampSerializer(allow_null=True)


class UnlockSerializer(serializers.Serializer[object]):
    what = serializers.CharField()
    meta = serializers.CharField()
    action = serializers.IntegerField(allow_null=True, help_text="A foundation action's id.")
    priority = serializers.FloatField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True, help_text="The place it would take then.")
    is_best = serializers.BooleanField(help_text="Whether no other single change wins as much.")


class OwnSaidSerializer(serializers.Serializer[object]):
    domain = serializers.CharField(help_text="Whose standard asks it.")
    version = serializers.IntegerField()
    criterion = serializers.CharField(source="said.criterion")
    share = serializers.FloatField(help_text="Of its axis, within the domain.")
    score = serializers.FloatField(source="said.score", allow_null=True)
    withheld = serializers.IntegerField(
        source="said.withheld",
        help_text="How many people you hear once you have rated it yourself; no score until then.",
    )


class StandingWithinSerializer(serializers.Serializer[object]):
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="Whose thresholds are stricter than all others'."
    )
    value = serializers.FloatField(allow_null=True)
    adjusted_feasibility = serializers.FloatField(source="adjusted", allow_null=True)
    priority = serializers.FloatField(
        allow_null=True, help_text="By the criteria of the domains as well; null without any."
    )
    place = serializers.CharField(help_text="Between which places it lies within its domain.")
    ratings = OwnSaidSerializer(source="said", many=True)
    is_newer = serializers.BooleanField(help_text="Whether a standard is newer than the ranking.")


class WhyThisRankSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    rank = serializers.CharField(help_text="Between which places it lies, such as 7–11.")
    sentence = serializers.CharField()
    group_places = serializers.CharField(help_text="Its places within bucket and domain.")
    next_place = serializers.CharField(help_text="How far the next better place is.")
    places = StandingPlacesSerializer()
    next = NextPlaceSerializer(allow_null=True, help_text="The next better place, as numbers.")
    is_on_front = serializers.BooleanField(
        help_text="Whether nothing is better on value and on adjusted feasibility."
    )
    robustness = serializers.CharField()
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
    quadrant = serializers.ChoiceField(choices=_choices(Quadrant), allow_null=True)
    priority = serializers.FloatField(allow_null=True)
    value = AxisSerializer()
    feasibility = AxisSerializer()
    adjusted_feasibility = serializers.FloatField(allow_null=True)
    readiness = ReadinessLossSerializer()
    within_domain = StandingWithinSerializer(
        allow_null=True, help_text="By the standards of its domains; null where none asks more."
    )
    unlocks = UnlockSerializer(many=True)
    single_change = SingleChangeSerializer(
        allow_null=True, help_text="The one rating that would win most, were it a step better."
    )
    missing = serializers.ListField(child=serializers.CharField())
    suggested_count = serializers.IntegerField()
    ranked_at = serializers.DateTimeField(allow_null=True)


class MatrixPointSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    bucket = serializers.ChoiceField(choices=_choices(Bucket))
    quadrant = serializers.ChoiceField(choices=_choices(Quadrant))
    value = serializers.FloatField()
    feasibility = serializers.FloatField()
    adjusted_feasibility = serializers.FloatField()
    rank = serializers.IntegerField(allow_null=True)
    rank_low = serializers.IntegerField(allow_null=True)
    rank_high = serializers.IntegerField(allow_null=True)
    is_rank_robust = serializers.BooleanField(allow_null=True)
    is_on_front = serializers.BooleanField(
        allow_null=True, help_text="Whether nothing is better on both axes."
    )


class MatrixCountSerializer(serializers.Serializer[object]):
    quadrant = serializers.ChoiceField(choices=_choices(Quadrant))
    bucket = serializers.ChoiceField(choices=_choices(Bucket))
    count = serializers.IntegerField()


class RankingPageSerializer(UseCasePageSerializer):
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")


class MatrixSerializer(serializers.Serializer[object]):
    value_threshold = serializers.FloatField()
    feasibility_threshold = serializers.FloatField()
    stricter = serializers.IntegerField(
        help_text="How many count in a lesser quadrant, because their domain is stricter."
    )
    held_back = serializers.IntegerField(
        help_text="How many would be ready to do now, had readiness taken nothing off."
    )
    unscored = serializers.IntegerField()
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
    counts = MatrixCountSerializer(many=True)
    points = MatrixPointSerializer(many=True)


def standing_data(panel: StandingPanel) -> dict[str, Any]:
    """Return why a use case stands where it stands as plain data."""
    return {
        "id": panel.pk,
        "rank": panel.rank_range if panel.rank else "",
        "sentence": panel.rank_sentence,
        "group_places": panel.group_places,
        "next_place": panel.next_place,
        "places": asdict(panel.places),
        "next": panel.next and asdict(panel.next),
        "is_on_front": panel.is_on_front,
        "robustness": panel.robustness,
        "awaited": awaited_data(panel.awaited),
        "quadrant": panel.quadrant and panel.quadrant.value,
        "priority": _tidy(panel.priority),
        "value": _axis_data(panel.value),
        "feasibility": _axis_data(panel.feasibility),
        "adjusted_feasibility": _tidy(panel.adjusted),
        "readiness": {
            "assessed_domain": panel.loss.domain,
            "points": panel.loss.points,
            "sentence": panel.loss.sentence,
            "shortfalls": list(panel.loss.shortfalls),
            "rests_on": panel.loss.stamp and ReadinessStampSerializer(panel.loss.stamp).data,
        },
        "within_domain": panel.within and StandingWithinSerializer(panel.within).data,
        "unlocks": [_unlock_data(item) for item in panel.unlocks],
        "single_change": next(
            (_change_data(each.step, each) for each in panel.unlocks if each.step), None
        ),
        "missing": list(panel.missing),
        "suggested_count": panel.suggested_count,
        "ranked_at": panel.ranked_at,
    }


def _tidy(number: float | None) -> float | None:
    """Round as scores are stored, so that no sum shows what adding binary fractions leaves."""
    return None if number is None else round(number, DECIMALS)


def _axis_data(axis: AxisStanding) -> dict[str, Any]:
    parts = [
        {
            "key": part.key,
            "criterion": part.title,
            "weight": part.weight,
            "share": _tidy(part.share),
            "rating": _tidy(part.rating),
            "points": _tidy(part.points),
        }
        for part in axis.parts
    ]
    return {
        "score": _tidy(axis.score),
        "reason": axis.reason,
        "contributions": parts,
    }


def _unlock_data(item: UnlockItem) -> dict[str, Any]:
    return {
        "what": item.what,
        "meta": item.meta,
        "action": item.action_id,
        "priority": _tidy(item.priority),
        "rank": item.rank,
        "is_best": item.is_best,
    }


def _change_data(step: SingleChange, item: UnlockItem) -> dict[str, Any]:
    return {
        "criterion": step.criterion.key,
        "title": _(step.criterion.title),
        "before": _tidy(step.before),
        "after": step.after,
        "priority": _tidy(step.priority),
        "rank": item.rank,
        "is_best": item.is_best,
    }


def matrix_body(data: MatrixData, awaited: Awaited | None) -> dict[str, Any]:
    """Return a matrix as plain data."""
    return {
        "value_threshold": data.thresholds.value,
        "feasibility_threshold": data.thresholds.feasibility,
        "stricter": data.stricter,
        "held_back": data.held_back,
        "unscored": data.unscored,
        "awaited": awaited_data(awaited),
        "counts": [
            {"quadrant": quadrant.value, "bucket": bucket.value, "count": count}
            for (quadrant, bucket), count in data.counts.items()
        ],
        "points": [_point_data(row) for row in data.rows],
    }


def _point_data(row: MatrixRow) -> dict[str, Any]:
    told = row._asdict()
    told["id"] = told.pop("pk")
    del told["planned_cost"]
    return told
