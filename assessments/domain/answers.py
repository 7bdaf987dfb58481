"""Answers: what can be said to a question, and what comes of it; nothing said is not nought."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Answered:
    """A level was given; it may lie between two when a split room settled there."""

    level: float


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody has answered yet."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The capability does not apply to this scope, for a stated reason; it leaves the sums."""

    reason: str


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The question was met and cannot be answered: no level, and still part of what applies."""


type Answer = Answered | Unanswered | NotApplicable | DontKnow


class Missing(StrEnum):
    """Why there is no score."""

    UNANSWERED = "unanswered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    INCOMPLETE = "incomplete"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _(_MISSING_SENTENCES[self])


_MISSING_SENTENCES = {
    Missing.UNANSWERED: gettext_noop("Not answered yet."),
    Missing.DONT_KNOW: gettext_noop("Those asked could not say."),
    Missing.NOT_APPLICABLE: gettext_noop("Does not apply here."),
    Missing.INCOMPLETE: gettext_noop(
        "Some capabilities have no answer, so the weakest is not known."
    ),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A score on the framework's scale."""

    value: float


@dataclass(frozen=True, slots=True)
class NotScored:
    """No score, and why. It is never a number: an unanswered question is not a zero."""

    reason: Missing


type Outcome = Scored | NotScored
