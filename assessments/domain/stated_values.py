"""Answers as plain values, in the way that files made outside the portal state them."""

from collections.abc import Mapping

from assessments.domain.answers import Answer, Answered, DontKnow, NotApplicable, Unanswered
from assessments.domain.frameworks import Framework, ScoringRule, no_question
from assessments.domain.questions import NoSuchOption, Question
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

NOT_APPLICABLE = "n/a"
DONT_KNOW = "dk"

_WORDS: Mapping[ScoringRule, Mapping[str, float]] = {
    ScoringRule.STAGED: {"yes": 1.0, "no": 0.0},
    ScoringRule.CONFORMITY: {"met": 1.0, "partly": 0.5, "not": 0.0},
}
_LONGEST = 60


class ValuesInvalid(Invalid):
    """Some values answer no question of the framework, or none of its options.

    Parameters
    ----------
    faults
        Question key to one sentence on what is wrong with its value, in the order given.
    """

    code = "values_invalid"

    def __init__(self, faults: Mapping[str, str]) -> None:
        sentence = ngettext(
            "{count} of the answers does not fit the framework.",
            "{count} of the answers do not fit the framework.",
            len(faults),
        )
        super().__init__(sentence, fields=faults)


def answers_from_values(framework: Framework, values: Mapping[str, object]) -> dict[str, Answer]:
    """Read plain values as answers to a framework's questions.

    Parameters
    ----------
    framework
        The framework that was asked about.
    values
        Question key to value: what an option is worth (0, ¼, ½ or 1 under the rule *samm*, the
        level under *levels*), ``True``, ``"yes"`` and the like under *staged*, ``"met"``,
        ``"partly"`` or ``"not"`` under *conformity*; ``None`` where nothing was answered,
        ``"n/a"`` where it does not apply, ``"dk"`` where nobody knows.

    Returns
    -------
    dict
        Question key to answer, ready to be scored.

    Raises
    ------
    ValuesInvalid
        Naming every value that cannot be read.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> asked = (Capability("lineage", "Lineage", "Is it known?", 1.0, (), ()),)
    >>> data = Layer("data", "Data", "What models feed on.", (), asked)
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, (data,))
    >>> answers_from_values(small, {"lineage": 4})
    {'lineage': Answered(level=4)}
    """
    asked = {question.key: question for question in framework.questions}
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for key, value in values.items():
        question = asked.get(key)
        if question is None:
            faults[key] = no_question(framework.title, shortened(key))
            continue
        try:
            answers[key] = _answer(framework.rule, question, value)
        except Invalid as refusal:
            faults[key] = refusal.sentence
    if faults:
        raise ValuesInvalid(faults)
    return answers


def shortened(text: str) -> str:
    """Cut a key that is repeated in a sentence.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        At most sixty characters of it.

    Examples
    --------
    >>> len(shortened("x" * 900))
    60
    """
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _answer(rule: ScoringRule, question: Question, value: object) -> Answer:
    if value is None:
        return Unanswered()
    if isinstance(value, str):
        word = value.strip().lower()
        if word == NOT_APPLICABLE:
            return NotApplicable("")
        if word == DONT_KNOW:
            return DontKnow()
        value = _WORDS.get(rule, {}).get(word, value)
    if isinstance(value, bool) and rule is ScoringRule.STAGED:
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NoSuchOption(_choices(rule, question))
    try:
        return Answered(question.number_of(float(value)))
    # A whole number in a file can be too large for a float.
    except (NoSuchOption, OverflowError) as error:
        raise NoSuchOption(_choices(rule, question)) from error


def _choices(rule: ScoringRule, question: Question) -> str:
    said = [f"{option.value:g}" for option in question.options]
    if rule is ScoringRule.STAGED:
        said += ["true", "false"]
    said += [f'"{word}"' for word in _WORDS.get(rule, {})]
    choices = ", ".join(said)
    return _('An answer here is one of: {choices}; or null, "n/a", "dk".', choices=choices)
