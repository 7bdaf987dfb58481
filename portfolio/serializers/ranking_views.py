"""The shapes of movers, second views and comparisons for programs."""

from typing import Any

from rest_framework import serializers

from portfolio.selectors.comparisons import Comparison
from portfolio.selectors.movers import MoverRow
from portfolio.selectors.second_views import ViewRow


class PlaceMoveSerializer(serializers.Serializer[object]):
    use_case = serializers.IntegerField()
    title = serializers.CharField()
    before = serializers.IntegerField(allow_null=True, help_text="Its place then.")
    now = serializers.IntegerField(allow_null=True)
    shift = serializers.IntegerField(allow_null=True, help_text="Places up; below 0 is down.")


class PlaceMovesSerializer(serializers.Serializer[object]):
    since = serializers.DateField(
        allow_null=True, help_text="The day whose ranking is compared with."
    )
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = PlaceMoveSerializer(many=True)


class TermSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    origin = serializers.CharField(help_text="Where it comes from, or why it is missing.")


class SecondViewRowSerializer(serializers.Serializer[object]):
    use_case = serializers.IntegerField()
    title = serializers.CharField()
    rank = serializers.CharField(help_text="Its rank by priority, which this view never moves.")
    score = serializers.FloatField(allow_null=True)
    terms = TermSerializer(many=True)


class SecondViewSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = SecondViewRowSerializer(many=True)


class ComparedSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    domain = serializers.CharField()


class ComparedLineSerializer(serializers.Serializer[object]):
    part = serializers.CharField()
    name = serializers.CharField()
    cells = serializers.ListField(child=serializers.CharField())
    differs = serializers.BooleanField()


class SideBySideSerializer(serializers.Serializer[object]):
    use_cases = ComparedSerializer(many=True)
    lines = ComparedLineSerializer(many=True)
    left_out = serializers.IntegerField()


def mover_data(row: MoverRow) -> dict[str, Any]:
    """Return who moved as plain data."""
    return {
        "use_case": row.pk,
        "title": row.title,
        "before": row.before,
        "now": row.now,
        "shift": row.shift,
    }


def view_data(row: ViewRow) -> dict[str, Any]:
    """Return one row of a second view as plain data."""
    return {
        "use_case": row.pk,
        "title": row.title,
        "rank": row.rank,
        "score": row.score,
        "terms": [
            {"name": term.name, "value": term.value, "origin": term.origin} for term in row.terms
        ],
    }


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {
        "use_cases": [
            {"id": case.pk, "code": case.code, "title": case.title, "domain": case.domain}
            for case in found.use_cases
        ],
        "lines": [
            {
                "part": part.title,
                "name": line.label,
                "cells": list(line.cells),
                "differs": line.differs,
            }
            for part in found.parts
            for line in part.lines
        ],
        "left_out": found.left_out,
    }
