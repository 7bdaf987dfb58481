"""Ranking the portfolio, as a job and on demand."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.domain.jobs import JobState
from portal.models import Job, LedgerEntry
from portal.services.jobs import LeaseLost, Progress
from portal.tasks import work_once
from portfolio.domain.stages import Stage
from portfolio.models import RankingDay, Rating, UseCase, UseCaseTechnique
from portfolio.selectors.rank_inputs import rank_input
from portfolio.selectors.standings import standing_panel
from portfolio.services import ranking
from portfolio.services.follow_ups import request_ranking
from portfolio.services.ranking import RankingOutcome, rank_portfolio
from portfolio.services.use_case_inputs import RANKED_BY
from portfolio.services.use_cases import archive_use_case
from tests.builders import NOW, make_domain
from tests.conftest import Cast
from tests.portfolio.builders import READY, SHORT, assessed, on_axes, rated

LATER = NOW + timedelta(days=1)
STANDING = (
    "value",
    "feasibility",
    "readiness_factor",
    "adjusted_feasibility",
    "priority",
    "quadrant",
    "is_provisional",
)
PLACE = ("rank", "rank_low", "rank_high", "is_rank_robust")


def row_of(use_case: UseCase, names: tuple[str, ...]) -> tuple[Any, ...]:
    return UseCase.objects.filter(pk=use_case.pk).values_list(*names).get()


@pytest.fixture
def three(cast: Cast) -> tuple[UseCase, UseCase, UseCase]:
    """Two in a domain whose assessment takes off 15%, one in a domain nobody assessed."""
    assessed(cast.freight, SHORT)
    return (
        rated(on_axes(value=4, feasibility=3), domain=cast.depots),
        rated(on_axes(value=3, feasibility=4), domain=cast.retail),
        rated(
            {"strategic_fit": 5, "financial_benefit": 2}
            | {key: 2 for key, score in on_axes(0, 1).items() if score},
            domain=cast.freight,
        ),
    )


def test_three_use_cases_stand_where_a_hand_calculation_puts_them(
    three: tuple[UseCase, UseCase, UseCase],
) -> None:
    outcome = rank_portfolio(at=NOW)
    depots, retail, freight = three
    assert outcome == RankingOutcome(ranked=3, unranked=0, changed=3)
    # √(80 · 60 · 0.85), held back by what the freight domain cannot do for its depots
    assert row_of(depots, STANDING) == (
        80.0,
        60.0,
        0.85,
        51.0,
        63.8749,
        "build_foundations_first",
        False,
    )
    # √(60 · 80): nobody assessed retail, so nothing is taken off
    assert row_of(retail, STANDING) == (60.0, 80.0, None, 80.0, 69.282, "do_now", False)
    # value from two criteria that weigh the same: 20 · (5 + 2) / 2
    assert row_of(freight, STANDING) == (
        70.0,
        40.0,
        0.85,
        34.0,
        48.7852,
        "build_foundations_first",
        True,
    )
    assert row_of(retail, PLACE) == (1, 1, 1, True)
    assert row_of(depots, PLACE) == (2, 2, 2, True)
    assert row_of(freight, ("rank", "rank_low", "scored_at", "ranked_at")) == (3, 3, NOW, NOW)


def test_ranking_again_changes_no_row(three: tuple[UseCase, UseCase, UseCase]) -> None:
    rank_portfolio(at=NOW)
    before = list(UseCase.objects.order_by("pk").values())
    assert rank_portfolio(at=LATER).changed == 0
    assert list(UseCase.objects.order_by("pk").values()) == before


def test_the_nearest_assessed_domain_above_decides(cast: Cast) -> None:
    assessed(cast.root, SHORT)
    assessed(cast.freight, READY)
    near = rated(on_axes(3, 4), domain=cast.depots)
    far = rated(on_axes(3, 4), domain=cast.retail)
    rank_portfolio(at=NOW)
    assert row_of(near, ("readiness_factor", "adjusted_feasibility")) == (1.0, 80.0)
    assert row_of(far, ("readiness_factor", "adjusted_feasibility")) == (0.85, 68.0)


def test_what_a_technique_needs_and_nobody_has_takes_more_off(cast: Cast) -> None:
    assessed(cast.root, READY | {"llm-operations": 1.0})
    plain = rated(on_axes(3, 4), domain=cast.retail)
    generative = rated(on_axes(3, 4), domain=cast.retail)
    UseCaseTechnique.objects.create(use_case=generative, technique="generative")
    rank_portfolio(at=NOW)
    assert row_of(plain, ("readiness_factor",)) == (1.0,)
    # data access (2 of 3, weight 2, half missing) and LLM operations (1 of 3, weight 3) of 13
    factor = 1 - 0.5 * (2 * 0.5 + 3 * 1.0) / 13
    assert row_of(generative, ("readiness_factor",))[0] == pytest.approx(factor)


def test_a_missing_rating_widens_the_range_of_ranks(cast: Cast) -> None:
    for score in range(1, 5):
        rated(on_axes(score, score), domain=cast.retail)
    whole = rated(on_axes(3, 3), domain=cast.retail)
    open_one = rated(
        {k: v for k, v in on_axes(3, 3).items() if k not in {"strategic_fit", "data_availability"}},
        domain=cast.retail,
    )
    rank_portfolio(at=NOW)
    tied = row_of(whole, ("rank", "priority"))
    assert row_of(open_one, ("rank", "priority")) == tied == (2, 60.0)
    low, high, is_robust = row_of(open_one, ("rank_low", "rank_high", "is_rank_robust"))
    own_low, own_high = row_of(whole, ("rank_low", "rank_high"))
    assert high - low > own_high - own_low
    assert row_of(open_one, ("is_provisional",)) == (True,)
    assert is_robust is (high - low <= 2)


def test_too_few_ratings_give_no_place(cast: Cast) -> None:
    use_case = rated({"strategic_fit": 5}, domain=cast.retail)
    assert rank_portfolio(at=NOW) == RankingOutcome(ranked=0, unranked=1, changed=0)
    assert row_of(use_case, (*STANDING, *PLACE)) == (*(None,) * 5, "", False, *(None,) * 4)


def test_who_leaves_the_race_gives_up_its_place(
    cast: Cast, three: tuple[UseCase, UseCase, UseCase]
) -> None:
    rank_portfolio(at=NOW)
    depots, retail, freight = three
    archive_use_case(retail, version=retail.version, by=cast.member("lead"), at=NOW)
    UseCase.objects.filter(pk=freight.pk).update(stage=Stage.RETIRED)
    assert rank_portfolio(at=LATER) == RankingOutcome(ranked=1, unranked=0, changed=3)
    assert row_of(depots, PLACE) == (1, 1, 1, True)
    for gone in (retail, freight):
        assert row_of(gone, ("priority", "quadrant", "rank", "ranked_at")) == (None, "", None, None)
    assert rank_portfolio(at=LATER).changed == 0


def test_the_job_ranks_and_leaves_nothing_in_the_ledger(
    cast: Cast, three: tuple[UseCase, UseCase, UseCase]
) -> None:
    entries = LedgerEntry.objects.count()
    request_ranking(by=cast.member("lead"), at=NOW)
    assert work_once() == 1
    job = Job.objects.get(kind="portfolio.rank")
    assert job.result == {"ranked": 3, "unranked": 0, "changed": 3}
    assert LedgerEntry.objects.count() == entries


def test_reading_takes_the_same_few_queries_for_10_and_for_200(cast: Cast) -> None:
    assessed(cast.root, SHORT)
    rank_input()
    counts = []
    for wanted in (10, 200):
        while UseCase.objects.count() < wanted:
            rated(on_axes(3, 4), domain=cast.retail)
        with CaptureQueriesContext(connection) as queries:
            rank_input()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_two_domains_share_one_ranking(cast: Cast) -> None:
    rated(on_axes(5, 5), domain=make_domain("Legal"))
    rated(on_axes(1, 1), domain=cast.retail)
    rank_portfolio(at=NOW)
    assert list(UseCase.objects.order_by("rank").values_list("rank", flat=True)) == [1, 2]


def held_job() -> Progress:
    lease_key = uuid.uuid4()
    job = Job.objects.create(
        kind="portfolio.rank",
        title="Rank the portfolio",
        state=JobState.RUNNING,
        lease_key=lease_key,
        run_after=NOW,
        requested_at=NOW,
    )
    return Progress(job.pk, lease_key)


def lose(held: Progress) -> None:
    Job.objects.filter(pk=held.job_id).update(lease_key=uuid.uuid4())


def test_a_worker_that_lost_the_job_leaves_the_newer_ranks_alone(
    three: tuple[UseCase, UseCase, UseCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = held_job()
    work_out = ranking.all_places

    def places_slowly(*args: Any, **more: Any) -> Any:
        # Meanwhile the lease runs out and another worker ranks the portfolio.
        lose(held)
        UseCase.objects.update(rank=9, ranked_at=LATER)
        return work_out(*args, **more)

    monkeypatch.setattr(ranking, "all_places", places_slowly)
    with pytest.raises(LeaseLost):
        rank_portfolio(at=NOW, progress=held)
    assert [row_of(each, ("rank", "value", "ranked_at")) for each in three] == [
        (9, None, LATER)
    ] * 3


def test_a_worker_that_loses_the_job_while_it_stores_takes_that_batch_back(
    three: tuple[UseCase, UseCase, UseCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = held_job()
    store, stored = ranking._store, []

    def store_and_lose(changes: Any, *, at: Any) -> None:
        store(changes, at=at)
        stored.append(len(changes))
        lose(held)

    monkeypatch.setattr(ranking, "_store", store_and_lose)
    with pytest.raises(LeaseLost):
        rank_portfolio(at=NOW, progress=held)
    assert stored == [3]
    assert [row_of(each, ("rank", "ranked_at")) for each in three] == [(None, None)] * 3


def test_each_has_a_place_in_its_bucket_and_in_its_domain(cast: Cast) -> None:
    first = rated(on_axes(5, 5), domain=cast.retail, bucket="efficiency")
    second = rated(on_axes(4, 4), domain=cast.freight, bucket="efficiency")
    third = rated(on_axes(3, 3), domain=cast.freight, bucket="augmentation")
    rank_portfolio(at=NOW)
    names = ("rank", "bucket_rank", "domain_rank")
    assert [row_of(each, names) for each in (first, second, third)] == [
        (1, 1, 1),
        (2, 2, 1),
        (3, 1, 2),
    ]
    assert row_of(third, ("bucket_rank_low", "bucket_rank_high", "domain_rank_high")) == (1, 1, 2)


def test_twins_share_a_range_within_their_group_too(cast: Cast) -> None:
    strong = on_axes(3, 3) | {"strategic_fit": 5, "urgency": 1}
    urgent = on_axes(3, 3) | {"strategic_fit": 2, "urgency": 5}
    for ratings in (strong, urgent):
        rated(ratings, domain=cast.freight, bucket="efficiency")
    rank_portfolio(at=NOW)
    for low, high in UseCase.objects.values_list("domain_rank_low", "domain_rank_high"):
        assert (low, high) == (1, 2)


def test_the_front_holds_whatever_nothing_beats_on_both_axes(cast: Cast) -> None:
    valuable = rated(on_axes(5, 2), domain=cast.retail)
    feasible = rated(on_axes(2, 5), domain=cast.retail)
    beaten = rated(on_axes(2, 4), domain=cast.retail)
    rank_portfolio(at=NOW)
    found = [row_of(each, ("is_on_front",))[0] for each in (valuable, feasible, beaten)]
    assert found == [True, True, False]


def test_second_views_are_kept_where_nothing_is_missing(cast: Cast) -> None:
    whole = rated(on_axes(4, 4), domain=cast.retail, effort_weeks=13, reach=900)
    short = rated(on_axes(4, 4), domain=cast.retail, effort_weeks=13)
    rank_portfolio(at=NOW)
    assert row_of(whole, ("wsjf", "rice")) == (round(24 / 13, 4), 600.0)
    assert row_of(short, ("wsjf", "rice")) == (round(24 / 13, 4), None)


def test_a_change_of_bucket_effort_or_reach_asks_for_a_ranking() -> None:
    assert {"bucket", "effort_weeks", "reach"} <= RANKED_BY


def test_a_day_keeps_how_the_ranking_stood_at_its_end(cast: Cast) -> None:
    first = rated(on_axes(5, 5), domain=cast.retail)
    second = rated(on_axes(4, 4), domain=cast.retail)
    rank_portfolio(at=NOW)
    day = RankingDay.objects.get()
    assert (day.day, day.order, day.model_version) == (NOW.date(), [[first.pk], [second.pk]], 1)
    Rating.objects.filter(use_case=first).update(score=4)
    rank_portfolio(at=NOW + timedelta(hours=1))
    assert RankingDay.objects.get().order == [[first.pk, second.pk]]
    rank_portfolio(at=LATER)
    assert RankingDay.objects.count() == 1, "nothing moved, so the day has no row"
    Rating.objects.filter(use_case=first).update(score=3)
    rank_portfolio(at=LATER)
    assert [row.order for row in RankingDay.objects.order_by("day")] == [
        [[first.pk, second.pk]],
        [[second.pk], [first.pk]],
    ]


def test_equal_inputs_have_equal_digests(cast: Cast) -> None:
    use_case = rated(on_axes(5, 5), domain=cast.retail)
    before = rank_input().digest
    assert rank_input().digest == before
    Rating.objects.filter(use_case=use_case, criterion="urgency").update(score=1)
    assert rank_input().digest != before


def test_a_use_case_keeps_the_assessment_that_its_discount_rests_on(cast: Cast) -> None:
    above = assessed(cast.freight, SHORT)
    use_case = rated(on_axes(4, 3), domain=cast.depots)
    rank_portfolio(at=NOW)
    use_case.refresh_from_db()
    assert use_case.readiness_assessment_id == above.assessment_id
    own = assessed(cast.depots, READY, at=NOW + timedelta(days=1))
    panel = standing_panel(use_case, cast.member("lead"))
    assert panel.loss.stamp is not None
    assert (panel.loss.stamp.is_newer, panel.loss.stamp.is_inherited) == (True, False)
    rank_portfolio(at=NOW)
    use_case.refresh_from_db()
    assert use_case.readiness_assessment_id == own.assessment_id
    UseCase.objects.filter(pk=use_case.pk).update(stage="retired")
    rank_portfolio(at=NOW)
    use_case.refresh_from_db()
    assert use_case.readiness_assessment_id is None
