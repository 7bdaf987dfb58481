"""Why a use case stands where it stands, read for its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import FoundationAction
from portfolio.models import Rating, UseCase
from portfolio.selectors.standings import StandingPanel, standing_panel
from portfolio.selectors.use_case_details import use_case_seen_by
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW, make_user
from tests.conftest import Cast
from tests.portfolio.builders import SHORT, assessed, on_axes, rated


def panel_of(cast: Cast, use_case: UseCase, name: str = "lead") -> StandingPanel:
    row = use_case_seen_by(cast.member(name), use_case.pk)
    assert row is not None
    return standing_panel(row, cast.member(name))


@pytest.fixture
def depots(cast: Cast) -> UseCase:
    """Worth 80, feasible 60, of which readiness takes 15 %; a better and a worse one beside it."""
    assessed(cast.freight, SHORT)
    use_case = rated(on_axes(4, 3), domain=cast.depots, title="Dock scheduling")
    rated(on_axes(3, 4), domain=cast.retail, title="Price match")
    rated(on_axes(1, 1), domain=cast.retail, title="Shelf photos")
    rank_portfolio(at=NOW)
    return use_case


def test_each_axis_opens_to_what_its_criteria_add(cast: Cast, depots: UseCase) -> None:
    panel = panel_of(cast, depots)
    assert panel.value.score == 80.0
    parts = [(part.title, part.weight, part.points) for part in panel.value.parts]
    assert parts[0] == ("Strategic fit", "25%", 20.0)
    assert sum(part.points for part in panel.value.parts) == pytest.approx(80)
    assert sum(part.points for part in panel.feasibility.parts) == pytest.approx(60)


def test_what_readiness_takes_off_is_named_with_its_shortfalls(cast: Cast, depots: UseCase) -> None:
    loss = panel_of(cast, depots).loss
    assert (loss.domain, loss.points) == ("Freight", 9)
    assert loss.shortfalls == (
        "Data quality counts as 1; 2 is needed.",
        "Data access counts as 1.5; 2 is needed.",
    )


def test_the_rank_is_told_with_its_range(cast: Cast, depots: UseCase) -> None:
    panel = panel_of(cast, depots)
    assert (panel.rank, panel.rank_range) == ("2nd", "2")
    assert panel.rank_sentence == "of 3, and it stays there in 9 of 10 draws of the weights"
    assert panel.robustness == "The rank holds when the weights vary."


def test_unlocks_say_the_place_that_raising_a_capability_would_win(
    cast: Cast, depots: UseCase
) -> None:
    first = panel_of(cast, depots).unlocks[0]
    # √(80 · 57) reads 68, still behind 69
    assert first.what.endswith("lifts feasibility from 51 to 57.")
    assert first.meta == "No foundation action yet"
    assert (round(first.priority or 0), first.rank) == (68, 2)
    Rating.objects.filter(use_case__title="Price match").update(score=3)
    rank_portfolio(at=NOW)
    assert panel_of(cast, depots).unlocks[0].rank == 1


def test_an_open_foundation_action_is_named_as_what_unlocks(cast: Cast, depots: UseCase) -> None:
    action = FoundationAction.objects.create(
        domain=cast.freight,
        title="Clean the scan events",
        capability="data-quality",
        from_level=1,
        to_level=2,
        cost=180_000,
        created_at=NOW,
    )
    first = panel_of(cast, depots).unlocks[0]
    assert (first.what, first.action_id) == ("Clean the scan events", action.pk)
    assert first.meta.startswith("Foundation action · Freight · €180k. ")


def test_an_action_above_is_named_only_to_who_may_see_it(cast: Cast, depots: UseCase) -> None:
    FoundationAction.objects.create(
        domain=cast.root,
        title="One catalogue",
        capability="data-quality",
        from_level=1,
        to_level=2,
        created_at=NOW,
    )
    assert panel_of(cast, depots).unlocks[0].what == "One catalogue"
    assert panel_of(cast, depots, "freight_owner").unlocks[0].action_id is None


def test_vacant_seats_are_among_what_would_unlock(cast: Cast, depots: UseCase) -> None:
    gone = make_user("Bo Lind", is_active=False)
    UseCase.objects.filter(pk=depots.pk).update(
        business_owner=cast.lead, model_owner=cast.lead, data_owner=gone
    )
    seats = [(item.what, item.meta) for item in panel_of(cast, depots).unlocks[3:]]
    assert seats == [
        ("Name a data owner", "The data owner, Bo Lind, has left."),
        ("Name a technical steward", "There is no technical steward."),
    ]


def test_suggestions_and_gaps_are_counted(cast: Cast) -> None:
    some = {key: score for key, score in on_axes(4, 3).items() if key != "urgency"}
    use_case = rated(some, source=Rating.Source.SUGGESTION, domain=cast.retail)
    rank_portfolio(at=NOW)
    panel = panel_of(cast, use_case)
    assert (panel.suggested_count, panel.missing) == (10, ("Urgency",))
    assert panel.said[0].anchor.startswith("Serves an enterprise aim")
    assert panel.said[4].score is None
    assert panel.robustness.endswith("Ratings are missing, which widens the range.")


def test_twins_cannot_be_separated_and_share_their_place(cast: Cast) -> None:
    first = rated(on_axes(4, 3), domain=cast.retail, title="Twin")
    rated(on_axes(4, 3), domain=cast.retail, title="Other twin")
    rank_portfolio(at=NOW)
    panel = panel_of(cast, first)
    assert panel.robustness == "Cannot be separated from “Other twin”."
    assert panel.rank_sentence.startswith("of 2, shared with 1 other, ")


def test_a_neighbour_of_another_domain_is_not_named_to_who_may_not_see_it(cast: Cast) -> None:
    own = rated(on_axes(4, 3), domain=cast.freight, title="Own")
    rated(on_axes(4, 3), domain=cast.retail, title="Hidden twin")
    rank_portfolio(at=NOW)
    assert "Hidden twin" not in panel_of(cast, own, "freight_owner").robustness
    assert "Hidden twin" in panel_of(cast, own, "lead").robustness


def test_without_a_place_the_reason_is_told(cast: Cast) -> None:
    unrated = rated({}, domain=cast.retail)
    assert panel_of(cast, unrated).rank_sentence == (
        "Not scored: no value criterion is rated yet. "
        "Not scored: no feasibility criterion is rated yet."
    )
    retired = rated(on_axes(4, 3), domain=cast.retail, stage="retired")
    assert panel_of(cast, retired).rank_sentence == "Retired use cases are not ranked."
    waiting = rated(on_axes(4, 3), domain=cast.retail)
    assert panel_of(cast, waiting).rank_sentence.startswith("Scored, and placed by the ranking")


def test_reading_takes_nine_queries_at_most_however_many_stand_beside(cast: Cast) -> None:
    assessed(cast.root, SHORT)
    use_case = rated(on_axes(4, 3), domain=cast.retail)
    counts = []
    for wanted in (10, 200):
        while UseCase.objects.count() < wanted:
            rated(on_axes(4, 3), domain=cast.retail)
        rank_portfolio(at=NOW)
        row = use_case_seen_by(cast.member("lead"), use_case.pk)
        assert row is not None
        with CaptureQueriesContext(connection) as queries:
            standing_panel(row, cast.member("lead"), techniques=())
        counts.append(len(queries))
    # One of them asks whether a newer ranking is on its way.
    assert counts[0] == counts[1] <= 9


def test_the_single_change_that_wins_most_is_marked_and_told_with_its_place(
    cast: Cast, depots: UseCase
) -> None:
    items = panel_of(cast, depots).unlocks
    assert [item.is_best for item in items].count(True) == 1
    assert items[0].is_best
    step = next(item for item in items if item.key == "step")
    assert step.what == "Data availability one step up, from 3 to 4"
    # √(80 · (60 + 5) · 0.85)
    assert (round(step.priority or 0), step.rank) == (66, 2)


def test_the_next_place_is_told_in_whole_points(cast: Cast, depots: UseCase) -> None:
    panel = panel_of(cast, depots)
    # 63.9 reads 64, the first one 69
    assert panel.next_place == "5 points of priority behind place 1."
    first = UseCase.objects.get(title="Price match")
    assert panel_of(cast, first).next_place == ""


def test_places_within_bucket_and_domain_are_told(cast: Cast, depots: UseCase) -> None:
    panel = panel_of(cast, depots)
    assert panel.group_places == "Place 2 in its bucket, 1 in Depots."
    assert panel.is_on_front
    assert not panel_of(cast, UseCase.objects.get(title="Shelf photos")).is_on_front
