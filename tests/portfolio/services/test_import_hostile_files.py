"""Files that are made to do harm are refused, each with a reason."""

import pytest

from portfolio.services.import_files import FileRefused, read_table
from tests.portfolio.hostile import hostile_files

FILES = hostile_files()


def test_there_are_fifteen_of_them() -> None:
    assert len(FILES) >= 15


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_a_reason(name: str) -> None:
    content, filename, why = FILES[name]
    with pytest.raises(FileRefused) as refusal:
        read_table(content, filename=filename)
    assert refusal.value.kind.value == f"file_{why}"
    assert refusal.value.sentence.endswith(".")
