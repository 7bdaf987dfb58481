"""Near-duplicates of a whole portfolio: what is planted is found, what only sounds alike is not."""

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.domain.likeness import LOOK, Pair, Text, most_alike
from portfolio.domain.similarity import near_duplicates

#: What one domain registered, and how another put the same.
TWICE = (
    (
        ("Dynamic delivery slots", "Vans drive half empty; customers choose hours that fill them."),
        ("Delivery slots priced dynamically", "Fill the vans by offering customers better hours."),
    ),
    (
        ("Rail damage seen from the train", "Cameras find cracks in rails before they break."),
        ("Detecting rail damage with train cameras", "Cracked rails are found before they break."),
    ),
    (
        ("Supplier invoices matched without typing", "Clerks see only invoices that differ."),
        ("Automatic matching of supplier invoices", "Only differing invoices reach the clerks."),
    ),
    (
        ("Spare parts demand forecast", "Depots run out of spare parts less often."),
        ("Forecasting demand for spare parts", "Fewer depots without the spare parts they need."),
    ),
    (
        ("Meter readings from photos", "Readings that need a call fall to three in a hundred."),
        ("Photo meter reading", "Fewer calls because of meter readings nobody can read."),
    ),
    (
        ("Claims triage at first call", "Simple claims are settled while the customer talks."),
        ("Triage of claims in the first call", "Customers have simple claims settled at once."),
    ),
)
RIMES = ("an", "el", "ir", "od", "uk", "ast", "em", "ong")
NOUNS = [f"{one}{two}{end}" for one in "bdfghklmnprstv" for two in RIMES for end in ("ar", "if")]


def filler(count: int) -> list[Text]:
    """Use cases that have next to nothing in common."""
    draw = random.Random(7)
    texts = []
    for key in range(1000, 1000 + count):
        said = draw.sample(NOUNS, 12)
        texts.append(Text(key, f"The {' '.join(said[:4])}", f"A {' '.join(said[4:])} for less."))
    return texts


def planted() -> list[Text]:
    said = [text for pair in TWICE for text in pair]
    return [Text(key, *text) for key, text in enumerate(said, start=1)]


def neighbours(pairs: list[Pair], key: int) -> list[int]:
    return [pair.other(key) for pair in pairs if key in {pair.first, pair.second}]


def typo(text: str, draw: random.Random) -> str:
    """Leave one letter out of every fourth word."""
    words = text.split()
    for at in range(0, len(words), 4):
        if len(words[at]) > 3:
            gone = draw.randrange(1, len(words[at]) - 1)
            words[at] = words[at][:gone] + words[at][gone + 1 :]
    return " ".join(words)


def test_what_two_domains_put_in_their_own_words_is_among_the_first_three() -> None:
    texts = [*planted(), *filler(60)]
    pairs = near_duplicates(texts, floor=0.1)
    found = [2 * n in neighbours(pairs, 2 * n - 1)[:3] for n in range(1, len(TWICE) + 1)]
    assert found == [True] * len(TWICE)


def test_names_alike_with_purposes_alike_are_worth_a_look_and_nothing_else_is() -> None:
    pairs = near_duplicates([*planted(), *filler(60)])
    assert [(pair.first, pair.second) for pair in pairs] == [(11, 12), (7, 8)]


def test_a_copy_with_typos_is_the_first_that_is_found() -> None:
    draw = random.Random(3)
    texts = [*planted()[::2], *filler(60)]
    copies = [Text(t.key + 500, typo(t.name, draw), typo(t.purpose, draw)) for t in texts[:6]]
    pairs = near_duplicates([*texts, *copies])
    assert [neighbours(pairs, copy.key)[:1] for copy in copies] == [[t.key] for t in texts[:6]]


def test_a_purpose_that_everybody_copies_makes_no_pair() -> None:
    phrase = "Improves quality and reduces costs for patients everywhere through better decisions"
    devices = [
        *("Lung nodule finder", "Cataract grading camera", "Insulin dosing pump"),
        *("Hearing loss screener", "Stroke alert scanner", "Sleep apnoea mask"),
        *("Wound healing tracker", "Tremor watch"),
    ]
    decoys = [Text(n, name, phrase) for n, name in enumerate(devices, start=1)]
    assert near_duplicates([*decoys, *filler(40)]) == []


