"""Working on a new version of the scoring model before it is put in force."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.services import jobs, ledger
from portal.services.jobs import Progress
from portfolio.domain.criteria import Axis, ScoringModel
from portfolio.domain.model_edits import differences
from portfolio.domain.model_previews import preview_to_data
from portfolio.domain.scoring_models import (
    check_model,
    model_from_data,
    model_to_data,
    reweighed,
)
from portfolio.domain.weighting import Weighing
from portfolio.models import ScoringModelDraft, ScoringModelVersion
from portfolio.selectors.scoring_drafts import is_previewed_at_once, open_draft, preview_of
from portfolio.selectors.scoring_models import active_model
from portfolio.services.draft_versions import DraftChanged
from portfolio.services.events import PortfolioEvent
from portfolio.services.scoring_models import ModelUnchanged, adopt_model

PREVIEW_JOB: Final = "portfolio.preview_scoring"


class ScoringDraftChanged(DraftChanged[ScoringModelDraft]):
    """Somebody changed, published or discarded the draft since the reader opened it."""


class NoDraft(Refusal):
    """Nobody works on a new version."""

    code = "no_draft"

    def __init__(self) -> None:
        super().__init__(_("There is no draft of the scoring model. Begin one first."))


class WeightsUnchanged(Invalid):
    """Weights were given that the model has already, or none at all."""

    code = "weights_unchanged"

    def __init__(self) -> None:
        super().__init__(
            _(
                "These are the weights that the model has already. "
                "Give others for value or feasibility."
            )
        )


@transaction.atomic
def begin_draft(*, by: Member, at: datetime) -> ScoringModelDraft:
    """Begin a draft from the model in force; the one that is open already is returned as it is.

    Raises
    ------
    NotAllowed
        When the member may not manage scoring for the whole enterprise.
    """
    require(by, Capability.MANAGE_SCORING, by.root_path)
    held = open_draft()
    if held is not None:
        return held
    model = active_model()
    try:
        with transaction.atomic():
            row = ScoringModelDraft.objects.create(
                key=model.key,
                data=model_to_data(model),
                created_at=at,
                changed_at=at,
                changed_by_id=by.user_id or None,
            )
    except IntegrityError:
        # Somebody began it in the same moment.
        return ScoringModelDraft.objects.get(key=model.key)
    changes = {"version": model.version}
    ledger.record(PortfolioEvent.SCORING_MODEL_DRAFTED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def change_draft(
    edit: Callable[[ScoringModel], ScoringModel], *, version: int, by: Member, at: datetime
) -> ScoringModelDraft:
    """Change the open draft; what changes nothing is not recorded.

    Parameters
    ----------
    edit
        Takes the model as it stands in the draft and returns it as it should be.
    version
        The version of the draft that the reader saw.
    by, at
        Who changes it, and when.

    Raises
    ------
    NotAllowed
        When the member may not manage scoring for the whole enterprise.
    NoDraft, ScoringDraftChanged
        When there is no draft, or somebody changed it since ``version``.
    ScoringModelInvalid, WeightsInvalid, CriterionUnknown, LastCriterion
        When the change breaks a rule; nothing is stored then.
    """
    row = _locked(version=version, by=by)
    before = model_from_data(row.data)
    after = check_model(edit(before))
    # As data, where no database's order of the answers tells two models apart.
    if model_to_data(before) == model_to_data(after):
        return row
    told = differences(before, after)
    row.data = model_to_data(after)
    row.version += 1
    row.changed_at, row.changed_by_id = at, by.user_id or None
    row.preview = None
    row.preview_job = None
    if not is_previewed_at_once():
        row.preview_job = jobs.request(
            PREVIEW_JOB,
            {"version": row.version},
            title=_("Work out what the draft would move"),
            by=by,
            at=at,
            dedupe_key=PREVIEW_JOB,
        )
    row.save()
    ledger.record(
        PortfolioEvent.SCORING_MODEL_DRAFT_CHANGED, subject=row, by=by, at=at, changes=told
    )
    return row


def put_draft(
    data: Mapping[str, Any], *, version: int, by: Member, at: datetime
) -> ScoringModelDraft:
    """Put a whole model into the open draft, as ``change_draft`` does."""

    def edit(before: ScoringModel) -> ScoringModel:
        return model_from_data({**data, "key": before.key, "version": before.version})

    return change_draft(edit, version=version, by=by, at=at)


@transaction.atomic
def weigh_draft(
    weighings: Mapping[Axis, Weighing], *, version: int, by: Member, at: datetime
) -> ScoringModelDraft:
    """Put weights that follow from new answers into the draft, and begin it where there is none.

    ``version`` is that of the draft, 0 where there was none. Refusals are those of
    ``change_draft``, and ``WeightsUnchanged``; no draft is begun then.
    """
    version = _begun(version, by=by, at=at)
    row = change_draft(lambda model: reweighed(model, weighings), version=version, by=by, at=at)
    if row.version == version:
        raise WeightsUnchanged
    return row


@transaction.atomic
def draft_model(
    data: Mapping[str, Any], *, version: int, by: Member, at: datetime
) -> ScoringModelDraft:
    """Put a whole model into the draft, and begin it where there is none.

    ``version`` is that of the draft, 0 where there was none. Refusals are those of
    ``change_draft``, and ``ModelUnchanged`` for what the draft says already; no draft is begun
    then.
    """
    version = _begun(version, by=by, at=at)
    row = put_draft(data, version=version, by=by, at=at)
    if row.version == version:
        raise ModelUnchanged(active_model().version)
    return row


def _begun(version: int, *, by: Member, at: datetime) -> int:
    """Return the version of the draft to change; who knows of none begins one where none is."""
    require(by, Capability.MANAGE_SCORING, by.root_path)
    if version == 0 and open_draft() is None:
        return begin_draft(by=by, at=at).version
    return version


@transaction.atomic
def publish_draft(
    *, reason: str, version: int, replaces: int, by: Member, at: datetime
) -> ScoringModelVersion:
    """Put the draft in force as a new version that never changes.

    Parameters
    ----------
    reason
        Why the model changes; the ledger keeps it.
    version
        The version of the draft that the reader saw.
    replaces
        The version in force that the reader saw beside it.
    by, at
        Who publishes it, and when.

    Raises
    ------
    NotAllowed, NoDraft, ScoringDraftChanged
        As for ``change_draft``.
    ScoringModelChanged, ReasonMissing, ModelUnchanged
        As for ``adopt_model``.
    """
    row = _locked(version=version, by=by)
    adopted = adopt_model(row.data, reason=reason, by=by, at=at, version=replaces)
    row.delete()
    return adopted


@transaction.atomic
def discard_draft(*, version: int, by: Member, at: datetime) -> None:
    """Throw the draft away; the version in force stays.

    Raises
    ------
    NotAllowed, NoDraft, ScoringDraftChanged
        As for ``change_draft``.
    """
    row = _locked(version=version, by=by)
    ledger.record(
        PortfolioEvent.SCORING_MODEL_DRAFT_DISCARDED, subject=row, by=by, at=at, changes={}
    )
    row.delete()


def store_preview(*, at: datetime, progress: Progress | None = None) -> int:
    """Work out what the open draft would move and keep it; tell how many use cases compete."""
    if progress is not None:
        progress.begin(_("Work out what the draft would move"))
    row = open_draft()
    if row is None:
        return 0
    found = preview_of(model_from_data(row.data))
    # The draft may have changed meanwhile; its own job follows then.
    ScoringModelDraft.objects.filter(pk=row.pk, version=row.version).update(
        preview={"at": at.isoformat(), "found": preview_to_data(found)}
    )
    return found.total


def _locked(*, version: int, by: Member) -> ScoringModelDraft:
    require(by, Capability.MANAGE_SCORING, by.root_path)
    row = ScoringModelDraft.objects.select_for_update(of=("self",)).first()
    if row is None:
        raise NoDraft if version == 0 else ScoringDraftChanged(None)
    if row.version != version:
        raise ScoringDraftChanged(row)
    return row
