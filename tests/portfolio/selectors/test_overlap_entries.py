"""Overlap for whoever reads one side whole and finds only the entry of the other."""

import json
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.domain.likeness import Band
from portfolio.domain.overlap import DoubleSpend, ReviewState
from portfolio.models import OverlapPair, UseCase
from portfolio.selectors.overlap import (
    OverlapFilters,
    next_pair,
    overlap_figures,
    pair_row,
    pairs,
    state_counts,
    with_sides,
)
from portfolio.selectors.overlap_pages import pair_page
from portfolio.selectors.similar_use_cases import neighbourhood
from portfolio.services.overlap import link_pair, merge_pair, tell_apart
from portfolio.services.overlap_runs import compare_portfolio
from portfolio.services.use_cases import archive_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import RAIL, SLOTS, SLOTS_AGAIN, found_pair

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
SECRET = "Forklift batteries die before lunch, and nobody knows which ones are weak."


def ids(cast: Cast, name: str, **filters: object) -> list[int]:
    rows = pairs(cast.member(name), OverlapFilters(**filters))  # type: ignore[arg-type]
    return list(rows.values_list("pk", flat=True))


def shown(cast: Cast, name: str, pk: int) -> Any:
    rows = with_sides(OverlapPair.objects.listed_to(cast.member(name)))
    return pair_row(rows.get(pk=pk), cast.member(name))


def test_both_owners_find_what_their_entries_share(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail, problem=SECRET, planned_cost=Decimal(90_000))
    for name in ("freight_owner", "retail_owner"):
        assert ids(cast, name) == [pair.pk]
        row = shown(cast, name, pair.pk)
        assert row.score == round(100 * (pair.entry_score or 0))
        assert row.score < shown(cast, "lead", pair.pk).score
        assert (row.is_whole, row.version) == (False, 1)
        assert not {"forklift", "batteries", "lunch"} & set(row.words)
        assert {"delivery", "customers"} <= set(row.words)
    assert "batteries" in shown(cast, "lead", pair.pk).purpose_words


def test_a_side_by_side_of_entries_holds_what_entries_hold(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail, problem=SECRET, planned_cost=Decimal(90_000))
    row = with_sides(OverlapPair.objects.filter(pk=pair.pk)).get()
    page = pair_page(row, cast.member("freight_owner"))
    labels = [each.label for each in (*page.differences, *page.agreements)]
    assert labels == ["Title", "Domain", "Outcome", "Stage", "Bucket"]
    assert (page.voice, page.may_review) == ("first", False)
    assert page.entry is not None
    assert page.entry.pk == pair.second_id
    whole = pair_page(row, cast.member("lead"))
    assert [each.label for each in whole.agreements] == [
        *("Problem", "Stage", "Bucket", "Planned cost")
    ]
    assert (whole.voice, whole.may_review, whole.entry) == (None, True, None)


def test_what_reads_alike_in_private_alone_is_not_there_for_one_side(cast: Cast) -> None:
    make_use_case(domain=cast.freight, title="Cold start", outcome="", problem=SECRET)
    make_use_case(domain=cast.retail, title="Warm stop", outcome="", problem=SECRET)
    compare_portfolio(at=NOW)
    pair = OverlapPair.objects.get()
    assert pair.entry_score is None
    assert ids(cast, "lead") == [pair.pk]
    for name in ("freight_owner", "retail_owner"):
        assert ids(cast, name) == []
        assert state_counts(cast.member(name))[ReviewState.OPEN] == 0
        assert overlap_figures(cast.member(name)).elsewhere == 0
        url = reverse("portfolio:overlap-pair", args=[pair.pk])
        assert cast.client(name).get(url).status_code == 404


def test_what_reads_alike_by_entries_alone_waits_for_a_proposal_at_the_centre(cast: Cast) -> None:
    one = make_use_case(
        domain=cast.freight,
        title="Slots for deliveries",
        outcome="Vans leave full because customers choose the hours.",
        problem=" ".join(f"{word}ing of {word}ers" for word in ("load", "pack", "sort", "weigh")),
    )
    two = make_use_case(
        domain=cast.retail,
        title="Delivery hours",
        outcome="Vans leave full because customers choose the hours.",
        problem=" ".join(f"{word}ments and {word}ages" for word in ("pay", "bill", "claim", "ass")),
    )
    compare_portfolio(at=NOW)
    pair = OverlapPair.objects.get(first=one, second=two)
    assert (pair.entry_score or 0) >= 0.5 > pair.score
    assert ids(cast, "freight_owner") == [pair.pk]
    assert ids(cast, "lead") == []
    assert overlap_figures(cast.member("lead")).look == 0
    OverlapPair.objects.update(is_proposed=True)
    assert ids(cast, "lead", is_proposed=True) == ids(cast, "lead") == [pair.pk]


