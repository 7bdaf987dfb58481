"""What an import asks of the database does not grow with the register."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.domain.roles import Member
from portfolio.models import UseCase
from portfolio.services.imports import check_import, commit_import
from portfolio.services.use_case_upserts import bulk_upsert
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.services.test_use_case_upserts import row

pytestmark = pytest.mark.django_db


def statements(work: Callable[..., object], content: bytes, by: Member) -> int:
    with CaptureQueriesContext(connection) as sent:
        work(content, filename="list.csv", by=by, at=NOW)
    return len(sent)


def test_as_many_statements_beside_many_use_cases_as_beside_few(cast: Cast) -> None:
    by, seen = cast.member("lead"), []
    for number in range(3):
        titles = "".join(f"Row {number}.{each},Freight\n" for each in range(20))
        content = f"Title,Domain\n{titles}".encode()
        seen.append(
            [statements(work, content, by) for work in (check_import, *[commit_import] * 2)]
        )
        others = [row(cast, f"{number}.{each}") for each in range(200)]
        bulk_upsert(others, source="others", by=by, at=NOW)
    assert UseCase.objects.count() == 660
    assert seen[1] == seen[2]
