"""The shapes of bulk edits for programs."""

from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.buckets import Bucket
from portfolio.domain.bulk_edits import MOST, BulkChange, Standing, Verdict
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import DATES
from portfolio.models import BulkEdit
from portfolio.selectors.bulk_edits import verdict_counts
from portfolio.serializers.use_cases import BUCKETS, LISTINGS, STAGES
from portfolio.services.bulk_edit_previews import items_of

VERDICTS: Final = [(each.value, each.value) for each in Verdict]
EDIT_STATES: Final = list(BulkEdit.State.values)
TECHNIQUES: Final = [(each.value, each.value) for each in Technique]


def _techniques(*, help_text: str) -> serializers.ListField:
    child = serializers.ChoiceField(choices=TECHNIQUES)
    return serializers.ListField(child=child, required=False, help_text=help_text)


def _owner() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False, allow_null=True, help_text="Nothing leaves the role vacant."
    )


def _day() -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True, help_text="Nothing empties it.")


class BulkEditInputSerializer(InputSerializer):
    """Which use cases, and what shall be said about each; what is left out stays as it is."""

    use_cases = serializers.ListField(
        child=serializers.IntegerField(), help_text=f"Ids, at most {MOST:,}."
    )
    domain = serializers.IntegerField(required=False)
    stage = serializers.ChoiceField(choices=STAGES, required=False)
    business_owner = _owner()
    model_owner = _owner()
    data_owner = _owner()
    technical_steward = _owner()
    add_techniques = _techniques(help_text="Techniques that are added.")
    remove_techniques = _techniques(help_text="Techniques that are taken away.")
    initiated_on = _day()
    development_started_on = _day()
    live_on = _day()
    retired_on = _day()
    bucket = serializers.ChoiceField(choices=BUCKETS, required=False)
    bucket_reason = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, default=""
    )
    standing = serializers.ChoiceField(
        choices=[(each.value, each.value) for each in Standing], required=False
    )
    listing = serializers.ChoiceField(
        choices=LISTINGS, required=False, help_text="Who finds the entry in the register."
    )
    listing_reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        default="",
        help_text="Why not everybody; needed for domain.",
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        default="",
        help_text="Why; needed unless it is only previewed.",
    )
    dry_run = serializers.BooleanField(
        default=False, help_text="Only preview; it can be confirmed afterwards, for a day."
    )


class BulkReasonSerializer(InputSerializer):
    reason = serializers.CharField(max_length=1000)


class BulkItemSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="The version that was looked at.")
    verdict = serializers.ChoiceField(choices=VERDICTS)
    sentence = serializers.CharField(help_text="Why it is refused.")


class BulkLeftSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    sentence = serializers.CharField()


class BulkCountsSerializer(serializers.Serializer[object]):
    change = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()


class BulkEditSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=EDIT_STATES)
    reason = serializers.CharField()
    counts = BulkCountsSerializer()
    missing = serializers.IntegerField(
        help_text="Asked for, but gone or not yours to see; known once it was previewed."
    )
    use_cases = BulkItemSerializer(many=True)
    changed = serializers.ListField(child=serializers.IntegerField())
    left = BulkLeftSerializer(many=True, help_text="What came between the preview and now.")
    job = serializers.UUIDField(allow_null=True)


def as_change(said: Mapping[str, Any]) -> BulkChange:
    """Return what was said, typed."""
    return BulkChange(
        domain=said.get("domain"),
        stage=Stage(said["stage"]) if "stage" in said else None,
        owners={role: said[role.value] for role in OwnerRole if role.value in said},
        added=tuple(map(Technique, said.get("add_techniques", ()))),
        removed=tuple(map(Technique, said.get("remove_techniques", ()))),
        dates={name: said[name] for name in DATES if name in said},
        bucket=Bucket(said["bucket"]) if "bucket" in said else None,
        bucket_reason=said["bucket_reason"],
        standing=Standing(said["standing"]) if "standing" in said else None,
        listing=Listing(said["listing"]) if "listing" in said else None,
        listing_reason=said["listing_reason"],
    )


def edit_data(edit: BulkEdit) -> dict[str, Any]:
    """Return a bulk edit as plain values."""
    items = items_of(edit)
    counts = verdict_counts(item.verdict for item in items)
    return {
        "id": edit.pk,
        "state": edit.state,
        "reason": edit.reason,
        "counts": {verdict.value: number for verdict, number in counts.items()},
        "missing": edit.missing,
        "use_cases": [
            {"id": item.pk, "version": item.version, "verdict": item.verdict.value}
            | {"sentence": item.sentence}
            for item in items
        ],
        "changed": edit.result.get("changed", []),
        "left": [{"id": pk, "sentence": told} for pk, told in edit.result.get("left", [])],
        "job": edit.job_id,
    }
