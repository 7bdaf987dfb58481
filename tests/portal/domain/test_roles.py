"""The one table of roles and capabilities."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import NotAllowed
from portal.domain.roles import (
    ENTERPRISE_WIDE,
    GRANTS,
    Capability,
    Grant,
    Member,
    Role,
    holds_on,
    require,
)

ROOT, FREIGHT, DEPOTS, RETAIL = "0001", "00010001", "000100010001", "00010002"


def someone(role: Role, path: str) -> Member:
    return Member(1, "Someone", (Grant(role, path, 1),), ROOT)


def test_every_role_is_in_the_table() -> None:
    assert set(GRANTS) == set(Role)


def test_every_capability_is_held_by_some_role() -> None:
    assert set().union(*GRANTS.values()) == set(Capability)


def test_a_domain_owner_may_edit_at_home_and_beneath_but_not_next_door() -> None:
    owner = someone(Role.DOMAIN_OWNER, FREIGHT)
    assert owner.can(Capability.EDIT_USE_CASE, FREIGHT)
    assert owner.can(Capability.EDIT_USE_CASE, DEPOTS)
    assert not owner.can(Capability.EDIT_USE_CASE, RETAIL)
    assert not owner.can(Capability.EDIT_USE_CASE, ROOT)


def test_a_lead_of_the_enterprise_reaches_everything() -> None:
    assert someone(Role.COE_LEAD, ROOT).scope(Capability.VIEW_PORTFOLIO).is_everything


def test_an_auditor_may_read_but_change_nothing() -> None:
    auditor = someone(Role.AUDITOR, ROOT)
    assert {c for c in Capability if auditor.can(c)} == {
        Capability.VIEW_PORTFOLIO,
        Capability.VIEW_ASSESSMENTS,
        Capability.VIEW_ROADMAP,
        Capability.VIEW_IMPORTS,
        Capability.VIEW_LEDGER,
        Capability.VIEW_JOBS,
        Capability.VIEW_PEOPLE,
    }


def test_a_stranger_may_do_nothing() -> None:
    stranger = Member(1, "Stranger")
    assert not any(stranger.can(c) for c in Capability)


def test_overlapping_grants_are_reduced_to_the_outermost() -> None:
    both = Member(
        1,
        "Both",
        (Grant(Role.DOMAIN_OWNER, DEPOTS, 3), Grant(Role.DOMAIN_OWNER, FREIGHT, 2)),
        ROOT,
    )
    assert both.scope(Capability.EDIT_USE_CASE).paths == (FREIGHT,)


def test_a_refusal_names_who_can() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(Member(1, "Ada"), Capability.MANAGE_PEOPLE)
    assert refusal.value.sentence == "You may not change people and roles. Ask an administrator."


LOCAL = [capability for capability in Capability if capability not in ENTERPRISE_WIDE]


@pytest.mark.parametrize("capability", sorted(ENTERPRISE_WIDE))
def test_what_touches_every_domain_is_not_part_of_a_role_over_one(capability: Capability) -> None:
    everyone = [someone(role, FREIGHT) for role in Role]
    assert not any(member.can(capability) for member in everyone)
    assert any(someone(role, ROOT).can(capability, RETAIL) for role in Role)


def test_the_refusal_of_what_touches_every_domain_sends_to_the_enterprise() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(someone(Role.ADMINISTRATOR, FREIGHT), Capability.ADMIT_PEOPLE)
    assert (
        refusal.value.sentence
        == "You may not invite or deactivate people. Ask an administrator of the enterprise."
    )


PATHS = st.sampled_from([ROOT, FREIGHT, DEPOTS, RETAIL])
GRANT_LISTS = st.lists(st.builds(Grant, st.sampled_from(Role), PATHS, st.just(1)), max_size=5)


@given(GRANT_LISTS, GRANT_LISTS, st.sampled_from(Capability), PATHS)
def test_another_grant_never_takes_anything_away(
    held: list[Grant], more: list[Grant], capability: Capability, path: str
) -> None:
    before, after = Member(1, "A", tuple(held), ROOT), Member(1, "A", (*held, *more), ROOT)
    assert after.can(capability, path) or not before.can(capability, path)
    assert after.can(capability) or not before.can(capability)


@given(GRANT_LISTS, st.sampled_from(LOCAL), PATHS)
def test_what_holds_in_a_domain_holds_beneath_it(
    held: list[Grant], capability: Capability, path: str
) -> None:
    scope = Member(1, "A", tuple(held), ROOT).scope(capability)
    assert not scope.covers(path) or scope.covers(f"{path}0007")


@given(GRANT_LISTS, st.sampled_from(LOCAL), PATHS)
def test_a_scope_covers_exactly_what_some_grant_covers(
    held: list[Grant], capability: Capability, path: str
) -> None:
    expected = any(capability in GRANTS[g.role] and path.startswith(g.path) for g in held)
    assert Member(1, "A", tuple(held), ROOT).can(capability, path) is expected


@given(GRANT_LISTS, st.sampled_from(sorted(ENTERPRISE_WIDE)), PATHS)
def test_what_touches_every_domain_follows_from_grants_over_the_enterprise_alone(
    held: list[Grant], capability: Capability, path: str
) -> None:
    expected = any(capability in GRANTS[g.role] and g.path == ROOT for g in held)
    assert Member(1, "A", tuple(held), ROOT).can(capability, path) is expected


def test_a_period_includes_both_ends() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 1)
    days = [date(2025, 12, 31), first, last, date(2026, 3, 2)]
    assert [holds_on(day, first, last) for day in days] == [False, True, True, False]
    assert holds_on(date(2999, 1, 1), first, None)
