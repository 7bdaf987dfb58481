import pytest

from portfolio.domain.import_places import Misplaced, Node, Place, Tree

NODES = (
    Node("1", "0", "Insurance"),
    Node("1.1", "1", "Claims"),
    Node("1.1.1", "1.1", "Motor"),
    Node("1.2", "1", "Depots"),
    Node("2", "0", "Freight"),
    Node("2.1", "2", "Depots"),
    Node("2.1.1", "2.1", "Night shift"),
    Node("3", "0", "Old trade", is_archived=True),
    Node("3.1", "3", "Harbours", is_archived=True),
)


def tree(*nodes: Node, refusal: str = "") -> Tree:
    return Tree("0", ["Group"], nodes or NODES, refusal=refusal)


def keys(*path: str, is_whole: bool = False) -> tuple[str | None, ...]:
    place = tree().place(path, is_whole=is_whole)
    assert isinstance(place, Place), place
    return place.keys


def message(*path: str, refusal: str = "") -> str:
    place = tree(refusal=refusal).place(path)
    assert isinstance(place, Misplaced), place
    return place.message


@pytest.mark.parametrize("name", ["Claims", "CLAIMS", " claims ", "Claims."])
def test_a_name_is_met_anywhere_beneath_the_chosen_domain_in_any_spelling(name: str) -> None:
    assert tree().place([name]) == Place(("Insurance", "Claims"), ("1", "1.1"))


def test_a_domain_right_beneath_the_chosen_one_goes_before_one_further_down() -> None:
    found = tree(*NODES, Node("4", "0", "Claims")).place(["Claims"])
    assert isinstance(found, Place)
    assert found.keys == ("4",)


def test_a_path_may_begin_with_any_domain() -> None:
    assert keys("claims", "motor") == ("1", "1.1", "1.1.1")
    assert keys("Claims", "Drones") == ("1", "1.1", None)
    assert keys("Freight", "Claims") == ("2", None)


def test_the_rest_of_a_path_tells_domains_of_one_name_apart() -> None:
    assert keys("Depots", "Night shift") == ("2", "2.1", "2.1.1")


def test_a_name_that_two_domains_have_is_refused_with_both_named() -> None:
    assert message("depots") == (
        "“depots” may be Insurance › Depots or Freight › Depots. "
        "Write the whole path of the one you mean."
    )


def test_of_two_neighbours_of_one_name_the_very_spelling_is_meant() -> None:
    twins = tree(Node("1", "0", "Claims"), Node("2", "0", "claims"))
    assert twins.place(["claims"]) == Place(("claims",), ("2",))
    assert isinstance(twins.place(["CLAIMS"]), Misplaced)


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_path_that_is_whole_begins_right_beneath_the_chosen_domain(is_whole: bool) -> None:
    assert keys("Claims", is_whole=is_whole) == ((None,) if is_whole else ("1", "1.1"))
    assert keys("Group", "Claims") == (None,)


def test_archived_domains_are_met_only_where_no_other_is() -> None:
    assert message("Harbours") == "Harbours is archived. Choose another domain."
    place = tree(*NODES, Node("1.3", "1", "Harbours")).place(["harbours"])
    assert isinstance(place, Place)
    assert place.keys == ("1", "1.3")


def test_a_missing_domain_is_refused_with_the_nearest_name() -> None:
    assert message("Insurence", refusal="Ask the centre.") == (
        "There is no domain “Insurence” beneath Group. Ask the centre. "
        "The nearest name there is: Insurance."
    )
    assert message("Insurance", "Motors", refusal="Ask the centre.") == (
        "There is no domain “Motors” beneath Insurance. Ask the centre. "
        "The nearest name there is: Insurance › Claims › Motor."
    )
    assert message("Zoo", refusal="Ask the centre.") == (
        "There is no domain “Zoo” beneath Group. Ask the centre."
    )


def test_which_name_of_a_path_is_to_blame_is_told() -> None:
    place = tree(refusal="No.").place(["Group", "Freight", "Yards"])
    assert isinstance(place, Misplaced)
    assert place.step == 2
    deep = tree().place([str(step) for step in range(11)])
    assert isinstance(deep, Misplaced)
    assert deep.step == 10


def test_a_new_domain_that_resembles_one_is_told_beside_it() -> None:
    assert tree().resembling(("Freight", "Claims")) == "Insurance › Claims"
    assert tree().resembling(("Insurence",)) == "Insurance"
    assert tree().resembling(("Insurence",), may_compare=False) == ""
    assert tree().resembling(("Zoo",)) == ""


def test_paths_are_said_from_beneath_the_enterprise() -> None:
    beneath = Tree("1", ["Group", "Insurance"], [Node("1.1", "1", "Claims")], refusal="No.")
    assert (beneath.said(()), beneath.said(("Claims",))) == ("Insurance", "Insurance › Claims")
    assert tree().said(()) == "Group"
