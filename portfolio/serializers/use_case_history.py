"""The shapes of a use case's history for programs."""

from typing import Any

from rest_framework import serializers

from portal.services.ledger import plain
from portfolio.selectors.use_case_history import Happening
from portfolio.selectors.use_case_history_words import FieldChange


class HistoryChangeSerializer(serializers.Serializer[object]):
    """One field: what it said before and after, as recorded and as the page words it."""

    field = serializers.CharField()
    name = serializers.CharField(help_text="The field as a reader calls it.")
    before = serializers.JSONField(
        allow_null=True, help_text="As recorded; null where only the new value is told."
    )
    after = serializers.JSONField(allow_null=True)
    before_text = serializers.CharField()
    after_text = serializers.CharField()


class HistoryEntrySerializer(serializers.Serializer[object]):
    at = serializers.DateTimeField()
    who = serializers.CharField(help_text="As recorded then; empty when nobody's name was.")
    event = serializers.CharField(help_text="As in the ledger.")
    what = serializers.CharField(help_text="The event in a few words.")
    sentence = serializers.CharField()
    reason = serializers.CharField(help_text="Why; empty when nobody said.")
    changes = HistoryChangeSerializer(many=True)


class HistoryPageSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = HistoryEntrySerializer(many=True)


def entry_data(entry: Happening) -> dict[str, Any]:
    """Return one entry as plain data, in the shape of ``HistoryEntrySerializer``."""
    return {
        "at": entry.at,
        "who": entry.who,
        "event": entry.event,
        "what": entry.what,
        "sentence": entry.sentence,
        "reason": entry.reason,
        "changes": [_change_data(each) for each in entry.changes],
    }


def _change_data(change: FieldChange) -> dict[str, Any]:
    return {
        "field": change.name,
        "name": change.label,
        "before": plain(change.old),
        "after": plain(change.new),
        "before_text": change.before,
        "after_text": change.after,
    }
