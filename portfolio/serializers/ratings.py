"""The shapes of ratings for programs."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from assessments.domain.confidence import Confidence
from portal.domain.wording import gettext as _
from portal.serializers.inputs import InputSerializer
from portfolio.domain.criteria import HIGHEST_RATING, Axis
from portfolio.domain.scoring import Unrated
from portfolio.selectors.ratings import CriterionRating, UseCaseRatings, Voice
from portfolio.services.ratings import RatingInput


class RatingInputSerializer(InputSerializer):
    score = serializers.IntegerField(min_value=0, max_value=HIGHEST_RATING)
    low = serializers.IntegerField(
        min_value=0,
        max_value=HIGHEST_RATING,
        required=False,
        allow_null=True,
        default=None,
        help_text="With `high`: between which points you would not be surprised.",
    )
    high = serializers.IntegerField(
        min_value=0, max_value=HIGHEST_RATING, required=False, allow_null=True, default=None
    )
    confidence = serializers.IntegerField(
        min_value=min(Confidence),
        max_value=max(Confidence),
        required=False,
        allow_null=True,
        default=None,
        help_text="How sure you are: 1 a guess, 2 fairly sure, 3 certain.",
    )
    rationale = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, default="", help_text="Why."
    )
    evidence = serializers.CharField(
        max_length=4000,
        required=False,
        allow_blank=True,
        default="",
        help_text="What somebody else could check.",
    )


class RatingsInputSerializer(InputSerializer):
    ratings = serializers.DictField(
        child=RatingInputSerializer(),
        help_text="Criterion key to your rating. What you leave out, you take back.",
    )


class VoiceSerializer(serializers.Serializer[object]):
    score = serializers.IntegerField()
    low = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    confidence = serializers.IntegerField(allow_null=True)
    rationale = serializers.CharField()
    evidence = serializers.CharField()
    rated_by = serializers.CharField()
    rated_at = serializers.DateTimeField()
    is_own = serializers.BooleanField()


class RatingSerializer(serializers.Serializer[object]):
    criterion = serializers.CharField()
    axis = serializers.ChoiceField(choices=[each.value for each in Axis])
    title = serializers.CharField()
    domain = serializers.CharField(
        help_text="Whose standard asks it; empty for the criteria of the enterprise."
    )
    score = serializers.FloatField(allow_null=True, help_text="The median of all who rated it.")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(
        allow_null=True, help_text="Between which points it may lie; widens the range of the rank."
    )
    consensus = serializers.FloatField(
        allow_null=True, help_text="How far people agree, 0 to 1; null for fewer than two."
    )
    needs_discussion = serializers.BooleanField(help_text="Whether consensus lies below 0.6.")
    anchor = serializers.CharField(help_text="The words of the latest rating.")
    evidence = serializers.CharField(help_text="Of the latest rating, like its author and time.")
    rated_by = serializers.CharField()
    rated_at = serializers.DateTimeField(allow_null=True)
    is_suggested = serializers.BooleanField(
        help_text="Suggested by an import and not yet confirmed by a person."
    )
    people = VoiceSerializer(many=True, help_text="What each person said.")
    withheld = serializers.IntegerField(
        help_text="How many people you hear once you have rated it yourself; until then score, "
        "words and people are empty. Nought for who may not rate the use case."
    )


class RatingsSerializer(serializers.Serializer[object]):
    model_version = serializers.IntegerField()
    ratings = RatingSerializer(many=True)


def as_ratings(
    said: Mapping[str, Mapping[str, Any]], current: UseCaseRatings
) -> dict[str, RatingInput | Unrated]:
    """Return what was said as input: what is left out becomes unrated."""
    begun = {each.criterion.key for each in current.criteria if each.begun is not None}
    return {key: Unrated() for key in begun - said.keys()} | {
        key: _input(each) for key, each in said.items()
    }


def _input(said: Mapping[str, Any]) -> RatingInput:
    sure = said["confidence"]
    return RatingInput(
        said["score"],
        said["evidence"],
        said["rationale"],
        low=said["low"],
        high=said["high"],
        confidence=Confidence(sure) if sure else None,
    )


def ratings_data(ratings: UseCaseRatings) -> dict[str, Any]:
    """Return the ratings of a use case as plain data."""
    return {
        "model_version": ratings.model.version,
        "ratings": [_rating_data(each) for each in ratings.criteria],
    }


def _rating_data(rated: CriterionRating) -> dict[str, Any]:
    found = rated.combined
    latest = max(rated.voices, key=lambda voice: voice.at, default=None)
    return {
        "criterion": rated.criterion.key,
        "axis": rated.criterion.axis.value,
        "title": _(rated.criterion.title),
        "domain": rated.layer.domain if rated.layer else "",
        "score": found and found.likely,
        "low": found and found.low,
        "high": found and found.high,
        "consensus": round(found.consensus, 4) if found and found.count > 1 else None,
        "needs_discussion": rated.needs_discussion,
        "anchor": latest.anchor if latest else "",
        "evidence": latest.evidence if latest else "",
        "rated_by": latest.author if latest else "",
        "rated_at": latest and latest.at,
        "is_suggested": rated.is_suggested,
        "people": [_voice_data(voice) for voice in rated.voices if not voice.is_suggested],
        "withheld": rated.withheld,
    }


def _voice_data(voice: Voice) -> dict[str, Any]:
    return {
        "score": voice.score,
        "low": voice.low,
        "high": voice.high,
        "confidence": int(voice.confidence) if voice.confidence else None,
        "rationale": voice.rationale,
        "evidence": voice.evidence,
        "rated_by": voice.author,
        "rated_at": voice.at,
        "is_own": voice.is_own,
    }
