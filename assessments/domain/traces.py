"""Traces: how a number came about, step by step, down to the answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.answers import Answer, Outcome


class TraceRule(StrEnum):
    """How a traced number came from its parts."""

    WEIGHTED_MEAN = "weighted_mean"
    """The mean of the parts that have a score, each counting by its weight."""
    MEAN_OF_LAYERS = "mean_of_layers"
    """The plain mean of the layers that have a score."""
    MEAN_OF_STREAMS = "mean_of_streams"
    """The plain mean of the streams of one level; a stream without an answer counts as nought."""
    SUM_OF_LEVELS = "sum_of_levels"
    """What the levels add up to."""
    HIGHEST_COMPLETE_LEVEL = "highest_complete_level"
    """The highest level up to which every question was answered with yes."""


@dataclass(frozen=True, slots=True)
class FromAnswer:
    """The end of a trace: an answer, and the score it gives.

    Parameters
    ----------
    key
        The question's key.
    weight
        How much it counts in what it is part of.
    outcome
        Its score.
    answer
        What was said.
    """

    key: str
    weight: float
    outcome: Outcome
    answer: Answer


@dataclass(frozen=True, slots=True)
class FromParts:
    """A step of a trace: a number, the rule that made it and what it was made of."""

    key: str
    weight: float
    outcome: Outcome
    rule: TraceRule
    parts: tuple["Trace", ...]


type Trace = FromAnswer | FromParts


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many questions were answered, apply, and exist."""

    answered: int
    applicable: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether everything that applies was answered, and anything was."""
        return self.answered == self.applicable > 0

    def __add__(self, other: "Coverage") -> "Coverage":
        """Count both together."""
        return Coverage(
            self.answered + other.answered,
            self.applicable + other.applicable,
            self.total + other.total,
        )


def leaves(trace: Trace) -> Iterator[FromAnswer]:
    """Walk down to the answers that a number came from.

    Parameters
    ----------
    trace
        The trace of a number.

    Yields
    ------
    FromAnswer
        Each answer, in order.
    """
    if isinstance(trace, FromAnswer):
        yield trace
        return
    for part in trace.parts:
        yield from leaves(part)
