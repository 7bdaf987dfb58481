"""Reading robustness runs: the latest one, and what it says of each use case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from typing import Any

from django.db.models import FloatField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from portal.domain.roles import Member
from portal.models import Job, User
from portal.selectors.jobs import JobRow, job_row
from portfolio.domain.counted_shares import CountedShare
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.rank_draws import half_width
from portfolio.domain.rank_pairs import pair_draws
from portfolio.domain.robustness_runs import RunSettings, WeightKind, from_spans
from portfolio.models import (
    RankingDay,
    RobustnessResult,
    RobustnessRun,
    ScoringModelVersion,
    UseCase,
)
from portfolio.selectors.scoring_models import active_model

_NEWEST_DIGEST = Subquery(RankingDay.objects.order_by("-day").values("digest")[:1])


def _alpha_of(version: str) -> Subquery:
    """How the version of the model that a run rests on counts value against feasibility."""
    models = ScoringModelVersion.objects.filter(version=OuterRef(version))
    # As a number, which both databases read the same way out of a document.
    told = models.annotate(told=Cast(KT("data__alpha"), FloatField()))
    return Subquery(told.values("told")[:1])


#: Places in a row that are told one by one; more of them are told as a range.
ONE_BY_ONE = 3
#: Places and ranges that are read one after the other; more of them are counted.
FRAGMENTS = 8


@dataclass(frozen=True, slots=True)
class RunRow:
    """One finished run as a page shows it.

    Attributes
    ----------
    words
        Which weights varied, in the middle of a sentence.
    pair_draws
        In how many of the draws every pair was compared.
    alpha
        How value counted against feasibility in every draw, 0 to 1.
    half_width
        How far a share may be off at its widest, in points of a hundred.
    is_stale
        Whether the ranking has changed since.
    """

    pk: int
    words: str
    top: int
    draws: int
    pair_draws: int
    seed: int
    model_version: int
    alpha: float
    compared: int
    half_width: float
    finished_at: datetime
    requested_by: str
    is_stale: bool

    @property
    def fixed(self) -> str:
        """What every draw takes from the model, as a sentence."""
        return _(
            "Only the weights of the criteria vary, within value and within feasibility. How value "
            "counts against feasibility stays as the model says: %(value)d to %(feasibility)d."
        ) % {"value": round(100 * self.alpha), "feasibility": round(100 * (1 - self.alpha))}

    @property
    def pairs(self) -> str:
        """How pairs were compared, as a sentence."""
        said = _(
            "Every use case was compared with every other: two cannot be separated where neither "
            "is ahead in more than six draws of ten."
        )
        if self.pair_draws == self.draws:
            return said
        some = _("Pairs were compared in the first %(some)s draws.") % {
            "some": f"{self.pair_draws:,}"
        }
        return f"{said} {some}"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a run says of one use case."""

    pk: int
    title: str
    domain: str
    place: int
    top: CountedShare
    first: CountedShare
    first_when: str
    near: str
    near_places: tuple[int, ...]
    first_weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the latest run says of one use case, as a sentence."""

    sentence: str
    run: RunRow


def latest_run() -> RunRow | None:
    """Return the run that finished last; one query."""
    runs = RobustnessRun.objects.filter(finished_at__isnull=False).select_related("requested_by")
    read = runs.annotate(newest=_NEWEST_DIGEST, alpha=_alpha_of("model_version"))
    run = read.order_by("-finished_at", "-pk").first()
    if run is None:
        return None
    return _run_row(run, newest=run.newest, alpha=run.alpha, by=run.requested_by)


def running_job(member: Member) -> JobRow | None:
    """Return the job of the run asked for last, where that is not finished; two queries."""
    run = RobustnessRun.objects.order_by("-requested_at", "-pk").first()
    if run is None or run.finished_at is not None or run.job_id is None:
        return None
    job = Job.objects.select_related("requested_by").filter(pk=run.job_id).first()
    return job_row(job, member=member) if job else None


def run_to_carry_out(pk: int) -> RobustnessRun:
    """Return the run that a job was asked for; one query.

    Raises
    ------
    RobustnessRun.DoesNotExist
        No run has that number.
    """
    return RobustnessRun.objects.get(pk=pk)


def visible_results(run: RunRow | None, member: Member) -> QuerySet[RobustnessResult]:
    """Return what the member may see of a run, in the order of the ranking; nothing of None."""
    seen = UseCase.objects.visible_to(member)
    rows = RobustnessResult.objects.filter(
        run=run.pk if run else None, use_case__in=seen.values("pk")
    )
    return rows.order_by("place", "pk").only("pk", "place")


def result_rows(run: RunRow, ids: Sequence[int]) -> list[ResultRow]:
    """Return results of a run by their ids, in the order of the ranking; two queries."""
    titles = {criterion.key: criterion.title for criterion in active_model().criteria}
    results = RobustnessResult.objects.filter(pk__in=ids).order_by("place", "pk")
    rows = results.select_related("use_case", "use_case__domain").only(
        *("place", "top_share", "first_share", "favours", "is_heaviest", "near", "first_weights"),
        *("use_case__title", "use_case__domain__name"),
    )
    return [_result_row(row, run, titles) for row in rows]


def verdict_on(use_case: UseCase) -> Verdict | None:
    """Return what the latest run says of a use case; one query."""
    rows = RobustnessResult.objects.filter(use_case=use_case, run__finished_at__isnull=False)
    latest = rows.select_related("run").annotate(
        newest=_NEWEST_DIGEST, alpha=_alpha_of("run__model_version")
    )
    row = latest.order_by("-run__finished_at", "-run_id").first()
    if row is None:
        return None
    run = _run_row(row.run, newest=row.newest, alpha=row.alpha)
    titles = {criterion.key: criterion.title for criterion in active_model().criteria}
    return Verdict(_sentence(row, run, titles), run)


def _run_row(
    run: RobustnessRun, *, newest: str | None, alpha: float | None, by: User | None = None
) -> RunRow:
    settings = RunSettings(kind=WeightKind(run.kind), spread=run.spread, top=run.top)
    return RunRow(
        pk=run.pk,
        words=settings.words,
        top=run.top,
        draws=run.draws,
        pair_draws=pair_draws(run.compared or 0, run.draws),
        seed=run.seed,
        model_version=run.model_version or 0,
        alpha=DEFAULT_MODEL.alpha if alpha is None else float(alpha),
        compared=run.compared or 0,
        half_width=float(100 * half_width(0.5, run.draws)),
        finished_at=run.finished_at or run.requested_at,
        requested_by=str(by) if by else "",
        is_stale=newest != run.digest,
    )


def _result_row(row: RobustnessResult, run: RunRow, titles: dict[str, str]) -> ResultRow:
    return ResultRow(
        pk=row.use_case_id,
        title=row.use_case.title,
        domain=row.use_case.domain.name,
        place=row.place,
        top=CountedShare.of(row.top_share, run.draws),
        first=CountedShare.of(row.first_share, run.draws),
        first_when=_first_when(row, titles),
        near=_near(row),
        near_places=from_spans(row.near),
        first_weights=row.first_weights,
    )


def _sentence(row: RobustnessResult, run: RunRow, titles: dict[str, str]) -> str:
    said = [_top_sentence(row, run)]
    if row.first_share:
        when = _first_when(row, titles) or _("whatever weighs most")
        share = CountedShare.of(row.first_share, run.draws)
        told = {"share": share.told, "when": when}
        is_bound = share.is_hardly_any or share.is_nearly_all
        words = (
            _("first for %(share)s, %(when)s") if is_bound else _("first under %(share)s, %(when)s")
        )
        said.append(words % told)
    if row.near:
        said.append(_("cannot be separated from %(places)s") % {"places": _near(row)})
    return "; ".join(said) + "."


def _top_sentence(row: RobustnessResult, run: RunRow) -> str:
    share = CountedShare.of(row.top_share, run.draws)
    words: dict[str, Any] = {"top": run.top, "words": run.words, "share": share.words}
    if row.top_share in {0, 1}:
        always = _("In the top %(top)d under every draw of %(words)s")
        return (
            always if row.top_share else _("In the top %(top)d under no draw of %(words)s")
        ) % words
    if share.is_hardly_any:
        return _("Hardly ever in the top %(top)d: %(share)s of %(words)s") % words
    if share.is_nearly_all:
        return _("Nearly always in the top %(top)d: %(share)s of %(words)s") % words
    return _("In the top %(top)d under %(share)s of %(words)s") % words


def _first_when(row: RobustnessResult, titles: dict[str, str]) -> str:
    title = titles.get(row.favours)
    if title is None or not row.first_share:
        return ""
    name = _(title)
    words = {"criterion": name[:1].lower() + name[1:]}
    if row.is_heaviest:
        return _("when %(criterion)s weighs most") % words
    return _("when %(criterion)s weighs more than usual") % words


def _near(row: RobustnessResult) -> str:
    places = from_spans(row.near)
    own = _("others at its place") if row.place in places else ""
    return places_in_words([place for place in places if place != row.place], own)


def places_in_words(places: Sequence[int], first: str = "") -> str:
    """Write places as a reader counts them, longer rows of them as ranges, after what goes first.

    Where they lie too scattered for that, they are counted, from the first to the last.

    Examples
    --------
    >>> places_in_words([7, 8, 9]), places_in_words([4, 7, 8, 9, 10])
    ('7, 8 and 9', '4 and 7–10')
    >>> places_in_words(range(3, 31, 3), "others at its place")
    'others at its place and 10 places from 3 to 30'
    """
    parts = list(_parts(sorted(places)))
    if len(parts) > FRAGMENTS:
        ends = {"count": f"{len(places):,}", "low": f"{min(places):,}", "high": f"{max(places):,}"}
        parts = [_("%(count)s places from %(low)s to %(high)s") % ends]
    parts = [*([first] if first else []), *parts]
    if len(parts) < 2:
        return "".join(parts)
    return _("%(several)s and %(last)s") % {
        "several": ", ".join(parts[:-1]),
        "last": parts[-1],
    }


def _parts(places: Sequence[int]) -> Iterator[str]:
    counter = count()
    for _start, run in groupby(places, key=lambda place: place - next(counter)):
        row = list(run)
        if len(row) > ONE_BY_ONE:
            yield f"{row[0]}–{row[-1]}"
        else:
            yield from map(str, row)
