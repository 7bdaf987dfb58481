from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.models import FrameworkVersion
from assessments.services.framework_files import shipped_frameworks


def test_a_framework_that_ships_is_loaded_by_its_key(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_framework", "five-layers")
    call_command("load_framework", "five-layers")

    assert FrameworkVersion.objects.get().is_default
    assert capsys.readouterr().out.splitlines()[0] == (
        "Five-layer AI maturity 1.0: 34 capabilities, the default."
    )


def test_without_a_name_all_that_ship_are_loaded_and_the_five_layers_are_the_default(
    db: None,
) -> None:
    call_command("load_framework", verbosity=0)

    loaded = set(FrameworkVersion.objects.values_list("key", flat=True))
    assert loaded == set(shipped_frameworks())
    assert FrameworkVersion.objects.get(is_default=True).key == "five-layers"


def test_a_file_with_problems_is_refused_with_their_lines(db: None, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("key: own\nversion: 1\n")

    with pytest.raises(CommandError, match=r"own\.yaml.* was not read(?s:.*)line 2"):
        call_command("load_framework", str(path))

    assert not FrameworkVersion.objects.exists()


def test_a_file_that_is_not_there_is_named(db: None) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.yaml cannot be read: No such file"):
        call_command("load_framework", "nowhere.yaml")
