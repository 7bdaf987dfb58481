"""What means nothing in an address is told at its field, and the rest of it still counts."""

import pytest

from tests.builders import make_use_case
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

NONSENSE = [
    ("/portfolio/use-cases/", "stage"),
    ("/portfolio/use-cases/", "domain"),
    ("/portfolio/use-cases/", "tier"),
    ("/portfolio/ranking/", "bucket"),
    ("/portfolio/ranking/", "value_from"),
    ("/portfolio/overlap/", "band"),
    ("/portfolio/overlap/", "state"),
    ("/portfolio/overlap/", "proposed"),
    ("/portfolio/matrix/", "stage"),
    ("/portfolio/balance/", "tier"),
    ("/portfolio/balance/", "domain"),
    ("/portfolio/balance/", "measure"),
    ("/portfolio/steel-thread/", "bucket"),
    ("/portfolio/register/", "stage"),
    ("/portfolio/buckets/", "bucket"),
]


@pytest.mark.parametrize(("page", "name"), NONSENSE)
def test_nonsense_is_told_and_left_out(cast: Cast, page: str, name: str) -> None:
    make_use_case(domain=cast.freight)
    answer = cast.client("lead").get(page, {name: "purple", "utm_source": "mail"})
    assert answer.status_code == 200
    assert answer.text.count("It was left out.") == 1


@pytest.mark.parametrize("page", ["/portfolio/use-cases/", "/jobs/", "/ledger/"])
@pytest.mark.parametrize("query", [{"page": "purple"}, {"per_page": "-3"}, {"page": "99999"}])
def test_a_page_that_is_not_there_shows_one_that_is(
    cast: Cast, page: str, query: dict[str, str]
) -> None:
    assert cast.client("lead").get(page, query).status_code == 200
