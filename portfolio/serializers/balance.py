"""The shapes of the balance and its target bands for programs."""

from typing import Any

from rest_framework import serializers

from portal.domain.wording import gettext as _
from portal.serializers.inputs import InputSerializer
from portfolio.domain.balance import Band, Bands, Holding, Horizon, Measure, Verdict
from portfolio.domain.buckets import Bucket
from portfolio.selectors.awaited import Awaited
from portfolio.selectors.balance import Balance, Cells, Targets
from portfolio.serializers.awaited import AwaitedSerializer, awaited_data


class HoldingSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    planned_cost = serializers.DecimalField(
        max_digits=20, decimal_places=2, allow_null=True, help_text="Null where none is planned."
    )
    costed = serializers.IntegerField(help_text="How many have a planned cost.")
    planned_benefit = serializers.DecimalField(max_digits=20, decimal_places=2, allow_null=True)
    benefited = serializers.IntegerField(help_text="How many have a planned benefit.")
    value = serializers.FloatField(allow_null=True, help_text="Mean of what has one, 0 to 100.")
    valued = serializers.IntegerField(help_text="How many have a value.")


class BalanceCellSerializer(HoldingSerializer):
    bucket = serializers.ChoiceField(choices=[each.value for each in Bucket])
    horizon = serializers.ChoiceField(choices=[each.value for each in Horizon])


class BalanceDomainSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_alone = serializers.BooleanField(help_text="Whether domains beneath it have their own row.")
    cells = BalanceCellSerializer(many=True)


class BucketBalanceSerializer(serializers.Serializer[object]):
    bucket = serializers.ChoiceField(choices=[each.value for each in Bucket])
    share = serializers.FloatField(allow_null=True, help_text="Of the measure, 0 to 1.")
    low = serializers.FloatField()
    high = serializers.FloatField()
    verdict = serializers.ChoiceField(choices=[each.value for each in Verdict], allow_null=True)
    sentence = serializers.CharField()


class BandSerializer(serializers.Serializer[object]):
    bucket = serializers.ChoiceField(choices=[each.value for each in Bucket])
    low = serializers.FloatField(min_value=0, max_value=1)
    high = serializers.FloatField(min_value=0, max_value=1)


class BalanceTargetsSerializer(serializers.Serializer[object]):
    version = serializers.IntegerField(help_text="0 for the bands that ship.")
    bands = BandSerializer(many=True)
    reason = serializers.CharField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField(allow_null=True)


class BandInputSerializer(InputSerializer, BandSerializer):
    pass


class BalanceTargetsInputSerializer(InputSerializer):
    bands = BandInputSerializer(many=True)
    reason = serializers.CharField(max_length=2000)

    def validate_bands(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse bands that leave a bucket out or name one twice."""
        named = [each["bucket"] for each in said]
        if sorted(named) != sorted(bucket.value for bucket in Bucket):
            raise serializers.ValidationError(_("Give one band for each bucket."))
        return said


class MissingDataWorkSerializer(serializers.Serializer[object]):
    title = serializers.CharField()
    use_cases = serializers.IntegerField(help_text="How many wait for it.")


class CrowdingOutSerializer(serializers.Serializer[object]):
    sentence = serializers.CharField()
    share = serializers.FloatField()
    is_money = serializers.BooleanField()
    visible = serializers.IntegerField()
    waiting = serializers.IntegerField()
    missing = MissingDataWorkSerializer(many=True)


class BalanceSerializer(serializers.Serializer[object]):
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
    measure = serializers.ChoiceField(choices=[each.value for each in Measure])
    buckets = BucketBalanceSerializer(many=True)
    all = HoldingSerializer()
    cells = BalanceCellSerializer(many=True)
    domains = BalanceDomainSerializer(many=True)
    targets_version = serializers.IntegerField()
    crowding_out = CrowdingOutSerializer(
        allow_null=True, help_text="Null where there is no reason to warn."
    )


def balance_data(found: Balance, awaited: Awaited | None) -> dict[str, Any]:
    """Return the body of the balance."""
    crowding = found.crowding
    return {
        "measure": found.measure,
        "awaited": awaited_data(awaited),
        "buckets": [
            {
                "bucket": each.bucket,
                "share": each.share,
                "low": each.band.low,
                "high": each.band.high,
                "verdict": each.verdict,
                "sentence": each.sentence,
            }
            for each in found.buckets
        ],
        "all": _holding(found.all),
        "cells": _cells(found.cells),
        "domains": [
            {
                "id": each.domain_id,
                "name": each.name,
                "is_alone": each.is_alone,
                "cells": _cells(each.cells),
            }
            for each in found.domains
        ],
        "targets_version": found.targets.version,
        "crowding_out": crowding
        and {
            "sentence": crowding.found.sentence,
            "share": crowding.found.share,
            "is_money": crowding.found.is_money,
            "visible": crowding.found.visible,
            "waiting": crowding.found.waiting,
            "missing": [{"title": title, "use_cases": count} for title, count in crowding.missing],
        },
    }


def targets_data(targets: Targets) -> dict[str, Any]:
    """Return the body of the bands in force."""
    return {
        "version": targets.version,
        "bands": [
            {"bucket": bucket, "low": targets.bands[bucket].low, "high": targets.bands[bucket].high}
            for bucket in Bucket
        ],
        "reason": targets.reason,
        "created_by": targets.created_by,
        "created_at": targets.created_at,
    }


def as_bands(said: list[dict[str, Any]]) -> Bands:
    """Return the bands a program sent."""
    return {Bucket(each["bucket"]): Band(each["low"], each["high"]) for each in said}


def _cells(cells: Cells) -> list[dict[str, Any]]:
    return [
        {"bucket": bucket, "horizon": horizon, **_holding(cells[bucket, horizon])}
        for horizon in Horizon
        for bucket in Bucket
        if (bucket, horizon) in cells
    ]


def _holding(held: Holding) -> dict[str, Any]:
    return {
        "count": held.count,
        "planned_cost": f"{held.cost:.2f}" if held.costed else None,
        "costed": held.costed,
        "planned_benefit": f"{held.benefit:.2f}" if held.benefited else None,
        "benefited": held.benefited,
        "value": held.amount(Measure.VALUE),
        "valued": held.valued,
    }
