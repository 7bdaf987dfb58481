"""A process does not stay as large as its largest job."""

from pathlib import Path

import pytest

from portal.services.memory import give_back

STATUS = Path("/proc/self/status")


def resident() -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


@pytest.mark.skipif(not STATUS.exists(), reason="Nothing tells how large the process is.")
def test_what_was_let_go_of_is_given_back() -> None:
    # Too large for Python's own blocks, too small to be mapped apart, with a last one in the way.
    texts = [b"x" * 60_000 for _number in range(1_000)]
    last = texts[-1]
    before = resident()
    del texts
    give_back()
    assert before - resident() > 30_000
    assert len(last) == 60_000
