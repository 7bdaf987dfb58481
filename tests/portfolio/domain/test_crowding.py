from decimal import Decimal

from portfolio.domain.crowding import Pursued, crowding_out
from portfolio.domain.techniques import Technique

GENAI, PLAIN = frozenset({Technique.GENERATIVE}), frozenset({Technique.PREDICTIVE})


def case(
    domain: int = 1,
    *,
    techniques: frozenset[Technique] = GENAI,
    cost: int | None = None,
    missing: frozenset[str] = frozenset(),
) -> Pursued:
    return Pursued(domain, techniques, None if cost is None else Decimal(cost), missing)


ACCESS = frozenset({"data-access"})
BOTH = ACCESS | {"retrieval-stores"}


def test_the_warning_counts_money_what_waits_and_what_for() -> None:
    found = crowding_out(
        [
            case(cost=600, missing=BOTH),
            case(cost=200, missing=ACCESS),
            case(cost=None),
            case(techniques=PLAIN, cost=200, missing=ACCESS),
        ],
        [],
    )
    assert found is not None
    assert (found.visible, found.pursued, found.waiting) == (3, 4, 2)
    assert (found.share, found.is_money) == (0.8, True)
    assert found.missing == (("data-access", 2), ("retrieval-stores", 1))
    assert found.sentence == (
        "Generative and agentic use cases take 80% of the planned cost. 2 of 3 wait for data work "
        "that their domains have not done, and nobody has planned it."
    )


def test_without_any_cost_the_number_counts() -> None:
    found = crowding_out([case(missing=ACCESS), case(techniques=PLAIN)], [])
    assert found is not None
    assert (found.share, found.is_money) == (0.5, False)
    assert found.sentence.startswith("50% of the use cases ahead are generative or agentic.")


def test_work_that_somebody_does_is_told_and_enough_of_it_ends_the_warning() -> None:
    cases = [case(1, missing=BOTH), case(2, missing=ACCESS)]
    found = crowding_out(cases, [(1, "data-access")])
    assert found is not None
    assert (found.taken_on, found.needed) == (1, 3)
    assert found.sentence.endswith("and only 1 of 3 such gaps are being worked on.")
    assert crowding_out(cases, [(1, "data-access"), (2, "data-access")]) is None


def test_there_is_no_warning_while_visible_use_cases_are_few_or_can_start() -> None:
    plain = [case(techniques=PLAIN, missing=ACCESS) for _ in range(3)]
    assert crowding_out([case(missing=ACCESS), *plain], []) is None
    assert crowding_out([case(), case(), case(), case(missing=ACCESS)], []) is None
    assert crowding_out([], []) is None
