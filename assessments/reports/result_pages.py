"""What each page of the assessment report shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.charts.results import stack_spec
from assessments.domain.answers import NotScored
from assessments.domain.evidence import Evidence, evidence_from_data
from assessments.domain.profiles import headline_finding, profile_specs
from assessments.domain.results import Results, results_from_data
from assessments.domain.rule_words import method_sentence, open_sentence
from assessments.models import ResultSnapshot
from assessments.reports import result_rows as rows
from assessments.selectors.frameworks import framework_of
from portal.charts import stack, stack_words
from portal.charts.figures import in_report, write_finding
from portal.charts.shapes import LegendItem
from portal.charts.svg import Medium
from portal.reports.marks import Marks
from portal.reports.pictures import as_picture
from portal.reports.tables import twin

COLUMN: Final = 322.0
FIRST_STEPS: Final = 3
DIVIDED: Final = 24
"""Questions that divided the room and are named before the appendix."""

type Legend = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the first page."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One page of the maturity profile, with what its marks mean."""

    drawing: SafeString
    legend: Legend


def result_context(snapshot: ResultSnapshot, marks: Marks) -> dict[str, Any]:
    """Bring together what the pages show, from the snapshot and the framework it was made with."""
    results = results_from_data(snapshot.data)
    evidence = evidence_from_data(snapshot.data["evidence"])
    framework = framework_of(snapshot.assessment.framework)
    published = timezone.localdate(snapshot.assessment.published_at or snapshot.created_at)
    steps = rows.step_rows(results.recommendations)
    divided = rows.disagreement_rows(framework, evidence)
    stack_picture = stack_spec(results)
    return {
        "lang": settings.LANGUAGE_CODE,
        "results": results,
        "evidence": evidence,
        "published": date_format(published, "j F Y"),
        "published_on": published.isoformat(),
        "period": _period(evidence),
        "footer": _footer(evidence, published, snapshot),
        "sha256": snapshot.sha256,
        "ledger_seq": f"{snapshot.ledger_seq:,}",
        "figures": _figures(results, evidence),
        "stack_drawing": as_picture(stack.draw(stack_picture, Medium.REPORT, COLUMN)),
        "stack_table": twin(stack_words.table(stack_picture)),
        "finding": write_finding(headline_finding(results)),
        "first_steps": steps[:FIRST_STEPS],
        "layers": rows.layer_rows(results),
        "profiles": _profiles(results, marks),
        "heat": rows.heat_rows(results),
        "scale": [
            (level, name)
            for level, name in zip(
                results.framework.scale.levels, results.framework.scale.names, strict=True
            )
        ],
        "gaps": rows.gap_rows(results),
        "steps": steps,
        "divided": (rows.AnswerGroup("", divided[:DIVIDED]),),
        "divided_more": max(len(divided) - DIVIDED, 0),
        "answers": rows.answer_groups(framework, evidence),
        "options": rows.option_heads(framework),
        "options_said": rows.options_sentence(framework),
        "rule": method_sentence(framework.rule),
        "open": open_sentence(framework.rule, results.overall.answered, results.overall.applicable),
        "has_beyond": any(each.is_beyond for each in results.capabilities),
    }


def _footer(evidence: Evidence, published: date, snapshot: ResultSnapshot) -> str:
    return _("%(title)s, %(domain)s. Published %(day)s. Ledger entry %(seq)s.") % {
        "title": evidence.title,
        "domain": evidence.domain,
        "day": date_format(published, "j F Y"),
        "seq": f"{snapshot.ledger_seq:,}",
    }


def _period(evidence: Evidence) -> str:
    first, last = (date.fromisoformat(day) for day in (evidence.starts_on, evidence.due_on))
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "j F Y"),
        "last": date_format(last, "j F Y"),
    }


def _figures(results: Results, evidence: Evidence) -> tuple[KeyFigure, ...]:
    overall = results.overall
    answered = _("%(answered)s of %(applicable)s questions that apply are answered") % {
        "answered": overall.answered,
        "applicable": overall.applicable,
    }
    staged = (
        overall.staged.reason.sentence
        if isinstance(overall.staged, NotScored)
        else _("what every capability has reached")
    )
    people = ngettext(
        "%(answers)s answers of one person",
        "%(answers)s answers of %(people)s people",
        evidence.responded,
    ) % {"answers": f"{evidence.answers:,}", "people": evidence.responded}
    return (
        KeyFigure(_("Effective level"), rows.shown(overall.effective), answered),
        KeyFigure(_("Raw level"), rows.shown(overall.mean), people),
        KeyFigure(_("Staged level"), rows.shown(overall.staged, 0), staged),
        KeyFigure(
            _("Gap to target"),
            rows.shown(overall.gap),
            _("target %(target)s") % {"target": rows.shown(overall.target)},
        ),
    )


def _profiles(results: Results, marks: Marks) -> list[Profile]:
    drawn = [in_report(spec) for spec in profile_specs(results)]
    return [Profile(as_picture(each.drawing_wide), _legend(each.legend, marks)) for each in drawn]


def _legend(items: Iterable[LegendItem], marks: Marks) -> Legend:
    return [(marks.name(item.mark), item.words) for item in items]
