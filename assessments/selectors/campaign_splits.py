"""Counting, over many assessments at once, the questions that respondents disagree on."""

from collections.abc import Collection, Mapping

from django.db.models import Count

from assessments.domain.frameworks import Framework
from assessments.domain.scales import Scale
from assessments.domain.settling import settle, tally
from assessments.models import Assessment, Response, SettledLevel

type _Said = Mapping[tuple[str, int | None], int]


def split_questions(parts: Collection[Assessment], framework: Framework) -> dict[int, int]:
    """Return how many questions are split and not settled in each assessment; two queries."""
    scales = {question.key: question.scale for question in framework.questions}
    counts: dict[tuple[int, str], dict[tuple[str, int | None], int]] = {}
    rows = Response.objects.filter(assessment__in=parts, question__in=scales)
    for pk, question, kind, level, count in (
        rows.values_list("assessment_id", "question", "kind", "level")
        .annotate(count=Count("pk"))
        .order_by()
    ):
        counts.setdefault((pk, question), {})[kind, level] = count
    settled = set(
        SettledLevel.objects.filter(assessment__in=parts).values_list("assessment_id", "question")
    )
    found: dict[int, int] = {}
    for (pk, question), said in counts.items():
        if (pk, question) not in settled and _is_split(scales[question], said):
            found[pk] = found.get(pk, 0) + 1
    return found


def _is_split(scale: Scale, said: _Said) -> bool:
    levels = [
        level
        for (_kind, level), count in said.items()
        if level is not None
        for _number in range(count)
    ]
    counted = tally(
        scale,
        levels,
        not_applicable=said.get((Response.Kind.NOT_APPLICABLE, None), 0),
        dont_know=said.get((Response.Kind.DONT_KNOW, None), 0),
    )
    return settle(counted).needs_settling
