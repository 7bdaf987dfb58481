"""What is left to say about a use case, for programs."""

from tests.builders import make_use_case
from tests.conftest import Cast


def test_a_program_reads_part_by_part_what_is_left(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, impact=3, autonomy=2, effort_weeks=4)
    told = cast.client("auditor").get(f"/api/v1/use-cases/{use_case.pk}/tasks/").json()
    assert (told["done"], told["total"]) == (1, 8)
    assert {task["part"]: task["state"] for task in told["tasks"]} == {
        "purpose": "to_do",
        "owners": "to_do",
        "rating": "to_do",
        "risk": "done",
        "bucket": "to_do",
        "money": "to_do",
        "effort": "begun",
        "dates": "to_do",
    }
    assert told["tasks"][2]["unlocks"] == "A rank, why it is that one, and what would move it."


def test_the_neighbour_reads_none(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    answer = cast.client("retail_owner").get(f"/api/v1/use-cases/{use_case.pk}/tasks/")
    assert answer.status_code == 404


def test_who_joins_a_use_case_of_another_domain_gets_its_entry(cast: Cast) -> None:
    row = make_use_case(domain=cast.retail, problem="Forklift batteries die.", planned_cost=1)
    said = {
        "title": "Loading dock plan",
        "outcome": "Less waiting.",
        "domain": cast.freight.pk,
        "overlap": {"answer": "join", "use_case": row.pk},
    }
    answer = cast.client("freight_owner").post(
        "/api/v1/use-cases/", said, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["id"]) == (200, row.pk)
    assert not {"problem", "planned_cost", "standing"} & set(answer.json())
