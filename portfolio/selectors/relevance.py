"""How well a use case fits the words of a search, as the database works it out."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Case, Expression, F, IntegerField, Value, When
from django.db.models.functions import NullIf, StrIndex
from django.db.models.lookups import LessThan

from portfolio.domain.use_cases import NAME_ENDS, OUTCOME_ENDS, number_of

_WORDS: Final = F("search_text__text")
#: The name before the outcome before the problem; in each the whole word, a beginning, a part.
#: Eight words, the most that count, found in one never outweigh one found in the one before.
_NAME: Final = (900, 800, 700)
_OUTCOME: Final = (60, 50, 40)
_PROBLEM: Final = (3, 2, 1)
_CODE: Final = 10_000


def relevance(words: Sequence[str]) -> Expression:
    """Return what use cases are worth to a search: the higher, the better they fit.

    Only use cases that a search for the words has found have a worth that means something.
    """
    first, *others = (_worth(word) for word in words)
    return sum(others, first)


def _worth(word: str) -> Expression:
    places = (
        NullIf(StrIndex(_WORDS, Value(f" {word} ")), Value(0)),
        NullIf(StrIndex(_WORDS, Value(f" {word}")), Value(0)),
        StrIndex(_WORDS, Value(word)),
    )
    number = number_of(word)
    return Case(
        *([] if number is None else [When(pk=number, then=Value(_CODE))]),
        *(
            When(LessThan(place, StrIndex(_WORDS, Value(end))), then=Value(worth))
            for end, worths in ((NAME_ENDS, _NAME), (OUTCOME_ENDS, _OUTCOME))
            for place, worth in zip(places, worths, strict=True)
        ),
        *(
            When(LessThan(Value(0), place), then=Value(worth))
            for place, worth in zip(places, _PROBLEM, strict=True)
        ),
        default=Value(0),
        output_field=IntegerField(),
    )
