"""Changing the scoring model: every change is a new version, and everything is scored anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.services import ledger
from portfolio.domain.criteria import DEFAULT_MODEL, ScoringModel
from portfolio.domain.model_edits import differences
from portfolio.domain.scoring_models import model_from_data, model_to_data
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


class ReasonMissing(Invalid):
    """A new version of the scoring model needs a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why the scoring model changes.")
        super().__init__(sentence, fields={"reason": sentence})


class ModelUnchanged(Invalid):
    """A version would be the same as the one in force."""

    code = "scoring_model_unchanged"

    def __init__(self, version: int) -> None:
        super().__init__(
            _(
                "This is the same as version {version}, which is in force. Change something "
                "before you publish it.",
                version=version,
            )
        )


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
    ReasonMissing, ScoringModelInvalid, ModelUnchanged
        When no reason is given, or the model breaks a rule or is the one in force; nothing is
        stored then.
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
    # As data, where no database's order of the answers tells two models apart.
    if model_to_data(replace(model, version=current.version)) == model_to_data(current):
        raise ModelUnchanged(current.version)
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
        changes=changes | (differences(before, model) if before else {}),
    )
    return row
