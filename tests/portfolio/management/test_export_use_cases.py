"""``manage.py export_use_cases``, and taking its file back."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portfolio.models import UseCase
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.register_builders import carried, wipe


def told(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_everything_is_written_and_comes_back(cast: Cast, tmp_path: Path, ending: str) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    make_use_case(title="Old plan", domain=cast.retail, archived_at=NOW)
    before = carried()
    file = tmp_path / f"all.{ending}"
    assert told("export_use_cases", "--output", str(file)).startswith(f"2 use cases in {file} (")
    wipe()
    assert "2 created" in told("import_use_cases", str(file))
    assert carried() == before
    assert "0 created, 0 updated, 2 unchanged" in told("import_use_cases", str(file))


def test_the_kind_may_be_said_where_the_name_does_not(cast: Cast, tmp_path: Path) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    file = tmp_path / "backup"
    told("export_use_cases", "--output", str(file), "--format", "json")
    assert file.read_bytes().startswith(b'{"format": "steelthread-use-cases"')
    with pytest.raises(CommandError, match="Say with --format"):
        told("export_use_cases", "--output", str(tmp_path / "backup.doc"))


def test_a_file_that_cannot_be_finished_leaves_the_old_one(cast: Cast, tmp_path: Path) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, outcome="a" * 40_000)
    file = tmp_path / "all.xlsx"
    file.write_bytes(b"the old one")
    with pytest.raises(CommandError, match="Take CSV or JSON"):
        told("export_use_cases", "--output", str(file))
    assert file.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [file]
    assert UseCase.objects.count() == 1
