"""Who sees which people, and which day it is when a role begins or ends."""

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.domain.roles import Role
from portal.models import RoleGrant, User
from portal.selectors.members import (
    grants_visible_to,
    member_of,
    organisation_day,
    people_visible_to,
    person_row,
    person_with,
)
from tests.builders import TODAY, grant, make_user, member
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def names(person: User, *, search: str = "") -> list[str]:
    return [user.name for user in people_visible_to(member(person), search=search)]


def local(cast: Cast, role: Role) -> User:
    person = make_user("Local")
    grant(person, role, cast.freight)
    return person


def test_whoever_reads_people_everywhere_sees_everybody(cast: Cast) -> None:
    assert len(names(cast.auditor)) == User.objects.count() == 9


def test_an_auditor_of_one_domain_sees_who_has_a_role_there(cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.freight_owner).update(domain=cast.depots)
    assert names(local(cast, Role.AUDITOR)) == ["Contributor", "Freight owner", "Local"]


def test_an_administrator_of_one_domain_also_sees_who_waits_for_a_role(cast: Cast) -> None:
    person = local(cast, Role.ADMINISTRATOR)
    assert names(person) == ["Contributor", "Freight owner", "Local", "Stranger"]
    assert names(person, search="retail") == []


def test_whoever_reads_no_people_sees_none(cast: Cast) -> None:
    assert names(cast.freight_owner) == []
    assert not grants_visible_to(cast.member("freight_owner")).exists()


def test_roles_held_elsewhere_are_not_shown(cast: Cast) -> None:
    grant(cast.contributor, Role.EXECUTIVE, cast.retail)
    viewer = member(local(cast, Role.ADMINISTRATOR))
    shown = person_row(
        people_visible_to(viewer).get(pk=cast.contributor.pk), member=viewer, today=TODAY
    )
    assert [(row.role, row.domain, row.can_end) for row in shown.grants] == [
        ("Contributor", "Freight", True)
    ]


def test_an_auditor_sees_roles_but_no_way_to_end_them(cast: Cast) -> None:
    viewer = cast.member("auditor")
    shown = person_row(people_visible_to(viewer).get(pk=cast.lead.pk), member=viewer, today=TODAY)
    assert [row.can_end for row in shown.grants] == [False]


def test_the_day_is_the_organisations(settings: object) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert organisation_day(late).isoformat() == "2026-03-02"


def test_a_person_is_read_with_everything_they_hold(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grant(cast.contributor, Role.EXECUTIVE, cast.retail)
    with django_assert_num_queries(1):
        person = person_with(cast.contributor.pk)
        assert person is not None
        found = member_of(person, today=TODAY)
    assert found == member_of(User.objects.get(pk=person.pk), today=TODAY)
    assert [(each.role, each.path) for each in found.grants] == [
        (Role.CONTRIBUTOR, cast.freight.path),
        (Role.EXECUTIVE, cast.retail.path),
    ]


def test_a_person_who_holds_nothing_is_read_as_one(cast: Cast) -> None:
    person = person_with(cast.stranger.pk)
    assert person == cast.stranger
    assert member_of(person, today=TODAY).grants == ()
    assert person_with(0) is None
