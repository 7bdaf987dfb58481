"""Memory that is no longer used, handed back to the system."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Hand back what the C library keeps for the next time; a few milliseconds, or nothing.

    A job may take a hundred megabytes for a moment. Without this a process stays as large as its
    largest job, and the next one begins on top of that.
    """
    # Only the GNU C library knows of it.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
