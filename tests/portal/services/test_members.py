"""People and roles: what an administrator of one domain may do, and what nobody may."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session

from portal.domain.errors import NotAllowed
from portal.domain.roles import Role
from portal.models import ApiToken, LedgerEntry, RoleGrant, User
from portal.services import members
from portal.services.members import GrantRefused, PersonExists
from portal.services.tokens import check_token, create_token
from tests.builders import NOW, TODAY, grant, make_user, member
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def local(cast: Cast) -> User:
    """An administrator of Freight alone."""
    person = make_user("Local")
    grant(person, Role.ADMINISTRATOR, cast.freight)
    return person


def test_an_administrator_of_one_domain_does_not_deactivate_anybody(
    cast: Cast, local: User
) -> None:
    for person in (cast.administrator, cast.retail_owner, cast.freight_owner):
        with pytest.raises(NotAllowed):
            members.set_active(person, is_active=False, by=member(local), at=NOW)
    assert not User.objects.filter(is_active=False).exists()
    assert not LedgerEntry.objects.exists()


def test_an_administrator_of_one_domain_does_not_invite(cast: Cast, local: User) -> None:
    before = User.objects.count()
    with pytest.raises(NotAllowed, match="Ask an administrator of the enterprise"):
        members.invite_person("new@example.org", name="New", by=member(local), at=NOW)
    assert User.objects.count() == before


@pytest.mark.parametrize("where", ["root", "retail"])
@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_of_one_domain_grants_no_role_elsewhere(
    cast: Cast, local: User, role: Role, where: str
) -> None:
    before = RoleGrant.objects.count()
    with pytest.raises(NotAllowed):
        members.grant_role(
            local, role, domain=getattr(cast, where), starts_on=TODAY, by=member(local), at=NOW
        )
    assert RoleGrant.objects.count() == before


def test_an_administrator_of_one_domain_grants_roles_beneath_it(cast: Cast, local: User) -> None:
    given = members.grant_role(
        cast.stranger,
        Role.DOMAIN_OWNER,
        domain=cast.depots,
        starts_on=TODAY,
        by=member(local),
        at=NOW,
    )
    assert (given.user, given.domain) == (cast.stranger, cast.depots)


def test_an_administrator_of_one_domain_ends_no_role_elsewhere(cast: Cast, local: User) -> None:
    held = RoleGrant.objects.get(user=cast.administrator)
    with pytest.raises(NotAllowed):
        members.end_role(held, by=member(local), at=NOW, today=TODAY)
    held.refresh_from_db()
    assert held.ends_on is None


def test_a_role_that_is_over_is_not_ended_again(cast: Cast) -> None:
    held = RoleGrant.objects.get(user=cast.retail_owner)
    RoleGrant.objects.filter(pk=held.pk).update(ends_on=date(2021, 1, 1))
    with pytest.raises(GrantRefused, match="over already"):
        members.end_role(held, by=cast.member("administrator"), at=NOW, today=TODAY)
    held.refresh_from_db()
    assert held.ends_on == date(2021, 1, 1)
    assert not LedgerEntry.objects.exists()


def test_the_only_administrator_without_an_end_stays_when_the_other_is_leaving(cast: Cast) -> None:
    leaving = make_user("Leaving")
    grant(leaving, Role.ADMINISTRATOR, cast.root, ends_on=TODAY + timedelta(days=1))
    held = RoleGrant.objects.get(user=cast.administrator)
    with pytest.raises(GrantRefused, match="last administrator"):
        members.end_role(held, by=cast.member("administrator"), at=NOW, today=TODAY)
    held.refresh_from_db()
    assert held.ends_on is None


def test_an_administrator_of_one_domain_may_go_although_no_other_is_there(
    cast: Cast, local: User
) -> None:
    held = RoleGrant.objects.get(user=local)
    members.end_role(held, by=cast.member("administrator"), at=NOW, today=TODAY)
    held.refresh_from_db()
    assert held.ends_on == TODAY - timedelta(days=1)


def test_the_last_administrator_is_not_deactivated(cast: Cast) -> None:
    other = make_user("Other")
    held = grant(other, Role.ADMINISTRATOR, cast.root)
    by = member(other)
    held.delete()
    with pytest.raises(GrantRefused, match="last administrator"):
        members.set_active(cast.administrator, is_active=False, by=by, at=NOW)
    assert User.objects.get(pk=cast.administrator.pk).is_active


def test_deactivating_ends_sessions_and_keys_and_letting_in_again_brings_neither_back(
    cast: Cast,
) -> None:
    by = cast.member("administrator")
    cast.client("freight_owner")
    key = create_token(
        cast.freight_owner,
        label="Export",
        can_write=False,
        expires_at=NOW + timedelta(days=9),
        by=cast.member("freight_owner"),
        at=NOW,
    )
    members.set_active(cast.freight_owner, is_active=False, by=by, at=NOW)
    assert not Session.objects.exists()
    assert ApiToken.objects.get().revoked_at == NOW
    members.set_active(cast.freight_owner, is_active=True, by=by, at=NOW)
    assert check_token(key.text, at=NOW) is None


def test_nobody_makes_a_key_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        create_token(
            cast.administrator,
            label="Mine",
            can_write=True,
            expires_at=NOW + timedelta(days=9),
            by=cast.member("lead"),
            at=NOW,
        )
    assert not ApiToken.objects.exists()


def test_an_address_taken_in_the_same_moment_is_a_refusal(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_is_taken", lambda _address: False)
    with pytest.raises(PersonExists):
        members.invite_person(
            "lead@example.org", name="Twin", by=cast.member("administrator"), at=NOW
        )
    assert User.objects.filter(email="lead@example.org").count() == 1
