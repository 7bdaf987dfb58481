"""SAMM's own files are read where they lie, and scored as SAMM scores them."""

from pathlib import Path

import pytest

from assessments.domain.answers import Answered, Scored
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.scoring import score
from assessments.services.framework_samm import SammInvalid, is_samm, read_samm


@pytest.fixture(scope="module")
def samm(shared_data: Path) -> Framework:
    return read_samm(shared_data / "samm" / "core")


def test_the_whole_model_is_read_under_its_own_ids(samm: Framework) -> None:
    assert samm.rule is ScoringRule.SAMM
    assert [layer.key for layer in samm.layers] == ["G", "D", "I", "V", "O"]
    assert (len(samm.capabilities), len(samm.questions)) == (15, 90)
    assert [each.key for each in samm.capability("G-SM").questions] == [
        f"G-SM-{level}-{stream}" for level in (1, 2, 3) for stream in "AB"
    ]
    assert [each.value for each in samm.question("G-SM-1-A").options] == [0, 0.25, 0.5, 1]


def test_a_practice_is_the_sum_of_the_means_of_its_streams(samm: Framework) -> None:
    values = {"1-A": 1, "2-A": 0.5, "3-A": 0.25, "1-B": 0.5, "2-B": 0.25, "3-B": 0}
    said = {
        f"G-SM-{key}": Answered(samm.question(f"G-SM-{key}").number_of(value))
        for key, value in values.items()
    }
    card = score(samm, said)
    assert card.capability("G-SM").outcome == Scored(1.25)
    assert card.layer("G").mean == Scored(pytest.approx(1.25 / 3))
    assert card.overall.mean == Scored(pytest.approx(1.25 / 15))
    assert (card.overall.coverage.answered, card.overall.coverage.total) == (6, 90)


def test_everything_in_full_is_three(samm: Framework) -> None:
    card = score(samm, {each.key: Answered(3) for each in samm.questions})
    assert (card.overall.mean, card.overall.staged) == (Scored(3.0), Scored(3.0))


def test_no_step_is_named_by_half_a_word(samm: Framework) -> None:
    titles = [step.title for each in samm.capabilities for step in each.steps]
    assert max(map(len, titles)) <= 120
    assert (
        "Verify the application architecture for security methodically / "
        "Structurally verify the architecture for identified…"
    ) in titles


def test_a_folder_without_the_model_is_refused(tmp_path: Path) -> None:
    assert not is_samm(tmp_path)
    with pytest.raises(SammInvalid, match="There is no folder “business_functions” here"):
        read_samm(tmp_path)
