"""What the comparison of the whole portfolio rests on."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.search_words import folded
from portfolio.domain.likeness import Text
from portfolio.domain.listing import Listing
from portfolio.models import UseCase


@dataclass(frozen=True, slots=True)
class ComparedTexts:
    """What is compared of every use case that is not archived.

    Attributes
    ----------
    whole
        All that each says.
    entries
        What the register shows of each, or would show of one that is kept from the house.
    listed
        Keys of those the whole house finds.
    """

    whole: list[Text]
    entries: list[Text]
    listed: frozenset[int]


def compared_texts() -> ComparedTexts:
    """Return what is compared, by key; one query."""
    found = UseCase.objects.active().order_by("pk")
    rows = list(found.values_list("pk", "title", "outcome", "problem", "listing"))
    return ComparedTexts(
        whole=[text_of(*row[:4]) for row in rows],
        entries=[entry_of(*row[:3]) for row in rows],
        listed=frozenset(row[0] for row in rows if row[4] == Listing.HOUSE),
    )


def entry_of(key: int, title: str, outcome: str) -> Text:
    """Return what is compared of one use case for those who find only its entry."""
    return text_of(key, title, outcome, "")


def text_of(key: int, title: str, outcome: str, problem: str) -> Text:
    """Return what is compared of one use case: its title, and what it is for."""
    return Text(key, title, f"{outcome} {problem}".strip())


def digests(texts: Iterable[Text]) -> Mapping[int, str]:
    """Return by key what tells whether a text is still the one that was judged."""
    return {
        text.key: hashlib.sha256(
            f"{folded(text.name)}\0{folded(text.purpose)}".encode()
        ).hexdigest()
        for text in texts
    }


def pair_digest(one: str, two: str) -> str:
    """Return what tells whether a pair is still the one that was judged."""
    return hashlib.sha256(f"{one}{two}".encode()).hexdigest()
