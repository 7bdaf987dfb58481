"""Techniques: the kinds of AI a use case is built from."""

from enum import StrEnum


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
        return _LABELS[self]


_LABELS = {
    Technique.PREDICTIVE: "Predictive",
    Technique.NLP: "Language",
    Technique.VISION: "Vision",
    Technique.GENERATIVE: "Generative",
    Technique.AGENTIC: "Agentic",
    Technique.OPTIMISATION: "Optimisation",
    Technique.OTHER: "Other",
}
