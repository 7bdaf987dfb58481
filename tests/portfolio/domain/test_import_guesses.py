import pytest

from portfolio.domain.import_guesses import guess_mapping


def guessed(header: list[str]) -> dict[str, str]:
    return {name: columns[0].text for name, columns in guess_mapping(header).columns.items()}


def test_our_own_names_are_recognised() -> None:
    header = ["Title", "Domain", "Stage", "Business owner", "Planned cost", "Reference", "Hue"]
    assert guessed(header) == {
        "title": "title",
        "domain": "domain",
        "stage": "stage",
        "business_owner": "business owner",
        "planned_cost": "planned cost",
        "reference": "reference",
    }


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Use Case Name", "title"),
        ("Use-case titel", "title"),
        ("STATUS", "stage"),
        ("Technical Stewart", "technical_steward"),
        ("Expected outcomes", "outcome"),
        ("Business unit", "subdomain"),
        ("go-live date", "live_on"),
    ],
)
def test_names_close_to_ours_are_recognised(column: str, field: str) -> None:
    assert guessed([column]) == {field: column.casefold().replace("-", " ")}


def test_a_column_is_used_once_and_an_exact_name_goes_first() -> None:
    assert guessed(["Name", "Title"]) == {"title": "title"}
    assert guessed(["Owner", "Business owner"]) == {"business_owner": "business owner"}


def test_nothing_is_forced() -> None:
    assert guessed(["Colour", "Size", ""]) == {}


def test_common_words_for_stages_are_understood() -> None:
    stages = guess_mapping(["Title"]).choices["stage"]
    words = ["Live", "PoC", "Pilot", "on-hold", "stopped", "Retired", "waiting for budget"]
    assert [stages.look_up(word) for word in words] == [
        "production",
        "pilot",
        "pilot",
        "on_hold",
        "rejected",
        "retired",
        None,
    ]
