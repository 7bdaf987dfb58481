"""Forty people answer 120 questions at once over a bad line: each ends with what they said last."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from assessments.domain.frameworks import Framework
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.services.frameworks import load_framework
from portal.domain.roles import Role
from portal.models import User
from portal.services.ledger import SYSTEM
from tests.assessments.builders import opened
from tests.assessments.domain.examples import make_capability, make_framework
from tests.builders import NOW, grant, make_root, make_user, member

SEED = 20260302
LOST = DOUBLED = 0.05
TWICE = 0.1
"""How many answers somebody thinks better of."""

LAYERS = ("governance", "strategy", "data", "mlops", "people")


@dataclass(frozen=True, slots=True)
class Packet:
    """One answer under way: whose, to what, which, and how late they gave it."""

    person: int
    question: str
    answer: str
    revision: int


def framework_of(questions: int) -> Framework:
    each = questions // len(LAYERS)
    return make_framework(
        {layer: [make_capability(f"{layer}-{n}") for n in range(each)] for layer in LAYERS}
    )


def said(people: int, framework: Framework, rng: random.Random) -> list[Packet]:
    """Return everything that everybody says, in the order in which they say it."""
    packets = []
    for person in range(people):
        for question in framework.questions:
            for revision in range(1, 3 if rng.random() < TWICE else 2):
                answer = rng.choice(["1", "2", "3", "4", "5", "dont_know"])
                packets.append(Packet(person, question.key, answer, revision))
    return packets


def over_a_bad_line(packets: list[Packet], rng: random.Random) -> list[Packet]:
    """Lose some, double some, and let all of them overtake each other.

    A page sends the last packet again until it is told that it came, so that one comes.
    """
    last = {(each.person, each.question): each for each in packets}
    arriving = [
        each for each in packets if rng.random() >= LOST or last[each.person, each.question] == each
    ]
    arriving += [each for each in arriving if rng.random() < DOUBLED]
    rng.shuffle(arriving)
    return arriving


def crowd(people: int, framework: Framework) -> tuple[Assessment, list[User], list[str]]:
    """Open an assessment for some people and sign all of them in."""
    root, lead = make_root(), make_user("Lead")
    grant(lead, Role.COE_LEAD, root)
    version = load_framework(framework, source="test", by=SYSTEM, at=NOW)
    users = [make_user() for _ in range(people)]
    for user in users:
        grant(user, Role.CONTRIBUTOR, root)
    assessment = opened(member(lead), users, framework=version)
    cookies = []
    for user in users:
        client = Client()
        client.force_login(user)
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return assessment, users, cookies


def delivery(assessment: Assessment, cookies: list[str]) -> Callable[[Packet], int]:
    """Return what sends one packet as the page of its person does."""

    def deliver(packet: Packet) -> int:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookies[packet.person]
        url = reverse("assessments:answer-save", args=[assessment.pk, packet.question])
        data = {"answer": packet.answer, "comment": "", "revision": packet.revision}
        return client.post(url, data).status_code

    return deliver


def in_threads(packets: list[Packet], deliver: Callable[[Packet], int]) -> set[int]:
    """Deliver packets eight at a time, a connection for each thread; return every status."""

    def deliver_some(some: list[Packet]) -> set[int]:
        try:
            return {deliver(packet) for packet in some}
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        shares = [packets[number::8] for number in range(8)]
        return {status for found in pool.map(deliver_some, shares) for status in found}


def stored(assessment: Assessment, users: list[User]) -> dict[tuple[int, str], str]:
    place = {user.pk: number for number, user in enumerate(users)}
    rows = Response.objects.filter(assessment=assessment)
    return {
        (place[row.user_id], row.question): row.kind if row.level is None else str(row.level)
        for row in rows
    }


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_4800_of_4800_final_values_are_each_persons_last() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL lets several people write at the same time.")
    rng = random.Random(SEED)
    framework = framework_of(120)
    assessment, users, cookies = crowd(40, framework)
    packets = said(40, framework, rng)
    arriving = over_a_bad_line(packets, rng)

    statuses = in_threads(arriving, delivery(assessment, cookies))

    last = {(each.person, each.question): each.answer for each in packets}
    assert statuses == {200}
    assert len(last) == 4800
    assert stored(assessment, users) == last


@pytest.mark.django_db
def test_one_after_the_other_they_end_with_their_last_too() -> None:
    rng = random.Random(SEED)
    framework = framework_of(15)
    assessment, users, cookies = crowd(4, framework)
    AssessmentRespondent.objects.filter(user=users[3]).update(layers=["data", "people"])
    packets = said(4, framework, rng)
    deliver = delivery(assessment, cookies)

    statuses: dict[tuple[int, str], Any] = {
        (each.person, each.question): deliver(each) for each in over_a_bad_line(packets, rng)
    }

    theirs = {key for key in statuses if key[0] < 3 or key[1].startswith(("data", "people"))}
    last = {(each.person, each.question): each.answer for each in packets}
    assert stored(assessment, users) == {key: last[key] for key in theirs}
    assert {statuses[key] for key in theirs} == {200}
    assert {status for key, status in statuses.items() if key not in theirs} == {404}
