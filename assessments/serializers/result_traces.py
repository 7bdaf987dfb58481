"""Traces of results for programs."""

from rest_framework import serializers

from assessments.serializers.fields import LevelField


class TracePartSerializer(serializers.Serializer[object]):
    trace = serializers.CharField(help_text="The key under which it opens in turn, or empty.")
    title = serializers.CharField()
    weight = serializers.FloatField(allow_null=True)
    figure = LevelField()
    counts = serializers.BooleanField(help_text="Whether it went into the number.")
    note = serializers.CharField()


class DerivationSerializer(serializers.Serializer[object]):
    key = serializers.CharField()
    title = serializers.CharField()
    figure = LevelField()
    rule = serializers.CharField()
    working = serializers.CharField()
    parts = TracePartSerializer(many=True)


class TracedOptionSerializer(serializers.Serializer[object]):
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField()
    count = serializers.IntegerField(help_text="From the perspective whose answers stand.")
    by = serializers.ListField(
        child=serializers.IntegerField(), help_text="From each perspective, in their order."
    )


class TracedQuestionSerializer(serializers.Serializer[object]):
    key = serializers.CharField()
    text = serializers.CharField()
    stream = serializers.CharField()
    options = TracedOptionSerializer(many=True)
    not_applicable = serializers.IntegerField()
    dont_know = serializers.IntegerField()
    median = LevelField()
    consensus = LevelField()
    standpoint = serializers.CharField()
    perspective = serializers.CharField(help_text="Whose answers stand.")
    perspectives = serializers.ListField(
        child=serializers.CharField(), help_text="Who answered, never pooled."
    )
    reason = serializers.CharField()
    settled_option = LevelField(allow_null=True)
    value = LevelField(allow_null=True)


class TracedLevelSerializer(serializers.Serializer[object]):
    level = serializers.IntegerField(allow_null=True)
    counts = LevelField(allow_null=True, help_text="What the level adds, where levels add up.")
    questions = TracedQuestionSerializer(many=True)


class TraceSerializer(serializers.Serializer[object]):
    kind = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField()
    rule = serializers.CharField()
    derivations = DerivationSerializer(many=True)
    levels = TracedLevelSerializer(many=True)
