"""Partners for programs."""

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer


class PartnerSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    domain_id = serializers.IntegerField()
    provides = serializers.CharField()
    runs = serializers.IntegerField(help_text="How many assessments of it were set up.")
    latest_id = serializers.IntegerField(
        allow_null=True, help_text="Its latest published assessment."
    )
    latest_at = serializers.DateTimeField(allow_null=True)
    mean = serializers.FloatField(allow_null=True)
    effective = serializers.FloatField(allow_null=True)
    version = serializers.IntegerField()


class PartnerInputSerializer(InputSerializer):
    name = serializers.CharField(max_length=200)
    domain_id = serializers.IntegerField()
    provides = serializers.CharField(max_length=300, allow_blank=True, default="")


class PartnerChangeSerializer(InputSerializer):
    name = serializers.CharField(max_length=200, required=False)
    provides = serializers.CharField(max_length=300, allow_blank=True, required=False)
