"""The shape of what a search of the whole portal finds, for programs."""

from rest_framework import serializers

from portal.domain.finds import Kind

KINDS = [(kind.value, kind.value) for kind in Kind]


class FindSerializer(serializers.Serializer[object]):
    kind = serializers.ChoiceField(choices=KINDS)
    id = serializers.IntegerField(allow_null=True, help_text="Null for actions and pages.")
    title = serializers.CharField()
    code = serializers.CharField(help_text="The short name of a use case, else empty.")
    where = serializers.CharField(help_text="Where it lies, in words.")
    url = serializers.CharField(help_text="The page it leads to.")
    method = serializers.ChoiceField(
        choices=["GET", "POST"], help_text="POST for what a form of the page sends."
    )


class FoundKindSerializer(serializers.Serializer[object]):
    kind = serializers.ChoiceField(choices=KINDS)
    label = serializers.CharField()  # type: ignore[assignment]
    total = serializers.IntegerField(help_text="How many there are; `finds` holds the first 20.")
    finds = FindSerializer(many=True)


class SearchSerializer(serializers.Serializer[object]):
    text = serializers.CharField(help_text="What was searched for, cut to 200 letters.")
    groups = FoundKindSerializer(many=True)
