"""Forty people at once, packets lost, doubled and out of order: nothing of theirs is lost."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from assessments.domain.answers import Answered
from assessments.domain.lifecycle import NotTakingAnswers
from assessments.models import Response
from assessments.services.assessments import close_assessment
from assessments.services.responses import save_response
from portal.domain.roles import Member, Role
from tests.assessments.builders import KEYS, opened
from tests.builders import NOW, grant, make_root, make_user, member

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL lets several people write at the same time.")


def in_threads(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run the calls eight at a time, each thread with a connection of its own."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, calls))


def asked(count: int) -> tuple[Any, Member, list[Member]]:
    root = make_root()
    lead = make_user("Lead")
    grant(lead, Role.COE_LEAD, root)
    people = [make_user() for _ in range(count)]
    for user in people:
        grant(user, Role.CONTRIBUTOR, root)
    return opened(member(lead), people), member(lead), [member(user) for user in people]


def packet(pk: int, by: Member, key: str, level: int, revision: int) -> Callable[[], Any]:
    def send() -> Any:
        return save_response(
            pk, question=key, answer=Answered(level), client_revision=revision, by=by, at=NOW
        )

    return send


def test_forty_people_end_with_what_each_said_last() -> None:
    rng = random.Random(20260302)
    assessment, _lead, people = asked(40)
    last: dict[tuple[int, str], int] = {}
    packets = []
    for person in people:
        for key in KEYS:
            levels = [rng.randint(1, 5) for _ in range(3)]
            sent = [
                packet(assessment.pk, person, key, level, revision)
                for revision, level in enumerate(levels, start=1)
            ]
            # The last one arrives in the end, as the page sends it until it is taken.
            kept = [each for each in sent[:-1] if rng.random() > 0.05] + [sent[-1]]
            packets += kept + [each for each in kept if rng.random() < 0.05]
            last[person.user_id, key] = levels[-1]
    rng.shuffle(packets)

    in_threads(packets)

    stored = {
        (row.user_id, row.question): row.level
        for row in Response.objects.filter(assessment=assessment)
    }
    assert stored == last


def test_closing_waits_for_answers_on_their_way_and_takes_none_afterwards() -> None:
    assessment, lead, people = asked(8)
    taken: list[bool] = []

    def answer(person: Member, key: str) -> Callable[[], Any]:
        send = packet(assessment.pk, person, key, 3, 1)

        def attempt() -> None:
            try:
                taken.append(send().is_kept)
            except NotTakingAnswers:
                taken.append(False)

        return attempt

    calls: list[Callable[[], Any]] = [answer(person, key) for person in people for key in KEYS]
    calls.insert(20, lambda: close_assessment(assessment, by=lead, at=NOW))
    in_threads(calls)

    assert len(taken) == 48
    assert Response.objects.count() == sum(taken)
    assessment.refresh_from_db()
    assert assessment.state == "closed"
