"""Histories of many use cases at once: copied within the database, not carried through Python."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from itertools import batched
from typing import Final

from django.db import connection

from portal.domain.roles import Member
from portfolio.models import UseCase

_BATCH: Final = 500


class Kind(StrEnum):
    """What became of the use cases, as their history tells it."""

    CREATED = "+"
    CHANGED = "~"


def remember_as_they_are(
    ids: Iterable[int], *, kind: Kind, by: Member, at: datetime, reason: str = ""
) -> None:
    """Add use cases to their history as they are stored right now; one statement for each 500.

    Parameters
    ----------
    ids
        The use cases, written before in the same transaction.
    kind
        What became of them.
    by, at, reason
        Who did it, when, and why, if they said so.
    """
    remembered = UseCase.history.model
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in remembered.tracked_fields)
    told = {
        "history_date": connection.ops.adapt_datetimefield_value(at),
        "history_type": kind.value,
        "history_user_id": by.user_id or None,
        "history_change_reason": reason,
    }
    target = quoted(remembered._meta.db_table)  # noqa: SLF001
    source, key = quoted(UseCase._meta.db_table), quoted("id")  # noqa: SLF001
    further = ", ".join(map(quoted, told))
    for some in batched(ids, _BATCH):
        # Only names of our own columns are joined; every value is a parameter.
        statement = (
            f"INSERT INTO {target} ({columns}, {further}) "  # noqa: S608
            f"SELECT {columns}, {', '.join(['%s'] * len(told))} FROM {source} "
            f"WHERE {key} IN ({', '.join(['%s'] * len(some))}) ORDER BY {key}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*told.values(), *some])
