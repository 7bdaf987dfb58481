"""Campaigns for programs."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from assessments.domain.invitations import Perspective
from assessments.domain.lifecycle import AssessmentState
from assessments.services.campaign_mails import MailKind
from portal.serializers.inputs import InputSerializer

STATES = [(state.value, state.value) for state in AssessmentState]
PERSPECTIVES = [(each.value, each.value) for each in Perspective]
MAILS = [(each.value, each.value) for each in MailKind]


def _level(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=2, decimal_places=1, **more)


class CampaignSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    domain_id = serializers.IntegerField(help_text="The part of the organisation it covers.")
    framework_id = serializers.IntegerField()
    facilitator_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    target_level = serializers.FloatField()
    target_layers = serializers.DictField(child=serializers.FloatField())
    message = serializers.CharField()
    remind_days = serializers.IntegerField()
    domains = serializers.IntegerField(help_text="How many domains are assessed.")
    asked = serializers.IntegerField(help_text="Places: a person in two domains counts twice.")
    finished = serializers.IntegerField()
    version = serializers.IntegerField()


class CampaignInputSerializer(InputSerializer):
    title = serializers.CharField(max_length=200)
    domain_id = serializers.IntegerField()
    framework_id = serializers.IntegerField()
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    target_level = _level(default=Decimal(3))
    target_layers = serializers.DictField(child=_level(), default=dict)
    message = serializers.CharField(default="", allow_blank=True)
    facilitator_id = serializers.IntegerField(default=None, allow_null=True)
    remind_days = serializers.IntegerField(default=3)
    domains = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        default=None,
        allow_null=True,
        help_text="Ids of the domains to be assessed; the children of the scope by default.",
    )


class CampaignChangeSerializer(InputSerializer):
    title = serializers.CharField(max_length=200, required=False)
    framework_id = serializers.IntegerField(required=False)
    starts_on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False)
    target_level = _level(required=False)
    target_layers = serializers.DictField(child=_level(), required=False)
    message = serializers.CharField(required=False, allow_blank=True)
    facilitator_id = serializers.IntegerField(required=False, allow_null=True)
    remind_days = serializers.IntegerField(required=False)
    domains = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), required=False
    )


class InvitationSerializer(InputSerializer):
    user_id = serializers.IntegerField()
    perspective = serializers.ChoiceField(choices=PERSPECTIVES, default=Perspective.SELF.value)
    layers = serializers.ListField(
        child=serializers.CharField(), default=list, help_text="Keys of layers; none means all."
    )


class InvitationsSerializer(InputSerializer):
    invitations = InvitationSerializer(many=True)


class RespondentListSerializer(InputSerializer):
    rows = serializers.CharField(
        help_text="CSV with the columns domain, e-mail, perspective, layers."
    )


class PlacesSerializer(serializers.Serializer[object]):
    changed = serializers.IntegerField(help_text="How many places were added or changed.")


class SomeSerializer(InputSerializer):
    assessments = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        default=None,
        allow_null=True,
        help_text="Ids of the assessments to move; all that can by default.",
    )


class OpenSerializer(SomeSerializer):
    is_mailed = serializers.BooleanField(default=True, help_text="Whether invitations go out.")


class ReopenSerializer(SomeSerializer):
    reason = serializers.CharField(max_length=2000)


class StayedSerializer(serializers.Serializer[object]):
    domain = serializers.CharField()
    sentence = serializers.CharField()


class MovesSerializer(serializers.Serializer[object]):
    moved = serializers.ListField(child=serializers.CharField(), help_text="Names of domains.")
    stayed = StayedSerializer(many=True)


class MailInputSerializer(InputSerializer):
    kind = serializers.ChoiceField(choices=MAILS)


class MailJobSerializer(serializers.Serializer[object]):
    job_id = serializers.UUIDField()


class DomainProgressSerializer(serializers.Serializer[object]):
    assessment_id = serializers.IntegerField()
    domain = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    invited = serializers.IntegerField()
    started = serializers.IntegerField()
    done = serializers.IntegerField()
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()
    split = serializers.IntegerField(help_text="Questions that respondents disagree on.")
    days_left = serializers.IntegerField(help_text="Below nought when it is late.")
    version = serializers.IntegerField()


class PlaceSerializer(serializers.Serializer[object]):
    user_id = serializers.IntegerField()
    assessment_id = serializers.IntegerField()
    domain = serializers.CharField()
    perspective = serializers.ChoiceField(choices=PERSPECTIVES)
    layers = serializers.ListField(child=serializers.CharField())
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()
    mailed_at = serializers.DateTimeField(allow_null=True)
    reminded_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class PersonProgressSerializer(serializers.Serializer[object]):
    user_id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    is_done = serializers.BooleanField()
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()
    places = PlaceSerializer(many=True)


class ProgressSerializer(serializers.Serializer[object]):
    domains = DomainProgressSerializer(many=True)
    people = PersonProgressSerializer(
        many=True, help_text="Empty for those who may not run the campaign."
    )
