"""Framework files: what is read, what is refused, and on which line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.framework_data import framework_to_data
from assessments.domain.frameworks import ScoringRule
from assessments.services.framework_documents import Problem
from assessments.services.framework_files import (
    FrameworkFileInvalid,
    read_framework,
    shipped_frameworks,
)

SMALL = """\
key: small
version: "1.0"
title: Small
summary: Two capabilities.
rule: levels
scale: {minimum: 1, maximum: 2, names: [No, yes]}
layers:
  - key: data
    title: Data
    summary: What is there.
    capabilities:
      - key: data-quality
        title: Data quality
        question: How good is it?
        levels:
          - level: 1
            text: off
          - level: 2
            text: It is tested.
        steps:
          - from: 1
            to: 2
            title: Test it
            text: Start with one table.
            effort: 2
            weeks: 4
            who: Data owner
            unlocks: [data-access]
      - key: data-access
        title: Data access
        question: Who gets it?
        weight: 2
        levels:
          - level: 1
            text: Nobody knows.
          - level: 2
            text: Those who need it.
        steps:
          - from: 1
            to: 2
            title: List the readers
            text: Ask each owner.
            effort: 1
            weeks: 2
            who: Data owner
"""


def changed(old: str, new: str) -> bytes:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new).encode()


def problems_of(source: bytes) -> list[str]:
    with pytest.raises(FrameworkFileInvalid) as refused:
        read_framework(source, name="small.yaml")
    return [str(problem) for problem in refused.value.problems]


def refused_or_read(source: bytes) -> tuple[Problem, ...]:
    try:
        read_framework(source, name="small.yaml")
    except FrameworkFileInvalid as refused:
        return refused.problems
    return ()


def test_a_file_becomes_a_framework() -> None:
    framework = read_framework(SMALL.encode(), name="small.yaml")
    assert (framework.key, framework.version, framework.rule) == (
        "small",
        "1.0",
        ScoringRule.LEVELS,
    )
    assert [capability.key for capability in framework.capabilities] == [
        "data-quality",
        "data-access",
    ]
    assert [capability.weight for capability in framework.capabilities] == [1.0, 2.0]
    assert framework.capability("data-quality").step_from(1).unlocks == ("data-access",)


def test_words_that_yaml_takes_for_truth_values_stay_words() -> None:
    framework = read_framework(SMALL.encode(), name="small.yaml")
    assert framework.scale.names == ("No", "yes")
    assert framework.capability("data-quality").levels[0].text == "off"


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    source = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert read_framework(source, name="small.yaml") == read_framework(
        SMALL.encode(), name="small.yaml"
    )


def test_a_framework_written_as_data_is_the_one_that_was_read() -> None:
    framework = read_framework(SMALL.encode(), name="small.yaml")
    assert framework_to_data(framework)["layers"][0]["capabilities"][1]["levels"] == [
        {"level": 1, "text": "Nobody knows."},
        {"level": 2, "text": "Those who need it."},
    ]


MISTAKES = {
    "a level without text": (
        changed("            text: It is tested.\n", ""),
        ["line 18: level 2 of “Data quality” has no text"],
    ),
    "an empty text": (
        changed("text: It is tested.", "text:"),
        ["line 19: level 2 of “Data quality” has no text"],
    ),
    "a blank text": (
        changed("text: It is tested.", 'text: "  "'),
        ["line 19: level 2 of “Data quality” has no text"],
    ),
    "a text that is too long": (
        changed("It is tested.", "x" * 221),
        ["line 19: the text of level 2 of “Data quality” is 221 characters long; at most 220 fit"],
    ),
    "a truth value for a text": (
        changed("text: It is tested.", "text: true"),
        [
            (
                "line 19: the text of level 2 of “Data quality” must be text, not true or false. "
                "Put it in quotes"
            )
        ],
    ),
    "a number for a version": (
        changed('"1.0"', "1.0"),
        [
            "line 2: the version of the framework must be text, not a number. Put it in quotes",
        ],
    ),
    "a misspelt field": (
        changed("question: Who gets it?", "qestion: Who gets it?"),
        [
            "line 29: “Data access” has no question",
            "line 31: “Data access” has an unknown field “qestion”. Perhaps “question” is meant",
        ],
    ),
    "an effort off the scale": (
        changed("effort: 2", "effort: 9"),
        [
            (
                "line 25: the effort of the step from level 1 of “Data quality” "
                "must lie between 1 and 5; it is 9"
            )
        ],
    ),
    "a weight of nothing": (
        changed("weight: 2", "weight: 0"),
        ["line 32: the weight of “Data access” must be above 0 and at most 100; it is 0"],
    ),
    "a word for a number": (
        changed("weeks: 4", "weeks: four"),
        [
            (
                "line 26: the weeks of the step from level 1 of “Data quality” "
                "must be a whole number, not text"
            )
        ],
    ),
    "a key with capitals": (
        changed("key: data-access", "key: Data Access"),
        [
            "line 28: there is no capability with the key “data-access”",
            (
                "line 29: the key of “Data access” may hold small letters, digits and single "
                "hyphens, not “Data Access”"
            ),
        ],
    ),
    "an unknown scoring rule": (
        changed("rule: levels", "rule: stars"),
        ["line 5: the rule of the framework must be one of: levels, samm, staged, conformity"],
    ),
    "a name that is missing from the scale": (
        changed("names: [No, yes]", "names: [No]"),
        ["line 6: the names of the scale must have at least 2 entries"],
    ),
    "a list where fields belong": (
        changed("scale: {minimum: 1, maximum: 2, names: [No, yes]}", "scale: [1, 2]"),
        ["line 6: the scale of the framework must be a group of named fields, not a list"],
    ),
    "a reference to nothing": (
        changed("unlocks: [data-access]", "unlocks: [data-acess, data-quality]"),
        [
            "line 28: there is no capability with the key “data-acess”",
            "line 28: the capability “data-quality” cannot name itself here",
        ],
    ),
    "a key given twice": (
        changed("key: data-access", "key: data-quality"),
        [
            "line 28: there is no capability with the key “data-access”",
            "line 29: another capability already has the key “data-quality”",
        ],
    ),
    "levels out of order": (
        changed("- level: 2\n            text: It is", "- level: 1\n            text: It is"),
        ["line 15: describe every level from 1 to 2 once, lowest first"],
    ),
}


@pytest.mark.parametrize(("source", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_every_mistake_is_told_in_words_with_its_line(source: bytes, expected: list[str]) -> None:
    assert problems_of(source) == expected


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    source = (
        SMALL.replace('"1.0"', "1.0")
        .replace("effort: 2", "effort: 6")
        .replace("title: Test it", "title: &name Test it")
    )
    with pytest.raises(FrameworkFileInvalid) as refused:
        read_framework(source.encode(), name="small.yaml")
    assert [(each.line, each.path) for each in refused.value.problems] == [
        (2, "version"),
        (23, "layers[0].capabilities[0].steps[0].title"),
        (25, "layers[0].capabilities[0].steps[0].effort"),
    ]
    assert refused.value.sentence == (
        "“small.yaml” was not read: there are 3 problems. The first is on line 2: the version of "
        "the framework must be text, not a number. Put it in quotes."
    )
    assert (refused.value.code, refused.value.status) == ("framework_file_invalid", 422)


def test_layers_that_stand_on_each_other_in_a_circle_are_refused() -> None:
    second = SMALL[SMALL.index("  - key: data\n") :]
    for old, new in (
        ("  - key: data\n", "  - key: people\n    stands_on: [data]\n"),
        ("data-quality", "skills"),
        ("data-access", "change"),
    ):
        second = second.replace(old, new)
    source = changed("    title: Data\n", "    title: Data\n    stands_on: [people]\n")
    (problem,) = problems_of(source + second.encode())
    assert problem.startswith("line 7: layers stand on one another in a circle: ")


MB = 1_000_000
HOSTILE = {
    "nothing at all": (b"", "line 1: the file is empty"),
    "only comments": (b"# one\n# two\n", "line 1: the file is empty"),
    "more than a megabyte": (b"a" * (MB + 1), "line 1: the file is larger than 1 MB"),
    "not UTF-8": (
        b"key: x\ntitle: caf\xe9\n",
        "line 2: the text is not UTF-8 here. Save the file as UTF-8",
    ),
    "UTF-16": (
        SMALL.encode("utf-16"),
        "line 1: the text is not UTF-8 here. Save the file as UTF-8",
    ),
    "a control character": (
        b"key: x\n\ntitle: a\x00b\n",
        "line 3: there is a control character here. Remove it",
    ),
    "an escaped control character": (
        changed("title: Data\n", 'title: "Da\\0ta"\n'),
        "line 9: there is a control character here. Remove it",
    ),
    "deep brackets": (
        b"key: x\n" + b"a: " + b"[" * 900_000,
        "line 2: more than 50 lists or groups of fields lie inside one another",
    ),
    "deep dashes": (
        b"- " * 500_000,
        "line 1: more than 50 lists or groups of fields lie inside one another",
    ),
    "a bomb of aliases": (
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "line 1: “&a” names a part for repeating. Remove the name",
    ),
    "an alias of itself": (
        changed("summary: What is there.", "summary: *loop"),
        "line 10: “*loop” repeats an earlier part. Write the part out instead",
    ),
    "a Python object": (
        changed("title: Small", "title: !!python/object/apply:os.system [ls]"),
        "line 3: the type “!!python/object/apply:os.system” is not read. Remove it",
    ),
    "a type of one's own": (
        changed("title: Small", "title: !mine Small"),
        "line 3: the type “!mine” is not read. Remove it",
    ),
    "a field given twice": (
        changed("version:", "key: other\nversion:"),
        "line 2: the field “key” is given twice; the first is on line 1",
    ),
    "a thousand fields given twice": (
        b"a: 1\n" * 200_000,
        "line 2: the field “a” is given twice; the first is on line 1",
    ),
    "a list for a field name": (b"? [a, b]\n: c\n", "line 1: a field name must be plain text"),
    "two documents": (
        SMALL.encode() + b"---\nkey: b\n",
        (
            f"line {SMALL.count(chr(10)) + 1}: a second document begins here (“---”). "
            "Keep one framework per file"
        ),
    ),
    "a hundred thousand directives": (
        b"%TAG !a! b\n" * 90_000,
        "line 1: a line that begins with a percent sign is an instruction to YAML. Remove it",
    ),
    "a tab": (b"scale:\n\tminimum: 1\n", "line 2: there is a tab here. Indent with spaces"),
    "an open bracket": (
        b"key: x\nnames: [a, b\ntitle: y\n",
        "line 2: the bracket or quote that opens here is not closed properly",
    ),
    "an open quote": (
        b'key: x\ntitle: "Small\n',
        "line 2: the bracket or quote that opens here is not closed properly",
    ),
    "a colon too many": (
        b"key: x\ntitle: Data: quality\n",
        "line 2: there is a colon too many here. Put text with a colon in quotes",
    ),
    "a reserved character": (
        b"title: @home\n",
        "line 1: text that begins with “@” must be in quotes",
    ),
    "a single backslash": (
        b'title: "C:\\data"\n',
        "line 1: a backslash between double quotes must be written twice",
    ),
    "a crooked indent": (
        b"layers:\n  - a\n b: 2\n",
        "line 3: the indentation here does not fit the lines above",
    ),
    "a list for a framework": (
        b"- a\n- b\n",
        "line 1: the framework must be a group of named fields, not a list",
    ),
    "one endless text": (
        changed("title: Small", "title: " + "a-" * 400_000),
        "line 3: a text of 800,000 characters is too long for any field",
    ),
    "a number without end": (
        changed("weight: 2", "weight: " + "9" * 900_000),
        "line 32: a text of 900,000 characters is too long for any field",
    ),
    "endless empty lists": (
        b"layers:\n- [" + b"[]," * 300_000 + b"]",
        "line 2: the file has more than 8,000 entries; the rest was not read",
    ),
    "a scale up to the sky": (
        changed("maximum: 2,", "maximum: 999999999999,"),
        "line 6: the maximum of the scale must lie between 1 and 10; it is 999999999999",
    ),
    "thousands of references": (
        changed("[data-access]", "[" + "data-access," * 7_000 + "]"),
        (
            "line 28: the unlocks of the step from level 1 of “Data quality” has 7000 entries; "
            "at most 10 are allowed"
        ),
    ),
    "thousands of layers": (
        b"layers: [" + b"{}," * 7_000 + b"]",
        "line 1: the framework has no key",
    ),
}


@pytest.mark.parametrize(("source", "first"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_with_their_line(source: bytes, first: str) -> None:
    assert problems_of(source)[0] == first


def test_no_refusal_lists_more_problems_than_anyone_reads() -> None:
    assert len(problems_of(b"layers: [" + b"{}," * 7_000 + b"]")) == 100
    assert problems_of(b"a: 1\n" * 200_000)[-1] == (
        "line 101: there are more problems; the rest of the file was not read"
    )


def test_shipped_frameworks_are_listed_under_their_own_keys() -> None:
    shipped = shipped_frameworks()
    assert next(iter(shipped)) == "five-layers"
    for key, path in shipped.items():
        assert read_framework(path.read_bytes(), name=path.name).key == key


FRAGMENTS = st.sampled_from(
    [
        "",
        " ",
        "\n",
        ":",
        "- ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "*a",
        "&a ",
        "!x ",
        "%",
        "|",
        "? ",
        "9",
    ]
) | st.text(max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SMALL)), st.integers(0, 30), FRAGMENTS)
def test_any_slip_of_the_pen_is_read_or_refused_in_words(at: int, gone: int, put: str) -> None:
    source = (SMALL[:at] + put + SMALL[at + gone :]).encode("utf-8", "surrogatepass")
    problems = refused_or_read(source)
    assert all(1 <= problem.line <= source.count(b"\n") + 2 for problem in problems)
    assert all(problem.sentence.endswith(".") for problem in problems)
