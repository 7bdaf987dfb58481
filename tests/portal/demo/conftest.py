"""The demonstration, loaded once for each module: each test looks and leaves it as it was."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from portal.demo.loading import load

LOADED_AT = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
PASSWORD = "a password for this test"


@pytest.fixture(scope="module")
def _demo_once(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(at=LOADED_AT, password=PASSWORD)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo_once: None, db: None) -> None:
    """The demonstration, as it was loaded on a Wednesday in March 2027."""
