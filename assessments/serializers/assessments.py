"""Assessments for programs."""

from decimal import Decimal

from rest_framework import serializers

from assessments.domain.lifecycle import AssessmentState
from portal.serializers.inputs import InputSerializer

STATES = [(state.value, state.value) for state in AssessmentState]


class AssessmentSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    domain_id = serializers.IntegerField()
    framework_id = serializers.IntegerField()
    partner_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    target_level = serializers.FloatField()
    in_production = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    invited = serializers.IntegerField()
    finished = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    effective = serializers.FloatField(allow_null=True)
    staged = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class AssessmentInputSerializer(InputSerializer):
    title = serializers.CharField(max_length=200)
    domain_id = serializers.IntegerField()
    framework_id = serializers.IntegerField()
    partner_id = serializers.IntegerField(
        allow_null=True, default=None, help_text="For a framework that is about a partner."
    )
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    target_level = serializers.DecimalField(max_digits=2, decimal_places=1, default=Decimal(3))
    in_production = serializers.IntegerField(
        min_value=0,
        max_value=9999,
        allow_null=True,
        default=None,
        help_text="How many AI systems the domain runs; advice differs by it.",
    )
    respondents = serializers.ListField(
        child=serializers.IntegerField(), default=list, help_text="Ids of people."
    )


class AssessmentChangeSerializer(InputSerializer):
    title = serializers.CharField(max_length=200, required=False)
    framework_id = serializers.IntegerField(required=False)
    starts_on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False)
    target_level = serializers.DecimalField(max_digits=2, decimal_places=1, required=False)
    in_production = serializers.IntegerField(
        min_value=0,
        max_value=9999,
        required=False,
        allow_null=True,
        help_text="How many AI systems the domain runs; advice differs by it.",
    )
    respondents = serializers.ListField(child=serializers.IntegerField(), required=False)


class ReasonSerializer(InputSerializer):
    reason = serializers.CharField(max_length=2000)
