"""The domain tree: who may change which part of it, and that it keeps its shape."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections

from portal.domain.errors import NotAllowed
from portal.domain.roles import Member, Role
from portal.domain.tree import TreeRefusal
from portal.models import Domain, LedgerEntry
from portal.models.domains import DomainQuerySet
from portal.services import domains
from portal.services.ledger import SYSTEM
from tests.builders import NOW, grant, make_domain, make_root, make_user, member
from tests.conftest import Cast


@pytest.mark.django_db
def test_a_lead_of_one_domain_neither_takes_domains_in_nor_gives_them_away(cast: Cast) -> None:
    person = make_user("Local")
    grant(person, Role.COE_LEAD, cast.freight)
    by, before = member(person), list(Domain.objects.values_list("path", "name"))
    for domain, to in ((cast.retail, cast.freight), (cast.depots, cast.retail)):
        with pytest.raises(NotAllowed):
            domains.move_domain(domain, to=to, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        domains.add_domain(cast.root, name="Side door", by=by, at=NOW)
    assert list(Domain.objects.values_list("path", "name")) == before
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
def test_the_enterprise_is_not_moved(cast: Cast) -> None:
    with pytest.raises(TreeRefusal, match="The enterprise is the root"):
        domains.change_and_move(
            cast.root,
            name="Harbour group",
            code="",
            description="",
            parent_id=cast.freight.pk,
            version=1,
            by=cast.member("lead"),
            at=NOW,
        )
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
def test_what_a_domain_is_moved_by_is_where_it_is_now_not_where_it_was_read(cast: Cast) -> None:
    lead = cast.member("lead")
    read_before = Domain.objects.get(pk=cast.depots.pk)
    domains.move_domain(cast.freight, to=cast.retail, by=lead, at=NOW)
    moved = domains.move_domain(read_before, to=cast.root, by=lead, at=NOW)
    assert Domain.objects.get_parent(moved) == cast.root
    assert Domain.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_domains_added_and_moved_at_once_leave_a_sound_tree() -> None:
    root = make_root()
    units = [make_domain(f"Unit {number}") for number in range(4)]
    teams = [make_domain(f"Team {number}", parent=unit) for number, unit in enumerate(units)]
    person = make_user("Lead")
    grant(person, Role.COE_LEAD, root)
    by = member(person)

    def change(number: int) -> None:
        try:
            for turn in range(6):
                name = f"A {number} {turn}"
                domains.add_domain(units[(number + turn) % 4], name=name, by=by, at=NOW)
                domains.move_domain(teams[number], to=units[(number + turn + 1) % 4], by=by, at=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(4)))
    assert Domain.objects.find_problems() == ([], [], [], [], [])
    assert Domain.objects.count() == 1 + 4 + 4 + 24
    assert LedgerEntry.objects.count() == 48


def rename(domain: Domain, name: str, *, version: int, by: Member) -> Domain:
    return domains.change_domain(
        domain, name=name, code="", description="", version=version, by=by, at=NOW
    )


def names_in_order() -> list[tuple[int, str]]:
    return list(Domain.objects.order_by("path").values_list("depth", "name"))


@pytest.mark.django_db
def test_a_renamed_domain_takes_its_place_among_its_siblings_with_all_beneath_it(
    cast: Cast,
) -> None:
    lead = cast.member("lead")
    renamed = rename(cast.freight, "Transport", version=1, by=lead)
    tree = [(1, "Harbour group"), (2, "Retail"), (2, "Transport"), (3, "Depots")]
    assert names_in_order() == tree
    assert renamed == Domain.objects.get(name="Transport")
    assert renamed.path == Domain.objects.get(name="Transport").path
    assert LedgerEntry.objects.get().event == "portal.domain.changed"

    rename(renamed, "Carriers", version=2, by=lead)
    assert names_in_order() == [
        (1, "Harbour group"),
        (2, "Carriers"),
        (3, "Depots"),
        (2, "Retail"),
    ]
    assert Domain.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_who_may_see_a_renamed_domain_still_may(cast: Cast) -> None:
    rename(cast.freight, "Transport", version=1, by=cast.member("lead"))
    seen = Domain.objects.visible_to(cast.member("freight_owner"))
    assert {domain.name for domain in seen} == {"Transport", "Depots"}


@pytest.mark.django_db
def test_renaming_the_enterprise_moves_nothing(cast: Cast) -> None:
    paths = dict(Domain.objects.values_list("pk", "path"))
    rename(cast.root, "Zenith", version=1, by=cast.member("lead"))
    assert dict(Domain.objects.values_list("pk", "path")) == paths


@pytest.mark.django_db
def test_of_two_enterprises_founded_at_once_the_second_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    domains.add_root("Harbour group", by=SYSTEM, at=NOW)

    def found_in_between(_fields: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(DomainQuerySet, "exists", lambda _rows: False)
    monkeypatch.setattr(Domain.objects, "add_root", found_in_between)
    with pytest.raises(TreeRefusal):
        domains.add_root("Harbour group", by=SYSTEM, at=NOW)
    assert names_in_order() == [(1, "Harbour group")]
