"""The chain: every kind of tampering is found, at the first entry it touched, and nothing else."""

import importlib.util
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.ledger import (
    GENESIS,
    Checkpoint,
    Columns,
    Entry,
    Verification,
    chain_hash,
    exported_entry,
    exported_head,
    verify,
)

SCRIPT = Path(__file__).resolve().parents[3] / "deploy" / "verify_ledger.py"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def written(count: int, *, after: list[Entry] | None = None, event: str = "moved") -> list[Entry]:
    """Return a chain as the portal would write it."""
    chain = list(after or [])
    for seq in range(len(chain) + 1, len(chain) + count + 1):
        at = START + timedelta(minutes=seq)
        columns = Columns(at, event, seq % 3 or None, f"Pérson {seq}", "portal.domain", "7", "Yard")
        told = {
            "actor": {"id": columns.actor_id or 0, "label": columns.actor_label},
            "at": at.isoformat(),
            "changes": {"name": ["Old", "Näw 😀"]},
            "event": event,
            "seq": seq,
            "subject": {"id": "7", "label": "Yard", "type": "portal.domain"},
        }
        payload = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        head = chain[-1].hash if chain else GENESIS
        chain.append(Entry(seq, payload, head, chain_hash(head, payload), columns))
    return chain


def head_of(chain: list[Entry]) -> Checkpoint:
    return Checkpoint(len(chain), chain[-1].hash if chain else GENESIS)


def another_byte(chain: list[Entry], random: Random) -> int:
    at = random.randrange(len(chain))
    payload = bytearray(chain[at].payload)
    payload[random.randrange(len(payload))] ^= 1 << random.randrange(8)
    chain[at] = replace(chain[at], payload=bytes(payload))
    return at + 1


def swapped_rows(chain: list[Entry], random: Random) -> int:
    one, other = sorted(random.sample(range(len(chain)), 2))
    first, second = chain[one], chain[other]
    chain[one], chain[other] = replace(second, seq=first.seq), replace(first, seq=second.seq)
    return one + 1


def missing_middle(chain: list[Entry], random: Random) -> int:
    at = random.randrange(len(chain) - 1)
    del chain[at]
    return at + 1


def missing_tail(chain: list[Entry], random: Random) -> int:
    kept = random.randrange(len(chain))
    del chain[kept:]
    return kept + 1


def cut_and_written_on(chain: list[Entry], random: Random) -> int:
    kept, count = random.randrange(len(chain)), len(chain)
    more = random.randrange(3)
    chain[:] = written(count - kept + more, after=chain[:kept], event="forged")
    return count


def rewritten_from_the_start(chain: list[Entry], random: Random) -> int:
    count = len(chain)
    chain[:] = written(count + random.randrange(3), event="forged")
    return count


def cloned_row(chain: list[Entry], random: Random) -> int:
    at = random.randrange(len(chain))
    chain.insert(at + 1, chain[at])
    return at + 2


def _another_column(chain: list[Entry], random: Random, **columns: object) -> int:
    at = random.randrange(len(chain))
    entry = chain[at]
    assert entry.columns is not None
    chain[at] = replace(entry, columns=replace(entry.columns, **columns))  # type: ignore[arg-type]
    return at + 1


def another_moment(chain: list[Entry], random: Random) -> int:
    return _another_column(chain, random, recorded_at=START)


def another_actor(chain: list[Entry], random: Random) -> int:
    return _another_column(chain, random, actor_id=99)


def another_name(chain: list[Entry], random: Random) -> int:
    return _another_column(chain, random, actor_label="Somebody else")


def another_subject(chain: list[Entry], random: Random) -> int:
    return _another_column(chain, random, subject_label="Another yard")


def same_words_in_other_bytes(chain: list[Entry], random: Random) -> int:
    at = random.randrange(len(chain))
    chain[at] = replace(chain[at], payload=json.dumps(json.loads(chain[at].payload)).encode())
    return at + 1


