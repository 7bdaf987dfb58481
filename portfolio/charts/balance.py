"""How the portfolio divides among the buckets, as a chart with its finding."""

from typing import Final

from django.conf import settings

from portal.domain.chart_specs.bars import ShareRow, SharesSpec
from portal.domain.chart_specs.figures import BucketMark, Finding
from portal.domain.money import money
from portal.domain.wording import gettext as _
from portfolio.domain.balance import Measure, Verdict
from portfolio.selectors.balance import Balance

DIVIDED: Final = (Measure.COUNT, Measure.COST, Measure.BENEFIT)


def shares_spec(found: Balance) -> SharesSpec:
    """Build a bar for each measure that can be divided; one nobody has planned is left out."""
    rows = [
        ShareRow(
            name=measure.label,
            total=_written(amount, measure),
            amounts=tuple(
                (BucketMark(each.bucket.value), each.holding.amount(measure) or 0.0)
                for each in found.buckets
            ),
        )
        for measure in DIVIDED
        if (amount := found.all.amount(measure)) is not None
    ]
    return SharesSpec(finding(found), tuple(rows))


def finding(found: Balance) -> Finding:
    """Say which buckets lie outside their bands."""
    outside = [each for each in found.buckets if each.verdict not in {None, Verdict.WITHIN}]
    what = found.divided.label
    if not outside:
        strong = _("within its band")
        return Finding(
            _(
                "Of the {what}, every bucket holds a share {within}.",
                what=what.lower(),
                within=strong,
            ),
            strong,
        )
    worst = max(
        outside, key=lambda each: abs(_beyond(each.share or 0.0, each.band.low, each.band.high))
    )
    strong = _("above its band") if worst.verdict is Verdict.ABOVE else _("below its band")
    sentence = _(
        "{bucket} holds {share:.0%} of the {what}, {where} of {low:.0%} to {high:.0%}.",
        bucket=worst.bucket.label,
        share=worst.share or 0.0,
        what=what.lower(),
        where=strong,
        low=worst.band.low,
        high=worst.band.high,
    )
    if len(outside) > 1:
        too = _("Another bucket lies outside its band too.")
        if len(outside) > 2:
            too = _("The other two lie outside their bands too.")
        sentence = f"{sentence} {too}"
    return Finding(sentence, strong)


def _beyond(share: float, low: float, high: float) -> float:
    return share - high if share > high else share - low


def _written(amount: float, measure: Measure) -> str:
    if measure is Measure.COUNT:
        return f"{amount:,.0f}"
    return money(amount, settings.CURRENCY)
