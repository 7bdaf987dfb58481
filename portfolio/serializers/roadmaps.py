"""The shapes of roadmaps and editions for programs."""

from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.roadmaps import MOST_CAPACITY, MOST_EFFORT, MOST_WAVES, MOST_WEEKS, Frame
from portfolio.domain.waves import ItemKind
from portfolio.models import Roadmap, RoadmapDependency
from portfolio.selectors.roadmap_editions import EditionPage, EditionRow
from portfolio.selectors.roadmaps import ItemRow, RoadmapPage, RoadmapRow
from portfolio.serializers.use_cases import BUCKETS
from portfolio.services.roadmap_changes import ItemInput
from portfolio.services.roadmap_editions import LONGEST_SUMMARY
from portfolio.services.roadmaps import RoadmapInput

KINDS: Final = [kind.value for kind in ItemKind]


class RoadmapSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    domain = serializers.IntegerField(source="domain_id")
    domain_name = serializers.CharField(source="domain")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    wave_count = serializers.IntegerField()
    wave_weeks = serializers.IntegerField()
    capacity_weeks = serializers.IntegerField()
    item_count = serializers.IntegerField()
    placed_count = serializers.IntegerField()
    edition = serializers.IntegerField(help_text="The latest edition; 0 before the first.")
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class RoadmapItemSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=KINDS)
    use_case = serializers.IntegerField(allow_null=True)
    action = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    domain_name = serializers.CharField()
    bucket = serializers.ChoiceField(choices=BUCKETS, allow_null=True)
    effort_weeks = serializers.IntegerField()
    wave = serializers.IntegerField(allow_null=True)
    is_pinned = serializers.BooleanField()
    is_done = serializers.BooleanField()
    left_out_reason = serializers.CharField()


class RoadmapDetailSerializer(RoadmapSerializer):
    message = serializers.CharField(help_text="What the plan says, once there is one.")
    is_current = serializers.BooleanField(help_text="Whether it could be published as it is.")
    unplanned = serializers.ListField(child=serializers.CharField())
    violations = serializers.ListField(child=serializers.CharField())
    items = RoadmapItemSerializer(many=True)


class RoadmapInputSerializer(InputSerializer):
    domain = serializers.IntegerField(help_text="The id of the domain it is for.")
    title = serializers.CharField(max_length=200)
    starts_on = serializers.DateField()
    wave_count = serializers.IntegerField(min_value=1, max_value=MOST_WAVES, default=4)
    wave_weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, default=13)
    capacity_weeks = serializers.IntegerField(min_value=1, max_value=MOST_CAPACITY, default=60)


class RoadmapChangeSerializer(InputSerializer):
    title = serializers.CharField(max_length=200, required=False)
    starts_on = serializers.DateField(required=False)
    wave_count = serializers.IntegerField(min_value=1, max_value=MOST_WAVES, required=False)
    wave_weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, required=False)
    capacity_weeks = serializers.IntegerField(min_value=1, max_value=MOST_CAPACITY, required=False)


class RoadmapItemsInputSerializer(InputSerializer):
    use_cases = serializers.ListField(child=serializers.IntegerField(), default=list)
    actions = serializers.ListField(child=serializers.IntegerField(), default=list)
    highest = serializers.IntegerField(
        min_value=1,
        max_value=100,
        required=False,
        help_text="Instead of ids: how many of the highest priorities to add.",
    )


class RoadmapItemChangeSerializer(InputSerializer):
    effort_weeks = serializers.IntegerField(min_value=1, max_value=MOST_EFFORT, required=False)
    pinned_to = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, help_text="A wave; null lets planning decide."
    )
    needs = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="Ids of items on this roadmap."
    )


class DependencySerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    item = serializers.IntegerField()
    needs = serializers.IntegerField()


class DependencyInputSerializer(InputSerializer):
    item = serializers.IntegerField(help_text="The item that waits.")
    needs = serializers.IntegerField(help_text="The item that has to be done first.")


class EditionSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    title = serializers.CharField()
    published_at = serializers.DateTimeField()
    published_by = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the canonical JSON (RFC 8785) of the data.")


class EditionInputSerializer(InputSerializer):
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(
        max_length=LONGEST_SUMMARY, required=False, allow_blank=True, default=""
    )


class PdfSerializer(serializers.Serializer[object]):
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    filename = serializers.CharField()


class EditionDetailSerializer(EditionSerializer):
    roadmap = serializers.IntegerField()
    ledger_seq = serializers.IntegerField()
    pdf = PdfSerializer(allow_null=True, help_text="Null while it is being built.")
    job = serializers.UUIDField(allow_null=True)
    data = serializers.DictField(  # type: ignore[assignment]
        help_text="The whole snapshot, as hashed."
    )


def row_data(row: RoadmapRow) -> dict[str, Any]:
    """Return one roadmap as a list shows it."""
    return dict(RoadmapSerializer(row).data)


def detail_data(page: RoadmapPage) -> dict[str, Any]:
    """Return one roadmap whole."""
    return {
        **row_data(page.row),
        "message": page.message,
        "is_current": page.is_current,
        "unplanned": list(page.unplanned),
        "violations": list(page.violations),
        "items": [item_data(item) for item in page.items],
    }


def item_data(row: ItemRow) -> dict[str, Any]:
    """Return one item."""
    item = row.item
    return {
        "id": row.pk,
        "kind": item.kind.value,
        "use_case": row.subject_id if item.is_use_case else None,
        "action": None if item.is_use_case else row.subject_id,
        "title": item.title,
        "domain_name": item.domain,
        "bucket": item.bucket.value if item.bucket else None,
        "effort_weeks": item.effort,
        "wave": row.wave or None,
        "is_pinned": item.is_pinned,
        "is_done": row.is_done,
        "left_out_reason": row.reason,
    }


def dependency_data(row: RoadmapDependency) -> dict[str, int]:
    """Return one dependency."""
    return {"id": row.pk, "item": row.item_id, "needs": row.needs_id}


def edition_data(row: EditionRow) -> dict[str, Any]:
    """Return one edition as a list shows it."""
    return dict(EditionSerializer(row).data)


def edition_detail_data(page: EditionPage, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return one edition whole; ``data`` is the snapshot as it is stored."""
    return {
        **edition_data(page.row),
        "roadmap": page.roadmap_id,
        "ledger_seq": page.ledger_seq,
        "pdf": dict(PdfSerializer(page.pdf).data) if page.pdf else None,
        "job": str(page.job.id) if page.job else None,
        "data": dict(data),
    }


def as_input(said: Mapping[str, Any], current: Roadmap | None = None) -> RoadmapInput:
    """Return what a service takes; what is not said stays as it is."""
    known = dict(said)
    names = ("title", "starts_on", "wave_count", "wave_weeks", "capacity_weeks")
    for name in names:
        if current is not None:
            known.setdefault(name, getattr(current, name))
    frame = Frame(
        known["starts_on"], known["wave_count"], known["wave_weeks"], known["capacity_weeks"]
    )
    return RoadmapInput(known["title"], frame)


def as_item_input(said: Mapping[str, Any], current: ItemInput) -> ItemInput:
    """Return what a service takes; what is not said stays as it is."""
    return ItemInput(
        said.get("effort_weeks", current.effort_weeks),
        said.get("pinned_to", current.pinned_to),
        said.get("needs", current.needs),
    )
