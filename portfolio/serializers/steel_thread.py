"""The shape of the steel thread for programs."""

from typing import Any

from rest_framework import serializers

from portfolio.domain.steel_thread import Test, Verdict
from portfolio.selectors.awaited import Awaited
from portfolio.selectors.steel_thread import ExaminedRow, SteelThread
from portfolio.serializers.awaited import AwaitedSerializer, awaited_data
from portfolio.serializers.use_cases import UseCaseSerializer, row_data


class FindingSerializer(serializers.Serializer[object]):
    test = serializers.ChoiceField(choices=[each.value for each in Test])
    verdict = serializers.ChoiceField(choices=[each.value for each in Verdict])
    sentence = serializers.CharField()


class ToBuildSerializer(serializers.Serializer[object]):
    capability = serializers.CharField()
    title = serializers.CharField()
    level = serializers.FloatField(help_text="The level that counts today.")
    needed = serializers.FloatField()


class ExaminedSerializer(serializers.Serializer[object]):
    use_case = UseCaseSerializer()
    findings = FindingSerializer(many=True)
    to_build = ToBuildSerializer(many=True, help_text="What carrying it would build.")
    why_not = serializers.CharField(help_text="Why it is not the choice; empty for the choice.")


class SteelThreadSerializer(serializers.Serializer[object]):
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
    choice = ExaminedSerializer(allow_null=True, help_text="None when nothing passes every test.")
    runners_up = ExaminedSerializer(many=True)
    fit = serializers.IntegerField(help_text="How many pass every test.")
    looked_at = serializers.IntegerField(help_text="How many were put to the tests.")
    eligible = serializers.IntegerField(help_text="How many could have been.")


def steel_thread_data(found: SteelThread, awaited: Awaited | None) -> dict[str, Any]:
    """Return the body of the recommendation."""
    return {
        "awaited": awaited_data(awaited),
        "choice": None if found.choice is None else _examined(found.choice),
        "runners_up": [_examined(each) for each in found.runners_up],
        "fit": found.fit,
        "looked_at": found.looked_at,
        "eligible": found.eligible,
    }


def _examined(each: ExaminedRow) -> dict[str, Any]:
    return {
        "use_case": row_data(each.row),
        "findings": [
            {"test": one.test, "verdict": one.verdict, "sentence": one.sentence}
            for one in each.examined.findings
        ],
        "to_build": [
            {
                "capability": short.requirement.capability,
                "title": short.title,
                "level": short.counted,
                "needed": short.requirement.level,
            }
            for short in each.examined.to_build
        ],
        "why_not": each.examined.why_not,
    }
