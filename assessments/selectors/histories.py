"""Reading what a row was at an earlier version, and who saved it last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.models import Assessment, Campaign, FoundationAction, Partner

type Kept = Assessment | Campaign | FoundationAction | Partner


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who saved a row last, and when."""

    who: str
    at: datetime


def fields_at(row: Kept, version: int) -> Mapping[str, Any] | None:
    """Return the fields of a row at one version, or None where the history does not have it."""
    record = row.history.filter(version=version).order_by("-history_id").values().first()
    return record or None


def last_change(row: Kept) -> LastChange | None:
    """Return who saved the row last."""
    record = row.history.select_related("history_user").order_by("-history_id").first()
    return LastChange(str(record.history_user or ""), record.history_date) if record else None
