"""Suggestions: techniques and ratings that a foreign file's own answers speak for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from portal.domain.packed import packed_by_field
from portal.domain.wording import gettext as _
from portfolio.domain.import_cells import plain, quoted
from portfolio.domain.techniques import Technique


@dataclass(frozen=True, slots=True)
class ValueTable:
    """What the words of a column mean.

    Attributes
    ----------
    exact
        Plain words to meaning.
    beginnings
        Plain beginnings to meaning, the longest first; they apply when no exact word does.
    """

    exact: Mapping[str, str]
    beginnings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, entries: Mapping[str, str]) -> "ValueTable":
        """Build the table from words as people write them; a trailing ``*`` leaves the end open.

        Examples
        --------
        >>> table = ValueTable.of({"Yes": "5", "Documented*": "4", "*": "1"})
        >>> table.look_up("yes "), table.look_up("documented: mostly"), table.look_up("Hm")
        ('5', '4', '1')
        """
        open_ended = {plain(key[:-1]): value for key, value in entries.items() if key.endswith("*")}
        exact = {plain(key): value for key, value in entries.items() if not key.endswith("*")}
        return cls(exact, tuple(sorted(open_ended.items(), key=lambda pair: (-len(pair[0]), pair))))

    def look_up(self, text: str) -> str | None:
        """Return the meaning of a text, or None when the table does not know it."""
        name = plain(text)
        if name in self.exact:
            return self.exact[name]
        return next((value for start, value in self.beginnings if name.startswith(start)), None)


@packed_by_field
@dataclass(frozen=True, slots=True)
class TechniqueSuggestion:
    """A technique that words of the description speak for.

    Attributes
    ----------
    technique
        What the use case may be made of.
    words
        The words that were found.
    """

    technique: Technique
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TechniqueWords:
    """Words that speak for a technique, each with a finder compiled once."""

    finders: tuple[tuple[Technique, Callable[[str], list[str]]], ...] = ()

    @classmethod
    def of(cls, words: Mapping[Technique, Sequence[str]]) -> "TechniqueWords":
        """Build the finders; a trailing ``*`` in a word leaves its end open."""
        return cls(tuple((technique, finder(tuple(listed))) for technique, listed in words.items()))

    def suggest(self, text: str) -> tuple[TechniqueSuggestion, ...]:
        """List the techniques a text speaks for, in the order they were given.

        Examples
        --------
        >>> words = TechniqueWords.of({Technique.VISION: ["image*", "camera"]})
        >>> words.suggest("Finds cracks in images from a camera")[0].words
        ('images', 'camera')
        """
        found = []
        for technique, find in self.finders:
            words = tuple(dict.fromkeys(word.lower() for word in find(text)))
            if words:
                found.append(TechniqueSuggestion(technique, words))
        return tuple(found)


@packed_by_field
@dataclass(frozen=True, slots=True)
class RatingSuggestion:
    """A rating that the file's own answers speak for; a person confirms or changes it.

    Attributes
    ----------
    criterion
        Key of the criterion.
    score
        0 to 5.
    evidence
        Which answer speaks for it, fit for the reader.
    """

    criterion: str
    score: int
    evidence: str


@dataclass(frozen=True, slots=True)
class RatingRule:
    """One answer that speaks for a rating of one criterion.

    Attributes
    ----------
    criterion
        Key of the criterion.
    column
        The column that is read.
    scores
        Answers to scores, as texts; an answer that maps to "none" says nothing.
    find
        Finder of words in a long text, each worth `score`, or None.
    score
        The score when a word is found.
    conditions
        Columns and the answers they must have for the rule to apply.
    """

    criterion: str
    column: str
    scores: ValueTable
    find: Callable[[str], list[str]] | None = None
    score: int = 0
    conditions: tuple[tuple[str, ValueTable], ...] = ()

    @classmethod
    def of(cls, criterion: str, rule: Mapping[str, Any]) -> "RatingRule":
        """Build the rule from a checked entry of a mapping file."""
        words = rule.get("words")
        when = rule.get("when", {})
        return cls(
            criterion=criterion,
            column=rule["column"],
            scores=ValueTable.of(
                {key: str(score) for key, score in rule.get("values", {}).items()}
            ),
            find=finder(tuple(words)) if words else None,
            score=rule.get("score", 0),
            conditions=tuple(
                (column, ValueTable.of(dict.fromkeys(answers, "yes")))
                for column, answers in when.items()
            ),
        )

    def apply(self, answers: Mapping[str, str]) -> RatingSuggestion | None:
        """Return the suggestion the answers of a row speak for, or None."""
        answer = answers.get(self.column, "")
        if not answer or not all(
            name in answers and table.look_up(answers[name]) for name, table in self.conditions
        ):
            return None
        label = self.column.replace("_", " ").capitalize()
        if self.find is not None:
            words = tuple(dict.fromkeys(word.lower() for word in self.find(answer)))
            evidence = _("{column} mentions {words}.", column=label, words=", ".join(words))
            return RatingSuggestion(self.criterion, self.score, evidence) if words else None
        score = self.scores.look_up(answer)
        if score is None or score == "none":
            return None
        return RatingSuggestion(self.criterion, int(score), f"{label}: {quoted(answer)}.")


def suggest_ratings(
    rules: Sequence[RatingRule], answers: Mapping[str, str]
) -> tuple[RatingSuggestion, ...]:
    """Suggest at most one rating per criterion: the first rule that speaks wins.

    Parameters
    ----------
    rules
        The rules in their order.
    answers
        Column to cleaned answer, without answers that say nothing.

    Returns
    -------
    tuple of RatingSuggestion
        One per criterion that something speaks for.

    Examples
    --------
    >>> rule = RatingRule.of("skills", {"column": "built_by", "values": {"our own team": 4}})
    >>> suggest_ratings([rule], {"built_by": "Our own team"})[0].evidence
    'Built by: “Our own team”.'
    """
    found: dict[str, RatingSuggestion] = {}
    for rule in rules:
        if rule.criterion not in found:
            suggestion = rule.apply(answers)
            if suggestion is not None:
                found[rule.criterion] = suggestion
    return tuple(found.values())


@lru_cache
def finder(words: tuple[str, ...]) -> Callable[[str], list[str]]:
    """Compile a search for whole words.

    Parameters
    ----------
    words
        Words or phrases; a trailing ``*`` leaves the end open.

    Returns
    -------
    callable
        Text to the words found in it.

    Examples
    --------
    >>> finder(("fraud*", "claim"))("Fraudulent claims and a claim")
    ['Fraudulent', 'claim']
    """
    patterns = [
        re.escape(word.rstrip("*")).replace(r"\ ", r"[\s-]+")
        + (r"\w*" if word.endswith("*") else "")
        for word in words
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE).findall
