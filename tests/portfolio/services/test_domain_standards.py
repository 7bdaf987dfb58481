"""Publishing what a domain asks, and what it makes of the ranking."""

from dataclasses import replace
from typing import Any

import pytest

from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.domain_standards import Standard, StandardInvalid
from portfolio.domain.scoring_models import model_to_data
from portfolio.models import DomainStandardVersion, Rating, UseCase
from portfolio.selectors.domain_standards import standard_rows
from portfolio.selectors.rank_inputs import rank_input
from portfolio.selectors.standard_books import StandardBook, asked_in
from portfolio.services.domain_standards import (
    DomainStandardChanged,
    EnterpriseStandard,
    StandardReasonMissing,
    StandardUnchanged,
    publish_standard,
)
from portfolio.services.ranking import rank_portfolio
from portfolio.services.ratings import RatingInput, RatingsInvalid, rate_use_case
from portfolio.services.scoring_models import adopt_model
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated
from tests.portfolio.standard_builders import own_criterion, stricter


def row_of(use_case: UseCase, *names: str) -> tuple[Any, ...]:
    return UseCase.objects.filter(pk=use_case.pk).values_list(*names).get()


def say(use_case: UseCase, key: str, score: int) -> None:
    Rating.objects.create(
        use_case=use_case, criterion=key, score=score, source=Rating.Source.PERSON, rated_at=NOW
    )


def test_a_stricter_threshold_holds_for_the_domain_and_beneath_it_alone(cast: Cast) -> None:
    depots, freight, retail = (
        rated(on_axes(3, 4), domain=domain) for domain in (cast.depots, cast.freight, cast.retail)
    )
    stored = stricter(cast.freight, value=65, by=cast.member("freight_owner"))
    assert Job.objects.get().kind == "portfolio.rank"
    rank_portfolio(at=NOW)
    assert row_of(retail, "quadrant", "standards_stamp") == ("do_now", "")
    for below in (depots, freight):
        assert row_of(below, "value", "priority", "rank", "quadrant", "standards_stamp") == (
            60.0,
            69.282,
            1,
            "quick_win",
            str(stored.pk),
        )
    assert rank_portfolio(at=NOW).changed == 0


def test_the_strictest_of_a_line_counts_whatever_was_published_first(cast: Cast) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.depots)
    lead = cast.member("lead")
    stricter(cast.depots, value=58, by=lead)
    stricter(cast.freight, value=65, by=lead)
    rank_portfolio(at=NOW)
    assert row_of(use_case, "quadrant") == ("quick_win",)
    assert StandardBook.read().at(cast.depots.path).thresholds.value == 65
    data = model_to_data(replace(DEFAULT_MODEL, value_threshold=70))
    adopt_model(data, reason="Money is short.", by=lead, at=NOW)
    assert asked_in(cast.depots.path).thresholds.value == 70


def test_own_criteria_move_places_within_the_domain_and_nowhere_else(cast: Cast) -> None:
    first = rated(on_axes(4, 4), domain=cast.freight)
    second = rated(on_axes(3, 4), domain=cast.freight)
    trust = own_criterion(cast.freight, share=0.4)
    say(first, trust.key, 0)
    say(second, trust.key, 5)
    rank_portfolio(at=NOW)
    before = [row_of(each, "value", "priority", "rank", "quadrant") for each in (first, second)]
    assert [row_of(each, "domain_rank") for each in (first, second)] == [(1,), (2,)]
    stricter(cast.freight, trust, by=cast.member("freight_owner"))
    rank_portfolio(at=NOW)
    after = [row_of(each, "value", "priority", "rank", "quadrant") for each in (first, second)]
    assert after == before
    # Value 0.6 · 80 + 0.4 · 0 against 0.6 · 60 + 0.4 · 100, feasibility 80 for both.
    assert [row_of(each, "domain_rank") for each in (first, second)] == [(2,), (1,)]


def test_an_unrated_criterion_of_the_domain_widens_the_place_there_alone(cast: Cast) -> None:
    for points in (2, 3, 4):
        rated(on_axes(points, 4), domain=cast.freight)
    stricter(cast.freight, own_criterion(cast.freight, share=0.5), by=cast.member("lead"))
    rank_portfolio(at=NOW)
    rows = UseCase.objects.order_by("rank").values_list(
        "rank", "rank_low", "rank_high", "domain_rank", "domain_rank_low", "domain_rank_high"
    )
    assert list(rows) == [(1, 1, 1, 1, 1, 3), (2, 2, 2, 2, 1, 3), (3, 3, 3, 3, 1, 3)]


