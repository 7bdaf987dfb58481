import json
from typing import Any

from assessments.domain.answers import Answered, Missing, NotScored
from assessments.domain.evidence import (
    Evidence,
    capability_evidence,
    evidence_from_data,
    evidence_to_data,
)
from assessments.domain.perspectives import Perspective, of_one, tallies
from assessments.domain.scales import FIVE_LEVELS
from assessments.domain.settling import settle
from assessments.domain.tallies import tally
from tests.assessments.domain.examples import make_framework


def evidence() -> Any:
    framework = make_framework()
    said = {
        "governance-1": tally(FIVE_LEVELS, [1, 5]),
        "strategy-1": tally(FIVE_LEVELS, [2, 3], dont_know=1),
        "data-1": tally(FIVE_LEVELS, [], not_applicable=2),
        "mlops-1": tally(FIVE_LEVELS, []),
        "people-1": tally(FIVE_LEVELS, [4]),
    }
    settled = {key: settle(counted) for key, counted in said.items()}
    settled["governance-1"] = settle(said["governance-1"], Answered(2))
    reasons = {"governance-1": "Half are named."}
    counted = {key: of_one(each) for key, each in said.items()}
    rows = capability_evidence(framework, counted, settled, reasons)
    return Evidence("Spring", "Freight", "2026-03-02", "2026-03-31", 3, 2, 8, rows)


def test_every_capability_shows_its_counts_and_why() -> None:
    rows = {row.key: row for row in evidence().capabilities}

    assert (rows["governance-1"].counts, rows["governance-1"].consensus) == ((1, 0, 0, 0, 1), 0.0)
    assert rows["governance-1"].reason == "Half are named."
    assert (rows["strategy-1"].median, rows["strategy-1"].total) == (2.5, 3)
    assert rows["data-1"].reason == "2 respondents said that it does not apply here."
    assert rows["mlops-1"].median == NotScored(Missing.UNANSWERED)


def test_evidence_comes_back_from_storage_as_it_was() -> None:
    kept = evidence()

    assert evidence_from_data(json.loads(json.dumps(evidence_to_data(kept)))) == kept


def test_every_perspective_is_kept_on_its_own() -> None:
    framework = make_framework()
    counted = {each.key: of_one(tally(FIVE_LEVELS, [])) for each in framework.questions}
    counted["data-1"] = tallies(
        FIVE_LEVELS,
        {Perspective.SELF: tally(FIVE_LEVELS, [4, 4]), Perspective.PEER: tally(FIVE_LEVELS, [2])},
    )
    settled = {key: settle(each) for key, each in counted.items()}

    kept = capability_evidence(framework, counted, settled, {})

    row = next(each for each in kept if each.key == "data-1")
    assert (row.perspective, row.counts) == (Perspective.SELF, (0, 0, 0, 2, 0))
    assert [(each.perspective, each.counts, each.median) for each in row.perspectives] == [
        (Perspective.SELF, (0, 0, 0, 2, 0), 4.0),
        (Perspective.PEER, (0, 1, 0, 0, 0), 2.0),
    ]


def test_a_snapshot_from_before_perspectives_is_still_read() -> None:
    old = json.loads(json.dumps(evidence_to_data(evidence())))
    for row in old["capabilities"]:
        del row["perspective"], row["perspectives"]

    kept = evidence_from_data(old)

    assert kept.capabilities[0].perspective is Perspective.SELF
    assert kept.capabilities[0].perspectives == ()
    assert kept.capabilities[0].counts == evidence().capabilities[0].counts
