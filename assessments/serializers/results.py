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
    is_beyond = serializers.BooleanField(
        help_text="Something of the next level is there already, written 1+."
    )
    answered = serializers.IntegerField(
        allow_null=True, help_text="Questions that have an answer; null where this was not kept."
    )
    applicable = serializers.IntegerField(allow_null=True)
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
    priority = serializers.FloatField(help_text="Gap × weight × reach ÷ effort.")
    gap = serializers.FloatField()
    weight = serializers.FloatField()
    unlocks = serializers.ListField(child=serializers.CharField())
    lifts = serializers.ListField(child=serializers.CharField())
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


class WitnessSerializer(serializers.Serializer[object]):
    framework = serializers.CharField()
    capability = serializers.CharField()
    title = serializers.CharField()
    level = serializers.FloatField()
    signal = serializers.CharField()
    value = serializers.FloatField(help_text="From 0 to 1.")


class SignalSerializer(serializers.Serializer[object]):
    signal = serializers.CharField()
    value = serializers.FloatField(
        allow_null=True, help_text="From 0 to 1; null where nothing was answered."
    )
    witnesses = WitnessSerializer(many=True)


class FitSerializer(serializers.Serializer[object]):
    model = serializers.CharField()
    fit = serializers.FloatField(help_text="From 0 to 1.")


class OperatingModelSerializer(serializers.Serializer[object]):
    model = serializers.CharField(
        allow_null=True, source="found.model", help_text="Null where answers do not suffice."
    )
    runner_up = serializers.CharField(
        allow_null=True, source="found.runner_up", help_text="What fits second best."
    )
    is_close = serializers.BooleanField(help_text="Whether the two best are close to each other.")
    sentence = serializers.CharField(source="finding.text")
    fits = FitSerializer(many=True, source="found.fits")
    missing = serializers.ListField(child=serializers.CharField(), source="found.missing")
    signals = SignalSerializer(many=True, source="found.signals")
    speaks_for = WitnessSerializer(many=True, source="found.speaks_for")
    speaks_against = WitnessSerializer(many=True, source="found.speaks_against")
    next_failure = serializers.CharField(allow_null=True, source="found.failure")
    next_failure_sentence = serializers.CharField(source="failure")
    next_failure_shows_in = WitnessSerializer(many=True, source="found.failure_witnesses")
    in_production = serializers.IntegerField(allow_null=True, source="found.in_production")
    advice = serializers.CharField()


class EffectSerializer(serializers.Serializer[object]):
    before = LevelField()
    after = LevelField()
    change = LevelField()
    movement = serializers.CharField()
    sentence = serializers.CharField()


class MovedLineSerializer(serializers.Serializer[object]):
    action_id = serializers.IntegerField()
    title = serializers.CharField()
    capability = serializers.CharField()
    is_done = serializers.BooleanField()
    effect = EffectSerializer()


class MovedSerializer(serializers.Serializer[object]):
    before_id = serializers.IntegerField(help_text="The assessment published before this one.")
    lines = MovedLineSerializer(many=True)


class SpreadSerializer(serializers.Serializer[object]):
    median = serializers.FloatField()
    mean = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    count = serializers.IntegerField(help_text="Domains that have a level.")


class PeerLineSerializer(serializers.Serializer[object]):
    key = serializers.CharField()
    own = LevelField()
    above = serializers.FloatField(allow_null=True)
    others = SpreadSerializer(allow_null=True)


class PeersSerializer(serializers.Serializer[object]):
    finding = serializers.CharField(source="finding.text")
    domains = serializers.ListField(child=serializers.CharField())
    above = serializers.CharField()
    without = serializers.CharField(help_text="Names the domains that have no result.")
    layers = PeerLineSerializer(many=True)
    capabilities = PeerLineSerializer(many=True)


class ResultSerializer(serializers.Serializer[object]):
    assessment_id = serializers.IntegerField()
    is_preview = serializers.BooleanField(help_text="True while nothing is published.")
    published_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField()
    ledger_seq = serializers.IntegerField(allow_null=True)
    headline = serializers.CharField()
    overall = OverallSerializer()
    open = serializers.CharField(
        help_text="What questions without an answer do to the levels; empty where nothing."
    )
    layers = ResultLayerSerializer(many=True)
    capabilities = ResultCapabilitySerializer(many=True)
    recommendations = ResultStepSerializer(many=True)
    peers = PeersSerializer(allow_null=True, help_text="Null for partners.")
    actions_moved = MovedSerializer(
        allow_null=True, help_text="Null for the first result of a domain."
    )
    operating_model = OperatingModelSerializer(
        allow_null=True, help_text="Null where the framework asks nothing that would tell."
    )


class HeatCellSerializer(serializers.Serializer[object]):
    effective = serializers.FloatField(allow_null=True)
    raw = serializers.FloatField(allow_null=True)
    missing = serializers.CharField(help_text="Why there is no level; empty where there is one.")


class HeatRowSerializer(serializers.Serializer[object]):
    domain = serializers.CharField()
    cells = HeatCellSerializer(many=True)


class HeatMapSerializer(serializers.Serializer[object]):
    finding = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = HeatRowSerializer(many=True)
    note = serializers.CharField(help_text="Domains without a result.")


class ResultExportSerializer(serializers.Serializer[object]):
    assessment = serializers.DictField()
    sha256 = serializers.CharField(help_text="Of the canonical JSON (RFC 8785) of the result.")
    ledger_seq = serializers.IntegerField()
    result = serializers.DictField()
