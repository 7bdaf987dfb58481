"""What standards make of a use case, a matrix and the list of domains, as pages read it."""

from dataclasses import replace

from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.scoring_models import model_to_data
from portfolio.models import Rating, UseCase
from portfolio.selectors.comparisons import comparison
from portfolio.selectors.domain_standards import standard_page, standard_rows
from portfolio.selectors.matrix import matrix_data
from portfolio.selectors.standard_books import StandardBook, criteria_ever_asked
from portfolio.selectors.standing_standards import StandingWithin
from portfolio.selectors.standings import standing_panel
from portfolio.selectors.steel_thread import steel_thread
from portfolio.selectors.use_case_details import use_case_seen_by
from portfolio.selectors.use_cases import UseCaseFilters
from portfolio.services.ranking import rank_portfolio
from portfolio.services.scoring_models import adopt_model
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated
from tests.portfolio.standard_builders import own_criterion, stricter


def within(cast: Cast, use_case: UseCase) -> StandingWithin | None:
    row = use_case_seen_by(cast.member("auditor"), use_case.pk)
    assert row is not None
    return standing_panel(row, cast.member("auditor")).within


def test_a_panel_says_by_whose_standard_and_shows_the_scores_within_the_domain(cast: Cast) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.depots)
    trust = own_criterion(cast.freight, share=0.4)
    Rating.objects.create(use_case=use_case, criterion=trust.key, score=5, rated_at=NOW)
    stricter(cast.freight, trust, value=65, by=cast.member("lead"))
    rank_portfolio(at=NOW)
    found = within(cast, use_case)
    assert found is not None
    assert found.notes == (
        "By the standard of Freight, version 1: value at least 65 instead of 55.",
    )
    # 0.6 · 60 + 0.4 · 100 of value, and √(76 · 80)
    assert (found.value, found.adjusted, found.priority, found.place) == (76, 80, 77.9744, "1")
    [said] = found.said
    assert (said.domain, said.version, said.share, said.said.score) == ("Freight", 1, 0.4, 5)
    assert not found.is_newer


def test_a_panel_says_what_is_missing_within_the_domain_and_that_a_ranking_follows(
    cast: Cast,
) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.freight)
    rank_portfolio(at=NOW)
    assert within(cast, use_case) is None
    stricter(cast.freight, own_criterion(cast.freight), by=cast.member("lead"))
    found = within(cast, use_case)
    assert found is not None
    assert (found.value, found.is_newer) == (60, True)
    assert found.reasons == ("Provisional: 80% of the weight is rated; missing is trust.",)


def test_a_matrix_draws_the_thresholds_of_a_domain_only_where_all_rows_share_them(
    cast: Cast,
) -> None:
    for domain in (cast.freight, cast.depots, cast.retail):
        rated(on_axes(3, 4), domain=domain)
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    rank_portfolio(at=NOW)
    everything = matrix_data(lead, UseCaseFilters())
    assert (everything.thresholds.value, everything.stricter, everything.notes) == (55, 2, ())
    owned = matrix_data(cast.member("freight_owner"), UseCaseFilters())
    assert (owned.thresholds.value, owned.stricter) == (65, 0)
    assert owned.notes == (
        "By the standard of Freight, version 1: value at least 65 instead of 55.",
    )


def test_the_centre_sees_every_domain_and_a_domain_its_own(cast: Cast) -> None:
    stricter(cast.freight, own_criterion(cast.freight), value=65, by=cast.member("lead"))
    rated(on_axes(3, 4), domain=cast.depots)
    rows = {row.name: row for row in standard_rows(cast.member("auditor"))}
    assert list(rows) == ["Freight", "Depots", "Retail"]
    freight, depots = rows["Freight"], rows["Depots"]
    assert freight.tightened == ("value at least 65 instead of 55",)
    assert freight.added == ("Trust, 20% of value",)
    assert (freight.use_cases, freight.version, freight.can_set) == (1, 1, False)
    assert (depots.tightened, depots.above, depots.version) == ((), ("Freight",), 0)
    assert [row.name for row in standard_rows(cast.member("retail_owner"))] == ["Retail"]


def test_a_version_is_read_as_it_was(cast: Cast) -> None:
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    stricter(cast.freight, by=lead, reason="Too strict.")
    old = standard_page(cast.freight, lead, number=1)
    assert (old.own.value_threshold, old.is_old, old.thresholds[0].whose) == (65, True, "Freight")
    assert standard_page(cast.freight, lead).own.is_empty
    assert standard_page(cast.freight, lead, number=7).shown is None


def test_the_steel_thread_calls_a_value_high_by_the_standard_of_its_domain(cast: Cast) -> None:
    for domain in (cast.freight, cast.retail):
        rated(on_axes(3, 4), domain=domain)
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    rank_portfolio(at=NOW)
    found = {
        row.row.domain: row.examined.findings[0].sentence
        for row in steel_thread(lead, UseCaseFilters()).runners_up
    }
    assert found == {
        "Freight": "Its value of 60 is not high; that begins at 65.",
        "Retail": "Its value is 60; high begins at 55.",
    }


def test_an_edition_says_which_domains_are_stricter(cast: Cast) -> None:
    lead = cast.member("lead")
    stricter(cast.depots, value=65, by=lead)
    book = StandardBook.read()
    told = ("By the standard of Depots, version 1: value at least 65 instead of 55.",)
    assert book.notes_beneath(cast.root.path) == told
    assert book.notes_beneath(cast.freight.path) == told
    assert book.notes_beneath(cast.retail.path) == ()


def test_use_cases_side_by_side_show_what_their_domains_ask_besides(cast: Cast) -> None:
    own = own_criterion(cast.freight)
    stricter(cast.freight, own, by=cast.member("lead"))
    first, second = (rated(on_axes(3, 4), domain=each) for each in (cast.depots, cast.retail))
    third = rated(on_axes(3, 4) | {own.key: 4}, domain=cast.freight)
    found = comparison(cast.member("lead"), [first.pk, second.pk, third.pk])
    [part] = [part for part in found.parts if part.title == "What their domains ask besides"]
    assert [(line.label, line.cells) for line in part.lines] == [
        ("Trust", ("not rated", "not asked", "4 of 5"))
    ]


def test_a_standard_that_the_enterprise_has_overtaken_says_so_and_is_not_withdrawn(
    cast: Cast,
) -> None:
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    data = model_to_data(replace(DEFAULT_MODEL, value_threshold=70))
    adopt_model(data, reason="Money is short.", by=lead, at=NOW)
    row = standard_rows(lead)[0]
    assert (row.is_stricter, row.is_withdrawn, row.version) == (False, False, 1)
    assert standard_page(cast.freight, lead).overtaken == (
        "The value threshold of 65 asks nothing any more: the enterprise asks 70.",
    )


def test_what_was_said_about_a_criterion_is_told_by_its_title_after_it_is_gone(cast: Cast) -> None:
    lead, own = cast.member("lead"), own_criterion(cast.freight)
    stricter(cast.freight, own, by=lead)
    stricter(cast.freight, by=lead)
    assert criteria_ever_asked(cast.depots.path)[own.key].title == "Trust"
    assert own.key not in criteria_ever_asked(cast.retail.path)
