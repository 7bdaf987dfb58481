"""A portal is ready when its database is the one it was written for."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.selectors import preparation
from portal.settings.caches import TABLE

pytestmark = pytest.mark.django_db


def test_a_portal_whose_database_is_behind_is_not_ready_and_says_why(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "_prepared", set())
    last = MigrationRecorder.Migration.objects.filter(app="portfolio").latest("pk")
    last.delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "migrations pending"})
    last.save(force_insert=True)
    assert client.get("/readyz").json()["status"] == "ready"


def test_a_database_without_the_table_of_shared_counts_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "_prepared", set())
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} RENAME TO elsewhere")
    assert client.get("/readyz").json() == {"status": "migrations pending"}


def test_once_a_database_was_up_to_date_nobody_looks_again(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(preparation, "_prepared", set())
    client.get("/readyz")
    with django_assert_num_queries(3):
        client.get("/readyz")


def test_attempts_to_sign_in_are_counted_where_every_process_sees_them() -> None:
    cache.set("tries", [1.0])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")
        assert cursor.fetchone() == (1,)
