"""Stopping an import that is being written: a wish that its transaction can see."""

from typing import Final

from django.db import connection

from portfolio.models import ImportStop

#: Where one process does everything, its transaction keeps others from writing, so it is told here.
_asked: Final[set[int]] = set()


def ask_to_stop(run_id: int) -> None:
    """Ask an import to stop; call outside a transaction, so that others see it at once."""
    _asked.add(run_id)
    if connection.features.has_select_for_update:
        # A database that locks rows alone takes this beside the transaction that writes.
        ImportStop.objects.get_or_create(run_number=run_id)


def is_stopped(run_id: int) -> bool:
    """Whether somebody asked to stop an import; it looks here between the batches it writes."""
    return run_id in _asked or ImportStop.objects.filter(run_number=run_id).exists()


def forget_to_stop(run_id: int) -> None:
    """Take the wish back once it was heard, or came too late."""
    _asked.discard(run_id)
    ImportStop.objects.filter(run_number=run_id).delete()
