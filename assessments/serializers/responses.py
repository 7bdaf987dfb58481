"""One's own answers for programs."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from assessments.domain.confidence import Confidence
from assessments.models import Response
from portal.serializers.inputs import InputSerializer

KINDS = [(kind, kind) for kind in Response.Kind.values]


class OwnResponseSerializer(serializers.Serializer[object]):
    question = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    level = serializers.IntegerField(allow_null=True)
    comment = serializers.CharField()
    confidence = serializers.IntegerField(
        allow_null=True, help_text="1 a guess, 2 fairly sure, 3 certain."
    )
    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField()


class MyAssessmentSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    domain = serializers.CharField()
    due_on = serializers.DateField()
    done = serializers.IntegerField(help_text="Questions that you answered.")
    total = serializers.IntegerField(help_text="Questions that you are asked.")
    is_open = serializers.BooleanField(help_text="Whether it takes answers.")
    finished_at = serializers.DateTimeField(
        allow_null=True, help_text="When you said that you are done."
    )


class AskedOptionSerializer(serializers.Serializer[object]):
    level = serializers.IntegerField(source="number")
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class AskedQuestionSerializer(serializers.Serializer[object]):
    key = serializers.CharField(source="asked.key")
    layer = serializers.CharField(source="layer_title")
    capability = serializers.CharField(source="capability.title")
    text = serializers.CharField(source="asked.text")
    criteria = serializers.ListField(source="asked.criteria", child=serializers.CharField())
    options = AskedOptionSerializer(source="asked.options", many=True)


class NamedExportSerializer(serializers.Serializer[object]):
    who = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(help_text="Empty where none was asked for at that time.")


class OwnResponsesSerializer(serializers.Serializer[object]):
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    finished_at = serializers.DateTimeField(allow_null=True)
    questions = serializers.ListField(
        child=serializers.CharField(), help_text="Those that you are asked, in order."
    )
    asked = AskedQuestionSerializer(many=True, help_text="The same in words, with the options.")
    responses = OwnResponseSerializer(many=True)
    names_exported = NamedExportSerializer(
        many=True, help_text="When somebody took out the answers with names, and why."
    )


class ResponseInputSerializer(InputSerializer):
    kind = serializers.ChoiceField(choices=KINDS)
    level = serializers.IntegerField(required=False, allow_null=True, default=None)
    comment = serializers.CharField(required=False, allow_blank=True, default="")
    confidence = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=min(Confidence),
        max_value=max(Confidence),
        help_text="1 a guess, 2 fairly sure, 3 certain; without it, what is stored stays.",
    )
    revision = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Rises with every change; without it the answer counts as the latest.",
    )

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if attrs["kind"] == Response.Kind.LEVEL and attrs["level"] is None:
            raise serializers.ValidationError({"level": _("Give the level.")})
        if attrs["kind"] != Response.Kind.LEVEL and attrs["level"] is not None:
            said = _(
                "“kind” is %(kind)s, so “level” has to be left out. To give a level, send level as "
                "“kind”."
            )
            raise serializers.ValidationError({"level": said % {"kind": attrs["kind"]}})
        return attrs


class SavedResponseSerializer(serializers.Serializer[object]):
    is_kept = serializers.BooleanField(help_text="False for a packet that came late.")
    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField()
