"""Score cards as plain data and as text, for whoever scores a file instead of an assessment."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.domain.answers import Answer, Outcome, Scored, Unanswered
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.scoring import ScoreCard
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

_FIRST_NAMED = 12


def unanswered(framework: Framework, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Find the questions that nothing was said to.

    Parameters
    ----------
    framework
        The framework that was asked about.
    answers
        Question key to answer.

    Returns
    -------
    tuple of str
        Question keys, in the order of the framework. "Don't know" and "not applicable" are
        answers.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> unanswered(Framework("s", "1", "S", "S.", ScoringRule.LEVELS, FIVE_LEVELS, ()), {})
    ()
    """
    return tuple(
        question.key
        for question in framework.questions
        if isinstance(answers.get(question.key, Unanswered()), Unanswered)
    )


def summary_data(
    framework: Framework, card: ScoreCard, left_out: tuple[str, ...]
) -> dict[str, Any]:
    """Give the scores as plain data, under the names of the framework's own model.

    Parameters
    ----------
    framework
        The framework that was scored.
    card
        Its scores.
    left_out
        Keys of the questions nothing was said to.

    Returns
    -------
    dict
        ``overall``, then ``functions`` and ``practices`` under the rule *samm*, else ``layers``
        and ``capabilities``: key to mean score, None where there is no score; and
        ``unanswered``, a list of question keys.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.scoring import score
    >>> empty = Framework("s", "1", "S", "Small.", ScoringRule.SAMM, FIVE_LEVELS, ())
    >>> summary_data(empty, score(empty, {}), ())
    {'overall': None, 'functions': {}, 'practices': {}, 'unanswered': []}
    """
    is_samm = framework.rule is ScoringRule.SAMM
    groups, parts = ("functions", "practices") if is_samm else ("layers", "capabilities")
    return {
        "overall": _number(card.overall.mean),
        groups: {layer.key: _number(layer.mean) for layer in card.layers},
        parts: {each.key: _number(each.outcome) for each in card.capabilities},
        "unanswered": list(left_out),
    }


def summary_lines(
    framework: Framework, card: ScoreCard, left_out: tuple[str, ...]
) -> Iterator[str]:
    """Give the scores as lines of text.

    Parameters
    ----------
    framework
        The framework that was scored.
    card
        Its scores.
    left_out
        Keys of the questions nothing was said to.

    Yields
    ------
    str
        The overall score, what is unanswered and how that counts, then each layer with its
        capabilities.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.scoring import score
    >>> empty = Framework("s", "1", "Small", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, ())
    >>> list(summary_lines(empty, score(empty, {}), ()))
    ['Small 1: – of 5', 'Every question has an answer.']
    """
    scores = {each.key: each for each in card.capabilities}
    width = max((len(each.key) for each in framework.capabilities), default=0)
    yield _(
        "{title} {version}: {score} of {highest}",
        title=framework.title,
        version=framework.version,
        score=_shown(card.overall.mean),
        highest=_highest(framework),
    )
    yield from _left_out_lines(framework, left_out)
    for layer in framework.layers:
        yield ""
        yield f"{_shown(card.layer(layer.key).mean):>6}  {layer.title}"
        for each in layer.capabilities:
            found = scores[each.key]
            beyond = "+" if found.is_beyond else " "
            yield f"{_shown(found.outcome):>6}{beyond}   {each.key:<{width}}  {each.title}"


def _left_out_lines(framework: Framework, left_out: tuple[str, ...]) -> Iterator[str]:
    if not left_out:
        yield _("Every question has an answer.")
        return
    named = ", ".join(left_out[:_FIRST_NAMED])
    more = len(left_out) - _FIRST_NAMED
    if more > 0:
        named = _("{named} and {more} more", named=named, more=more)
    yield ngettext(
        "{count} question of {total} has no answer: {named}.",
        "{count} questions of {total} have no answer: {named}.",
        len(left_out),
        total=len(framework.questions),
        named=named,
    )
    if framework.rule is ScoringRule.SAMM:
        yield _("What has no answer counts as 0.")
    elif framework.rule is ScoringRule.STAGED:
        yield _("A level with an unanswered question is not reached.")
    else:
        yield _("What has no answer is left out of the means.")


def _highest(framework: Framework) -> str:
    if framework.rule is ScoringRule.CONFORMITY:
        return "1"
    return f"{framework.scale.maximum:g}"


def _number(outcome: Outcome) -> float | None:
    return outcome.value if isinstance(outcome, Scored) else None


def _shown(outcome: Outcome) -> str:
    return f"{outcome.value:.2f}" if isinstance(outcome, Scored) else "–"