@pytest.mark.parametrize("kept", ["first", "second"])
def test_what_is_kept_from_the_house_takes_its_pairs_away_from_others(
    kept: str, cast: Cast
) -> None:
    pair = found_pair(cast.freight, cast.retail)
    side = {"first": "freight_owner", "second": "retail_owner"}
    other = {"first": "retail_owner", "second": "freight_owner"}
    row = UseCase.objects.filter(pk=getattr(pair, f"{kept}_id"))
    row.update(listing="domain", listing_reason="Being sold.")
    for again in (False, True):
        if again:
            compare_portfolio(at=LATER)
        assert ids(cast, side[kept]) == [pair.pk]
        assert ids(cast, other[kept]) == []
        assert ids(cast, "lead") == [pair.pk]
    row.update(listing="house", listing_reason="")
    compare_portfolio(at=LATER)
    assert ids(cast, other[kept]) == [pair.pk]


def test_an_archived_side_is_no_entry_and_a_merged_one_tells_where_it_went(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    lead = cast.member("lead")
    merge_pair(pair, keep=pair.first_id, version=1, by=lead, at=NOW, reason="Costs 3 million.")
    for name in ("freight_owner", "retail_owner"):
        assert ids(cast, name) == []
        assert ids(cast, name, state=ReviewState.MERGED) == [pair.pk]
        row = shown(cast, name, pair.pk)
        assert (row.kept_id, row.reason, row.decided_by) == (pair.first_id, "", "")
    compare_portfolio(at=LATER)
    assert ids(cast, "retail_owner", state=ReviewState.MERGED) == [pair.pk]

    other = found_pair(cast.freight, cast.retail, title="Rail damage seen from the train")
    assert ids(cast, "retail_owner") == [other.pk]
    archive_use_case(other.first, version=1, by=lead, at=LATER)
    assert ids(cast, "retail_owner") == []
    url = reverse("portfolio:overlap-pair", args=[other.pk])
    assert cast.client("retail_owner").get(url).status_code == 404


def test_a_decision_of_the_centre_is_told_without_its_reason_and_name(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    said = {"version": 1, "by": cast.member("lead"), "at": NOW, "reason": "Retail spends more."}
    link_pair(pair, **said)  # type: ignore[arg-type]
    row = shown(cast, "freight_owner", pair.pk)
    assert (row.state, row.reason, row.decided_by) == (ReviewState.LINKED, "", "")
    page = cast.client("freight_owner").get(reverse("portfolio:overlap-pair", args=[pair.pk]))
    assert "Retail spends more." not in page.content.decode()
    assert "Take back" not in page.content.decode()


def test_the_figures_of_an_owner_hold_no_money_of_others(cast: Cast) -> None:
    found_pair(cast.freight, cast.retail, planned_cost=Decimal(90_000))
    owner = overlap_figures(cast.member("freight_owner"))
    assert (owner.likely_same, owner.look, owner.elsewhere) == (0, 0, 1)
    assert owner.at_stake == DoubleSpend(Decimal(0), 0, 0)
    assert owner.compared is None
    lead = overlap_figures(cast.member("lead"))
    assert (lead.likely_same, lead.elsewhere, lead.compared) == (1, 0, 2)
    assert lead.at_stake.amount == 90_000


def test_a_queue_of_both_kinds_runs_by_what_each_tells_the_reader(cast: Cast) -> None:
    across = found_pair(cast.freight, cast.retail)
    one, two = (make_use_case(domain=cast.depots, **RAIL) for _n in range(2))
    compare_portfolio(at=NOW)
    inside = OverlapPair.objects.get(first=one, second=two)
    OverlapPair.objects.filter(pk=inside.pk).update(score=0.7, entry_score=0.99)
    OverlapPair.objects.filter(pk=across.pk).update(score=0.99, entry_score=0.6)
    assert ids(cast, "freight_owner") == [inside.pk, across.pk]
    assert ids(cast, "lead") == [across.pk, inside.pk]
    assert ids(cast, "freight_owner", band=Band.LIKELY_SAME) == []
    assert ids(cast, "retail_owner", is_across=True, domain_path=cast.freight.path) == [across.pk]
    owner = cast.member("freight_owner")
    here = OverlapPair.objects.listed_to(owner).get(pk=inside.pk)
    assert next_pair(owner, here) == across.pk


def test_private_words_of_a_third_use_case_weigh_nothing_in_entries(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    before = shown(cast, "retail_owner", pair.pk)
    for n in range(12):
        make_use_case(
            domain=cast.depots,
            **(SLOTS | {"title": f"Dynamic delivery slots {n}"}),
            listing="domain",
            listing_reason="Being sold.",
        )
    compare_portfolio(at=LATER)
    assert shown(cast, "retail_owner", pair.pk) == before
    assert ids(cast, "retail_owner") == [pair.pk]


def test_near_a_use_case_entries_stand_with_their_pair(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    (near,) = neighbourhood(pair.first, cast.member("freight_owner")).similar
    assert (near.pk, near.pair_id, near.is_whole) == (pair.second_id, pair.pk, False)
    lead = cast.member("lead")
    tell_apart(pair, reason="Pallets.", version=1, by=lead, at=NOW)
    assert neighbourhood(pair.first, cast.member("freight_owner")).similar == ()


PRIVATE = st.fixed_dictionaries(
    {
        "problem": st.text(
            st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]),
            max_size=60,
        )
        | st.sampled_from([SECRET, SLOTS["outcome"], SLOTS["title"], RAIL["outcome"]]),
        "planned_cost": st.none() | st.decimals(0, 10**9, places=2),
        "planned_benefit": st.none() | st.decimals(0, 10**9, places=2),
        "effort_weeks": st.none() | st.integers(0, 500),
        "external_reference": st.text("abc-0123", max_size=8),
        "priority": st.none() | st.floats(0, 100),
        "tier": st.none() | st.integers(1, 3),
    }
)
ADDRESSES = ("portfolio:overlap-list", "api:overlap-list", "api:overlap-figures")


def read_by_freight(cast: Cast, pair: OverlapPair) -> Mapping[str, str]:
    """Return all that the owner of freight is told about overlap, but for tokens of the session."""
    client = cast.client("freight_owner")
    told = {name: client.get(reverse(name)) for name in ADDRESSES}
    for name in ("portfolio:overlap-pair", "api:overlap-pair"):
        told[name] = client.get(reverse(name, args=[pair.pk]))
    for name in ("portfolio:use-case-similar", "api:use-case-similar"):
        told[name] = client.get(reverse(name, args=[pair.first_id]))
    assert {response.status_code for response in told.values()} == {200}
    return {
        name: json.dumps(response.json()) if name.startswith("api:") else _still(response)
        for name, response in told.items()
    }


def _still(response: Any) -> str:
    page = response.content.decode()
    for token in {response.wsgi_request.META.get("CSRF_COOKIE", ""), *_tokens(page)}:
        page = page.replace(token, "") if token else page
    return str(page)


def _tokens(page: str) -> list[str]:
    marks = ('name="csrfmiddlewaretoken" value="', 'name="kept_for" value="', '"X-CSRFToken": "')
    return [part.split('"', 1)[0] for mark in marks for part in page.split(mark)[1:]]


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(private=PRIVATE, theirs=PRIVATE)
def test_what_is_private_changes_nothing_that_the_other_side_reads(
    private: dict[str, Any], theirs: dict[str, Any], cast: Cast
) -> None:
    UseCase.objects.all().delete()
    pair = found_pair(cast.freight, cast.retail)
    third = make_use_case(domain=cast.retail, **(SLOTS_AGAIN | {"title": "Slots by the hour"}))
    hidden = make_use_case(
        domain=cast.retail, **SLOTS_AGAIN, listing="domain", listing_reason="Being sold."
    )
    compare_portfolio(at=NOW)
    before = read_by_freight(cast, pair)
    UseCase.objects.filter(pk=pair.second_id).update(**private)
    UseCase.objects.filter(pk=third.pk).update(**(theirs | {"external_reference": "another"}))
    UseCase.objects.filter(pk=hidden.pk).update(title=RAIL["title"], outcome=theirs["problem"])
    compare_portfolio(at=NOW)
    assert read_by_freight(cast, pair) == before
