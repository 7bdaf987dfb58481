"""Progress: what a respondent has dealt with, what is left, and where to go on."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessments.domain.answers import Answer, Unanswered
from assessments.domain.frameworks import Framework

MINUTES_PER_ANSWER = 1.25
"""What one question takes a respondent who reads all its levels; our own estimate."""


@dataclass(frozen=True, slots=True)
class LayerProgress:
    """How far a respondent is within one layer."""

    key: str
    done: int
    total: int

    @property
    def left(self) -> int:
        """How many questions are left."""
        return self.total - self.done

    @property
    def percent(self) -> int:
        """Share done, rounded down so that 100 means finished; nothing asked is finished."""
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a respondent is.

    Parameters
    ----------
    layers
        One entry per layer that is asked about, in the order of the framework.
    next_question
        The key of the next unanswered question, or None when nothing is left.
    """

    layers: tuple[LayerProgress, ...]
    next_question: str | None

    @property
    def done(self) -> int:
        """How many questions are dealt with."""
        return sum(layer.done for layer in self.layers)

    @property
    def total(self) -> int:
        """How many questions are asked."""
        return sum(layer.total for layer in self.layers)

    @property
    def left(self) -> int:
        """How many questions are left."""
        return self.total - self.done

    @property
    def percent(self) -> int:
        """Share done, rounded down so that 100 means finished; nothing asked is finished."""
        return 100 * self.done // self.total if self.total else 100

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes, rounded up."""
        return math.ceil(self.left * MINUTES_PER_ANSWER)


def progress(
    framework: Framework,
    answers: Mapping[str, Answer],
    *,
    asked: Collection[str] | None = None,
    after: str | None = None,
) -> Progress:
    """Count what is dealt with and find where to go on.

    Parameters
    ----------
    framework
        The framework that is asked about.
    answers
        Question key to answer; what is left out is unanswered.
    asked
        Keys of the questions put to this respondent; all of them by default.
    after
        Look for the next unanswered question after this one, and from the start again when
        there is none behind it. An unknown key counts as the start.

    Returns
    -------
    Progress
        Counts per layer and overall, and the next question.

    Notes
    -----
    "Don't know" and "not applicable" deal with a question: the respondent has done their part,
    even though neither gives a score.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer, ScoringRule
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.answers import DontKnow
    >>> three = tuple(Capability(key, key, key, 1.0, (), ()) for key in ("a", "b", "c"))
    >>> data = Layer("data", "Data", "What models feed on.", (), three)
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, (data,))
    >>> now = progress(small, {"a": DontKnow()}, after="b")
    >>> now.done, now.left, now.percent, now.next_question
    (1, 2, 33, 'c')
    """
    counts: list[LayerProgress] = []
    order: list[str] = []
    for layer in framework.layers:
        keys = [
            question.key
            for capability in layer.capabilities
            for question in framework.questions_of(capability)
            if asked is None or question.key in asked
        ]
        if keys:
            counts.append(
                LayerProgress(layer.key, sum(_is_done(answers, key) for key in keys), len(keys))
            )
            order.extend(keys)
    start = order.index(after) + 1 if after in order else 0
    ahead = [*order[start:], *order[:start]]
    return Progress(tuple(counts), next((key for key in ahead if not _is_done(answers, key)), None))


def _is_done(answers: Mapping[str, Answer], key: str) -> bool:
    return not isinstance(answers.get(key, Unanswered()), Unanswered)
