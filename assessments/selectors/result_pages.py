"""Reading one result: a published one from its snapshot, an open one as it stands so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.domain.capability_results import CapabilityResult, RecommendationResult
from assessments.domain.comparisons import StepGain, closing_sentence
from assessments.domain.derivations import capability_trace, layer_trace
from assessments.domain.evidence import CapabilityEvidence, Evidence, evidence_from_data
from assessments.domain.frameworks import ScoringRule
from assessments.domain.layer_results import LayerResult
from assessments.domain.operating_model import Diagnosis
from assessments.domain.recommendations import PriorityParts, priority_working
from assessments.domain.results import Results, results_from_data
from assessments.domain.rule_words import open_sentence
from assessments.domain.trace_records import TraceRecord, record_from_data, recovered_record
from assessments.models import Assessment, FoundationAction
from assessments.selectors.frameworks import framework_of
from assessments.selectors.operating_models import (
    DiagnosisPage,
    diagnosis_from_data,
    diagnosis_page,
    operating_model_of,
)
from assessments.selectors.outcomes import outcome_of


@dataclass(frozen=True, slots=True)
class CapabilityLine:
    """A capability's result beside the answers to each of its questions."""

    result: CapabilityResult
    questions: tuple[CapabilityEvidence, ...]

    @property
    def trace(self) -> str:
        """The key under which its trace opens."""
        return capability_trace(self.result.key)

    @property
    def answers(self) -> int:
        """How many answers it came from."""
        return sum(each.total for each in self.questions)


@dataclass(frozen=True, slots=True)
class LayerSection:
    """A layer's result and its capabilities."""

    result: LayerResult
    lines: tuple[CapabilityLine, ...]

    @property
    def trace(self) -> str:
        """The key under which its trace opens."""
        return layer_trace(self.result.key)


@dataclass(frozen=True, slots=True)
class RecommendedStep:
    """A step worth taking, and the action that takes it, if there is one."""

    result: RecommendationResult
    action: FoundationAction | None

    @property
    def working(self) -> str:
        """The numbers that put it where it is."""
        each = self.result
        return priority_working(
            PriorityParts(each.gap, each.weight, len(each.unlocks), len(each.lifts), each.effort)
        )


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A whole result as a page shows it.

    Parameters
    ----------
    record
        The answers it was scored with; None where a result was published without.
    model
        The operating model that the answers describe; None where the framework does not tell.
    is_preview
        Whether it is what the answers come to so far, and nothing that was published.
    """

    assessment: Assessment
    results: Results
    evidence: Evidence
    record: TraceRecord | None
    model: DiagnosisPage | None
    sections: tuple[LayerSection, ...]
    steps: tuple[RecommendedStep, ...]
    steps_finding: str
    is_preview: bool
    published_at: datetime | None
    sha256: str
    ledger_seq: int | None

    @property
    def rule(self) -> ScoringRule | None:
        """The rule it was scored by; None where a result was published without."""
        return self.record.rule if self.record else None

    @property
    def open_sentence(self) -> str:
        """What questions without an answer do to its levels; empty where they do nothing."""
        overall = self.results.overall
        return open_sentence(self.rule, overall.answered, overall.applicable)


def published_page(assessment: Assessment) -> ResultPage:
    """Return a published result, from its snapshot alone; two queries."""
    snapshot = assessment.snapshot
    results = results_from_data(snapshot.data)
    evidence = evidence_from_data(snapshot.data["evidence"])
    record = _record(assessment, results, evidence)
    return ResultPage(
        assessment=assessment,
        results=results,
        evidence=evidence,
        record=record,
        model=_model(assessment, results),
        sections=_sections(results, evidence, record),
        steps=_steps(assessment, results),
        steps_finding=_finding(results),
        is_preview=False,
        published_at=assessment.published_at,
        sha256=snapshot.sha256,
        ledger_seq=snapshot.ledger_seq,
    )


def preview_page(assessment: Assessment) -> ResultPage:
    """Return what the answers come to so far, for who runs the assessment; five queries."""
    outcome = outcome_of(assessment)
    return ResultPage(
        assessment=assessment,
        results=outcome.results,
        evidence=outcome.evidence,
        record=outcome.record,
        model=_in_words(operating_model_of(assessment, outcome.results)),
        sections=_sections(outcome.results, outcome.evidence, outcome.record),
        steps=_steps(assessment, outcome.results),
        steps_finding=_finding(outcome.results),
        is_preview=True,
        published_at=None,
        sha256="",
        ledger_seq=None,
    )


def _record(assessment: Assessment, results: Results, evidence: Evidence) -> TraceRecord | None:
    kept = assessment.snapshot.data.get("trace")
    if kept is not None:
        return record_from_data(kept)
    return recovered_record(framework_of(assessment.framework), results, evidence)


def _model(assessment: Assessment, results: Results) -> DiagnosisPage | None:
    data = assessment.snapshot.data
    if "operating_model" in data:
        return _in_words(diagnosis_from_data(data["operating_model"]))
    return _in_words(operating_model_of(assessment, results))


def _in_words(found: Diagnosis | None) -> DiagnosisPage | None:
    return None if found is None else diagnosis_page(found)


def _sections(
    results: Results, evidence: Evidence, record: TraceRecord | None
) -> tuple[LayerSection, ...]:
    about = {each.question: each.capability for each in record.answers} if record else {}
    asked: dict[str, list[CapabilityEvidence]] = {}
    for question in evidence.capabilities:
        asked.setdefault(about.get(question.key, question.key), []).append(question)
    return tuple(
        LayerSection(
            layer,
            tuple(
                CapabilityLine(each, tuple(asked.get(each.key, ())))
                for each in results.capabilities
                if each.layer == layer.key
            ),
        )
        for layer in results.layers
    )


def _steps(assessment: Assessment, results: Results) -> tuple[RecommendedStep, ...]:
    actions = FoundationAction.objects.filter(
        domain=assessment.domain_id, partner=assessment.partner_id
    ).exclude(status=FoundationAction.Status.DROPPED)
    taken = {(row.capability, row.to_level): row for row in actions.order_by("created_at", "pk")}
    return tuple(
        RecommendedStep(each, taken.get((each.capability, each.to_level)))
        for each in results.recommendations
    )


def _finding(results: Results) -> str:
    gains = [
        StepGain(each.weight, each.gap, each.to_level - each.level)
        for each in results.recommendations
    ]
    return closing_sentence(gains, results.overall.weighted_gap)


def exported(assessment: Assessment) -> dict[str, Any]:
    """Return a published result as the data that was published, with what proves it."""
    snapshot = assessment.snapshot
    return {
        "assessment": {
            "id": assessment.pk,
            "domain_id": assessment.domain_id,
            "published_at": assessment.published_at,
        },
        "sha256": snapshot.sha256,
        "ledger_seq": snapshot.ledger_seq,
        "result": snapshot.data,
    }
