"""Reading the places of a use case as numbers: in the portfolio, its bucket and its domain."""

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio.models import UseCase


@dataclass(frozen=True, slots=True)
class PlaceNumbers:
    """One place.

    Attributes
    ----------
    rank
        Which it is.
    low, high
        Between which it lies in nine of ten draws of the weights.
    tied_with
        How many others share it.
    """

    rank: int
    low: int | None
    high: int | None
    tied_with: int


@dataclass(frozen=True, slots=True)
class StandingPlaces:
    """Its places; ``None`` where it has none."""

    overall: PlaceNumbers | None
    in_bucket: PlaceNumbers | None
    in_domain: PlaceNumbers | None


def standing_places(use_case: UseCase, counts: Mapping[str, int]) -> StandingPlaces:
    """Return the places of a use case; no query.

    Parameters
    ----------
    use_case
        The row.
    counts
        How many hold each of its places, itself among them: "level", "bucket" and "domain".
    """
    row = use_case
    return StandingPlaces(
        overall=_numbers(row.rank, row.rank_low, row.rank_high, counts.get("level")),
        in_bucket=_numbers(
            row.bucket_rank, row.bucket_rank_low, row.bucket_rank_high, counts.get("bucket")
        ),
        in_domain=_numbers(
            row.domain_rank, row.domain_rank_low, row.domain_rank_high, counts.get("domain")
        ),
    )


def _numbers(
    rank: int | None, low: int | None, high: int | None, holders: int | None
) -> PlaceNumbers | None:
    if rank is None:
        return None
    return PlaceNumbers(rank, low, high, max(0, (holders or 1) - 1))
