"""Queries that are put together once, and asked again with other ids."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Domain, User
from portal.selectors.prepared import ByIds, Kept
from tests.builders import make_domain, make_root, make_user

pytestmark = pytest.mark.django_db


def test_the_values_are_those_that_django_gives() -> None:
    ids = [make_user(f"reader{number}@example.org").pk for number in range(30)]
    fields = ("pk", "email", "is_active", "created_at")
    query = ByIds(User.objects.values_list(*fields))
    for some in (ids[:1], ids[:7], ids, [*ids, 999_999]):
        expected = User.objects.filter(pk__in=some).values_list(*fields)
        assert {tuple(row) for row in query.rows(some)} == set(expected)


def test_conditions_and_tables_of_its_own_stay() -> None:
    make_root("House")
    kept, archived = make_domain("Yard"), make_domain("Dock")
    rows = Domain.objects.filter(name__startswith="Y").values_list("pk", "name")
    assert ByIds(rows).rows([archived.pk, kept.pk]) == [[kept.pk, "Yard"]]


def test_no_ids_are_not_asked_for_and_many_in_turns() -> None:
    user = make_user("reader@example.org")
    query = ByIds(User.objects.values_list("pk"))
    with CaptureQueriesContext(connection) as sent:
        assert query.rows([]) == []
    assert len(sent) == 0
    with CaptureQueriesContext(connection) as sent:
        assert query.rows([*range(-600, 0), user.pk]) == [[user.pk]]
    assert len(sent) == 2


def test_keys_may_be_those_of_another_field_and_may_be_texts() -> None:
    readers = [make_user(f"reader{number}@example.org") for number in range(3)]
    asked = [reader.email for reader in readers[:2]]
    query = ByIds(User.objects.order_by("-pk").values_list("pk"), field="email")
    assert query.rows(asked) == [[readers[1].pk], [readers[0].pk]]
    assert query.rows(["nobody@example.org"]) == []


def test_a_query_that_is_kept_reads_what_there_is_now() -> None:
    query = Kept(User.objects.filter(is_active=True).order_by("pk").values_list("email"))
    assert query.rows() == []
    first, second = (make_user(f"reader{number}@example.org") for number in range(2))
    assert query.rows() == [[first.email], [second.email]]
    User.objects.filter(pk=first.pk).update(is_active=False)
    assert query.rows() == [[second.email]]


def test_a_query_that_can_find_nothing_finds_nothing() -> None:
    user = make_user("reader@example.org")
    nobody = User.objects.none().values_list("pk")
    assert Kept(nobody).rows() == []
    assert ByIds(nobody).rows([user.pk]) == []
