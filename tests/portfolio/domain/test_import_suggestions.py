from portfolio.domain.import_suggestions import (
    RatingRule,
    TechniqueWords,
    ValueTable,
    finder,
    suggest_ratings,
)
from portfolio.domain.techniques import Technique


def test_an_exact_word_beats_a_beginning_and_a_longer_beginning_a_shorter() -> None:
    table = ValueTable.of({"No": "a", "No*": "b", "No idea*": "c", "*": "d"})
    answers = ["NO", "No - never", "no idea at all", "Perhaps"]
    assert [table.look_up(answer) for answer in answers] == ["a", "b", "c", "d"]
    assert ValueTable.of({"Yes": "a"}).look_up("maybe") is None


def test_words_are_found_whole_and_with_any_space_between() -> None:
    find = finder(("LLM*", "face recognition", "OCR"))
    assert find("LLMs and face-recognition; ocr, mediocre") == ["LLMs", "face-recognition", "ocr"]


def test_techniques_come_with_the_words_that_speak_for_them() -> None:
    words = TechniqueWords.of(
        {Technique.NLP: ["translat*"], Technique.VISION: ["image*"], Technique.AGENTIC: ["agent"]}
    )
    found = words.suggest("Translates captions of images. Images stay here.")
    assert [(one.technique, one.words) for one in found] == [
        (Technique.NLP, ("translates",)),
        (Technique.VISION, ("images",)),
    ]


def test_the_first_rule_that_speaks_rates_a_criterion() -> None:
    rules = [
        RatingRule.of(
            "skills", {"column": "team", "values": {"ours": 5}, "when": {"stage": ["live*"]}}
        ),
        RatingRule.of("skills", {"column": "team", "values": {"ours": 4, "theirs": 1}}),
    ]
    assert [
        s.score for s in suggest_ratings(rules, {"team": "Ours", "stage": "Live since May"})
    ] == [5]
    assert [s.score for s in suggest_ratings(rules, {"team": "Ours", "stage": "Idea"})] == [4]
    assert [s.score for s in suggest_ratings(rules, {"team": "Ours"})] == [4]
    assert suggest_ratings(rules, {"team": "Nobody"}) == ()
    assert suggest_ratings(rules, {}) == ()


def test_an_answer_that_says_nothing_about_a_criterion_leaves_it_to_the_next_rule() -> None:
    rules = [
        RatingRule.of("fit", {"column": "product", "values": {"None of these": "none", "*": 4}}),
        RatingRule.of("fit", {"column": "stage", "values": {"Idea": 2}}),
    ]
    assert suggest_ratings(rules, {"product": "None of these", "stage": "Idea"})[0].score == 2
    assert suggest_ratings(rules, {"product": "Search", "stage": "Idea"})[0].score == 4


def test_a_suggestion_says_which_answer_speaks_for_it() -> None:
    by_value = RatingRule.of("skills", {"column": "built_by", "values": {"our team": 4}})
    by_word = RatingRule.of("risk", {"column": "outcome", "words": ["fraud*"], "score": 3})
    found = suggest_ratings([by_value, by_word], {"built_by": "Our team", "outcome": "Stop Fraud."})
    assert [(one.criterion, one.score, one.evidence) for one in found] == [
        ("skills", 4, "Built by: “Our team”."),
        ("risk", 3, "Outcome mentions fraud."),
    ]
