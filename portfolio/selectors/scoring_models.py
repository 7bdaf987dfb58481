"""Reading scoring models: the one in force, and the versions before it."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db.models import F, TextField
from django.db.models.functions import Cast

from portal.domain.wording import gettext as _
from portfolio.domain.criteria import DEFAULT_MODEL, Axis, Criterion, ScoringModel
from portfolio.domain.pairwise import consistency_note
from portfolio.domain.scoring_models import model_from_data
from portfolio.domain.weighting import consistency
from portfolio.models import ScoringModelVersion

_TEXTS: Final = ScoringModelVersion.objects.annotate(text=Cast("data", TextField())).values_list(
    "text", flat=True
)
_ACTIVE: Final = _TEXTS.filter(is_active=True)


@dataclass(frozen=True, slots=True)
class ModelVersionRow:
    """One version of the scoring model in the history of versions."""

    version: int
    title: str
    reason: str
    created_by: str
    created_at: datetime
    is_active: bool


@dataclass(frozen=True, slots=True)
class WeighedAxis:
    """One axis of a model: its criteria, and how their weights came about.

    Attributes
    ----------
    title, criteria, threshold
        What the reader sees.
    method
        How the weights were asked for; empty where nobody kept it.
    note
        How far the answers agree, for pairwise comparison; else empty.
    is_inconsistent
        Whether they contradict one another too much.
    """

    title: str
    criteria: tuple[Criterion, ...]
    threshold: float
    method: str
    note: str
    is_inconsistent: bool


def weighed_axes(model: ScoringModel) -> tuple[WeighedAxis, ...]:
    """Return both axes of a model; no query."""
    titles = {Axis.VALUE: _("Value"), Axis.FEASIBILITY: _("Feasibility")}
    return tuple(_weighed(model, axis, title) for axis, title in titles.items())


def _weighed(model: ScoringModel, axis: Axis, title: str) -> WeighedAxis:
    weighing, criteria = model.weighing(axis), model.on(axis)
    names = {each.key: _(each.title) for each in criteria}
    found = consistency(weighing, list(names))
    return WeighedAxis(
        title=title,
        criteria=criteria,
        threshold=model.thresholds.value if axis is Axis.VALUE else model.thresholds.feasibility,
        method=weighing.method.label if weighing else "",
        note=consistency_note(found, names) if found else "",
        is_inconsistent=found is not None and found.is_inconsistent,
    )


def active_model() -> ScoringModel:
    """Return the scoring model in force; one query, and each version is parsed once.

    Before any version is stored, the default model is in force.
    """
    text = _ACTIVE.first()
    return DEFAULT_MODEL if text is None else parsed_model(text)


def model_of(version: int) -> ScoringModel | None:
    """Return one stored version of the scoring model."""
    text = _TEXTS.filter(version=version).first()
    return None if text is None else parsed_model(text)


def model_versions() -> list[ModelVersionRow]:
    """Return all versions, the newest first; one query."""
    rows = ScoringModelVersion.objects.annotate(by=F("created_by__name")).order_by("-version")
    return [
        ModelVersionRow(
            version=row.version,
            title=row.title,
            reason=row.reason,
            created_by=row.by or "",
            created_at=row.created_at,
            is_active=row.is_active,
        )
        for row in rows.defer("data")
    ]


def active_version() -> ModelVersionRow | None:
    """Return who put the version in force there, and when; None before any is stored."""
    return next((row for row in model_versions() if row.is_active), None)


# Versions never change, and a content that is known needs no second reading.
@lru_cache(maxsize=32)
def parsed_model(text: str) -> ScoringModel:
    """Read a stored model; each content once."""
    return model_from_data(json.loads(text))
