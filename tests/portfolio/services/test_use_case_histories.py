"""Histories of many use cases at once: what is remembered equals what is stored."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.services.ledger import SYSTEM
from portfolio.models import UseCase
from portfolio.services.use_case_histories import Kind, remember_as_they_are
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import make_use_case

pytestmark = pytest.mark.django_db


def test_every_column_is_remembered_as_it_is_stored(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told = UseCase.history.model
    first, second = (
        make_use_case(domain=cast.freight, title=title) for title in ("Ünïque “one”", "Two")
    )
    UseCase.objects.filter(pk=first.pk).update(
        problem="100% of it; 'quoted' %s",
        external_details={"Größe": "12 % {x}", "leer": ""},
        bucket_answers={"saves": True},
        planned_cost=Decimal("1234567.89"),
        live_on=date(2026, 2, 28),
        business_owner=cast.freight_owner,
        archived_at=NOW + timedelta(microseconds=123_456),
    )
    told.objects.all().delete()
    lead = cast.member("lead")
    with django_assert_num_queries(1):
        remember_as_they_are(
            [second.pk, first.pk],
            kind=Kind.CHANGED,
            by=lead,
            at=NOW + timedelta(microseconds=654_321),
            reason="Because 100%",
        )
    entries = list(told.objects.order_by("history_id"))
    assert [entry.id for entry in entries] == [first.pk, second.pk]
    for entry, pk in zip(entries, (first.pk, second.pk), strict=True):
        row = UseCase.objects.get(pk=pk)
        for field in told.tracked_fields:
            assert getattr(entry, field.attname) == getattr(row, field.attname), field.name
        assert entry.history_date == NOW + timedelta(microseconds=654_321)
        assert (entry.history_type, entry.history_change_reason) == ("~", "Because 100%")
        assert entry.history_user == cast.lead


def test_the_portal_itself_is_nobody_and_nothing_is_one_statement_less(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = make_use_case(domain=cast.freight)
    before = row.history.count()
    remember_as_they_are([row.pk], kind=Kind.CREATED, by=SYSTEM, at=NOW)
    newest = row.history.order_by("history_id").last()
    assert (newest.history_user, newest.history_change_reason) == (None, "")
    assert row.history.count() == before + 1
    with django_assert_num_queries(0):
        remember_as_they_are([], kind=Kind.CREATED, by=SYSTEM, at=NOW)
