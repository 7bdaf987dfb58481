"""Reading beacons: what a job tells from inside a transaction where a file has to carry it.

SQLite has one writer, so nobody can write how far a job is while the job writes. What it tells
then stands in a small file that all processes of an installation read. Only the numbers in it are
believed, and only as long as the lease of the job would last.
"""

import os
import re
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

_TOLD: Final = re.compile(rb"([0-9a-f]{32}) ([0-9]{1,9}) ([0-9]{1,9})\n")
_LONGEST: Final = 64


class Told(NamedTuple):
    """What a running job told last: under which lease, and how much of how much is done.

    A ``total`` of nothing is the one that the row of the job knows.
    """

    lease_key: UUID
    done: int
    total: int


def needs_file() -> bool:
    """Whether the database lets nobody else write while a job writes."""
    return not connection.features.has_select_for_update


def beacon_file(job_id: UUID) -> Path:
    """Return where a job tells how far it is."""
    return settings.JOB_BEACONS / job_id.hex


def told_by(job_id: UUID) -> Told | None:
    """Return what the worker of a job told within its lease; nothing where rows say it all."""
    if not needs_file():
        return None
    with suppress(OSError):
        file = os.open(beacon_file(job_id), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            is_fresh = abs(time() - os.fstat(file).st_mtime) < settings.JOB_LEASE_SECONDS
            found = _TOLD.fullmatch(os.read(file, _LONGEST)) if is_fresh else None
        finally:
            os.close(file)
        if found is not None:
            key, done, total = found.groups()
            return Told(UUID(hex=key.decode()), int(done), int(total))
    return None


def is_shown(job_id: UUID, lease_key: UUID | None) -> bool:
    """Whether the worker that holds a job under a lease told so within it, beside its row."""
    told = told_by(job_id)
    return told is not None and told.lease_key == lease_key
