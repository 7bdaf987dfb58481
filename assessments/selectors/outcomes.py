"""Reading what an assessment's answers come to right now, before they are published."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.evidence import Evidence, capability_evidence
from assessments.domain.gaps import target_profile
from assessments.domain.results import Results, build_results
from assessments.domain.settling import Settled
from assessments.domain.trace_records import TraceRecord, trace_record
from assessments.models import Assessment
from assessments.selectors.frameworks import framework_of
from assessments.selectors.tallies import standings


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results, what they rest on, where each question stands, and what was scored."""

    results: Results
    evidence: Evidence
    settled: Mapping[str, Settled]
    record: TraceRecord


def outcome_of(assessment: Assessment) -> Outcome:
    """Work the result out from the answers; four queries, however many answers."""
    framework = framework_of(assessment.framework)
    found = standings(assessment, framework)
    answers = {key: each.answer for key, each in found.settled.items()}
    target = target_profile(
        framework,
        float(assessment.target_level),
        layers=assessment.target.get("layers"),
        capabilities=assessment.target.get("capabilities"),
    )
    evidence = Evidence(
        title=assessment.title,
        domain=_whose(assessment),
        starts_on=assessment.starts_on.isoformat(),
        due_on=assessment.due_on.isoformat(),
        invited=assessment.respondents.count(),
        responded=assessment.responses.values("user").distinct().count(),
        answers=sum(each.total for each in found.tallies.values()),
        capabilities=capability_evidence(framework, found.tallies, found.settled, found.reasons),
    )
    return Outcome(
        build_results(framework, answers, target),
        evidence,
        found.settled,
        trace_record(framework, answers),
    )


def _whose(assessment: Assessment) -> str:
    if assessment.partner is None:
        return assessment.domain.name
    return f"{assessment.partner.name} · {assessment.domain.name}"
