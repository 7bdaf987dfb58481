import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.ownership import OwnerRole
from portfolio.domain.readiness import NotAssessed, Readiness, readiness
from portfolio.domain.requirements import Requirement
from portfolio.domain.standing import DomainStanding
from portfolio.domain.steel_thread import Contender, Test, Verdict, examine, recommend

READY = Readiness(factor=1.0, shortfalls=(), not_assessed=())


def contender(key: int = 1, **said: object) -> Contender:
    usual: dict[str, object] = {
        "value": 70.0,
        "priority": 60.0,
        "tier": 2,
        "vacant": (),
        "readiness": READY,
    }
    return Contender(key=key, **(usual | said))  # type: ignore[arg-type]


def short_by(levels: float) -> Readiness:
    needs = [Requirement("data-contracts", 4, 3)]
    found = readiness(needs, DomainStanding({"data-contracts": 4 - levels}))
    assert isinstance(found, Readiness)
    return found


@pytest.mark.parametrize(
    ("said", "test", "verdict", "sentence"),
    [
        ({"value": 55.0}, Test.WORTH, Verdict.PASSED, "Its value is 55; high begins at 55."),
        (
            {"value": 54.99},
            Test.WORTH,
            Verdict.FAILED,
            "Its value of 54.9 is not high; that begins at 55.",
        ),
        ({"tier": 2}, Test.RISK, Verdict.PASSED, "Tier 2 is decided without the board."),
        (
            {"tier": 3},
            Test.RISK,
            Verdict.FAILED,
            "Tier 3 goes to the board before it can teach anybody anything.",
        ),
        (
            {"tier": None},
            Test.RISK,
            Verdict.UNKNOWN,
            "Nobody has stated its impact and autonomy, so its tier is not known.",
        ),
        ({}, Test.OWNERS, Verdict.PASSED, "All four owner roles are held."),
        (
            {"vacant": (OwnerRole.MODEL_OWNER, OwnerRole.DATA_OWNER)},
            Test.OWNERS,
            Verdict.FAILED,
            "It has no model owner and data owner.",
        ),
        ({}, Test.READINESS, Verdict.PASSED, "What it needs is in place."),
        (
            {"readiness": short_by(1.0)},
            Test.READINESS,
            Verdict.PASSED,
            "1 capability is missing, and it is at most one level away.",
        ),
        (
            {"readiness": short_by(1.5)},
            Test.READINESS,
            Verdict.FAILED,
            "More than one level away: data contracts stands at 2.5 of 4.",
        ),
        (
            {"readiness": NotAssessed("Nothing is published.")},
            Test.READINESS,
            Verdict.UNKNOWN,
            "Nothing is published.",
        ),
    ],
)
def test_each_test_says_how_it_came_out_and_why(
    said: dict[str, object], test: Test, verdict: Verdict, sentence: str
) -> None:
    (finding,) = [each for each in examine(contender(**said), high_value=55) if each.test is test]
    assert (finding.verdict, finding.sentence) == (verdict, sentence)


def test_the_highest_priority_that_passes_everything_is_chosen() -> None:
    found = recommend(
        [
            contender(1, priority=60.0),
            contender(2, priority=90.0, tier=4),
            contender(3, priority=71.0),
            contender(4, priority=99.0, vacant=tuple(OwnerRole), tier=None),
        ],
        high_value=55,
    )
    assert found.choice is not None
    assert found.choice.contender.key == 3
    assert found.choice.why_not == ""
    assert found.fit == 2
    # What has a higher priority is asked about first.
    assert [each.contender.key for each in found.runners_up] == [4, 2, 1]
    assert [each.why_not for each in found.runners_up] == [
        (
            "Nobody has stated its impact and autonomy, so its tier is not known. "
            "It has no business owner, model owner, data owner and technical steward."
        ),
        "Tier 4 goes to the board before it can teach anybody anything.",
        "It passes every test; its priority is 11 points lower.",
    ]


def test_half_of_the_others_are_those_that_a_failed_test_kept_from_being_chosen() -> None:
    risky = [contender(key, priority=80.0 + key, tier=4) for key in range(1, 6)]
    fit = [contender(key, priority=70.0 - key) for key in range(6, 12)]
    found = recommend([*risky, *fit], high_value=55, runners_up=4)
    assert found.choice is not None
    assert found.choice.contender.key == 6
    assert [each.contender.key for each in found.runners_up] == [5, 4, 7, 8]


def test_a_tie_is_called_a_tie() -> None:
    found = recommend([contender(1, priority=60.2), contender(2, priority=59.9)], high_value=55)
    assert found.runners_up[0].why_not == (
        "It passes every test, and its priority reads the same: either could go first."
    )


def test_nothing_is_chosen_when_nothing_passes_everything() -> None:
    found = recommend(
        [contender(1, tier=None, vacant=(OwnerRole.DATA_OWNER,)), contender(2, tier=3)],
        high_value=55,
    )
    assert found.choice is None
    assert found.fit == 0
    assert [each.contender.key for each in found.runners_up] == [2, 1]


def test_nobody_to_choose_from_is_no_choice() -> None:
    assert recommend([], high_value=55).runners_up == ()


@given(
    st.lists(
        st.builds(
            contender,
            key=st.integers(0, 10_000),
            value=st.floats(0, 100),
            priority=st.floats(0, 100),
            tier=st.none() | st.integers(1, 4),
            vacant=st.sets(st.sampled_from(OwnerRole)).map(tuple),
        ),
        unique_by=lambda each: each.key,
        max_size=12,
    )
)
def test_no_fit_contender_has_a_higher_priority_than_the_choice(
    contenders: list[Contender],
) -> None:
    found = recommend(contenders, high_value=55, runners_up=12)
    everyone = [*([found.choice] if found.choice else []), *found.runners_up]
    assert len(everyone) == len(contenders)
    fit = [each.contender.priority for each in everyone if each.is_fit]
    assert len(fit) == found.fit
    assert (found.choice is not None) is bool(fit)
    if found.choice:
        assert found.choice.contender.priority == max(fit)
