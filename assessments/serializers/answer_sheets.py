"""Answer sheets for programs."""

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer


class SheetInputSerializer(InputSerializer):
    file = serializers.FileField()


class SheetForInputSerializer(SheetInputSerializer):
    respondent_id = serializers.IntegerField()


class TakenSerializer(serializers.Serializer[object]):
    changed = serializers.IntegerField(help_text="Answers that are new or differ.")
