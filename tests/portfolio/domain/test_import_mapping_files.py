import pytest

from portfolio.domain.import_mapping_files import MappingInvalid, read_mapping
from portfolio.domain.import_mappings import fit
from portfolio.domain.stages import Stage

GOOD = """
source = "freight-list"
default_stage = "assessed"
nothing = ["keine Angabe"]
[columns]
title = ["What", "Name"]
stage = "Status"
area = "Area"
team = "Team"
note = [{ column = "If other", occurrence = 2 }]
[domain]
path = ["area", "team"]
[dates]
formats = ["%d.%m.%Y"]
[numbers]
decimal_mark = ","
[reference]
parts = ["area", "title"]
told_apart_by = ["note"]
[values.stage]
"Läuft" = "production"
"Weiß nicht*" = ""
[values.area]
"Frt" = "Freight"
[evidence]
text = ["title", "note"]
techniques = { vision = ["image*"] }
[[ratings.skills]]
column = "team"
values = { "A-team" = 5 }
"""


def test_a_mapping_file_is_read_whole() -> None:
    mapping = read_mapping(GOOD.encode())
    assert mapping.source == "freight-list"
    assert mapping.domain == ("area", "team")
    assert mapping.adds_domains is False
    assert read_mapping(GOOD.replace("[dates]", "create = true\n[dates]").encode()).adds_domains
    assert mapping.default_stage is Stage.ASSESSED
    assert {"keine angabe", "n a", "", "none"} <= mapping.nothing
    assert mapping.dates.formats == ("%d.%m.%Y",)
    assert mapping.decimal_mark == ","
    assert (mapping.reference_parts, mapping.told_apart_by) == (("area", "title"), ("note",))
    assert mapping.values["area"].look_up("FRT") == "Freight"
    assert mapping.choices["stage"].look_up("läuft") == "production"
    assert mapping.choices["stage"].look_up("On hold") == "on_hold"
    assert mapping.choices["stage"].look_up("weiß nicht genau") == ""
    assert mapping.evidence == ("title", "note")
    assert [rule.criterion for rule in mapping.rating_rules] == ["skills"]
    assert {"what", "name", "status"} <= mapping.names


def test_how_well_a_mapping_fits_is_the_share_of_its_columns() -> None:
    mapping = read_mapping(GOOD.encode())
    assert fit(mapping, ["Name", "Status", "Area", "Team", "If other", "If other"]) == 1.0
    assert fit(mapping, ["Name", "Status", "Area", "If other"]) == 0.6


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("[dates]", "create = 1\n[dates]"), "“create” is neither true nor false."),
        (('source = "freight-list"', ""), "needs a “source” of at most 60 characters"),
        (('title = ["What", "Name"]', ""), "“columns” has no entry “title”."),
        (("[numbers]", "[colours]"), "The mapping file knows no entry “colours”."),
        (('"production"', '"flying"'), "“values.stage” maps to “flying”, which does not exist."),
        (('"assessed"', '"flying"'), "“default_stage” is “flying”, which is no stage."),
        (
            ('path = ["area", "team"]', 'path = ["region"]'),
            "“path” names the unknown column “region”.",
        ),
        (
            ('decimal_mark = ","', "decimal_mark = 3"),
            "“decimal_mark” is neither a dot nor a comma.",
        ),
        (
            ('column = "team"', "column = [1]"),
            "Rule 1 of “ratings.skills” names the unknown column",
        ),
        (("= 5 }", "= 6 }"), "Rule 1 of “ratings.skills” has a score that is not 0 to 5."),
        (
            ('column = "team"', 'column = "crew"'),
            "Rule 1 of “ratings.skills” names the unknown column “crew”.",
        ),
        (("occurrence = 2", "occurrence = 0"), "A spelling of the column “note” cannot be read."),
        (("vision =", "magic ="), "“evidence.techniques” knows no entry “magic”."),
        (("[values.area]", "[values.hue]"), "“values” knows no entry “hue”."),
        (('formats = ["%d.%m.%Y"]', "formats = 3"), "“formats” is not a list of texts."),
    ],
)
def test_a_mapping_file_is_told_what_is_wrong(change: tuple[str, str], sentence: str) -> None:
    broken = GOOD.replace(*change)
    assert broken != GOOD
    with pytest.raises(MappingInvalid) as refusal:
        read_mapping(broken.encode())
    assert sentence in refusal.value.sentence


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(MappingInvalid) as refusal:
        read_mapping(b'colour = "red"\n[columns]\nstage = "Status"')
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[columns\n", "The mapping file is not valid TOML: "),
        (b"\xff\xfe\x00", "The mapping file is not UTF-8 text."),
        (b"a = " + b"[" * 9_000, "The mapping file is not valid TOML: "),
        (b'source = "x"\ncolumns = 3', "“columns” is not a table."),
        (b'source = "x"\nvalues = 3\n[columns]\ntitle = "T"', "“values” is not a table."),
        (
            b'source = "x"\nratings = {skills = 3}\n[columns]\ntitle = "T"',
            "“ratings.skills” is not",
        ),
        (b'source = "x"\n[columns]\ntitle = "T"\n[[ratings.skills]]\nvalues = 3', "Rule 1 of"),
        (b'source = "x"\n[columns]\ntitle = "T"\n[values]\nstage = "x"', "“values.stage” is not"),
        (
            b'source = "x"\n[columns]\ntitle = "T"\n[evidence]\ntechniques = 3',
            "“evidence.techniques” is not",
        ),
    ],
)
def test_what_is_no_mapping_file_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(MappingInvalid) as refusal:
        read_mapping(content)
    assert sentence in refusal.value.sentence
