from portfolio.domain.ownership import GapReason, Holder, OwnerRole, ownership_gaps


def full_cast() -> dict[OwnerRole, Holder]:
    return {role: Holder("Ines Okafor") for role in OwnerRole}


def test_four_people_in_place_leave_no_gap() -> None:
    assert ownership_gaps(full_cast()) == ()


def test_nobody_at_all_leaves_four_gaps_in_the_order_of_the_roles() -> None:
    gaps = ownership_gaps({})
    assert [gap.role for gap in gaps] == list(OwnerRole)
    assert {gap.reason for gap in gaps} == {GapReason.EMPTY}
    assert gaps[0].sentence == "There is no business owner."


def test_somebody_who_left_leaves_a_gap_with_a_name() -> None:
    cast = full_cast() | {OwnerRole.MODEL_OWNER: Holder("Bo Lindqvist", is_active=False)}
    (gap,) = ownership_gaps(cast)
    assert gap.role is OwnerRole.MODEL_OWNER
    assert gap.reason is GapReason.HOLDER_LEFT
    assert gap.sentence == "The model owner, Bo Lindqvist, has left."


def test_each_role_says_what_it_answers_for() -> None:
    assert len({role.answers_for for role in OwnerRole}) == 4
    assert OwnerRole.TECHNICAL_STEWARD.label == "Technical steward"
