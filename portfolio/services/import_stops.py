"""Stopping an import that is being written: a wish that its transaction can see."""

from contextlib import suppress
from pathlib import Path
from time import time
from typing import Final

from django.conf import settings

from portal.selectors.beacons import needs_file
from portfolio.models import ImportStop

#: Should the file not be written, the process that carries out the import may still be this one.
_asked: Final[set[int]] = set()


def ask_to_stop(run_id: int) -> None:
    """Ask an import to stop; call outside a transaction, so that others see it at once."""
    _asked.add(run_id)
    if needs_file():
        # Its transaction keeps others from writing, so the wish lies beside the database.
        with suppress(OSError):
            settings.JOB_BEACONS.mkdir(mode=0o700, parents=True, exist_ok=True)
            _file(run_id).touch(mode=0o600)
    else:
        # A database that locks rows alone takes this beside the transaction that writes.
        ImportStop.objects.get_or_create(run_number=run_id)


def is_stopped(run_id: int) -> bool:
    """Whether somebody asked to stop an import; it looks here between the batches it writes."""
    if run_id in _asked:
        return True
    if needs_file():
        return _is_asked_by_file(run_id)
    return ImportStop.objects.filter(run_number=run_id).exists()


def forget_to_stop(run_id: int) -> None:
    """Take the wish back once it was heard, or came too late."""
    _asked.discard(run_id)
    if needs_file():
        with suppress(OSError):
            _file(run_id).unlink()
    else:
        ImportStop.objects.filter(run_number=run_id).delete()


def _file(run_id: int) -> Path:
    folder: Path = settings.JOB_BEACONS
    return folder / f"import-{run_id}.stop"


def _is_asked_by_file(run_id: int) -> bool:
    """Whether the wish is there and young: who asked may have died before taking it back."""
    with suppress(OSError):
        return abs(time() - _file(run_id).lstat().st_mtime) < settings.JOB_LEASE_SECONDS
    return False
