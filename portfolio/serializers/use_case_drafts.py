"""The shapes of drafts for programs."""

from typing import Any

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.selectors.use_case_drafts import DraftRow
from portfolio.serializers.use_cases import OverlapAnswerSerializer


class DraftInputSerializer(InputSerializer):
    """What a draft keeps; a title or an outcome is enough."""

    title = serializers.CharField(max_length=500, required=False, allow_blank=True)
    outcome = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    domain = serializers.IntegerField(required=False, allow_null=True)
    business_owner = serializers.IntegerField(required=False, allow_null=True)


class DraftRegistrationSerializer(InputSerializer):
    """What registering a draft adds to it."""

    overlap = OverlapAnswerSerializer(
        required=False,
        allow_null=True,
        help_text="What it is to a use case like it; asked for with 409 and the use cases found.",
    )


class DraftRegisteredSerializer(serializers.Serializer[object]):
    """The use case that a draft became, or that was joined in its place."""

    use_case = serializers.IntegerField()
    is_joined = serializers.BooleanField()


class DraftSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    outcome = serializers.CharField()
    domain = serializers.IntegerField(allow_null=True)
    business_owner = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


def draft_data(row: DraftRow) -> dict[str, Any]:
    """Return a draft as plain data, in the shape of ``DraftSerializer``."""
    return {
        "id": row.pk,
        "title": row.title,
        "outcome": row.outcome,
        "domain": row.domain_id,
        "business_owner": row.business_owner_id,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
