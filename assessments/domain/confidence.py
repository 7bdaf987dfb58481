"""Confidence: how sure somebody is of what they answered; nobody has to say."""

from dataclasses import dataclass
from enum import IntEnum

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Confidence(IntEnum):
    """How sure somebody is, from a guess upwards."""

    GUESS = 1
    FAIRLY_SURE = 2
    CERTAIN = 3

    @property
    def label(self) -> str:
        """The confidence in words."""
        return _(_LABELS[self])


@dataclass(frozen=True, slots=True)
class Unsaid:
    """They do not say how sure they are, or took back what they said about it."""


_LABELS = {
    Confidence.GUESS: gettext_noop("A guess"),
    Confidence.FAIRLY_SURE: gettext_noop("Fairly sure"),
    Confidence.CERTAIN: gettext_noop("Certain"),
}
