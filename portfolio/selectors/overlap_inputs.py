"""What the comparison of the whole portfolio rests on."""

import hashlib
from collections.abc import Iterable, Mapping

from portfolio.domain.likeness import Text
from portfolio.domain.use_cases import folded
from portfolio.models import UseCase


def compared_texts() -> list[Text]:
    """Return what is compared of every use case that is not archived, by key; one query."""
    rows = UseCase.objects.active().order_by("pk")
    return [text_of(*row) for row in rows.values_list("pk", "title", "outcome", "problem")]


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
