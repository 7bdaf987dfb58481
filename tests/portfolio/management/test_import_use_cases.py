"""``manage.py import_use_cases``."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.models import Domain, LedgerEntry
from portfolio.models import ImportRun, UseCase
from portfolio.services.saved_mappings import save_mapping
from tests.builders import NOW
from tests.conftest import Cast

LIST = "Title,Domain,Stage\nPlan yard moves,Freight,Pilot\nSort returns,Claims,Idea\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    return path


def run(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_use_cases", str(file), *options, stdout=out)
    return out.getvalue()


def test_it_imports_into_an_empty_portal_and_reports_as_json(db: None, file: Path) -> None:
    created = {"read": 2, "created": 2, "updated": 0, "unchanged": 0, "skipped": 0, "errors": []}
    created["notes"] = []
    created["domains_created"] = [
        {"name": "Claims", "path": ["Claims"]},
        {"name": "Freight", "path": ["Freight"]},
    ]
    assert json.loads(run(file, "--dry-run", "--format", "json")) == created
    assert not Domain.objects.exists()
    assert json.loads(run(file, "--format", "json")) == created
    names = Domain.objects.order_by("path").values_list("name", flat=True)
    assert list(names) == ["Test organisation", "Claims", "Freight"]
    again = created | {"created": 0, "unchanged": 2, "domains_created": []}
    assert json.loads(run(file, "--format", "json")) == again


def test_it_says_in_words_what_happened(cast: Cast, file: Path) -> None:
    assert run(file, "--dry-run").splitlines() == [
        "2 rows read (nothing is written): 2 created, 0 updated, 0 unchanged, 0 skipped.",
        "1 domain is new:",
        "  Claims",
    ]
    assert not UseCase.objects.exists()
    assert run(file).startswith("2 rows read: 2 created")


def test_notes_are_told_apart_from_errors_and_keep_nothing_out(cast: Cast, file: Path) -> None:
    file.write_text("Title,Domain,Hue\nPlan,Freight,red,stray\n")
    assert run(file, "--dry-run").splitlines() == [
        "1 row read (nothing is written): 1 created, 0 updated, 0 unchanged, 0 skipped.",
        "Note: No column holds the stage, so new use cases begin as: Idea.",
        "Note: 1 column means nothing to the portal and is kept as a detail: “Hue”.",
        "Note in row 2: “stray” stands beneath no column name and is left out.",
    ]
    told = json.loads(run(file, "--format", "json"))
    assert (told["created"], told["errors"]) == (1, [])
    assert told["notes"] == [
        {
            "row": None,
            "column": "",
            "message": "No column holds the stage, so new use cases begin as: Idea.",
        },
        {
            "row": None,
            "column": "",
            "message": "1 column means nothing to the portal and is kept as a detail: “Hue”.",
        },
        {
            "row": 2,
            "column": "",
            "message": "“stray” stands beneath no column name and is left out.",
        },
    ]


def test_errors_end_it_with_1_and_are_listed(cast: Cast, file: Path) -> None:
    file.write_text(LIST + "Route vans,Freight,Someday\n")
    out = StringIO()
    with pytest.raises(CommandError, match=r"^Nothing was imported: 1 error\.$") as refused:
        call_command("import_use_cases", str(file), stdout=out)
    assert refused.value.returncode == 1
    assert out.getvalue() == "Error in row 4, Stage: “Someday” is not a known stage.\n"
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_use_cases", str(file), "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "read": 3,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "skipped": 3,
        "errors": [{"row": 4, "column": "Stage", "message": "“Someday” is not a known stage."}],
        "domains_created": [],
        "notes": [],
    }
    assert not UseCase.objects.exists()


def test_a_file_that_is_none_is_one_error_without_a_row(cast: Cast, file: Path) -> None:
    file.write_bytes(b"")
    out = StringIO()
    with pytest.raises(CommandError, match=r"“list\.csv” is empty\."):
        call_command("import_use_cases", str(file), "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["errors"] == [
        {"row": None, "column": "", "message": "“list.csv” is empty."}
    ]


def test_a_person_imports_into_their_domain_with_a_mapping_of_their_own(
    cast: Cast, file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "depots.toml"
    mapping.write_text('source = "depot-list"\n[columns]\ntitle = "Title"\n')
    options = ("--domain", "Depots", "--by", "FREIGHT_OWNER@example.org")
    run(file, *options, "--mapping", str(mapping))
    assert set(UseCase.objects.values_list("source", "domain__name", "created_by__name")) == {
        ("depot-list", "Depots", "Freight owner")
    }
    assert ImportRun.objects.get().mapping_name == "depots.toml"
    assert LedgerEntry.objects.get().actor_label == "Freight owner"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--domain", "Nowhere"), r"There is no domain called Nowhere\.$"),
        (("--domain", "Fright"), r"called Fright\. The nearest name there is: Freight\."),
        (("--by", "nobody@example.org"), "Nobody has the address nobody@example.org."),
        (("--by", "auditor@example.org"), "You may not import use cases into this domain."),
        (("--mapping", "unheard"), "There is no mapping called “unheard”."),
        (("--mapping", "missing.toml"), "missing.toml cannot be read"),
        (("--mapping", "federal_inventory_2024"), "No column holds the title."),
    ],
)
def test_what_it_cannot_do_is_one_sentence(
    cast: Cast, file: Path, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(file, *options)
    assert not UseCase.objects.exists()


def test_a_name_that_two_domains_share_needs_an_id(cast: Cast, file: Path) -> None:
    Domain.objects.add_child(cast.retail, {"name": "Depots"})
    named = (
        r"Several domains are called Depots: Freight › Depots \(\d+\), Retail › Depots \(\d+\)\."
    )
    with pytest.raises(CommandError, match=named):
        run(file, "--domain", "Depots")
    run(file, "--domain", str(cast.depots.pk))
    assert UseCase.objects.filter(domain__path__startswith=cast.freight.path).count() == 2


def test_the_domain_is_met_in_another_spelling_and_new_ones_are_named_beneath_it(
    cast: Cast, file: Path
) -> None:
    assert run(file, "--domain", "FREIGHT ").splitlines()[1:] == [
        "1 domain is new:",
        "  Freight › Claims",
    ]
    assert Domain.objects.get(name="Claims").path.startswith(cast.freight.path)


def test_an_oversized_file_is_refused_with_its_own_size(cast: Cast, file: Path) -> None:
    with file.open("wb") as large:
        large.truncate(25 * 1024**2)
    with pytest.raises(CommandError, match=r"“list\.csv” has 25\.0 MB; files of up to 10 MB can"):
        run(file)


def test_a_file_that_is_not_there_is_one_sentence(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "missing.csv")


def test_the_table_of_a_file_can_be_named_and_a_shared_mapping_used(
    cast: Cast, tmp_path: Path
) -> None:
    data = {"source": "box", "columns": {"title": "Idea"}}
    save_mapping("Idea box", data, is_shared=True, by=cast.member("lead"), at=NOW)
    file = tmp_path / "box.csv"
    file.write_text("Title;Stage\nIdea;Who, when\nPlan yard moves;x\n")
    told = run(file, "--header-row", "2", "--delimiter", ";", "--mapping", "Idea box")
    assert told.startswith("1 row read: 1 created")
    assert UseCase.objects.get().source == "box"
    with pytest.raises(CommandError, match="no mapping called “Secret”"):
        run(file, "--mapping", "Secret")
