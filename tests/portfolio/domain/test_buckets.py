from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.bucket_suggestions import Confidence, suggest, support
from portfolio.domain.buckets import (
    QUESTIONS,
    Answer,
    Bucket,
    BucketAnswersInvalid,
    DecisionSource,
    OverrideReasonMissing,
    classify,
    override,
)

KEYS = [question.key for question in QUESTIONS]
SIZE = {bucket: size for size, bucket in enumerate(Bucket)}
EVERY_ANSWER = [dict(zip(KEYS, row, strict=True)) for row in product(Answer, repeat=5)]


def answers(letters: str) -> dict[str, Answer]:
    meaning = {"y": Answer.YES, "n": Answer.NO, "?": Answer.UNSURE}
    return {key: meaning[letter] for key, letter in zip(KEYS, letters, strict=True)}


def test_all_243_combinations_are_decided_and_explained() -> None:
    decisions = [classify(row) for row in EVERY_ANSWER]
    buckets = [decision.bucket for decision in decisions]
    assert {bucket: buckets.count(bucket) for bucket in Bucket} == {
        Bucket.EFFICIENCY: 96,
        Bucket.AUGMENTATION: 48,
        Bucket.TRANSFORMATION: 99,
    }
    for decision in decisions:
        assert decision.source is DecisionSource.ANSWERS
        assert decision.reason.endswith(".")
        assert decision.bucket not in decision.alternatives
        assert decision.is_ambiguous == (". " in decision.reason)


@pytest.mark.parametrize("row", EVERY_ANSWER)
def test_settling_open_answers_leads_to_the_bucket_or_to_one_of_its_alternatives(
    row: dict[str, Answer],
) -> None:
    decision = classify(row)
    open_keys = [key for key in KEYS if row[key] is Answer.UNSURE]
    for settled in product((Answer.YES, Answer.NO), repeat=len(open_keys)):
        settled_bucket = classify(row | dict(zip(open_keys, settled, strict=True))).bucket
        assert settled_bucket in {decision.bucket, *decision.alternatives}


def test_an_open_answer_never_makes_the_claim_larger() -> None:
    for row in EVERY_ANSWER:
        for key in KEYS:
            doubted = classify(row | {key: Answer.UNSURE}).bucket
            settled = [classify(row | {key: a}).bucket for a in (Answer.YES, Answer.NO)]
            assert SIZE[doubted] <= min(SIZE[bucket] for bucket in settled)


@pytest.mark.parametrize(
    ("letters", "bucket", "reason"),
    [
        ("ynnny", "efficiency", "The same work is done with less time, cost or error."),
        ("nynny", "augmentation", "A person still decides or creates, and does it better."),
        (
            "nnyny",
            "transformation",
            "The people we serve get something they could not get before.",
        ),
        ("nnnyn", "transformation", "The process is drawn anew and there is no way back."),
        (
            "yynny",
            "augmentation",
            (
                "A person still decides or creates, and does it better."
                " Yet the same work is said to be done as today, which speaks for efficiency."
            ),
        ),
        (
            "ynn?n",
            "efficiency",
            (
                "The same work is done with less time, cost or error."
                " Open answers could still make it transformation."
            ),
        ),
        (
            "nnnny",
            "efficiency",
            (
                "No answer establishes a deeper change."
                " Yet the same work is not said to be done as today; look at the answers again."
            ),
        ),
        (
            "?????",
            "efficiency",
            (
                "No answer establishes a deeper change."
                " Open answers could still make it augmentation or transformation."
            ),
        ),
    ],
)
def test_the_reason_says_what_decided_and_what_is_in_doubt(
    letters: str, bucket: str, reason: str
) -> None:
    decision = classify(answers(letters))
    assert (decision.bucket, decision.reason) == (bucket, reason)


def test_a_question_left_out_counts_as_unsure() -> None:
    assert classify({}) == classify(answers("?????"))


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(BucketAnswersInvalid, match="no question called mood"):
        classify({"mood": Answer.YES})


@pytest.mark.parametrize(
    ("text", "bucket", "evidence"),
    [
        (
            "Automates the manual matching of invoices",
            "efficiency",
            ("automates", "manual"),
        ),
        ("Early warning for buyers; predicts gaps", "augmentation", ("early warning", "predicts")),
        ("A new service with personalised pricing", "transformation", None),
        ("AUTONOMOUS yard trucks", "transformation", ("autonomous",)),
    ],
)
def test_a_suggestion_shows_the_words_it_rests_on(
    text: str, bucket: str, evidence: tuple[str, ...] | None
) -> None:
    decision = suggest(text)
    assert decision.bucket == bucket
    assert decision.source is DecisionSource.SUGGESTION
    assert decision.evidence == (evidence or ("new service", "personalised pricing"))
    assert decision.reason == f"The description says {', '.join(decision.evidence)}."


def test_an_entry_counts_once_in_whatever_form_it_is_found() -> None:
    decision = suggest("Automates, automated, automation: forecast and detect")
    assert decision.bucket is Bucket.AUGMENTATION


def test_on_a_tie_the_smaller_claim_wins_and_the_other_is_named() -> None:
    decision = suggest("Automated forecast")
    assert decision.bucket is Bucket.EFFICIENCY
    assert decision.alternatives == (Bucket.AUGMENTATION,)
    assert decision.reason == ("The description says automated. As much speaks for augmentation.")


@pytest.mark.parametrize("text", ["", "Chatbot", "Transformer model", "unsavedness"])
def test_without_evidence_words_it_is_efficiency_and_says_so(text: str) -> None:
    decision = suggest(text)
    assert (decision.bucket, decision.evidence) == (Bucket.EFFICIENCY, ())
    assert decision.reason.startswith("No evidence words found")
    assert decision.is_ambiguous


@given(st.text())
def test_any_text_gets_a_suggestion(text: str) -> None:
    assert suggest(text).reason


def test_an_override_keeps_its_reason_and_what_it_replaces() -> None:
    decision = override(suggest("Chatbot"), Bucket.AUGMENTATION, "  Agents decide with it open. ")
    assert decision.bucket is Bucket.AUGMENTATION
    assert decision.reason == "Agents decide with it open."
    assert decision.source is DecisionSource.OVERRIDE
    assert decision.replaces is Bucket.EFFICIENCY
    assert not decision.is_ambiguous


def test_an_override_without_a_reason_is_refused() -> None:
    with pytest.raises(OverrideReasonMissing) as refusal:
        override(suggest("Chatbot"), Bucket.AUGMENTATION, " ")
    assert refusal.value.fields == {"reason": "Enter a reason."}


def test_support_tells_the_words_for_and_against_and_doubts_a_single_one() -> None:
    found = support("Automates triage, reduces backlog; recommends slots", Bucket.EFFICIENCY)
    assert found.words[Bucket.EFFICIENCY] == ("automates", "triage", "reduces", "backlog")
    assert found.against == ((Bucket.AUGMENTATION, ("recommends",)),)
    assert (found.share, found.confidence) == (4 / 6, Confidence.STRONG)
    lone = support("Detects leaks", Bucket.AUGMENTATION)
    assert (lone.share, lone.confidence) == (0.5, Confidence.FAIR)
    none = support("Chatbot", Bucket.EFFICIENCY)
    assert (none.share, none.confidence) == (0.0, Confidence.WEAK)


@given(st.text(max_size=200), st.sampled_from(Bucket))
def test_what_is_suggested_is_supported_at_least_as_well_as_any_other(
    text: str, other: Bucket
) -> None:
    chosen = suggest(text).bucket
    assert support(text, chosen).share >= support(text, other).share
