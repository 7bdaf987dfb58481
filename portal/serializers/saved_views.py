"""The shapes of saved views for programs."""

from typing import Any

from rest_framework import serializers

from portal.domain.saved_views import LONGEST_NAME, LONGEST_QUERY, Sharing
from portal.selectors.saved_views import SavedViewRow
from portal.serializers.inputs import InputSerializer


class SavedViewSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    page = serializers.CharField()
    name = serializers.CharField()
    query = serializers.CharField(
        help_text="What the address of the list says behind its question mark."
    )
    owner = serializers.CharField()
    is_mine = serializers.BooleanField()
    sharing = serializers.ChoiceField(choices=[each.value for each in Sharing])
    domain = serializers.IntegerField(allow_null=True)
    is_my_choice = serializers.BooleanField(help_text="The list opens with it for you.")
    is_usual = serializers.BooleanField(
        help_text="The list opens with it for everybody who chose none."
    )
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class SavedViewChangeSerializer(InputSerializer):
    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    query = serializers.CharField(
        max_length=LONGEST_QUERY,
        required=False,
        allow_blank=True,
        help_text="What the address of the list says behind its question mark.",
    )
    sharing = serializers.ChoiceField(choices=[each.value for each in Sharing], required=False)
    domain = serializers.IntegerField(required=False, allow_null=True)


class SavedViewInputSerializer(SavedViewChangeSerializer):
    page = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=LONGEST_NAME)


def view_data(row: SavedViewRow) -> dict[str, Any]:
    """Return a view as plain data, in the shape of `SavedViewSerializer`."""
    names = ("slug", "page", "name", "query", "owner", "is_mine", "is_my_choice", "is_usual")
    return {
        **{name: getattr(row, name) for name in names},
        "sharing": row.sharing.value,
        "domain": row.domain_id,
        "version": row.version,
        "updated_at": row.updated_at,
    }
