"""Counting, over many assessments at once, the questions that respondents disagree on."""

from collections.abc import Collection

from django.db.models import Count

from assessments.domain.frameworks import Framework
from assessments.domain.settling import settle
from assessments.models import Assessment, Response, SettledLevel
from assessments.selectors.tallies import (
    Counts,
    perspective_in_response,
    perspective_of,
    tallies_of,
)


def split_questions(parts: Collection[Assessment], framework: Framework) -> dict[int, int]:
    """Return how many questions are split and not settled in each assessment; two queries."""
    scales = {question.key: question.scale for question in framework.questions}
    counts: dict[tuple[int, str], Counts] = {}
    rows = Response.objects.filter(assessment__in=parts, question__in=scales)
    for pk, question, kind, level, perspective, count in (
        rows.annotate(perspective=perspective_in_response())
        .values_list("assessment_id", "question", "kind", "level", "perspective")
        .annotate(count=Count("pk"))
        .order_by()
    ):
        sides = counts.setdefault((pk, question), {})
        side = sides.setdefault(perspective_of(perspective), {})
        side[kind, level] = side.get((kind, level), 0) + count
    settled = set(
        SettledLevel.objects.filter(assessment__in=parts).values_list("assessment_id", "question")
    )
    found: dict[int, int] = {}
    for (pk, question), said in counts.items():
        stands = settle(tallies_of(scales[question], said))
        if (pk, question) not in settled and stands.needs_settling:
            found[pk] = found.get(pk, 0) + 1
    return found
