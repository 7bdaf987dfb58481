"""Frameworks: layers of capabilities, each with described levels and the steps between them."""

from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.framework_findings import Problem
from assessments.domain.questions import Option, Question, degrees_of_conformity
from assessments.domain.scales import Scale
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext


class ScoringRule(StrEnum):
    """How answers become a capability's score."""

    LEVELS = "levels"
    """The answer names a level, and that level is the score."""
    SAMM = "samm"
    """Each level has its questions; a level counts the mean of them, and levels add up."""
    STAGED = "staged"
    """Each level has its questions; it is reached when all of them, and all below, are a yes."""
    CONFORMITY = "conformity"
    """A requirement is met, partly met or not met; no level is made of that."""

    @property
    def asks_by_level(self) -> bool:
        """Whether a capability has questions for each of its levels, not one for all."""
        return self in {ScoringRule.SAMM, ScoringRule.STAGED}


class Subject(StrEnum):
    """What a framework is applied to."""

    DOMAIN = "domain"
    """A business domain of the organisation."""
    PARTNER = "partner"
    """A vendor or another partner outside it."""


class FrameworkInvalid(Invalid):
    """The data does not describe a framework that can be used.

    Parameters
    ----------
    problems
        Everything that is wrong, in the order of the file.
    """

    code = "framework_invalid"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        sentence = ngettext(
            "The framework cannot be used: {count} problem. The first, at {path}: {first}",
            "The framework cannot be used: {count} problems. The first, at {path}: {first}",
            len(problems),
            path=first.path,
            first=first.sentence,
        )
        super().__init__(
            sentence,
            fields={problem.path: problem.sentence for problem in reversed(problems)},
        )
        self.problems = problems


class NotInFramework(Invalid):
    """The framework has no layer or capability with that key."""

    code = "not_in_framework"


def no_capability(title: str, key: str) -> str:
    """Say that a framework has no such capability.

    Parameters
    ----------
    title
        The framework's title.
    key
        What was asked for.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> no_capability("Small", "lineage")
    '“Small” has no capability “lineage”.'
    """
    return _("“{framework}” has no capability “{key}”.", framework=title, key=key)


def no_question(title: str, key: str) -> str:
    """Say that a framework asks no such question.

    Parameters
    ----------
    title
        The framework's title.
    key
        What was asked for.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> no_question("Small", "lineage")
    '“Small” has no question “lineage”.'
    """
    return _("“{framework}” has no question “{key}”.", framework=title, key=key)


@dataclass(frozen=True, slots=True)
class Level:
    """What is true of a capability at one level of the scale."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """The work that takes a capability from one level to the next.

    Parameters
    ----------
    from_level, to_level
        The level it starts from and the one above.
    title, text
        What to do, in a phrase and in full.
    effort
        1 (a few days of one person) to 5 (a programme of its own).
    weeks
        How long it usually takes.
    who
        The role that does it.
    unlocks
        Keys of the capabilities that get easier once this is done.
    """

    from_level: int
    to_level: int
    title: str
    text: str
    effort: int
    weeks: int
    who: str
    unlocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing an organisation can do more or less well, and what is asked about it.

    Parameters
    ----------
    key, title
        What it is stored under, and what it is called.
    question
        What it is about, as one question.
    weight
        How much it counts within its layer.
    levels, steps
        Its described levels and the steps between them; rules that ask level by level, and
        conformity, may do without.
    practice
        The heading under which it stands within its layer; empty for none.
    questions
        What is asked, where that is more than ``question``; see `Framework.questions_of`.
    """

    key: str
    title: str
    question: str
    weight: float
    levels: tuple[Level, ...]
    steps: tuple[Step, ...]
    practice: str = ""
    questions: tuple[Question, ...] = ()

    def step_from(self, level: int) -> Step | None:
        """Give the step that leaves a level, or None from the highest.

        Parameters
        ----------
        level
            A whole level.

        Returns
        -------
        Step or None
            The step to the next level.

        Examples
        --------
        >>> step = Step(1, 2, "Name owners", "Each data set gets one.", 2, 6, "Data lead", ())
        >>> capability = Capability("owners", "Owners", "Who owns data?", 1.0, (), (step,))
        >>> capability.step_from(1).title, capability.step_from(2)
        ('Name owners', None)
        """
        return next((step for step in self.steps if step.from_level == level), None)


