"""Foundation actions for programs."""

from rest_framework import serializers

from assessments.models import FoundationAction
from assessments.serializers.results import EffectSerializer
from portal.serializers.inputs import InputSerializer


class ActionSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    domain_id = serializers.IntegerField()
    partner_id = serializers.IntegerField(
        allow_null=True, help_text="Whose capability it raises, where that is not the domain's."
    )
    assessment_id = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    description = serializers.CharField()
    capability = serializers.CharField()
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    status = serializers.ChoiceField(choices=FoundationAction.Status.values)
    owner_id = serializers.IntegerField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    effort_weeks = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    version = serializers.IntegerField()


class OwnEffectSerializer(serializers.Serializer[object]):
    before_id = serializers.IntegerField(
        allow_null=True, help_text="The result published before it was added."
    )
    after_id = serializers.IntegerField(allow_null=True, help_text="The latest result since.")
    effect = EffectSerializer()


class ActionDetailSerializer(ActionSerializer):
    moved = OwnEffectSerializer(
        allow_null=True, help_text="Null until it is begun, and for what was dropped."
    )


class AdoptInputSerializer(InputSerializer):
    capability = serializers.CharField()
    owner_id = serializers.IntegerField(required=False, allow_null=True, default=None)
    effort_weeks = serializers.IntegerField(
        min_value=0, max_value=520, required=False, allow_null=True, default=None
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )


class ActionInputSerializer(InputSerializer):
    domain_id = serializers.IntegerField()
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(required=False, allow_blank=True, default="")
    capability = serializers.CharField(max_length=60)
    from_level = serializers.IntegerField(min_value=0, max_value=9)
    to_level = serializers.IntegerField(min_value=1, max_value=10)
    owner_id = serializers.IntegerField(required=False, allow_null=True, default=None)
    effort_weeks = serializers.IntegerField(min_value=0, max_value=520, default=4)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )


class ActionChangeSerializer(InputSerializer):
    title = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=FoundationAction.Status.values, required=False)
    owner_id = serializers.IntegerField(required=False, allow_null=True)
    effort_weeks = serializers.IntegerField(min_value=0, max_value=520, required=False)
    due_on = serializers.DateField(required=False, allow_null=True)
    cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True
    )
