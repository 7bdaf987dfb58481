"""The shape of an entry of the register of the house."""

from typing import Any

from rest_framework import serializers

from portfolio.domain.techniques import Technique
from portfolio.selectors.register_entries import RegisterEntry
from portfolio.serializers.use_cases import BUCKETS, STAGES


class RegisterEntrySerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    outcome = serializers.CharField()
    domain = serializers.IntegerField()
    domain_name = serializers.CharField()
    bucket = serializers.ChoiceField(choices=BUCKETS)
    stage = serializers.ChoiceField(choices=STAGES)
    techniques = serializers.ListField(
        child=serializers.ChoiceField(choices=[each.value for each in Technique])
    )
    business_owner = serializers.CharField()
    business_owner_email = serializers.CharField()
    registered_at = serializers.DateTimeField()
    is_whole = serializers.BooleanField(help_text="Whether you may read its full record.")


class RegisterPageSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RegisterEntrySerializer(many=True)


def entry_data(entry: RegisterEntry) -> dict[str, Any]:
    """Return an entry as plain data, in the shape of ``RegisterEntrySerializer``."""
    return {
        "id": entry.pk,
        "code": entry.code,
        "title": entry.title,
        "outcome": entry.outcome,
        "domain": entry.domain_id,
        "domain_name": entry.domain,
        "bucket": entry.bucket.value,
        "stage": entry.stage.value,
        "techniques": [technique.value for technique in entry.techniques],
        "business_owner": entry.owner,
        "business_owner_email": entry.owner_email,
        "registered_at": entry.registered_at,
        "is_whole": entry.is_whole,
    }
