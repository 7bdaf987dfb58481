"""Stopping work that is being written in one transaction: a wish that this transaction can see."""

from contextlib import suppress
from pathlib import Path
from time import time
from typing import Final

from django.conf import settings

from portal.selectors.beacons import needs_file
from portfolio.models import WorkStop

#: Should the file not be written, the process that carries out the work may still be this one.
_asked: Final[set[str]] = set()


def ask_to_stop(work: str) -> None:
    """Ask work such as ``import-7`` to stop; call outside a transaction, so that others see it."""
    _asked.add(work)
    if needs_file():
        # Its transaction keeps others from writing, so the wish lies beside the database.
        with suppress(OSError):
            settings.JOB_BEACONS.mkdir(mode=0o700, parents=True, exist_ok=True)
            _file(work).touch(mode=0o600)
    else:
        # A database that locks rows alone takes this beside the transaction that writes.
        WorkStop.objects.get_or_create(work=work)


def is_stopped(work: str) -> bool:
    """Whether somebody asked work to stop; it looks here between the batches it writes."""
    if work in _asked:
        return True
    if needs_file():
        return _is_asked_by_file(work)
    return WorkStop.objects.filter(work=work).exists()


def forget_to_stop(work: str) -> None:
    """Take the wish back once it was heard, or came too late."""
    _asked.discard(work)
    if needs_file():
        with suppress(OSError):
            _file(work).unlink()
    else:
        WorkStop.objects.filter(work=work).delete()


def _file(work: str) -> Path:
    folder: Path = settings.JOB_BEACONS
    return folder / f"{work}.stop"


def _is_asked_by_file(work: str) -> bool:
    """Whether the wish is there and young: who asked may have died before taking it back."""
    with suppress(OSError):
        return abs(time() - _file(work).lstat().st_mtime) < settings.JOB_LEASE_SECONDS
    return False
