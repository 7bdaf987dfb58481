"""The AIMA toolkit is read where it lies, and scored level by level."""

from pathlib import Path

import pytest

from assessments.domain.answers import Answered, Missing, NotScored, Scored
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.scoring import score
from assessments.services.framework_aima import AimaInvalid, read_aima


@pytest.fixture(scope="module")
def aima(shared_data: Path) -> Framework:
    return read_aima((shared_data / "aima" / "AIMA_Assessment_Toolkit.xlsx").read_bytes())


def test_the_whole_toolkit_is_read(aima: Framework) -> None:
    assert aima.rule is ScoringRule.STAGED
    assert (len(aima.layers), len(aima.capabilities), len(aima.questions)) == (8, 24, 144)
    assert aima.question("fairness-bias-2-a").level == 2


@pytest.mark.parametrize(
    ("yes", "level", "is_beyond"),
    [
        (("1-a",), 0.0, True),
        (("1-a", "1-b"), 1.0, False),
        (("1-a", "1-b", "2-b"), 1.0, True),
        (("1-a", "1-b", "3-a"), 1.0, False),
        (("1-a", "1-b", "2-a", "2-b", "3-a", "3-b"), 3.0, False),
    ],
)
def test_a_level_is_reached_when_all_up_to_it_is_a_yes(
    aima: Framework, yes: tuple[str, ...], level: float, is_beyond: bool
) -> None:
    card = score(aima, {f"fairness-bias-{each}": Answered(1) for each in yes})
    found = card.capability("fairness-bias")
    assert (found.outcome, found.is_beyond) == (Scored(level), is_beyond)


def test_a_practice_nobody_spoke_of_has_no_level(aima: Framework) -> None:
    card = score(aima, {"fairness-bias-1-a": Answered(0)})
    assert card.capability("fairness-bias").outcome == Scored(0.0)
    assert card.capability("policy-compliance").outcome == NotScored(Missing.UNANSWERED)


@pytest.mark.parametrize("source", [b"", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
def test_another_file_is_refused(source: bytes) -> None:
    with pytest.raises(AimaInvalid, match="not a workbook"):
        read_aima(source)
