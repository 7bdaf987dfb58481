"""Results for programs."""

from rest_framework import serializers

from assessments.serializers.fields import LevelField


class ResultLayerSerializer(serializers.Serializer[object]):
    key = serializers.CharField()
    title = serializers.CharField()
    raw = LevelField()
    effective = LevelField()
    capped_by = serializers.CharField(allow_null=True)
    target = LevelField()
    gap = LevelField()
    sentence = serializers.CharField()


class ResultCapabilitySerializer(serializers.Serializer[object]):
    key = serializers.CharField()
    title = serializers.CharField()
    layer = serializers.CharField()
    level = LevelField()
    target = serializers.FloatField()
    gap = LevelField()


class ResultStepSerializer(serializers.Serializer[object]):
    capability = serializers.CharField()
    layer = serializers.CharField()
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    title = serializers.CharField()
    weeks = serializers.IntegerField()
    effort = serializers.IntegerField()
    priority = serializers.FloatField()
    sentence = serializers.CharField()


class OverallSerializer(serializers.Serializer[object]):
    mean = LevelField()
    effective = LevelField()
    staged = LevelField()
    target = LevelField()
    gap = LevelField()
    answered = serializers.IntegerField()
    applicable = serializers.IntegerField()
    total = serializers.IntegerField()


class ResultSerializer(serializers.Serializer[object]):
    assessment_id = serializers.IntegerField()
    is_preview = serializers.BooleanField(help_text="True while nothing is published.")
    published_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField()
    ledger_seq = serializers.IntegerField(allow_null=True)
    headline = serializers.CharField()
    overall = OverallSerializer()
    layers = ResultLayerSerializer(many=True)
    capabilities = ResultCapabilitySerializer(many=True)
    recommendations = ResultStepSerializer(many=True)


class ResultExportSerializer(serializers.Serializer[object]):
    assessment = serializers.DictField()
    sha256 = serializers.CharField(help_text="Of the canonical JSON (RFC 8785) of the result.")
    ledger_seq = serializers.IntegerField()
    result = serializers.DictField()
