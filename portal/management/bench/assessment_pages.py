"""Answering one question, and reading the results of sixty domains."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Final

from django.db import connection, transaction
from django.db.models import Model
from django.urls import reverse

from assessments.domain.frameworks import Framework
from assessments.models import Assessment, Response, ResultSnapshot
from assessments.services.assessments import (
    close_assessment,
    create_assessment,
    open_assessment,
)
from assessments.services.framework_files import read_framework, shipped_frameworks
from assessments.services.frameworks import load_framework
from assessments.services.results import publish_assessment
from portal.management.bench.measurements import (
    MIDDLE,
    Bench,
    Measurement,
    bare_strings,
    page_figure,
)
from portal.management.bench.measuring import Figure, cpu, queries
from portal.management.bench.seeding import DAY, MOMENT
from portal.services.ledger import SYSTEM

ANSWERS: Final = 60_000
CAPABILITIES: Final = 40
ROUNDS: Final = 5
RUNS: Final = 25
QUARTER: Final = timedelta(days=91)


def answering(bench: Bench) -> Iterator[Figure]:
    """Measure saving one answer while there are none, and among 60,000."""
    asked, keys = _open_everywhere(bench)
    yield _autosave(bench, asked[0], keys[0], "Saving one answer")
    _answer_all(bench, asked, keys)
    yield _autosave(bench, asked[0], keys[0], "Saving one answer among 60,000")
    for each in asked[1:]:
        publish_assessment(
            close_assessment(each, by=bench.organisation.member, at=MOMENT),
            by=bench.organisation.member,
            at=MOMENT,
        )
    bench.marks["published"] = asked[-1].pk
    _repeat_rounds(ROUNDS - 1)


def results(bench: Bench) -> Iterator[Figure]:
    """Measure the result of one assessment, and the comparison of all domains."""
    one = reverse("assessments:assessment-results", args=[int(bench.marks["published"])])
    every = reverse("assessments:assessment-list")
    title = "Assessments with the heat map of 59 domains × 5"
    result = "Results of an assessment, 59 domains × 5 × 40"
    yield page_figure(bench, "results", result, one, 60, floor=_bare_result)
    yield page_figure(bench, "results", title, every, 60, floor=_bare_heat_map)


def _open_everywhere(bench: Bench) -> tuple[list[Assessment], list[str]]:
    path = shipped_frameworks()["five-layers"]
    framework = _widened(read_framework(path.read_bytes(), name=path.name))
    version = load_framework(framework, source=path.name, by=SYSTEM, at=MOMENT)
    organisation = bench.organisation
    asked = []
    for domain in organisation.domains:
        draft = create_assessment(
            domain,
            title=f"Review of {domain.name}",
            starts_on=DAY,
            due_on=DAY,
            framework=version,
            respondents=[person.pk for person in organisation.people],
            by=organisation.member,
            at=MOMENT,
        )
        asked.append(open_assessment(draft, by=organisation.member, at=MOMENT))
    return asked, [capability.key for capability in framework.capabilities]


def _widened(framework: Framework) -> Framework:
    """Give the framework as many capabilities as the budget speaks of, by copies of its last."""
    missing = CAPABILITIES - len(framework.capabilities)
    *layers, last = framework.layers
    own = last.capabilities
    copies = tuple(
        replace(own[place % len(own)], key=f"copy-{place}", title=f"Copy {place}")
        for place in range(missing)
    )
    return replace(framework, layers=(*layers, replace(last, capabilities=(*own, *copies))))


def _repeat_rounds(rounds: int) -> None:
    """Put earlier rounds before what was published, each a quarter before the one after."""
    kept = _columns(Assessment, without={"title", "published_at"})
    shown = _columns(ResultSnapshot, without={"assessment_id"})
    own = "title NOT LIKE 'Round%%' AND state = 'published'"
    copied = (
        f"INSERT INTO assessments_assessment (title, published_at, {', '.join(kept)}) "  # noqa: S608
        f"SELECT %s, %s, {', '.join(kept)} FROM assessments_assessment WHERE {own}"
    )
    results = (
        f"INSERT INTO assessments_resultsnapshot (assessment_id, {', '.join(shown)}) "  # noqa: S608
        f"SELECT earlier.id, {', '.join(f'result.{name}' for name in shown)} "
        "FROM assessments_resultsnapshot AS result "
        "JOIN assessments_assessment AS own ON own.id = result.assessment_id "
        "JOIN assessments_assessment AS earlier ON earlier.domain_id = own.domain_id "
        "WHERE earlier.title = %s AND own.title NOT LIKE 'Round%%'"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for back in range(1, rounds + 1):
            cursor.execute(copied, [f"Round {back}", MOMENT - QUARTER * back])
            cursor.execute(results, [f"Round {back}"])


def _columns(model: type[Model], *, without: set[str]) -> list[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001
    names = [str(field.column) for field in fields]
    return [name for name in names if name not in {"id", *without}]


def _answer_all(bench: Bench, asked: list[Assessment], keys: list[str]) -> None:
    people = bench.organisation.people[1:]
    each = -(-ANSWERS // (len(asked) * len(keys)))
    for place, assessment in enumerate(asked):
        assessment.responses.bulk_create(
            Response(
                assessment=assessment,
                user=person,
                question=key,
                kind=Response.Kind.LEVEL,
                level=1 + (number * 7 + place) % 4 + (person.pk % 3 == 0),
                saved_at=MOMENT,
            )
            for person in people[:each]
            for number, key in enumerate(keys)
        )


def _autosave(bench: Bench, assessment: Assessment, key: str, title: str) -> Figure:
    url = reverse("assessments:answer-save", args=[assessment.pk, key])
    revision = count(int(bench.marks.setdefault("revision", 1)))

    def save() -> None:
        number = next(revision)
        bench.marks["revision"] = number + 1
        bench.reader.post(url, {"answer": number % 5 + 1, "comment": "", "revision": number})

    return Figure(
        "autosave",
        title,
        cpu(save, runs=RUNS),
        10,
        floor=cpu(lambda: _bare_save(assessment.pk), runs=RUNS),
        queries=queries(save),
        most_queries=8,
    )


def _bare_save(assessment: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_response SET level = 3 WHERE id = "
            "(SELECT min(id) FROM assessments_response WHERE assessment_id = %s)",
            [assessment],
        )


def _bare_result() -> str:
    return bare_strings("SELECT data FROM assessments_resultsnapshot ORDER BY id DESC LIMIT 1")


def _bare_heat_map() -> str:
    return bare_strings("SELECT capability_levels, layer_effective FROM assessments_resultsnapshot")


MEASUREMENTS: Final = (
    # The other two read what answering leaves behind.
    Measurement(("autosave", "results", "pdf"), MIDDLE, answering),
    Measurement(("results",), MIDDLE, results),
)
