"""Beacons: how a job that writes in one transaction is seen, and keeps its lease, from outside.

What is written inside a transaction nobody sees before it ends. So a beacon shines beside it: on
PostgreSQL over a connection of its own, into the row of the job; on SQLite, which has one writer,
into a small file that the other processes of the installation read.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkstemp
from time import monotonic
from typing import Any, Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import Error, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from portal.models import Job
from portal.selectors.beacons import beacon_file, needs_file, told_by

log = structlog.get_logger("steelthread.jobs")

EVERY: Final = 0.5
"""Seconds between two times it shines; in between nothing is done."""

AFTER_A_FAILURE: Final = 10.0
"""Seconds that it is silent when it could not shine."""

#: The connection beside the one that writes; it is there only while a job shines.
BESIDE: Final = "beside"


def lease() -> timedelta:
    """Return how long a silent worker keeps a job before another may take it."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


@dataclass(slots=True)
class Beacon:
    """What a running job shows while its transaction is open; it never fails the job."""

    job_id: UUID
    lease_key: UUID
    _is_lit: bool = field(default=False, init=False)
    _silent_until: float = field(default=0.0, init=False)
    _beside: BaseDatabaseWrapper | None = field(default=None, init=False)

    def shine(self, done: int, total: int = 0) -> None:
        """Show how far the job is and renew its lease, at most twice a second.

        Without a total, the one that the job stored last stays.
        """
        now = monotonic()
        if now < self._silent_until:
            return
        self._silent_until, self._is_lit = now + EVERY, True
        try:
            if needs_file():
                _write(self.job_id, self.lease_key, done, total)
            else:
                self._store(done, total)
        except (OSError, Error) as error:
            self._silent_until = now + AFTER_A_FAILURE
            log.warning("job_not_shown", job=str(self.job_id), error=repr(error))
            self._close()

    def put_out(self) -> None:
        """Show nothing any more: the row of the job tells, or the job is over."""
        if not self._is_lit:
            return
        self._is_lit = False
        self._close()
        told = told_by(self.job_id)
        if told is not None and told.lease_key == self.lease_key:
            forget(self.job_id)

    def _store(self, done: int, total: int) -> None:
        """Write into the row, beside the transaction; skip it while that holds the row itself."""
        if self._beside is None:
            self._beside = connections[BESIDE] = connection.copy(BESIDE)
        changes: dict[str, Any] = {"progress_done": done, "lease_until": timezone.now() + lease()}
        if total:
            changes["progress_total"] = total
        mine = Job.objects.using(BESIDE).filter(pk=self.job_id, lease_key=self.lease_key)
        with transaction.atomic(using=BESIDE):
            if mine.select_for_update(skip_locked=True).values_list("pk").first():
                mine.update(**changes)

    def _close(self) -> None:
        if self._beside is not None:
            with suppress(Error):
                self._beside.close()
            self._beside = None
            del connections[BESIDE]


def forget(job_id: UUID) -> None:
    """Remove what an earlier worker of a job left, should it have died."""
    if needs_file():
        with suppress(OSError):
            beacon_file(job_id).unlink()


def _write(job_id: UUID, lease_key: UUID, done: int, total: int) -> None:
    """Write the file whole or not at all, for the owner of the portal's processes alone."""
    file = beacon_file(job_id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = mkstemp(dir=file.parent, prefix=".")
    new = Path(name)
    try:
        with os.fdopen(handle, "w") as writer:
            writer.write(f"{lease_key.hex} {done} {total}\n")
        new.replace(file)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise
