"""The steel thread: the one use case to carry end to end first, and why not another.

An organisation that builds its whole operating model before it delivers anything ends with
policies and no capability. One use case that is worth it, safe to learn on, owned, and within
reach of what its domain can do is carried through every stage first; the rest follow its path.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop, ngettext
from portfolio.domain.edition_words import first_and_more
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.readiness import NotAssessed, Readiness, Shortfall
from portfolio.domain.risk_tiers import Tier

MOST_RISK: Final = Tier.T2
"""The highest tier that is still manageable while the organisation learns: no board in the way."""

REACH: Final = 1.0
"""Levels that a capability may be short by: one step of the framework."""

RUNNERS_UP: Final = 6
SAME_LEVEL: Final = 1e-9


class Test(StrEnum):
    """What a steel thread has to pass."""

    WORTH = "worth"
    RISK = "risk"
    OWNERS = "owners"
    READINESS = "readiness"

    # Its name begins like a test's.
    __test__ = False

    @property
    def label(self) -> str:
        """The test as a reader sees it.

        Examples
        --------
        >>> Test.RISK.label
        'Manageable risk'
        """
        return _(_LABELS[self])

    @property
    def question(self) -> str:
        """What the test asks, as a sentence."""
        return _(_QUESTIONS[self])


_LABELS: Final = {
    Test.WORTH: gettext_noop("High value"),
    Test.RISK: gettext_noop("Manageable risk"),
    Test.OWNERS: gettext_noop("Owners named"),
    Test.READINESS: gettext_noop("Readiness within reach"),
}
_QUESTIONS: Final = {
    Test.WORTH: gettext_noop("Its value is high by the model and by the standard of its domain."),
    Test.RISK: gettext_noop("Its tier is 1 or 2, so nobody waits for the board to learn."),
    Test.OWNERS: gettext_noop("All four owner roles are held by people who are here."),
    Test.READINESS: gettext_noop("Nothing it needs is more than one level away in its domain."),
}


class Verdict(StrEnum):
    """How a test came out; what nobody has stated is not passed, and not failed either."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one use case does on one test, and the sentence that says why."""

    test: Test
    verdict: Verdict
    sentence: str

    @property
    def is_passed(self) -> bool:
        """Whether the test is passed."""
        return self.verdict is Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Contender:
    """A use case as the choice sees it.

    Attributes
    ----------
    key
        Which use case it is.
    value, priority
        0 to 100.
    tier
        1 to 4; None where nobody has stated impact and autonomy.
    vacant
        Owner roles that nobody holds, or that somebody holds who has left.
    readiness
        What its domain can do of what it needs.
    high_value
        Value from which it is high in its domain, ``None`` where that is no stricter.
    """

    key: int
    value: float
    priority: float
    tier: int | None
    vacant: tuple[OwnerRole, ...]
    readiness: Readiness | NotAssessed
    high_value: float | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A contender with one finding for each test, and why it was not chosen.

    ``why_not`` is empty for the choice itself.
    """

    contender: Contender
    findings: tuple[Finding, ...]
    why_not: str = ""

    @property
    def passed(self) -> int:
        """How many tests are passed."""
        return sum(finding.is_passed for finding in self.findings)

    @property
    def is_fit(self) -> bool:
        """Whether every test is passed."""
        return self.passed == len(self.findings)

    @property
    def to_build(self) -> tuple[Shortfall, ...]:
        """The capabilities that carrying it through would build, the costliest first."""
        found = self.contender.readiness
        return found.shortfalls if isinstance(found, Readiness) else ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Which use case to carry first.

    Attributes
    ----------
    choice
        The use case; None when none passes every test.
    runners_up
        Others, each with why it is not the choice: up to half of them those of the highest
        priority that fail a test, then the nearest.
    fit
        How many pass every test.
    """

    choice: Examined | None
    runners_up: tuple[Examined, ...]
    fit: int


def recommend(
    contenders: Iterable[Contender], *, high_value: float, runners_up: int = RUNNERS_UP
) -> Recommendation:
    """Choose the use case to carry end to end first.

    Parameters
    ----------
    contenders
        Scored use cases that are not in production yet.
    high_value
        Value from which the scoring model calls it high, 0 to 100.
    runners_up
        How many others to name at most.

    Returns
    -------
    Recommendation
        The fit contender of the highest priority. Without a fit one there is no choice, and the
        runners-up are those that pass the most tests.

    Notes
    -----
    The tests decide who may be chosen and the priority decides who is: so nothing is weighed
    twice, and a higher priority never makes up for an owner who is missing.

    Examples
    --------
    >>> ready = Readiness(factor=1.0, shortfalls=(), not_assessed=())
    >>> first = Contender(1, 70, 64, 2, (), ready)
    >>> second = Contender(2, 80, 72, 4, (), ready)
    >>> found = recommend([first, second], high_value=55)
    >>> found.choice.contender.key
    1
    >>> found.runners_up[0].why_not
    'Tier 4 goes to the board before it can teach anybody anything.'
    """
    examined = sorted(
        (Examined(each, examine(each, high_value=high_value)) for each in contenders), key=_order
    )
    choice = examined[0] if examined and examined[0].is_fit else None
    others = _asked_about(examined, choice, runners_up)
    return Recommendation(
        choice=choice,
        runners_up=tuple(
            Examined(each.contender, each.findings, _why_not(each, choice)) for each in others
        ),
        fit=sum(each.is_fit for each in examined),
    )


