"""The review of an assessment for programs."""

from rest_framework import serializers

from assessments.domain.settling import Standpoint


class ReviewRowSerializer(serializers.Serializer[object]):
    question = serializers.CharField(source="key")
    title = serializers.CharField()
    layer = serializers.CharField()
    counts = serializers.ListField(
        child=serializers.IntegerField(), help_text="How many chose each level, lowest first."
    )
    not_applicable = serializers.IntegerField()
    dont_know = serializers.IntegerField()
    standpoint = serializers.ChoiceField(choices=[each.value for each in Standpoint])
    level = serializers.FloatField(allow_null=True)
    consensus = serializers.FloatField(allow_null=True)


class SettlementInputSerializer(serializers.Serializer[object]):
    level = serializers.IntegerField(
        allow_null=True, help_text="Null settles that the question does not apply."
    )
    reason = serializers.CharField(max_length=2000)


class SettlementSerializer(serializers.Serializer[object]):
    question = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    settled_at = serializers.DateTimeField()