def test_a_name_that_everybody_uses_makes_no_pair() -> None:
    draw = random.Random(5)
    said = [" ".join(draw.sample(NOUNS, 6)) for _n in range(12)]
    chatbots = [Text(n, "Chatbot", purpose) for n, purpose in enumerate(said, start=1)]
    pairs = near_duplicates([*chatbots, Text(99, "Yard plan", "Trucks wait less at the gate.")])
    assert [pair for pair in pairs if pair.purpose_score < LOOK] == []


def test_reasons_name_what_both_say() -> None:
    pairs = near_duplicates([*planted(), *filler(60)], floor=0.2)
    (pair,) = [each for each in pairs if (each.first, each.second) == (3, 4)]
    assert set(pair.name_words) >= {"rail", "damage", "train"}
    assert set(pair.purpose_words) == {"before", "break", "rails", "they"}


@settings(max_examples=12)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_texts_changes_nothing(draw: random.Random) -> None:
    texts = [*planted(), *filler(20)]
    shuffled = list(texts)
    draw.shuffle(shuffled)
    pairs = near_duplicates(texts)
    assert near_duplicates(shuffled) == pairs
    assert all(pair.first < pair.second for pair in pairs)
    assert len({(pair.first, pair.second) for pair in pairs}) == len(pairs)


def test_only_the_best_of_each_text_are_kept() -> None:
    texts = [Text(n, f"Yard plan {n}", f"Trucks wait less at gate {n}.") for n in range(1, 21)]
    assert len(near_duplicates(texts, floor=0.1, per_text=19)) == 190
    pairs = near_duplicates(texts, floor=0.1, per_text=3)
    assert 30 <= len(pairs) <= 60
    assert {key for pair in pairs for key in (pair.first, pair.second)} == set(range(1, 21))


@pytest.mark.parametrize("texts", [[], [Text(1, "Yard plan", "Trucks wait less.")]])
def test_fewer_than_two_have_no_pair(texts: list[Text]) -> None:
    assert near_duplicates(texts) == []


def test_texts_without_a_word_have_no_pair() -> None:
    assert near_duplicates([Text(1, "…", ""), Text(2, "—", "")]) == []


def test_purposes_that_are_missing_leave_it_to_the_names_which_never_settle_it() -> None:
    (pair,) = near_duplicates([Text(1, "Yard plan"), Text(2, "Yard plan"), *filler(5)])
    assert (pair.score, pair.name_score, pair.purpose_score) == (0.79, 1.0, 0.0)


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    near_duplicates(planted(), report=lambda done, total: told.append((done, total)))
    assert told[-1] == (12, 12)


def test_what_a_page_compares_agrees_with_what_the_job_finds() -> None:
    texts = planted()
    for pair in near_duplicates(texts):
        others = [text for text in texts if text.key != pair.first]
        wanted = next(text for text in texts if text.key == pair.first)
        found = most_alike(wanted, others, floor=0.0)
        assert found[0].second == pair.second
        assert abs(found[0].score - pair.score) < 0.02


def test_a_page_that_reads_the_rules_does_not_load_the_library_that_compares_all() -> None:
    script = (
        "import sys; import portfolio.domain.similarity; "
        "sys.exit(any(name.split('.')[0] == 'sklearn' for name in sys.modules))"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0


@pytest.fixture(scope="module")
def federal(shared_data: Path) -> list[Text]:
    path = shared_data / "fed2024" / "2024_consolidated_ai_inventory_raw_v2.csv"
    with path.open(encoding="cp1252", newline="") as lines:
        rows = list(csv.DictReader(lines))
    purpose = "What is the intended purpose and expected benefits of the AI?"
    return [Text(key, row["Use Case Name"], row[purpose]) for key, row in enumerate(rows, start=1)]


def test_the_federal_inventory_has_as_many_pairs_as_were_counted(federal: list[Text]) -> None:
    pairs = near_duplicates(federal)
    counts = [sum(pair.score >= least for pair in pairs) for least in (0.9, 0.8, 0.6, LOOK)]
    assert counts == [94, 114, 195, 315]
    copied = [pair for pair in pairs if pair.score == 1.0]
    by_key = {text.key: text for text in federal}
    assert copied
    assert all(by_key[p.first].name.split() == by_key[p.second].name.split() for p in copied[:20])
