"""How well a use case fits the words of a search, as the database works it out."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

from portfolio.domain.use_cases import NAME_ENDS, OUTCOME_ENDS, number_of

#: The name before the outcome before the problem; in each the whole word, a beginning, a part.
#: Eight words, the most that count, found in one never outweigh one found in the one before.
_NAME: Final = (900, 800, 700)
_OUTCOME: Final = (60, 50, 40)
_PROBLEM: Final = (3, 2, 1)
_CODE: Final = 10_000

#: What finds a piece in a text: the place where it begins, counted from 1, or 0.
_PLACES: Final = {"postgresql": "STRPOS", "sqlite": "INSTR"}


class Relevance(Func):
    """What a use case is worth to a search: the higher, the better it fits.

    Only use cases that a search for the words has found have a worth that means something. It is
    one expression, because Django would look at each of the fifty in it several times.
    """

    output_field = IntegerField()

    def __init__(self, *words: str, **extra: Any) -> None:
        super().__init__(F("pk"), F("search_text__text"), **extra)
        self._words = words

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return the sum over all words, and the pieces that are looked for in its order."""
        key, text = (compiler.compile(each)[0] for each in self.get_source_expressions())
        place = f"{_PLACES[connection.vendor]}({text}, %s)"
        worths: list[str] = []
        pieces: list[str] = []
        for word in self._words:
            number = number_of(word)
            is_meant = "" if number is None else f" WHEN {key} = {number:d} THEN {_CODE}"
            worths.append(f"CASE{is_meant}{_cases(place)} ELSE 0 END")
            pieces += _pieces(word)
        return f"({' + '.join(worths)})", tuple(pieces)


def relevance(words: Sequence[str]) -> Relevance:
    """Return what use cases are worth to a search for some words."""
    return Relevance(*words)


def _cases(place: str) -> str:
    found = f"NULLIF({place}, 0)"
    before = [f" WHEN {found} < {place} THEN {worth}" for worth in (*_NAME, *_OUTCOME)]
    return "".join((*before, *(f" WHEN {place} > 0 THEN {worth}" for worth in _PROBLEM)))


def _pieces(word: str) -> list[str]:
    wholes = (f" {word} ", f" {word}", word)
    before = [
        piece for end in (NAME_ENDS, OUTCOME_ENDS) for whole in wholes for piece in (whole, end)
    ]
    return [*before, *wholes]
