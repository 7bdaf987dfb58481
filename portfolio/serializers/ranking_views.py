"""The shapes of movers, second views and comparisons for programs."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from portfolio.domain.movers import Cause
from portfolio.domain.ranking import DECIMALS
from portfolio.selectors.awaited import Awaited
from portfolio.selectors.comparisons import Comparison
from portfolio.selectors.movers import MoverRow
from portfolio.selectors.second_views import ViewRow
from portfolio.serializers.awaited import AwaitedSerializer, awaited_data


class PassedSerializer(serializers.Serializer[object]):
    overtook = serializers.IntegerField(help_text="Were not ahead of it and are.")
    fell_behind = serializers.IntegerField(help_text="Were ahead of it and are no longer.")
    came = serializers.IntegerField(help_text="Came in ahead of it.")
    left = serializers.IntegerField(help_text="Were ahead of it and have no place any more.")


class PlaceMoveSerializer(serializers.Serializer[object]):
    use_case = serializers.IntegerField()
    title = serializers.CharField()
    before = serializers.IntegerField(allow_null=True, help_text="Its place then.")
    now = serializers.IntegerField(allow_null=True)
    shift = serializers.IntegerField(allow_null=True, help_text="Places up; below 0 is down.")
    causes = serializers.ListField(
        child=serializers.ChoiceField(choices=[each.value for each in Cause]),
        help_text="What has changed since that its place follows from.",
    )
    passed = PassedSerializer(help_text="How others moved past it.")
    why = serializers.CharField(help_text="All of it in sentences.")


class PlaceMovesSerializer(serializers.Serializer[object]):
    since = serializers.DateField(
        allow_null=True, help_text="The day whose ranking is compared with."
    )
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
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
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
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
    left_out = serializers.IntegerField(help_text="How many of those asked for are not there.")
    left_out_beyond = serializers.IntegerField(help_text="Of them: more than fit.")
    left_out_unseen = serializers.IntegerField(
        help_text="Of them: they do not exist, or not for you."
    )
    left_out_reasons = serializers.ListField(child=serializers.CharField())
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")


def mover_data(row: MoverRow) -> dict[str, Any]:
    """Return who moved as plain data."""
    return {
        "use_case": row.pk,
        "title": row.title,
        "before": row.before,
        "now": row.now,
        "shift": row.shift,
        "causes": [cause.value for cause in row.causes],
        "passed": asdict(row.passed),
        "why": row.why,
    }


def view_data(row: ViewRow) -> dict[str, Any]:
    """Return one row of a second view as plain data."""
    return {
        "use_case": row.pk,
        "title": row.title,
        "rank": row.rank,
        "score": None if row.score is None else round(row.score, DECIMALS),
        "terms": [
            {
                "name": term.name,
                "value": None if term.value is None else round(term.value, DECIMALS),
                "origin": term.origin,
            }
            for term in row.terms
        ],
    }


def comparison_data(found: Comparison, awaited: Awaited | None) -> dict[str, Any]:
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
        "left_out_beyond": found.beyond,
        "left_out_unseen": found.unseen,
        "left_out_reasons": list(found.why_left_out),
        "awaited": awaited_data(awaited),
    }
