"""Use cases that two domains put in much the same words, and the pair they make."""

from portal.models import Domain
from portfolio.models import OverlapPair, UseCase
from portfolio.services.overlap_runs import compare_portfolio
from tests.builders import NOW, make_use_case

SLOTS = {
    "title": "Dynamic delivery slots",
    "outcome": "Vans leave full because customers choose the hours that fill them.",
}
SLOTS_AGAIN = {
    "title": "Dynamic delivery time slots",
    "outcome": "Vans leave full because customers choose hours that fill them better.",
}
RAIL = {
    "title": "Rail damage seen from the train",
    "outcome": "Cracks are found before they break.",
}


def twins(one: Domain, two: Domain, **fields: object) -> tuple[UseCase, UseCase]:
    first = make_use_case(domain=one, **(SLOTS | fields))
    second = make_use_case(domain=two, **(SLOTS_AGAIN | fields))
    return first, second


def found_pair(one: Domain, two: Domain, **fields: object) -> OverlapPair:
    first, second = twins(one, two, **fields)
    compare_portfolio(at=NOW)
    return OverlapPair.objects.get(first=first, second=second)


def stored_pair(one: Domain, two: Domain, *, entry_score: float | None = None) -> OverlapPair:
    """The same pair as if it had been found, without a comparison."""
    first, second = twins(one, two)
    return OverlapPair.objects.create(
        first=first,
        second=second,
        score=0.86,
        name_score=0.9,
        purpose_score=0.82,
        name_words=["delivery", "dynamic", "slots"],
        purpose_words=["customers"],
        texts_digest="0" * 64,
        found_at=NOW,
        entry_score=entry_score,
    )
