"""Reading the draft of the scoring model, and what it would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portal.domain.roles import Member
from portal.selectors.jobs import JobRow, job_row, jobs_visible_to
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import ScoringModel
from portfolio.domain.model_edits import differences
from portfolio.domain.model_previews import (
    ModelPreview,
    Side,
    preview,
    preview_from_data,
)
from portfolio.domain.priority import Quadrant
from portfolio.domain.scoring_models import model_from_data
from portfolio.models import ScoringModelDraft, UseCase
from portfolio.selectors.rank_inputs import rank_input, ratings_matrix
from portfolio.selectors.scoring_models import (
    ModelVersionRow,
    WeighedAxis,
    active_model,
    active_version,
    weighed_axes,
)

#: Above this many use cases a preview is worked out by a job.
AT_ONCE: Final = 1_000
#: How many of those that would change quadrant a page names.
NAMED_CROSSINGS: Final = 20


@dataclass(frozen=True, slots=True)
class NamedUseCase:
    """A use case as a preview names it."""

    pk: int
    title: str


@dataclass(frozen=True, slots=True)
class MoverRow:
    """A use case, its place today and its place then; ``None`` without a priority."""

    use_case: NamedUseCase
    before: int | None
    after: int | None
    places: int


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """A use case and its quadrant today and then; ``None`` without a priority."""

    use_case: NamedUseCase
    before: Quadrant | None
    after: Quadrant | None


@dataclass(frozen=True, slots=True)
class BucketRow:
    """The first use cases of a bucket today and then."""

    bucket: Bucket
    before: Sequence[NamedUseCase]
    after: Sequence[NamedUseCase]


@dataclass(frozen=True, slots=True)
class PreviewRows:
    """What a draft would move, with the names of what moves."""

    found: ModelPreview
    at: datetime | None
    entering: Sequence[MoverRow]
    leaving: Sequence[MoverRow]
    movers: Sequence[MoverRow]
    gaining: Sequence[MoverRow]
    losing: Sequence[MoverRow]
    crossings: Sequence[CrossingRow]
    more_crossings: int
    buckets: Sequence[BucketRow]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The draft as its page shows it.

    Attributes
    ----------
    row, model, axes
        The draft, what it holds, and its criteria with their weights.
    active, active_row
        The model in force, and who put it there; ``None`` before any version is stored.
    is_changed
        Whether the draft differs from the model in force.
    preview
        What it would move; ``None`` until a job has worked it out.
    job
        That job, where there is one.
    """

    row: ScoringModelDraft
    model: ScoringModel
    axes: tuple[WeighedAxis, ...]
    active: ScoringModel
    active_row: ModelVersionRow | None
    is_changed: bool
    preview: PreviewRows | None
    job: JobRow | None


def open_draft() -> ScoringModelDraft | None:
    """Return the draft somebody works on; one query."""
    return ScoringModelDraft.objects.select_related("changed_by").first()


def is_previewed_at_once() -> bool:
    """Whether the portfolio is small enough to work a preview out while a page is asked for."""
    return not UseCase.objects.active().values("pk")[AT_ONCE : AT_ONCE + 1].exists()


def preview_of(model: ScoringModel) -> ModelPreview:
    """Say what another model would move; seven queries, however many use cases there are."""
    found = rank_input()
    ids = [each.pk for each in found.candidates]
    return preview(
        Side(found.model, found.ratings, found.thresholds),
        Side(model, ratings_matrix(model, ids).points, found.thresholds_under(model)),
        found.factors,
        ids,
        [each.bucket for each in found.candidates],
    )


def draft_page(row: ScoringModelDraft, member: Member) -> DraftPage:
    """Return the draft with what it would move."""
    model, active = model_from_data(row.data), active_model()
    jobs = jobs_visible_to(member)
    job = jobs.filter(pk=row.preview_job_id).first() if row.preview_job_id else None
    return DraftPage(
        row=row,
        model=model,
        axes=weighed_axes(model),
        active=active,
        active_row=active_version(),
        is_changed=bool(differences(active, model)),
        preview=draft_preview(row, model),
        job=job_row(job) if job else None,
    )


def draft_preview(row: ScoringModelDraft, model: ScoringModel) -> PreviewRows | None:
    """Return what a draft would move: worked out now, or as its job has kept it."""
    if row.preview is not None:
        at = datetime.fromisoformat(row.preview["at"])
        return named_preview(preview_from_data(row.preview["found"]), at)
    return named_preview(preview_of(model), None) if is_previewed_at_once() else None


def named_preview(found: ModelPreview, at: datetime | None) -> PreviewRows:
    """Return a preview with the titles of the use cases in it; one query."""
    crossings = found.crossings[:NAMED_CROSSINGS]
    groups = (found.entering, found.leaving, found.movers, found.gaining, found.losing)
    keys = {mover.key for group in groups for mover in group}
    keys |= {each.key for each in crossings}
    keys |= {key for each in found.buckets for key in (*each.before, *each.after)}
    titles = dict(UseCase.objects.filter(pk__in=keys).values_list("pk", "title"))
    entering, leaving, movers, gaining, losing = (
        [
            MoverRow(_use_case(each.key, titles), each.before, each.after, each.places)
            for each in group
            if each.key in titles
        ]
        for group in groups
    )
    return PreviewRows(
        found=found,
        at=at,
        entering=entering,
        leaving=leaving,
        movers=movers,
        gaining=gaining,
        losing=losing,
        crossings=[
            CrossingRow(_use_case(each.key, titles), _quadrant(each.before), _quadrant(each.after))
            for each in crossings
            if each.key in titles
        ],
        more_crossings=len(found.crossings) - len(crossings),
        buckets=[
            BucketRow(
                Bucket(each.bucket),
                [_use_case(key, titles) for key in each.before if key in titles],
                [_use_case(key, titles) for key in each.after if key in titles],
            )
            for each in found.buckets
            if each.bucket
        ],
    )


def _use_case(key: int, titles: Mapping[int, str]) -> NamedUseCase:
    return NamedUseCase(key, titles[key])


def _quadrant(name: str) -> Quadrant | None:
    return Quadrant(name) if name else None