type Tampering = Callable[[list[Entry], Random], int]
TAMPERINGS: list[Tampering] = [
    another_byte,
    swapped_rows,
    missing_middle,
    missing_tail,
    cut_and_written_on,
    rewritten_from_the_start,
    cloned_row,
    another_moment,
    another_actor,
    another_name,
    another_subject,
    same_words_in_other_bytes,
]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The verifier that knows nothing of the portal."""
    spec = importlib.util.spec_from_file_location("verify_ledger", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def checked_elsewhere(
    script: ModuleType, folder: Path, chain: list[Entry], head: Checkpoint
) -> tuple[int, str, str]:
    file = folder / "ledger.jsonl"
    lines = [*map(exported_entry, chain), exported_head(head)]
    file.write_text("".join(f"{line}\n" for line in lines))
    told: tuple[int, str, str] = script.check(str(file), [])
    return told


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda each: each.__name__)
def test_every_kind_of_tampering_is_found_where_it_begins_by_both_verifiers(
    script: ModuleType, tmp_path: Path, tampering: Tampering
) -> None:
    for number in range(100):
        random = Random(number)
        chain = written(random.randrange(2, 12))
        head = replace(head_of(chain), name="the head of the chain")
        bad = tampering(chain, random)
        found = verify(chain, checkpoints=[head])
        assert not found.is_intact
        assert found.first_bad_seq == bad
        count, last, fault = checked_elsewhere(script, tmp_path, chain, head)
        assert (count, last, fault) == (found.count, found.head, found.reason)


@given(count=st.integers(0, 30), more=st.integers(0, 5))
def test_a_clean_chain_is_intact_and_so_it_is_for_every_earlier_checkpoint(
    count: int, more: int
) -> None:
    earlier = written(count)
    chain = written(more, after=earlier)
    checkpoints = [head_of(chain[:n]) for n in range(count + more + 1)]
    assert verify(chain, checkpoints=checkpoints) == Verification(
        True, count + more, head_of(chain).head
    )


@given(
    count=st.integers(2, 12),
    kinds=st.lists(
        st.sampled_from([another_byte, another_moment, another_actor, another_name]),
        min_size=1,
        max_size=4,
    ),
    random=st.randoms(use_true_random=False),
)
def test_tamperings_upon_tamperings_are_found_at_the_first(
    count: int, kinds: list[Tampering], random: Random
) -> None:
    chain = written(count)
    before = list(chain)
    for tampering in kinds:
        tampering(chain, random)
    changed = [entry.seq for entry, old in zip(chain, before, strict=True) if entry != old]
    found = verify(chain, checkpoints=[head_of(before)])
    assert found.first_bad_seq == (changed[0] if changed else None)


def test_the_script_knows_a_clean_export_and_its_own_checkpoint(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = written(5)
    head = head_of(chain)
    assert checked_elsewhere(script, tmp_path, chain, head) == (5, head.head, "")
    file = str(tmp_path / "ledger.jsonl")
    assert script.main([file, f"3:{chain[2].hash}"]) == 0
    assert capsys.readouterr().out.endswith(f"Checkpoint: 5:{head.head}\n")
    assert script.main([file, f"3:{chain[1].hash}"]) == 1
    assert script.main([file, f"6:{chain[1].hash}"]) == 1
    assert script.main([file, "nonsense"]) == 2
    assert script.main([str(tmp_path / "nowhere")]) == 2
    assert script.main([]) == 2


def test_an_export_that_was_cut_is_found(script: ModuleType, tmp_path: Path) -> None:
    chain = written(3)
    checked_elsewhere(script, tmp_path, chain, head_of(chain))
    file = tmp_path / "ledger.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    assert script.main([str(file)]) == 1


def test_a_file_of_something_else_is_not_a_ledger(script: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "other.jsonl"
    for text in ("", "{}\n", "[1]\n", '{"head": 1}\n', 'x\n{"head": {"count": 1, "hash": "a"}}\n'):
        file.write_text(text)
        assert script.main([str(file)]) in {1, 2}


def test_the_script_needs_nothing_but_python() -> None:
    imported = re.findall(r"^(?:import|from) (\w+)", SCRIPT.read_text(), flags=re.MULTILINE)
    assert set(imported) <= set(sys.stdlib_module_names)
