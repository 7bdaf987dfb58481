"""The shapes of suggested buckets for programs."""

from typing import Any

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.bucket_suggestions import Confidence
from portfolio.domain.buckets import Bucket
from portfolio.selectors.buckets import SuggestedRow
from portfolio.services.buckets import Decided

_BUCKETS = [each.value for each in Bucket]


class BucketWordsSerializer(serializers.Serializer[object]):
    bucket = serializers.ChoiceField(choices=_BUCKETS)
    words = serializers.ListField(child=serializers.CharField())


class SuggestedBucketSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    domain = serializers.CharField()
    bucket = serializers.ChoiceField(choices=_BUCKETS)
    reason = serializers.CharField()
    confidence = serializers.ChoiceField(choices=[each.value for each in Confidence])
    share = serializers.FloatField(
        help_text="Evidence words for the bucket, of all that were found and one doubt."
    )
    words = BucketWordsSerializer(many=True)


class SuggestedBucketPageSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = SuggestedBucketSerializer(many=True)


class TickedSerializer(InputSerializer):
    id = serializers.IntegerField(min_value=1)
    version = serializers.IntegerField(min_value=1, help_text="The version that was looked at.")


class DecideBucketsSerializer(InputSerializer):
    use_cases = TickedSerializer(many=True, allow_empty=False)
    bucket = serializers.ChoiceField(
        choices=_BUCKETS,
        allow_null=True,
        default=None,
        help_text="Null for the bucket that is suggested for each.",
    )
    reason = serializers.CharField(
        max_length=2000,
        allow_blank=True,
        default="",
        help_text="Needed where the bucket is not the suggested one.",
    )


class LeftAloneSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField(help_text="Why it was not decided.")


class DecidedSerializer(serializers.Serializer[object]):
    decided = serializers.ListField(child=serializers.IntegerField())
    left = LeftAloneSerializer(many=True)


def suggested_data(row: SuggestedRow) -> dict[str, Any]:
    """Return one suggestion with the words behind it."""
    return {
        "id": row.pk,
        "version": row.version,
        "code": row.code,
        "title": row.title,
        "domain": row.domain,
        "bucket": row.support.bucket,
        "reason": row.reason,
        "confidence": row.support.confidence,
        "share": row.support.share,
        "words": [
            {"bucket": bucket, "words": list(words)} for bucket, words in row.support.words.items()
        ],
    }


def decided_data(decided: Decided) -> dict[str, Any]:
    """Return what became of the use cases."""
    return {
        "decided": [row.pk for row in decided.confirmed],
        "left": [
            {"id": each.pk, "code": each.code, "title": each.title, "sentence": each.sentence}
            for each in decided.left
        ],
    }
