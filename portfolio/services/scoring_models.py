"""Changing the scoring model: every change is a new version, and everything is scored anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.services import ledger
from portfolio.domain.criteria import (
    DEFAULT_MODEL,
    Axis,
    ScoringModel,
    model_from_data,
    model_to_data,
)
from portfolio.models import ScoringModelVersion
from portfolio.selectors.scoring_models import active_model
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_ranking


class ScoringModelChanged(StaleVersion):
    """Somebody adopted another version since the reader opened the page."""

    def __init__(self, active: int) -> None:
        super().__init__(
            _(
                "Version {version} of the scoring model was adopted since you opened this page. "
                "Nothing of yours was saved. Open the page again to start from that version.",
                version=active,
            )
        )


class WeightsInvalid(Invalid):
    """The weights of an axis do not add up to 100 %, or one of them is missing or not above 0."""

    code = "weights_invalid"


class ReasonMissing(Invalid):
    """A new version of the scoring model needs a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why the scoring model changes.")
        super().__init__(sentence, fields={"reason": sentence})


@transaction.atomic
def ensure_default_model(*, by: Member, at: datetime) -> ScoringModelVersion:
    """Store the default model as version 1, unless a version is stored already."""
    active = ScoringModelVersion.objects.filter(is_active=True).first()
    if active is not None:
        return active
    reason = _("The model that the portal ships with.")
    try:
        with transaction.atomic():
            return _store(DEFAULT_MODEL, reason=reason, by=by, at=at)
    except IntegrityError:
        # Somebody stored it in the same moment.
        return ScoringModelVersion.objects.get(is_active=True)


@transaction.atomic
def adopt_model(
    data: Mapping[str, Any],
    *,
    reason: str,
    by: Member,
    at: datetime,
    version: int | None = None,
) -> ScoringModelVersion:
    """Put a new version of the scoring model in force and have everything scored by it.

    Parameters
    ----------
    data
        The whole model, as ``model_to_data`` writes it; its version number is given here.
    reason
        Why it changes.
    by, at
        Who adopts it, and when.
    version
        The version the change was made from; without it, whichever is in force.

    Raises
    ------
    NotAllowed
        When the member may not manage scoring for the whole enterprise.
    ScoringModelChanged
        When another version was adopted since ``version``.
    ReasonMissing, ScoringModelInvalid
        When no reason is given or the model breaks a rule; nothing is stored then.
    """
    require(by, Capability.MANAGE_SCORING, by.root_path)
    # Adopters queue up behind the version in force, so that two of them cannot both follow it.
    versions = ScoringModelVersion.objects.order_by("-version")
    locked = versions.select_for_update().filter(is_active=True).first()
    current = active_model()
    if version is not None and version != current.version:
        raise ScoringModelChanged(current.version)
    if not reason.strip():
        raise ReasonMissing
    last = versions.values_list("version", flat=True).first() or DEFAULT_MODEL.version
    model = model_from_data({**data, "version": last + 1})
    if locked is None:
        ensure_default_model(by=by, at=at)
    ScoringModelVersion.objects.filter(is_active=True).update(is_active=False)
    try:
        with transaction.atomic():
            adopted = _store(model, reason=reason.strip(), by=by, at=at, before=current)
    except IntegrityError as error:
        # While no version is stored there is no row to queue up behind.
        raise ScoringModelChanged(active_model().version) from error
    request_ranking(by=by, at=at)
    return adopted


@transaction.atomic
def change_weights(
    percentages: Mapping[str, Decimal],
    *,
    reason: str,
    by: Member,
    at: datetime,
    version: int,
) -> ScoringModelVersion:
    """Adopt a new version that differs in its weights alone.

    Parameters
    ----------
    percentages
        Criterion key to its share of the axis in per cent, for every criterion of the model.
    reason, by, at, version
        As for ``adopt_model``.

    Raises
    ------
    WeightsInvalid
        When a weight is missing or not above 0, or the weights of an axis do not add up to 100;
        beside the first weight of that axis.
    NotAllowed, ScoringModelChanged, ReasonMissing
        As for ``adopt_model``.
    """
    require(by, Capability.MANAGE_SCORING, by.root_path)
    model = active_model()
    if version != model.version:
        raise ScoringModelChanged(model.version)
    _check_percentages(model, percentages)
    criteria = tuple(
        replace(criterion, weight=float(percentages[criterion.key] / 100))
        for criterion in model.criteria
    )
    data = model_to_data(replace(model, criteria=criteria))
    return adopt_model(data, reason=reason, by=by, at=at, version=version)


def _check_percentages(model: ScoringModel, percentages: Mapping[str, Decimal]) -> None:
    fields: dict[str, str] = {}
    for axis in Axis:
        criteria = model.on(axis)
        bad = [c for c in criteria if not percentages.get(c.key, Decimal(0)) > 0]
        for criterion in bad:
            fields[criterion.key] = _(
                "Enter a weight above 0 for {criterion}.", criterion=_(criterion.title).lower()
            )
        total = sum((percentages.get(c.key, Decimal(0)) for c in criteria), Decimal(0))
        if not bad and total != 100:
            fields[criteria[0].key] = _sum_sentence(axis, total)
    if fields:
        raise WeightsInvalid(" ".join(fields.values()), fields=fields)


def _sum_sentence(axis: Axis, total: Decimal) -> str:
    off = total - 100
    told = {
        "axis": axis.word,
        "total": f"{total.normalize():f}",
        "off": f"{abs(off).normalize():f}",
    }
    if off > 0:
        return _("The {axis} weights add up to {total}%, not 100%. Take {off} off.", **told)
    return _("The {axis} weights add up to {total}%, not 100%. Add {off}.", **told)


def _store(
    model: ScoringModel,
    *,
    reason: str,
    by: Member,
    at: datetime,
    before: ScoringModel | None = None,
) -> ScoringModelVersion:
    row = ScoringModelVersion.objects.create(
        version=model.version,
        title=model.title,
        data=model_to_data(model),
        is_active=True,
        reason=reason,
        created_by_id=by.user_id or None,
        created_at=at,
    )
    changes = {"version": [before.version if before else None, model.version], "reason": reason}
    ledger.record(
        PortfolioEvent.SCORING_MODEL_ADOPTED,
        subject=row,
        by=by,
        at=at,
        changes=changes | _differences(before, model),
    )
    return row


def _differences(before: ScoringModel | None, after: ScoringModel) -> dict[str, list[float | None]]:
    if before is None:
        return {}
    old = {c.key: c.weight for c in before.criteria}
    new = {c.key: c.weight for c in after.criteria}
    settings = ("alpha", "value_threshold", "feasibility_threshold", "minimum_coverage")
    told = {
        f"weight of {key}": [old.get(key), new.get(key)]
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    }
    return told | {
        name: [getattr(before, name), getattr(after, name)]
        for name in settings
        if getattr(before, name) != getattr(after, name)
    }
