"""The review of an assessment for programs."""

from rest_framework import serializers

from assessments.domain.agenda import Need
from assessments.domain.perspectives import Perspective
from assessments.domain.reliability import Standing
from assessments.domain.settling import Standpoint
from portal.serializers.inputs import InputSerializer


class PerspectiveRowSerializer(serializers.Serializer[object]):
    perspective = serializers.ChoiceField(choices=[each.value for each in Perspective])
    counts = serializers.ListField(
        child=serializers.IntegerField(),
        source="tally.levels.counts",
        help_text="How many chose each level, lowest first.",
    )
    not_applicable = serializers.IntegerField(source="tally.not_applicable")
    dont_know = serializers.IntegerField(source="tally.dont_know")
    consensus = serializers.FloatField(source="agreement.consensus", allow_null=True, default=None)
    median = serializers.FloatField(source="agreement.median", allow_null=True, default=None)
    lower_quartile = serializers.FloatField(
        source="agreement.lower_quartile", allow_null=True, default=None
    )
    upper_quartile = serializers.FloatField(
        source="agreement.upper_quartile", allow_null=True, default=None
    )


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
    median = serializers.FloatField(allow_null=True)
    lower_quartile = serializers.FloatField(allow_null=True)
    upper_quartile = serializers.FloatField(allow_null=True)
    within_group = serializers.FloatField(
        allow_null=True, help_text="r_wg of the levels that stand; null below two of them."
    )
    need = serializers.ChoiceField(
        choices=[each.value for each in Need], help_text="Why a workshop takes it up."
    )
    perspective = serializers.ChoiceField(
        choices=[each.value for each in Perspective],
        help_text="Whose answers stand; the counts and figures above are theirs alone.",
    )
    difference = serializers.CharField(
        allow_blank=True, help_text="How perspectives lie apart; empty while they do not."
    )
    perspectives = PerspectiveRowSerializer(many=True)


class SettlementInputSerializer(InputSerializer):
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


class LeaningSerializer(serializers.Serializer[object]):
    code = serializers.CharField(
        source="respondent", help_text="Stands for somebody in this list alone; never a name."
    )
    deviation = serializers.FloatField(help_text="In levels, negative for lower.")
    questions = serializers.IntegerField(source="capabilities")


class ReliabilitySerializer(serializers.Serializer[object]):
    """Krippendorff's ordinal α and who leans, for one perspective."""

    perspective = serializers.ChoiceField(choices=[each.value for each in Perspective])
    alpha = serializers.FloatField(source="measured.alpha", allow_null=True, default=None)
    standing = serializers.ChoiceField(
        choices=[each.value for each in Standing],
        source="measured.standing",
        allow_null=True,
        default=None,
    )
    respondents = serializers.IntegerField(
        source="measured.respondents", allow_null=True, default=None
    )
    questions = serializers.IntegerField(
        source="measured.capabilities", allow_null=True, default=None
    )
    values = serializers.IntegerField(source="measured.values", allow_null=True, default=None)
    finding = serializers.CharField(
        help_text="What may be concluded, or why α cannot be worked out."
    )
    intraclass = serializers.DictField(
        source="correlations",
        child=serializers.FloatField(allow_null=True),
        help_text="Shrout and Fleiss, by form; empty where it cannot be worked out.",
    )
    scatter = serializers.CharField(help_text="Where the scatter comes from.")
    leanings = LeaningSerializer(many=True, source="leaning")
    not_compared = serializers.CharField(
        allow_blank=True, help_text="Why nobody could be compared; empty when somebody could."
    )


class SaidSerializer(serializers.Serializer[object]):
    code = serializers.CharField(help_text="Stands for somebody at this question alone.")
    name = serializers.CharField(
        allow_blank=True, help_text="Empty until the names of this question were revealed."
    )
    perspective = serializers.ChoiceField(choices=[each.value for each in Perspective])
    kind = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    confidence = serializers.IntegerField(
        allow_null=True, help_text="From 1 (a guess) to 3 (certain)."
    )
    comment = serializers.CharField(allow_blank=True)


class ExhibitSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    link = serializers.CharField(allow_blank=True, help_text="Empty for a file.")


class ReviewedQuestionSerializer(serializers.Serializer[object]):
    """One question in full; its ETag stands for what is settled."""

    text = serializers.CharField(source="question.text")
    row = ReviewRowSerializer()
    said = SaidSerializer(many=True)
    exhibits = ExhibitSerializer(many=True)
    settlement = SettlementSerializer(allow_null=True)
    revealed_at = serializers.DateTimeField(
        source="reveal.revealed_at", allow_null=True, default=None
    )
    last_time = serializers.CharField(allow_blank=True)


class WorkshopSerializer(serializers.Serializer[object]):
    to_settle = serializers.IntegerField(
        source="agenda.to_settle", help_text="How many questions the answers alone leave open."
    )
    settled = serializers.IntegerField(source="agenda.settled")
    first = serializers.CharField(source="agenda.first")
    questions = ReviewRowSerializer(many=True, source="rows")
