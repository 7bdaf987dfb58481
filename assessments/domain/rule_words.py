"""Rule words: what each scoring rule makes of answers and of none, said once for every reader."""

from collections.abc import Mapping

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure
from assessments.domain.frameworks import ScoringRule
from assessments.domain.settling import Standpoint
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop, ngettext


def counts_open_as_zero(rule: ScoringRule | None) -> bool:
    """Say whether a rule counts a question that nobody answered as nothing achieved.

    Parameters
    ----------
    rule
        A framework's rule; None where a result kept none.

    Returns
    -------
    bool
        True under the rule of SAMM alone.

    Examples
    --------
    >>> counts_open_as_zero(ScoringRule.SAMM), counts_open_as_zero(ScoringRule.LEVELS)
    (True, False)
    """
    return rule is ScoringRule.SAMM


def cannot_say_sentence(rule: ScoringRule) -> str:
    """Tell a respondent what it does to say that one cannot say.

    Parameters
    ----------
    rule
        The rule of the framework that asks.

    Returns
    -------
    str
        One or two sentences.

    Examples
    --------
    >>> cannot_say_sentence(ScoringRule.LEVELS)
    'Counts as no answer, not as the lowest level.'
    """
    if counts_open_as_zero(rule):
        return _(
            "Counts as no answer. Where nobody can say, this framework counts the question as 0."
        )
    if rule is ScoringRule.STAGED:
        return _(
            "Counts as no answer. Where nobody can say, the level it belongs to is not reached."
        )
    return _("Counts as no answer, not as the lowest level.")


def level_sentence(rule: ScoringRule, level: Figure, standpoint: Standpoint | None = None) -> str:
    """Tell how a capability's level came from its answers.

    Parameters
    ----------
    rule
        The rule of the framework.
    level
        What it came to.
    standpoint
        Where the one answer comes from, under the rules that ask one question.

    Returns
    -------
    str
        One or two sentences.

    Examples
    --------
    >>> level_sentence(ScoringRule.LEVELS, 3.0, Standpoint.AGREED)
    'The median of the answers, as it is.'
    """
    if rule is ScoringRule.SAMM:
        return _(
            "Each level counts the plain mean of its streams, and levels add up. What is not "
            "answered or not known counts as 0 here; a stream that does not apply is left out."
        )
    if rule is ScoringRule.STAGED:
        return _(
            "The highest level up to which every question that applies was answered in full; one "
            "that is not answered stops the count."
        )
    if isinstance(level, NotScored):
        return _("No answer stands, so there is no level.")
    if rule is ScoringRule.CONFORMITY:
        stands = _CONFORMITY_STANDS.get(standpoint, gettext_noop("What the answer is worth"))
        return _("{stands}: not met 0, partly met a half, met 1.", stands=_(stands))
    return _(_LEVEL_STANDS.get(standpoint, gettext_noop("The level that stands, as it is.")))


_LEVEL_STANDS: Mapping[Standpoint | None, str] = {
    Standpoint.AGREED: gettext_noop("The median of the answers, as it is."),
    Standpoint.SETTLED: gettext_noop("The level that was settled on in the review, as it is."),
}
_CONFORMITY_STANDS: Mapping[Standpoint | None, str] = {
    Standpoint.AGREED: gettext_noop("What the median of the answers is worth"),
    Standpoint.SETTLED: gettext_noop("What the settled answer is worth"),
}


def open_sentence(rule: ScoringRule | None, answered: int, applicable: int) -> str:
    """Tell what questions without an answer do to the levels of a result.

    Parameters
    ----------
    rule
        The rule of the framework; None where a result kept none.
    answered, applicable
        How many questions have an answer, of those that apply.

    Returns
    -------
    str
        Empty where nothing is open, and where what is open is left out of every level.

    Examples
    --------
    >>> open_sentence(ScoringRule.LEVELS, 2, 6)
    ''
    """
    count = applicable - answered
    if count <= 0:
        return ""
    if counts_open_as_zero(rule):
        return ngettext(
            "{count} of {all} questions that apply has no answer. "
            "By the rule of this framework it counts as 0.",
            "{count} of {all} questions that apply have no answer. "
            "By the rule of this framework each of them counts as 0.",
            count,
            all=applicable,
        )
    if rule is ScoringRule.STAGED:
        return ngettext(
            "{count} of {all} questions that apply has no answer. "
            "By the rule of this framework the level it belongs to is not reached.",
            "{count} of {all} questions that apply have no answer. "
            "By the rule of this framework the levels they belong to are not reached.",
            count,
            all=applicable,
        )
    return ""


def method_sentence(rule: ScoringRule) -> str:
    """Tell readers of a report what the rule makes of answers, open questions included.

    Parameters
    ----------
    rule
        The rule of the framework.

    Returns
    -------
    str
        Two or three sentences.

    Examples
    --------
    >>> method_sentence(ScoringRule.LEVELS).partition(",")[0]
    'An unanswered question is not a zero'
    """
    if counts_open_as_zero(rule):
        return _(
            "Each level has its questions. A level counts the mean of its streams, and levels add "
            "up. As its authors have it, a question that nobody answered, or nobody could, counts "
            "as nothing achieved; one that does not apply leaves every sum."
        )
    if rule is ScoringRule.STAGED:
        return _(
            "Each level has its questions. It is reached when all of them, and all below, are a "
            "yes. A plus behind a level says that something of the next one is there already."
        )
    return _(
        "An unanswered question is not a zero, one that does not apply leaves every sum, and who "
        "could not say counts against nobody."
    )
