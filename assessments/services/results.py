"""Publishing: from settled answers to a result that never changes."""

import hashlib
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.answers import NotScored
from assessments.domain.evidence import evidence_to_data
from assessments.domain.figures import Figure
from assessments.domain.lifecycle import (
    AssessmentMove,
    AssessmentState,
    moved,
    require_something_to_publish,
)
from assessments.domain.operating_model import Diagnosis
from assessments.domain.results import Results, results_to_data
from assessments.domain.settling import require_settled
from assessments.domain.trace_records import record_to_data
from assessments.domain.traces import Coverage
from assessments.models import Assessment, ResultSnapshot
from assessments.selectors.operating_models import diagnosis_to_data, operating_model_of
from assessments.selectors.outcomes import Outcome, outcome_of
from assessments.services.assessments import locked
from assessments.services.events import AssessmentsEvent
from assessments.services.result_reports import request_report
from portal.domain.roles import Member
from portal.services import jobs, ledger

RANK = "portfolio.rank"


@transaction.atomic
def publish_assessment(
    assessment: Assessment, *, by: Member, at: datetime, version: int | None = None
) -> ResultSnapshot:
    """Store the result for ever, record its SHA-256, and have its report built.

    The portfolio is ranked anew, because readiness discounts feasibility.

    Raises
    ------
    NotAllowed, StaleVersion, MoveRefused
        When the member may not, somebody was faster, or it is not closed.
    StillSplit
        While a capability on which respondents are split has not been settled.
    NothingToPublish
        When no capability has a level.
    """
    row = locked(assessment, version=version, by=by)
    after = moved(AssessmentState(row.state), AssessmentMove.PUBLISH)
    outcome = outcome_of(row)
    overall = outcome.results.overall
    require_settled(outcome.settled)
    require_something_to_publish(Coverage(overall.answered, overall.applicable, overall.total))
    data = snapshot_data(outcome, operating_model_of(row, outcome.results))
    sha256 = hashlib.sha256(rfc8785.dumps(data)).hexdigest()
    changes = {
        "state": [row.state, after],
        "sha256": sha256,
        "effective": _number(overall.effective),
    }
    row.state, row.published_at = after, at
    row.version += 1
    row.save(update_fields=["state", "published_at", "version"])
    event = AssessmentsEvent.ASSESSMENT_PUBLISHED
    entry = ledger.record(event, subject=row, by=by, at=at, changes=changes)
    snapshot = ResultSnapshot.objects.create(
        assessment=row,
        data=data,
        sha256=sha256,
        ledger_seq=entry.seq,
        created_at=at,
        **_columns(outcome.results),
    )
    title = _("Rank the portfolio anew after “%(title)s”") % {"title": row.title}
    jobs.request(RANK, {}, title=title, by=by, at=at, dedupe_key=RANK)
    request_report(snapshot, by=by, at=at)
    return snapshot


def snapshot_data(outcome: Outcome, model: Diagnosis | None) -> dict[str, Any]:
    """Return what a snapshot keeps: the results, and beside them what they rest on."""
    return {
        **results_to_data(outcome.results),
        "evidence": evidence_to_data(outcome.evidence),
        "trace": record_to_data(outcome.record),
        "operating_model": diagnosis_to_data(model),
    }


def _columns(results: Results) -> dict[str, Any]:
    overall = results.overall
    staged = _number(overall.staged)
    return {
        "mean": _number(overall.mean),
        "effective": _number(overall.effective),
        "staged": None if staged is None else int(staged),
        "capability_levels": {
            each.key: each.level
            for each in results.capabilities
            if not isinstance(each.level, NotScored)
        },
        "layer_effective": {
            each.key: each.effective
            for each in results.layers
            if not isinstance(each.effective, NotScored)
        },
    }


def _number(figure: Figure) -> float | None:
    return None if isinstance(figure, NotScored) else figure
