"""Techniques: the kinds of AI a use case is built from."""

from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Technique(StrEnum):
    """What a use case is technically made of; a use case may use several.

    Examples
    --------
    >>> Technique("nlp").label
    'Language'
    """

    PREDICTIVE = "predictive"
    NLP = "nlp"
    VISION = "vision"
    GENERATIVE = "generative"
    AGENTIC = "agentic"
    OPTIMISATION = "optimisation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word a reader sees."""
        return _(LABELS[self])


LABELS: Final = {
    Technique.PREDICTIVE: gettext_noop("Predictive"),
    Technique.NLP: gettext_noop("Language"),
    Technique.VISION: gettext_noop("Vision"),
    Technique.GENERATIVE: gettext_noop("Generative"),
    Technique.AGENTIC: gettext_noop("Agentic"),
    Technique.OPTIMISATION: gettext_noop("Optimisation"),
    Technique.OTHER: gettext_noop("Other"),
}
"""What each technique is called, in the language the code is written in."""
