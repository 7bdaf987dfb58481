"""Evidence beside answers for programs."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from assessments.domain.links import LONGEST_LINK
from portal.serializers.inputs import InputSerializer


class EvidenceSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    question = serializers.CharField()
    title = serializers.CharField()
    link = serializers.CharField(help_text="Empty for a file.")
    media_type = serializers.CharField(help_text="Empty for a link.")
    size = serializers.IntegerField(help_text="In bytes; 0 for a link.")
    sha256 = serializers.CharField(help_text="Of the file; empty for a link.")
    added_at = serializers.DateTimeField()


class EvidenceInputSerializer(InputSerializer):
    link = serializers.CharField(required=False, max_length=LONGEST_LINK)
    file = serializers.FileField(
        required=False,
        allow_empty_file=True,
        help_text="PDF, PNG, JPEG, Word, Excel, PowerPoint, CSV or text, up to 10 MB.",
    )

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if len(attrs) != 1:
            raise serializers.ValidationError(_("Give either a link or a file."))
        return attrs
