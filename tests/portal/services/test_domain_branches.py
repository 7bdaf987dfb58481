"""Adding many domains at once."""

import json

import pytest

from portal.domain.errors import NotAllowed
from portal.models import Domain, LedgerEntry
from portal.services.domain_branches import add_branches
from tests.builders import NOW
from tests.conftest import Cast


def names(node: Domain) -> list[str]:
    return list(Domain.objects.get_children(node).values_list("name", flat=True))


def test_branches_grow_beneath_domains_that_are_there_and_stay_sorted(cast: Cast) -> None:
    wanted = {
        ("Freight",): cast.freight,
        ("Freight", "Airports"): None,
        ("Freight", "Yards"): None,
        ("Claims",): None,
        ("Claims", "Motor"): None,
        ("Claims", "Home"): None,
    }
    found = add_branches(cast.root, wanted, by=cast.member("lead"), at=NOW)
    assert set(found) == {(), *wanted}
    assert names(cast.root) == ["Claims", "Freight", "Retail"]
    assert names(found["Freight",]) == ["Airports", "Depots", "Yards"]
    assert names(found["Claims",]) == ["Home", "Motor"]
    assert Domain.objects.find_problems() == ([], [], [], [], [])
    for path, domain in found.items():
        assert domain == Domain.objects.get(pk=domain.pk)
        assert not path or domain.name == path[-1]
    entry = LedgerEntry.objects.get()
    assert entry.event == "portal.domain.branches_added"
    assert json.loads(bytes(entry.payload))["changes"]["added"] == [
        "Claims",
        "Claims › Home",
        "Claims › Motor",
        "Freight › Airports",
        "Freight › Yards",
    ]


def test_nothing_missing_changes_nothing(cast: Cast) -> None:
    found = add_branches(cast.root, {("Retail",): cast.retail}, by=cast.member("lead"), at=NOW)
    assert found == {(): cast.root, ("Retail",): cast.retail}
    assert not LedgerEntry.objects.exists()


def test_who_may_not_change_the_tree_adds_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_branches(cast.freight, {("Yards",): None}, by=cast.member("freight_owner"), at=NOW)
    assert names(cast.freight) == ["Depots"]


def test_a_hundred_families_take_as_few_statements_as_one(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    wanted = {("Works",): None, **{("Works", f"Hall {number:02}"): None for number in range(100)}}
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        add_branches(cast.depots, wanted, by=cast.member("lead"), at=NOW)
    assert Domain.objects.count() == 4 + 101