def _asked_about(examined: list[Examined], choice: Examined | None, most: int) -> list[Examined]:
    """Return the others in the order in which one asks why it is not them."""
    if choice is None:
        return examined[:most]
    beyond = choice.contender.priority
    above = [each for each in examined if each.contender.priority > beyond]
    above.sort(key=lambda each: (-each.contender.priority, each.contender.key))
    # Half of the places, so that the nearest are named too, however many fail with a higher one.
    first = above[: most // 2]
    return (first + [each for each in examined[1:] if each not in first])[:most]


def examine(contender: Contender, *, high_value: float) -> tuple[Finding, ...]:
    """Put one use case to every test.

    Parameters
    ----------
    contender
        The use case.
    high_value
        Value from which it is high, 0 to 100.

    Returns
    -------
    tuple of Finding
        One for each test, in their order.
    """
    return (
        _worth(contender, high_value),
        _risk(contender),
        _owners(contender),
        _within_reach(contender),
    )


def _order(examined: Examined) -> tuple[int, float, int]:
    return (-examined.passed, -examined.contender.priority, examined.contender.key)


def _worth(contender: Contender, high_value: float) -> Finding:
    begins = max(high_value, contender.high_value or 0.0)
    # Rounded down, so that what falls short never reads like what does not.
    numbers = {"value": f"{floor(contender.value * 10) / 10:g}", "threshold": f"{begins:g}"}
    if contender.value >= begins:
        sentence = _("Its value is {value}; high begins at {threshold}.", **numbers)
        return Finding(Test.WORTH, Verdict.PASSED, sentence)
    sentence = _("Its value of {value} is not high; that begins at {threshold}.", **numbers)
    return Finding(Test.WORTH, Verdict.FAILED, sentence)


def _risk(contender: Contender) -> Finding:
    tier = contender.tier
    if tier is None:
        sentence = _("Nobody has stated its impact and autonomy, so its tier is not known.")
        return Finding(Test.RISK, Verdict.UNKNOWN, sentence)
    if tier <= MOST_RISK:
        sentence = _("Tier {tier} is decided without the board.", tier=tier)
        return Finding(Test.RISK, Verdict.PASSED, sentence)
    sentence = _("Tier {tier} goes to the board before it can teach anybody anything.", tier=tier)
    return Finding(Test.RISK, Verdict.FAILED, sentence)


def _owners(contender: Contender) -> Finding:
    if not contender.vacant:
        return Finding(Test.OWNERS, Verdict.PASSED, _("All four owner roles are held."))
    sentence = _(
        "It has no {roles}.",
        roles=first_and_more([role.word for role in contender.vacant], shown=len(OwnerRole)),
    )
    return Finding(Test.OWNERS, Verdict.FAILED, sentence)


def _within_reach(contender: Contender) -> Finding:
    found = contender.readiness
    if isinstance(found, NotAssessed):
        return Finding(Test.READINESS, Verdict.UNKNOWN, found.reason)
    far = [short for short in found.shortfalls if _missing(short) > REACH + SAME_LEVEL]
    if far:
        parts = [
            _(
                "{capability} stands at {level} of {needed}",
                capability=short.title,
                level=short.counted_label,
                needed=f"{short.requirement.level:g}",
            )
            for short in far
        ]
        sentence = _(
            "More than one level away: {capabilities}.", capabilities=first_and_more(parts, shown=2)
        )
        return Finding(Test.READINESS, Verdict.FAILED, sentence)
    if not found.shortfalls:
        return Finding(Test.READINESS, Verdict.PASSED, _("What it needs is in place."))
    sentence = ngettext(
        "{count} capability is missing, and it is at most one level away.",
        "{count} capabilities are missing, and each is at most one level away.",
        len(found.shortfalls),
    )
    return Finding(Test.READINESS, Verdict.PASSED, sentence)


def _missing(short: Shortfall) -> float:
    return short.requirement.level - short.counted


def _why_not(examined: Examined, choice: Examined | None) -> str:
    missed = [finding.sentence for finding in examined.findings if not finding.is_passed]
    if missed:
        return " ".join(missed)
    if choice is None:
        return ""
    ahead = round(choice.contender.priority) - round(examined.contender.priority)
    if not ahead:
        return _("It passes every test, and its priority reads the same: either could go first.")
    return ngettext(
        "It passes every test; its priority is {count} point lower.",
        "It passes every test; its priority is {count} points lower.",
        ahead,
    )
