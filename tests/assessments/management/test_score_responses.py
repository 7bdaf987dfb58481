"""A file of answers is scored offline, by the rules that assessments are scored by."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.services.framework_sources import FrameworkFormat, guessed_format
from tests.assessments.builders import load_small

# METHODS, maturity scoring: streams A = (1, .5, .25) and B = (.5, .25, 0) make 1.25.
SAMM = {
    "G-SM-1-A": 1,
    "G-SM-2-A": 0.5,
    "G-SM-3-A": 0.25,
    "G-SM-1-B": 0.5,
    "G-SM-2-B": 0.25,
    "G-SM-3-B": 0,
}
CONFORMITY = """
key: clauses
version: "1"
title: Clauses
summary: Two clauses.
rule: conformity
scale: {minimum: 0, maximum: 1, names: [no, yes]}
layers:
  - key: context
    title: Context
    summary: What is around.
    capabilities:
      - {key: scope, title: Scope, question: Is the scope stated?}
      - {key: policy, title: Policy, question: Is there a policy?}
"""

type Run = Callable[..., dict[str, Any]]


@pytest.fixture
def answers(tmp_path: Path) -> Callable[[object], str]:
    def written(what: object) -> str:
        path = tmp_path / "answers.json"
        path.write_text(what if isinstance(what, str) else json.dumps(what), encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def run(answers: Callable[[object], str], capsys: pytest.CaptureFixture[str]) -> Run:
    def scored(framework: object, what: object, **options: Any) -> dict[str, Any]:
        call_command("score_responses", str(framework), answers(what), format="json", **options)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return scored


def test_samms_own_example_comes_out_as_it_should(run: Run, shared_data: Path) -> None:
    found = run(shared_data / "samm" / "core", SAMM)

    assert list(found) == ["overall", "functions", "practices", "unanswered"]
    assert found["practices"]["G-SM"] == 1.25
    assert found["practices"]["G-PC"] == 0
    assert found["functions"]["G"] == pytest.approx(1.25 / 3)
    assert found["overall"] == pytest.approx(1.25 / 15)
    assert len(found["unanswered"]) == 84
    assert found["unanswered"][0] == "G-PC-1-A"


def test_the_format_can_be_said(run: Run, shared_data: Path) -> None:
    found = run(shared_data / "samm" / "core", SAMM, framework_format="samm")
    assert found["practices"]["G-SM"] == 1.25


def test_aima_is_read_from_its_workbook(run: Run, shared_data: Path) -> None:
    said = {"fairness-bias-1-a": True, "fairness-bias-1-b": 1, "fairness-bias-2-a": "yes"}
    found = run(shared_data / "aima" / "AIMA_Assessment_Toolkit.xlsx", said)

    assert list(found) == ["overall", "layers", "capabilities", "unanswered"]
    assert found["capabilities"]["fairness-bias"] == 1
    assert found["capabilities"]["policy-compliance"] is None
    assert len(found["unanswered"]) == 141


def test_a_shipped_framework_needs_no_database(run: Run) -> None:
    said = {"risk-tiering": 4, "audit-trail": 2, "vision-and-alignment": 3, "data-quality": "dk"}
    found = run("five-layers", said | {"data-access": "n/a", "data-lineage": None})

    assert found["layers"]["governance"] == 3
    assert found["capabilities"]["risk-tiering"] == 4
    assert found["capabilities"]["data-quality"] is None
    assert found["overall"] == 3
    assert "data-lineage" in found["unanswered"]
    assert not {"data-quality", "data-access", "risk-tiering"} & set(found["unanswered"])


def test_a_stored_framework_is_found_by_its_key(db: None, run: Run) -> None:
    load_small()
    assert run("sample", {"catalogue": 2, "lineage": 4})["layers"]["data"] == 3


def test_a_file_of_our_own_is_read_and_conformity_has_its_words(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "clauses.yaml"
    own.write_text(CONFORMITY, encoding="utf-8")

    assert run(own, {"scope": "met", "policy": "partly"})["overall"] == 0.75
    assert run(own, {"scope": 0.5, "policy": "not"})["layers"] == {"context": 0.25}


def test_the_text_says_how_what_is_missing_counts(
    answers: Callable[[object], str], shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("score_responses", str(shared_data / "samm" / "core"), answers(SAMM))

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "OWASP SAMM 2: 0.08 of 3"
    assert lines[1].startswith("84 questions of 90 have no answer: G-PC-1-A,")
    assert lines[2:6] == [
        "What has no answer counts as 0.",
        "",
        "  0.42  Governance",
        "  1.25    G-SM  Strategy and Metrics",
    ]


def test_every_fault_is_told_at_once_and_nothing_is_scored(
    answers: Callable[[object], str], capsys: pytest.CaptureFixture[str]
) -> None:
    source = (
        '{"risk-tiering": 6, "risk-tiering": 3, "no-such": 1, "audit-trail": NaN, '
        '"data-quality": [3], "data-access": true, "data-lineage": "high", "data-catalogue": 2.5, '
        f'"data-contracts": 1{"0" * 400}}}'
    )
    with pytest.raises(CommandError) as refused:
        call_command("score_responses", "five-layers", answers(source), format="json")

    choice = 'An answer here is one of: 1, 2, 3, 4, 5; or null, "n/a", "dk".'
    assert str(refused.value).splitlines() == [
        "risk-tiering: It is answered twice.",
        "audit-trail: The value is not a number.",
        "data-quality: The value must be a number or a word, not a list or an object.",
        f"risk-tiering: {choice}",
        "no-such: “Five-layer AI maturity” has no question “no-such”.",
        f"data-access: {choice}",
        f"data-lineage: {choice}",
        f"data-catalogue: {choice}",
        f"data-contracts: {choice}",
    ]
    assert refused.value.returncode == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "The file of answers is not JSON: line 1, column 1."),
        ("{'a': 1}", "The file of answers is not JSON: line 1, column 2."),
        ("[" * 100_000, "The file of answers is not JSON."),
        ('{"risk-tiering": ' + "9" * 5000 + "}", "The file of answers is not JSON."),
        ("[1, 2]", "The file of answers must hold one object: question id to value."),
    ],
)
def test_a_file_that_holds_no_answers_is_refused(
    answers: Callable[[object], str], source: str, sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("score_responses", "five-layers", answers(source))
    assert str(refused.value) == sentence


def test_a_framework_nobody_knows_is_named(db: None, answers: Callable[[object], str]) -> None:
    with pytest.raises(CommandError, match="There is no framework “nowhere”, and no such file"):
        call_command("score_responses", "nowhere", answers({}))


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"gone\.json cannot be read: No such file"):
        call_command("score_responses", "five-layers", "gone.json")


def test_a_broken_framework_is_refused_with_its_lines(
    answers: Callable[[object], str], tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("key: own\nversion: 1\n")
    with pytest.raises(CommandError, match=r"own\.yaml.* was not read(?s:.*)line 2"):
        call_command("score_responses", str(own), answers({}))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("model.yaml", FrameworkFormat.NATIVE),
        ("Toolkit.XLSX", FrameworkFormat.AIMA),
        ("", FrameworkFormat.SAMM),
    ],
)
def test_a_format_is_guessed_from_the_look(
    tmp_path: Path, name: str, form: FrameworkFormat
) -> None:
    assert guessed_format(tmp_path / name) is form
