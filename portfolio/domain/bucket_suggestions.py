"""Suggested buckets: what the words of a description say for each bucket, and how much."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain import evidence_words
from portfolio.domain.buckets import Bucket, BucketDecision, DecisionSource

_WORDS: Final[Mapping[Bucket, tuple[str, ...]]] = {
    Bucket.EFFICIENCY: evidence_words.EFFICIENCY,
    Bucket.AUGMENTATION: evidence_words.AUGMENTATION,
    Bucket.TRANSFORMATION: evidence_words.TRANSFORMATION,
}
# One group for each entry, so that a match tells by its number which entry was found.
_PATTERNS: Final = {
    bucket: re.compile(
        rf"(?<!\w)(?:{'|'.join(f'({stem})' for stem in stems)})(?!\w)", re.IGNORECASE
    )
    for bucket, stems in _WORDS.items()
}


def _evidence(bucket: Bucket, text: str) -> tuple[str, ...]:
    first: dict[int | None, str] = {}
    for match in _PATTERNS[bucket].finditer(text):
        first.setdefault(match.lastindex, match.group().lower())
    return tuple(first.values())


class Confidence(StrEnum):
    """How much speaks for a suggestion."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"

    @property
    def label(self) -> str:
        """The confidence as a reader sees it."""
        return _(_CONFIDENCES[self])


_CONFIDENCES: Final = {
    Confidence.STRONG: gettext_noop("Strong"),
    Confidence.FAIR: gettext_noop("Fair"),
    Confidence.WEAK: gettext_noop("Weak"),
}


@dataclass(frozen=True, slots=True)
class Support:
    """What a description says for a bucket, and what it says for the others.

    Attributes
    ----------
    bucket
        The bucket in question.
    words
        The evidence words of each bucket that were found, each counted once.
    """

    bucket: Bucket
    words: Mapping[Bucket, tuple[str, ...]]

    @property
    def share(self) -> float:
        """What speaks for the bucket, of all that was found and one doubt; from 0 to below 1.

        Notes
        -----
        ``k / (n + 1)`` with ``k`` evidence words of ``n``: the doubt keeps a single word from
        counting as certainty. A convention of this portal, not a probability.
        """
        found = sum(len(words) for words in self.words.values())
        return len(self.words[self.bucket]) / (found + 1)

    @property
    def confidence(self) -> Confidence:
        """Strong from two thirds, fair from four tenths, weak below."""
        if self.share >= STRONG_FROM:
            return Confidence.STRONG
        return Confidence.FAIR if self.share >= FAIR_FROM else Confidence.WEAK

    @property
    def against(self) -> tuple[tuple[Bucket, tuple[str, ...]], ...]:
        """The other buckets that something speaks for, with those words."""
        others = ((bucket, words) for bucket, words in self.words.items() if words)
        return tuple(each for each in others if each[0] is not self.bucket)


STRONG_FROM: Final = 2 / 3
FAIR_FROM: Final = 0.4


def support(text: str, bucket: Bucket) -> Support:
    """Say what a description holds for and against a bucket.

    Parameters
    ----------
    text
        Title, problem and outcome in one.
    bucket
        The bucket in question, usually the one that was suggested.

    Returns
    -------
    Support
        With every evidence word that was found.

    Examples
    --------
    >>> found = support("Recommends parts, forecasts demand, automates orders", Bucket.AUGMENTATION)
    >>> found.share, found.confidence.label
    (0.5, 'Fair')
    """
    return Support(bucket, {each: _evidence(each, text) for each in Bucket})


def suggest(text: str) -> BucketDecision:
    """Suggest a bucket from a description, for rows whose author was not asked.

    Parameters
    ----------
    text
        Title, problem and outcome in one.

    Returns
    -------
    BucketDecision
        The bucket most of the different evidence words speak for. On a tie the smaller claim
        wins and the other bucket is named as an alternative; without any evidence word it is
        efficiency, and the reason says so.

    Examples
    --------
    >>> suggest("Recommends spare parts and forecasts demand").evidence
    ('recommends', 'forecasts')
    >>> suggest("Chatbot").reason
    'No evidence words found, so it counts as efficiency until somebody says otherwise.'
    """
    found = {bucket: _evidence(bucket, text) for bucket in Bucket}
    most = max(len(words) for words in found.values())
    if most == 0:
        return BucketDecision(
            bucket=Bucket.EFFICIENCY,
            reason=_(
                "No evidence words found, so it counts as efficiency until somebody says otherwise."
            ),
            source=DecisionSource.SUGGESTION,
            alternatives=(Bucket.AUGMENTATION, Bucket.TRANSFORMATION),
        )
    bucket, *alternatives = (bucket for bucket in Bucket if len(found[bucket]) == most)
    said = _("The description says {words}.", words=", ".join(found[bucket]))
    return BucketDecision(
        bucket=bucket,
        reason=" ".join(filter(None, (said, _tie(alternatives)))),
        source=DecisionSource.SUGGESTION,
        evidence=found[bucket],
        alternatives=tuple(alternatives),
    )


def _tie(alternatives: Sequence[Bucket]) -> str:
    if not alternatives:
        return ""
    first, *rest = (bucket.word for bucket in alternatives)
    others = _("{first} and {second}", first=first, second=rest[0]) if rest else first
    return _("As much speaks for {buckets}.", buckets=others)
