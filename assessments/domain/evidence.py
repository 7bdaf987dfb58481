"""Evidence: what a result rests on, kept with it: who was asked, and how they answered, unnamed."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import NotApplicable, NotScored
from assessments.domain.consensus import agreement
from assessments.domain.figures import Figure, rounded
from assessments.domain.frameworks import Framework
from assessments.domain.perspectives import Perspective, Tallies
from assessments.domain.settling import Settled, Standpoint
from assessments.domain.snapshots import Plain, from_plain, to_plain
from assessments.domain.tallies import Tally


@dataclass(frozen=True, slots=True)
class PerspectiveEvidence:
    """How one capability was answered from one perspective.

    Parameters
    ----------
    counts
        How many chose each level, lowest first.
    consensus, median
        Of the levels given, or why there are none.
    """

    perspective: Perspective
    counts: tuple[int, ...]
    not_applicable: int
    dont_know: int
    consensus: Figure
    median: Figure

    @property
    def total(self) -> int:
        """How many answered in any way."""
        return sum(self.counts) + self.not_applicable + self.dont_know


@dataclass(frozen=True, slots=True)
class CapabilityEvidence:
    """How one capability was answered and settled.

    Parameters
    ----------
    counts
        How many respondents of the perspective that stands chose each level, lowest first.
    consensus, median
        Of those levels, or why there are none.
    reason
        Why it was settled as it was, or why it does not apply; empty where respondents agreed.
    perspective
        Whose answers stand.
    perspectives
        What each perspective said, never pooled. Snapshots from before there were perspectives
        hold none; all that they count is what domains said of themselves.
    """

    key: str
    counts: tuple[int, ...]
    not_applicable: int
    dont_know: int
    consensus: Figure
    median: Figure
    standpoint: Standpoint
    reason: str
    perspective: Perspective = Perspective.SELF
    perspectives: tuple[PerspectiveEvidence, ...] = ()

    @property
    def total(self) -> int:
        """How many of the perspective that stands answered in any way."""
        return sum(self.counts) + self.not_applicable + self.dont_know


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a result rests on.

    Parameters
    ----------
    title, domain
        The assessment and where it was run, as they were called then.
    starts_on, due_on
        The period, as ISO dates.
    invited, responded, answers
        How many people were asked, how many of them answered anything, and how many answers
        they gave.
    capabilities
        In the order of the framework.
    """

    title: str
    domain: str
    starts_on: str
    due_on: str
    invited: int
    responded: int
    answers: int
    capabilities: tuple[CapabilityEvidence, ...]

    def capability(self, key: str) -> CapabilityEvidence:
        """Give the evidence of one capability; raises `KeyError` when there is none."""
        return {each.key: each for each in self.capabilities}[key]


def capability_evidence(
    framework: Framework,
    tallies: Mapping[str, Tallies],
    settled: Mapping[str, Settled],
    reasons: Mapping[str, str],
) -> tuple[CapabilityEvidence, ...]:
    """Write down how each capability was answered and settled.

    Parameters
    ----------
    framework
        The framework that was asked about.
    tallies, settled
        Question key to its counts and to where it stands, for every question.
    reasons
        Question key to the reason given by who settled it.

    Returns
    -------
    tuple of CapabilityEvidence
        In the order of the framework, figures rounded.
    """
    return tuple(
        _evidence(each.key, tallies[each.key], settled[each.key], reasons.get(each.key, ""))
        for each in framework.questions
    )


def evidence_to_data(evidence: Evidence) -> Plain:
    """Write evidence as plain data for a snapshot.

    Parameters
    ----------
    evidence
        The evidence.

    Returns
    -------
    plain data
        JSON-able.
    """
    return to_plain(evidence)


def evidence_from_data(data: object) -> Evidence:
    """Read evidence back from a snapshot.

    Parameters
    ----------
    data
        What `evidence_to_data` wrote.

    Returns
    -------
    Evidence
        Equal to what was written.

    Raises
    ------
    SnapshotUnreadable
        When a field is missing or of the wrong kind.
    """
    return from_plain(Evidence, data)


def _evidence(key: str, counted: Tallies, settled: Settled, reason: str) -> CapabilityEvidence:
    if not reason and isinstance(settled.answer, NotApplicable):
        reason = settled.answer.reason
    stands = _perspective(settled.perspective, counted.of(settled.perspective))
    return CapabilityEvidence(
        key=key,
        counts=stands.counts,
        not_applicable=stands.not_applicable,
        dont_know=stands.dont_know,
        consensus=stands.consensus,
        median=stands.median,
        standpoint=settled.standpoint,
        reason=reason,
        perspective=settled.perspective,
        perspectives=tuple(_perspective(each, its) for each, its in counted.by.items()),
    )


def _perspective(perspective: Perspective, counted: Tally) -> PerspectiveEvidence:
    figures = agreement(counted.levels)
    return PerspectiveEvidence(
        perspective=perspective,
        counts=counted.levels.counts,
        not_applicable=counted.not_applicable,
        dont_know=counted.dont_know,
        consensus=figures if isinstance(figures, NotScored) else rounded(figures.consensus),
        median=figures if isinstance(figures, NotScored) else rounded(figures.median),
    )
