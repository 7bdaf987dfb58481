"""``manage.py import_assessment``."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment
from assessments.selectors.assessment_files import assessment_document
from portal.models import LedgerEntry
from tests.assessments.builders import closed
from tests.conftest import Cast


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    path = tmp_path / "spring.json"
    path.write_text(json.dumps(assessment_document(row)))
    return path


def run(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_assessment", str(file), *options, stdout=out)
    return out.getvalue()


def change(file: Path, **fields: Any) -> None:
    document = json.loads(file.read_text())
    document["answers"][0] |= fields
    file.write_text(json.dumps(document))


def test_a_dry_run_writes_nothing(file: Path) -> None:
    assert run(file, "--dry-run", "--domain", "Retail").splitlines() == [
        (
            "“Spring review” would be imported (nothing is written), closed: 1 respondent, "
            "1 answer, 0 settled, 0 links."
        ),
        "Note: It comes from “Harbour group › Freight” and goes to “Harbour group › Retail”.",
    ]
    assert Assessment.objects.count() == 1


def test_it_imports_and_reports_as_json(cast: Cast, file: Path) -> None:
    told = json.loads(run(file, "--domain", str(cast.retail.pk), "--format", "json"))
    new = Assessment.objects.get(pk=told["assessment_id"])
    assert (new.domain, new.state) == (cast.retail, "closed")
    assert LedgerEntry.objects.order_by("-seq")[0].actor_label == "the portal itself"


def test_somebody_can_be_named_who_imports(cast: Cast, file: Path) -> None:
    run(file, "--by", "lead@example.org")
    assert LedgerEntry.objects.order_by("-seq")[0].actor_id == cast.lead.pk
    with pytest.raises(CommandError, match="You may not"):
        run(file, "--by", "executive@example.org", "--again")


def test_errors_are_told_with_their_places(file: Path) -> None:
    change(file, level=9)
    out = StringIO()
    with pytest.raises(CommandError, match=r"The file has 1 error\. Nothing"):
        call_command("import_assessment", str(file), stdout=out)
    assert out.getvalue() == "Error in answers, row 1, level: Choose a whole level from 1 to 5.\n"
    assert Assessment.objects.count() == 1


def test_the_same_file_comes_in_twice_only_with_again(file: Path) -> None:
    run(file)
    with pytest.raises(CommandError, match="imported before"):
        run(file)
    run(file, "--again")
    assert Assessment.objects.count() == 3


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--domain", "Attic"], "There is no domain called Attic."),
        (["--by", "x@example.org"], "Nobody has the address x@example.org."),
    ],
)
def test_what_is_not_here_is_named(file: Path, options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(file, *options)
