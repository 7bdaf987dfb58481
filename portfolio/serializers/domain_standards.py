"""The shapes of domain standards for programs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.criteria import HIGHEST_RATING, Axis
from portfolio.domain.domain_standards import Applied, Standard
from portfolio.domain.standard_edits import own_key, standard_from_data, standard_to_data
from portfolio.selectors.domain_standards import StandardPage, StandardRow, VersionRow
from portfolio.serializers.scoring_models import CriterionSerializer


class OwnCriterionSerializer(CriterionSerializer):
    weight = serializers.FloatField(help_text="Share of its axis within the domain, up to 0.5.")


class OwnCriterionInputSerializer(OwnCriterionSerializer):
    key = serializers.CharField(
        required=False,
        max_length=40,
        help_text="Of a criterion that is there already; without it one is made of the title.",
    )
    title = serializers.CharField(max_length=200)
    question = serializers.CharField(max_length=500)
    anchors = serializers.ListField(
        child=serializers.CharField(max_length=500),
        min_length=HIGHEST_RATING + 1,
        max_length=HIGHEST_RATING + 1,
        help_text="What the ratings 0 to 5 look like.",
    )


class StandardSerializer(serializers.Serializer[object]):
    value_threshold = serializers.FloatField(
        allow_null=True, help_text="Where high value begins here, 0 to 100; null for nothing."
    )
    feasibility_threshold = serializers.FloatField(
        allow_null=True,
        help_text="Where high feasibility begins here, 0 to 100; null for nothing.",
    )
    criteria = OwnCriterionSerializer(many=True)


class StandardInputSerializer(InputSerializer):
    value_threshold = serializers.FloatField(
        allow_null=True,
        default=None,
        help_text="Where high value begins here, 0 to 100; null for nothing.",
    )
    feasibility_threshold = serializers.FloatField(
        allow_null=True,
        default=None,
        help_text="Where high feasibility begins here, 0 to 100; null for nothing.",
    )
    criteria = OwnCriterionInputSerializer(many=True, required=False, default=list)


class StandardRowSerializer(serializers.Serializer[object]):
    domain_id = serializers.IntegerField(source="pk")
    domain = serializers.CharField(source="name")
    version = serializers.IntegerField(help_text="In force; 0 before any was published.")
    reason = serializers.CharField()
    published_by = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    tightened = serializers.ListField(
        child=serializers.CharField(), help_text="What it raises above what applies to it anyway."
    )
    added = serializers.ListField(child=serializers.CharField(), help_text="Its own criteria.")
    above = serializers.ListField(
        child=serializers.CharField(), help_text="Domains above that ask something as well."
    )
    use_cases = serializers.IntegerField(help_text="How many it applies to.")
    is_withdrawn = serializers.BooleanField(help_text="Whether the version in force asks nothing.")


class BoundSerializer(serializers.Serializer[object]):
    axis = serializers.ChoiceField(choices=[each.value for each in Axis])
    threshold = serializers.FloatField(help_text="Where high begins here: the strictest of all.")
    enterprise = serializers.FloatField(help_text="Where it begins in the enterprise.")
    asked_by = serializers.CharField(help_text="Whose word it is; empty for the enterprise.")


class LayerSerializer(serializers.Serializer[object]):
    domain_id = serializers.IntegerField()
    domain = serializers.CharField()
    version = serializers.IntegerField()
    standard = StandardSerializer()


class AppliedSerializer(serializers.Serializer[object]):
    model_version = serializers.IntegerField(help_text="Of the scoring model in force.")
    thresholds = BoundSerializer(many=True)
    standards = LayerSerializer(
        many=True, help_text="Those that ask anything, from the highest domain down."
    )


class DomainStandardSerializer(serializers.Serializer[object]):
    domain_id = serializers.IntegerField()
    domain = serializers.CharField()
    version = serializers.IntegerField(help_text="In force; 0 before any was published.")
    own = StandardSerializer(help_text="What the domain asks itself.")
    overtaken = serializers.ListField(
        child=serializers.CharField(),
        help_text="Which of its thresholds ask nothing any more, because more is asked from above.",
    )
    applies = AppliedSerializer(help_text="What applies to its use cases.")


class StandardVersionSerializer(serializers.Serializer[object]):
    version = serializers.IntegerField()
    standard = StandardSerializer()
    reason = serializers.CharField()
    published_by = serializers.CharField(source="created_by")
    published_at = serializers.DateTimeField(source="created_at")
    is_active = serializers.BooleanField()


class PublishStandardInputSerializer(InputSerializer):
    reason = serializers.CharField(max_length=2000, help_text="Why the standard changes.")
    replaces = serializers.IntegerField(
        min_value=0, help_text="The version in force that was compared with; 0 for none."
    )


def standard_data(standard: Standard) -> dict[str, Any]:
    """Return a standard as plain data."""
    return dict(StandardSerializer(standard_to_data(standard)).data)


def row_data(row: StandardRow) -> dict[str, Any]:
    """Return one domain of the list as plain data."""
    return dict(StandardRowSerializer(row).data)


def version_data(row: VersionRow) -> dict[str, Any]:
    """Return one version as plain data."""
    told = {name: getattr(row, name) for name in ("version", "reason", "created_by", "created_at")}
    told |= {"is_active": row.is_active, "standard": standard_to_data(row.standard)}
    return dict(StandardVersionSerializer(told).data)


def page_data(page: StandardPage) -> dict[str, Any]:
    """Return what applies in a domain as plain data."""
    return {
        "domain_id": page.domain.pk,
        "domain": page.domain.name,
        "version": page.shown.version if page.shown else 0,
        "own": standard_data(page.own),
        "overtaken": list(page.overtaken),
        "applies": _applied_data(page.applied),
    }


def _applied_data(applied: Applied) -> dict[str, Any]:
    enterprise = Applied(applied.model)
    bounds = [applied.bound(axis) for axis in Axis]
    return {
        "model_version": applied.model.version,
        "thresholds": [
            {
                "axis": bound.axis.value,
                "threshold": bound.threshold,
                "enterprise": enterprise.bound(bound.axis).threshold,
                "asked_by": bound.whose.domain if bound.whose else "",
            }
            for bound in bounds
        ],
        "standards": [
            {
                "domain_id": layer.domain_id,
                "domain": layer.domain,
                "version": layer.version,
                "standard": standard_data(layer.standard),
            }
            for layer in applied.layers
        ],
    }


def as_standard(said: Mapping[str, Any], domain_id: int) -> Standard:
    """Return what was said as a standard; criteria without a key are given one."""
    taken = {row["key"] for row in said["criteria"] if row.get("key")}
    rows = [{**row, "key": row.get("key", "")} for row in said["criteria"]]
    standard = standard_from_data({**said, "criteria": rows})
    criteria = []
    for criterion in standard.criteria:
        key = criterion.key or own_key(domain_id, criterion.title, taken)
        taken.add(key)
        criteria.append(replace(criterion, key=key))
    return replace(standard, criteria=tuple(criteria))