@dataclass(frozen=True, slots=True)
class Layer:
    """A group of capabilities, and the layers it cannot do without."""

    key: str
    title: str
    summary: str
    stands_on: tuple[str, ...]
    capabilities: tuple[Capability, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """A maturity model at one version: layers, capabilities and described levels."""

    key: str
    version: str
    title: str
    summary: str
    rule: ScoringRule
    scale: Scale
    layers: tuple[Layer, ...]
    subject: Subject = Subject.DOMAIN

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the framework."""
        return tuple(question for each in self.capabilities for question in self.questions_of(each))

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """Every capability, in the order of the framework."""
        return tuple(capability for layer in self.layers for capability in layer.capabilities)

    @property
    def stands_on(self) -> dict[str, tuple[str, ...]]:
        """Layer key to the keys of the layers it stands on."""
        return {layer.key: layer.stands_on for layer in self.layers}

    def layer(self, key: str) -> Layer:
        """Look a layer up by its key.

        Parameters
        ----------
        key
            The layer's key.

        Returns
        -------
        Layer
            The layer.

        Raises
        ------
        NotInFramework
            When there is none.
        """
        for layer in self.layers:
            if layer.key == key:
                return layer
        sentence = _("“{framework}” has no layer “{key}”.", framework=self.title, key=key)
        raise NotInFramework(sentence)

    def capability(self, key: str) -> Capability:
        """Look a capability up by its key.

        Parameters
        ----------
        key
            The capability's key.

        Returns
        -------
        Capability
            The capability.

        Raises
        ------
        NotInFramework
            When there is none.
        """
        for capability in self.capabilities:
            if capability.key == key:
                return capability
        raise NotInFramework(no_capability(self.title, key))

    def questions_of(self, capability: Capability) -> tuple[Question, ...]:
        """Give the questions that are asked about a capability.

        Parameters
        ----------
        capability
            A capability of this framework.

        Returns
        -------
        tuple of Question
            Its own; where it lists none, the one whose options are the levels of the scale, or
            the three degrees of conformity, under the capability's own key.

        Examples
        --------
        >>> owners = Capability("owners", "Owners", "Who owns data?", 1.0, (), ())
        >>> scale = Scale(0, 1, ("no", "yes"))
        >>> small = Framework("s", "1", "S", "Small.", ScoringRule.CONFORMITY, scale, ())
        >>> [option.label for option in small.questions_of(owners)[0].options]
        ['Not met', 'Partly met', 'Met']
        """
        if capability.questions:
            return capability.questions
        if self.rule is ScoringRule.CONFORMITY:
            return (Question(capability.key, capability.question, degrees_of_conformity()),)
        texts = {level.level: level.text for level in capability.levels}
        options = tuple(
            Option(level, self.scale.name(level), float(level), texts.get(level, ""))
            for level in self.scale.levels
        )
        return (Question(capability.key, capability.question, options),)

    def question(self, key: str) -> Question:
        """Look a question up by its key.

        Parameters
        ----------
        key
            The question's key.

        Returns
        -------
        Question
            The question.

        Raises
        ------
        NotInFramework
            When there is none.
        """
        asked = self.questions_of(self.capability_asked_by(key))
        return next(question for question in asked if question.key == key)

    def capability_asked_by(self, question_key: str) -> Capability:
        """Find the capability that a question is about.

        Parameters
        ----------
        question_key
            The question's key.

        Returns
        -------
        Capability
            The capability.

        Raises
        ------
        NotInFramework
            When nothing is asked under that key.
        """
        for capability in self.capabilities:
            keys = [question.key for question in capability.questions] or [capability.key]
            if question_key in keys:
                return capability
        raise NotInFramework(no_question(self.title, question_key))

    def layer_of(self, capability_key: str) -> Layer:
        """Find the layer that a capability belongs to.

        Parameters
        ----------
        capability_key
            The capability's key.

        Returns
        -------
        Layer
            Its layer.

        Raises
        ------
        NotInFramework
            When no layer has such a capability.
        """
        for layer in self.layers:
            if any(capability.key == capability_key for capability in layer.capabilities):
                return layer
        raise NotInFramework(no_capability(self.title, capability_key))
