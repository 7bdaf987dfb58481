"""The domain tree: added to, changed and moved, with its shape kept."""

from datetime import date

import pytest
from django.test import Client

from portal.domain.roles import Role
from portal.models import Domain, LedgerEntry, RoleGrant, User
from tests.builders import grant, make_user
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def fields(domain: Domain, parent: Domain, **changes: object) -> dict[str, object]:
    told = {
        "name": domain.name,
        "code": domain.code,
        "description": domain.description,
        "parent": parent.pk,
        "version": domain.version,
    }
    return told | changes


def test_a_lead_adds_a_domain_beneath_another(cast: Cast) -> None:
    client = cast.client("lead")
    client.post("/domains/new/", {"name": "Customs", "parent": cast.freight.pk})
    added = Domain.objects.get(name="Customs")
    assert added.path.startswith(cast.freight.path)
    assert LedgerEntry.objects.get().event == "portal.domain.added"


def test_two_domains_under_one_parent_do_not_share_a_name(cast: Cast) -> None:
    answer = cast.client("lead").post("/domains/new/", {"name": "freight", "parent": cast.root.pk})
    assert answer.status_code == 422
    assert "Another domain here has this name." in answer.text
    assert not LedgerEntry.objects.exists()


def test_a_domain_moves_with_everything_beneath_it(cast: Cast) -> None:
    cast.client("lead").post(f"/domains/{cast.freight.pk}/edit/", fields(cast.freight, cast.retail))
    retail, depots = Domain.objects.get(name="Retail"), Domain.objects.get(name="Depots")
    assert depots.path.startswith(retail.path)
    assert [entry.event for entry in LedgerEntry.objects.order_by("seq")] == [
        "portal.domain.changed",
        "portal.domain.moved",
    ]


def test_a_domain_does_not_move_beneath_itself_and_its_other_changes_are_undone(
    cast: Cast,
) -> None:
    answer = cast.client("lead").post(
        f"/domains/{cast.freight.pk}/edit/", fields(cast.freight, cast.depots, name="Cargo")
    )
    assert answer.status_code == 422
    assert "A domain cannot be moved beneath itself." in answer.text
    assert Domain.objects.get(pk=cast.freight.pk).name == "Freight"
    assert not LedgerEntry.objects.exists()


def opened(client: Client, domain: Domain) -> dict[str, object]:
    form = client.get(f"/domains/{domain.pk}/edit/").context["form"]
    return {bound.html_name: bound.value() for bound in form}


def test_two_who_change_a_domain_at_once_see_both_and_lose_nothing(cast: Cast) -> None:
    client, url = cast.client("lead"), f"/domains/{cast.depots.pk}/edit/"
    mine = opened(client, cast.depots) | {"name": "Yards", "code": "YRD"}
    theirs = opened(client, cast.depots) | {
        "name": "Hubs",
        "description": "Everything with a dock.",
        "parent": cast.retail.pk,
    }
    assert client.post(url, theirs).status_code == 302
    answer = client.post(url, mine)
    assert answer.status_code == 412
    untouched = "Not touched, so theirs is kept"
    shown = [(c.label, c.base, c.theirs, c.yours) for c in answer.context["conflicts"]]
    assert shown == [
        ("Name", "Depots", "Hubs", "Yards"),
        ("What it is responsible for", "", "Everything with a dock.", untouched),
        ("Belongs to", "Freight", "Retail", untouched),
    ]
    assert answer.context["conflict_who"] == "Lead"
    stands = Domain.objects.get(pk=cast.depots.pk)
    assert (stands.name, stands.code, stands.version) == ("Hubs", "", 2)
    again = dict(answer.context["form"].data.items())
    assert client.post(url, again).status_code == 302
    saved = Domain.objects.get(pk=cast.depots.pk)
    assert (saved.name, saved.code, saved.version) == ("Yards", "YRD", 3)
    assert saved.description == "Everything with a dock."
    assert saved.path.startswith(Domain.objects.get(name="Retail").path)


def test_a_stale_edit_without_what_it_started_from_changes_nothing_and_shows_both(
    cast: Cast,
) -> None:
    answer = cast.client("lead").post(
        f"/domains/{cast.freight.pk}/edit/",
        fields(cast.freight, cast.root, name="Cargo", version=0, base="[}"),
    )
    assert answer.status_code == 412
    shown = [(c.label, c.theirs, c.yours) for c in answer.context["conflicts"]]
    assert shown == [("Name", "Freight", "Cargo")]
    assert Domain.objects.get(pk=cast.freight.pk).name == "Freight"
    assert not LedgerEntry.objects.exists()


def test_an_owner_sees_only_their_branch(cast: Cast) -> None:
    shown = cast.client("freight_owner").get("/domains/").text
    assert "Depots" in shown
    assert "Retail" not in shown


def test_an_owner_may_see_their_domain_but_not_change_it(cast: Cast) -> None:
    answer = cast.client("freight_owner").get(f"/domains/{cast.freight.pk}/edit/")
    assert answer.status_code == 403


def test_a_foreign_domain_does_not_exist(cast: Cast) -> None:
    assert cast.client("freight_owner").get(f"/domains/{cast.retail.pk}/edit/").status_code == 404


def test_a_lead_of_one_domain_may_rename_it_where_it_stands(cast: Cast) -> None:
    person = make_user("Local")
    grant(person, Role.COE_LEAD, cast.freight)
    client = Client()
    client.force_login(person)
    answer = client.post(
        f"/domains/{cast.freight.pk}/edit/", fields(cast.freight, cast.root, name="Cargo")
    )
    assert answer.status_code == 302
    assert Domain.objects.get(pk=cast.freight.pk).name == "Cargo"


def test_the_tree_names_who_holds_a_role_today(cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.freight_owner).update(ends_on=date(2999, 1, 1))
    RoleGrant.objects.filter(user=cast.contributor).update(starts_on=date(2998, 1, 1))
    User.objects.filter(pk=cast.retail_owner.pk).update(is_active=False)
    shown = cast.client("lead").get("/domains/").text
    assert "Freight owner, domain owner" in shown
    assert "Contributor, contributor" not in shown
    assert "Retail owner" not in shown
