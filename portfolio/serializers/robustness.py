"""The shapes of robustness runs for programs."""

from typing import Any, Final

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.counted_shares import CountedShare
from portfolio.domain.robustness_runs import SPREADS, TOPS, RunSettings, WeightKind
from portfolio.selectors.robustness import ResultRow, RunRow
from portfolio.serializers.awaited import AwaitedSerializer

KINDS = [each.value for each in WeightKind]
#: Ten thousand draws tell a share in per cent to two decimals, and its interval a little finer.
DECIMALS: Final = 3


class RobustnessInputSerializer(InputSerializer):
    weights = serializers.ChoiceField(choices=KINDS, default=WeightKind.WITHIN.value)
    spread = serializers.IntegerField(
        min_value=SPREADS[0],
        max_value=SPREADS[-1],
        default=RunSettings().spread,
        help_text="Points of a hundred each weight may lie from the model's, near the model's.",
    )
    top = serializers.IntegerField(min_value=TOPS[0], max_value=TOPS[-1], default=RunSettings().top)


class RobustnessRequestedSerializer(serializers.Serializer[object]):
    run = serializers.IntegerField()
    job = serializers.UUIDField(help_text="The job that carries it out; see /jobs/.")


class RobustnessRunSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    words = serializers.CharField(help_text="Which weights it varied.")
    top = serializers.IntegerField()
    draws = serializers.IntegerField()
    pair_draws = serializers.IntegerField(
        help_text="In how many of the draws every pair of use cases was compared."
    )
    pairs = serializers.CharField(help_text="How pairs were compared, as a sentence.")
    alpha = serializers.FloatField(
        help_text="How value counts against feasibility, 0 to 1; the same in every draw."
    )
    fixed = serializers.CharField(help_text="What stays as the model says, as a sentence.")
    seed = serializers.IntegerField()
    model_version = serializers.IntegerField()
    compared = serializers.IntegerField()
    half_width = serializers.FloatField(help_text="Points of a hundred a share may be off.")
    finished_at = serializers.DateTimeField()
    is_stale = serializers.BooleanField(help_text="Whether the ranking has changed since.")


class RobustnessResultSerializer(serializers.Serializer[object]):
    use_case = serializers.IntegerField()
    title = serializers.CharField()
    place = serializers.IntegerField()
    top_share = serializers.FloatField(help_text="Per cent of the weights drawn.")
    top_lower = serializers.FloatField(
        help_text="Per cent; the true share lies between lower and upper, 19 times in 20."
    )
    top_upper = serializers.FloatField()
    top_half_width = serializers.FloatField(help_text="Half of what lies between them.")
    first_share = serializers.FloatField()
    first_lower = serializers.FloatField()
    first_upper = serializers.FloatField()
    first_half_width = serializers.FloatField()
    first_weights = serializers.DictField(
        child=serializers.FloatField(),
        help_text="Mean weights under which it is first; empty where it never is.",
    )
    inseparable_places = serializers.ListField(child=serializers.IntegerField())


class RobustnessSerializer(serializers.Serializer[object]):
    run = RobustnessRunSerializer(allow_null=True)
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer ranking that waits or runs.")
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RobustnessResultSerializer(many=True)


def as_settings(said: dict[str, Any]) -> RunSettings:
    """Return what a program asked for."""
    return RunSettings(kind=WeightKind(said["weights"]), spread=said["spread"], top=said["top"])


def run_data(run: RunRow) -> dict[str, Any]:
    """Return a run as plain data."""
    names = (
        *("words", "top", "draws", "pair_draws", "pairs", "alpha", "fixed", "seed"),
        *("model_version", "compared", "finished_at", "is_stale"),
    )
    told = {name: getattr(run, name) for name in names}
    return {"id": run.pk, **told, "half_width": round(run.half_width, DECIMALS)}


def share_data(name: str, share: CountedShare) -> dict[str, float]:
    """Return a share with its interval as plain data, under the name of what it is a share of."""
    numbers = {
        "share": share.points,
        "lower": share.lower,
        "upper": share.upper,
        "half_width": share.half_width,
    }
    return {f"{name}_{what}": round(number, DECIMALS) for what, number in numbers.items()}


def result_data(row: ResultRow) -> dict[str, Any]:
    """Return what a run says of one use case as plain data."""
    return {
        "use_case": row.pk,
        "title": row.title,
        "place": row.place,
        **share_data("top", row.top),
        **share_data("first", row.first),
        "first_weights": row.first_weights,
        "inseparable_places": list(row.near_places),
    }
