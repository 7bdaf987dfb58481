"""The shapes of whole assessments as files."""

from rest_framework import serializers

from assessments.services.assessment_files import FileFormat


class AssessmentExportInputSerializer(serializers.Serializer[object]):
    format = serializers.ChoiceField(
        choices=[each.value for each in FileFormat], default=FileFormat.JSON.value
    )


class AssessmentDocumentSerializer(serializers.Serializer[object]):
    schema = serializers.IntegerField(help_text="The version of this document.")
    kind = serializers.CharField()
    assessment = serializers.DictField(
        help_text="Title, domain as names from the enterprise down, partner, campaign, period, "
        "target, systems in production, state and the facilitator's address."
    )
    framework = serializers.DictField(
        help_text="Key, version, SHA-256 of its canonical JSON (RFC 8785), and the data itself."
    )
    respondents = serializers.ListField(child=serializers.DictField())
    answers = serializers.ListField(child=serializers.DictField())
    settled = serializers.ListField(child=serializers.DictField())
    evidence = serializers.ListField(
        child=serializers.DictField(), help_text="Links, and files by name and SHA-256."
    )
    result = serializers.DictField(allow_null=True, help_text="As published; null before.")