def test_too_little_rated_for_what_the_domain_asks_gives_no_place_in_it(cast: Cast) -> None:
    two = {"strategic_fit": 4, "urgency": 4}
    use_case = rated(two | {k: 3 for k, v in on_axes(0, 1).items() if v}, domain=cast.freight)
    stricter(cast.freight, own_criterion(cast.freight, share=0.3), by=cast.member("lead"))
    rank_portfolio(at=NOW)
    assert row_of(use_case, "rank", "bucket_rank", "domain_rank", "domain_rank_low") == (
        *(1, 1),
        *(None, None),
    )


def test_rating_asks_what_the_domain_asks_and_scores_by_its_threshold_at_once(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    inside = rated(on_axes(3, 4), domain=cast.depots)
    outside = rated(on_axes(3, 4), domain=cast.retail)
    trust = own_criterion(cast.freight)
    stored = stricter(cast.freight, trust, value=65, by=owner)
    said = {trust.key: RatingInput(4)}
    row = rate_use_case(inside, said, version=1, by=owner, at=NOW)
    assert (row.quadrant, row.standards_stamp, row.value) == ("quick_win", str(stored.pk), 60.0)
    with pytest.raises(RatingsInvalid):
        rate_use_case(outside, said, version=1, by=cast.member("lead"), at=NOW)
    assert not outside.ratings.filter(criterion=trust.key).exists()


def test_ratings_on_what_a_domain_no_longer_asks_are_kept_aside(cast: Cast) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.freight)
    trust = own_criterion(cast.freight)
    owner = cast.member("freight_owner")
    stricter(cast.freight, trust, by=owner)
    say(use_case, trust.key, 5)
    withdrawn = stricter(cast.freight, by=owner, reason="It is the same everywhere.")
    assert (withdrawn.version, withdrawn.data["criteria"]) == (2, [])
    assert LedgerEntry.objects.filter(event="portfolio.domain_standard.withdrawn").count() == 1
    rank_portfolio(at=NOW)
    assert row_of(use_case, "quadrant", "standards_stamp") == ("do_now", "")
    assert use_case.ratings.filter(criterion=trust.key).count() == 1
    assert [row.version for row in standard_rows(owner)] == [2, 0]


@pytest.mark.parametrize(
    "name",
    ["retail_owner", "executive", "board", "contributor", "auditor", "administrator", "stranger"],
)
def test_nobody_else_publishes_the_standard_of_a_domain(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        stricter(cast.freight, value=65, by=cast.member(name))
    assert not DomainStandardVersion.objects.exists()


def test_a_laxer_threshold_a_foreign_key_and_the_enterprise_itself_are_refused(cast: Cast) -> None:
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    with pytest.raises(StandardInvalid, match="would be laxer than the 65 of Freight"):
        stricter(cast.depots, value=60, by=lead)
    with pytest.raises(StandardInvalid, match="begins with"):
        stricter(cast.depots, own_criterion(cast.retail), by=lead)
    with pytest.raises(EnterpriseStandard):
        stricter(cast.root, value=65, by=lead)
    assert DomainStandardVersion.objects.count() == 1


def test_a_version_follows_the_one_the_reader_saw_and_says_why(cast: Cast) -> None:
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    with pytest.raises(DomainStandardChanged, match="Version 1 of the standard of Freight"):
        stricter(cast.freight, value=70, replaces=0, by=lead)
    with pytest.raises(StandardReasonMissing):
        stricter(cast.freight, value=70, reason=" ", by=lead)
    with pytest.raises(StandardUnchanged):
        stricter(cast.freight, value=65, by=lead)
    with pytest.raises(StandardUnchanged):
        publish_standard(cast.retail, Standard(), reason="None.", replaces=0, by=lead, at=NOW)
    assert DomainStandardVersion.objects.count() == 1
    stricter(cast.freight, value=70, by=lead)
    rows = DomainStandardVersion.objects.order_by("version")
    assert [(r.version, r.is_active, r.data["value_threshold"]) for r in rows] == [
        (1, False, 65),
        (2, True, 70),
    ]


def test_the_same_ranking_has_the_same_name_until_a_standard_changes(cast: Cast) -> None:
    rated(on_axes(3, 4), domain=cast.freight)
    before = rank_input().digest
    stricter(cast.freight, value=65, by=cast.member("lead"))
    assert rank_input().digest != before
