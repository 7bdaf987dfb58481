"""Answer sheets for programs."""

from rest_framework import serializers


class SheetInputSerializer(serializers.Serializer[object]):
    file = serializers.FileField()


class SheetForInputSerializer(SheetInputSerializer):
    respondent_id = serializers.IntegerField()


class TakenSerializer(serializers.Serializer[object]):
    changed = serializers.IntegerField(help_text="Answers that are new or differ.")
