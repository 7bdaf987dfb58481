"""Frameworks for programs."""

from rest_framework import serializers

from assessments.models import FrameworkVersion
from portal.serializers.inputs import InputSerializer

STATES = [(each.value, each.value) for each in FrameworkVersion.State]
SUBJECTS = [(each.value, each.value) for each in FrameworkVersion.Subject]


class FrameworkSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    key = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    is_default = serializers.BooleanField()
    loaded_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    layers = serializers.IntegerField()
    capabilities = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    subject = serializers.ChoiceField(choices=SUBJECTS)


class FrameworkDetailSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    is_default = serializers.BooleanField()
    loaded_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    subject = serializers.ChoiceField(choices=SUBJECTS)
    based_on_id = serializers.IntegerField(allow_null=True)
    framework = serializers.JSONField(source="data", help_text="In the shape of a framework file.")


class FrameworkCopySerializer(InputSerializer):
    version = serializers.CharField(max_length=20)
    key = serializers.CharField(
        max_length=60, allow_blank=True, default="", help_text="Of a framework of its own."
    )
    title = serializers.CharField(max_length=80, allow_blank=True, default="")


class FrameworkInputSerializer(InputSerializer):
    framework = serializers.DictField(help_text="In the shape of a framework file.")
