"""The same thing said in another language is the same thing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.translation import gettext, ngettext

from portal.domain.wording import speak_through
from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.buckets import Answer
from portfolio.models import UseCase
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_cases import UseCaseFilters, use_case_page
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput
from portfolio.services.use_case_upserts import UseCaseUpsert, bulk_upsert
from portfolio.services.use_cases import change_use_case, register_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def every_language() -> Iterator[None]:
    yield
    speak_through(gettext, ngettext)


def speak_another_language() -> None:
    speak_through(lambda text: f"«{text}»", lambda one, many, count: f"«{one}»")


def test_a_file_imported_again_in_another_language_changes_nothing(cast: Cast) -> None:
    def imported() -> tuple[int, int, int]:
        found = bulk_upsert(
            [UseCaseUpsert("R-1", cast.freight, "Forecasts", bucket=suggest("Forecasts demand"))],
            source="register",
            by=cast.member("freight_owner"),
            at=NOW,
        )
        return len(found.created), len(found.updated), len(found.unchanged)

    assert imported() == (1, 0, 0)
    speak_another_language()
    assert imported() == (0, 0, 1)
    assert UseCase.objects.get().bucket_reason == "The description says forecasts."


def test_saving_the_same_answers_in_another_language_changes_nothing(cast: Cast) -> None:
    wanted = UseCaseInput(
        domain=cast.freight,
        title="Yard plan",
        outcome="Trailers wait half as long.",
        bucket=BucketChoice({"new_offer": Answer.YES}),
    )
    member = cast.member("freight_owner")
    stored = register_use_case(wanted, by=member, at=NOW)

    speak_another_language()
    saved = change_use_case(stored, wanted, version=stored.version, by=member, at=LATER)

    assert saved.version == stored.version
    assert saved.bucket_reason.startswith("The people we serve get something")


def test_a_list_is_read_in_the_language_of_each_reader(cast: Cast) -> None:
    make_use_case(domain=cast.freight)

    def read() -> tuple[str, str]:
        (row,) = use_case_page(cast.member("lead"), UseCaseFilters(), Order()).rows
        return row.owners[0].badge.role, row.standing.reason  # type: ignore[union-attr]

    assert read() == ("Business owner", "Not scored yet.")
    speak_another_language()
    assert read() == ("«Business owner»", "«Not scored yet.»")
