"""The columns of a list of use cases, for programs."""

from portfolio.domain.use_case_columns import COLUMNS
from tests.conftest import Cast


def test_programs_read_the_same_register_as_the_screen(cast: Cast) -> None:
    found = cast.client("lead").get("/api/v1/use-cases/columns/").json()
    assert [column["key"] for column in found] == list(COLUMNS)
    assert found[0] == {
        "key": "rank",
        "name": "Rank",
        "kind": "number",
        "is_sortable": True,
        "is_usual": True,
        "headings": ["Rank"],
    }
    owners = next(column for column in found if column["key"] == "owners")
    assert (owners["is_sortable"], len(owners["headings"])) == (False, 4)
    assert cast.client("stranger").get("/api/v1/use-cases/columns/").status_code == 404
