"""Whom a proposal about overlap waits for, and where they are told."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portfolio.domain.overlap import Proposal
from portfolio.models import OverlapPair
from portfolio.selectors.overlap import OverlapFilters, awaiting_count, pairs
from portfolio.services.overlap import tell_apart
from portfolio.services.overlap_proposals import propose, withdraw
from portfolio.services.use_cases import archive_use_case
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.overlap_builders import found_pair

pytestmark = pytest.mark.django_db
EVERYBODY = ("lead", "freight_owner", "retail_owner", "executive", "board", "auditor")


@pytest.fixture
def pair(cast: Cast) -> OverlapPair:
    """A pair between freight, which is first, and retail."""
    return found_pair(cast.freight, cast.retail)


def said(cast: Cast, who: str, decision: Proposal) -> OverlapPair:
    row = OverlapPair.objects.get()
    by = cast.member(who)
    return propose(row, decision, version=row.entry_version, by=by, at=NOW, reason="Known.")


def waits_for(cast: Cast) -> list[str]:
    """Return who is told of a proposal; the list behind the count shows as many."""
    found = []
    for name in EVERYBODY:
        member = cast.member(name)
        count = awaiting_count(member)
        if count:
            found.append(name)
            assert pairs(member, OverlapFilters(is_awaited=True)).count() == count
    return found


def test_a_pair_without_a_proposal_waits_for_nobody(pair: OverlapPair, cast: Cast) -> None:
    assert waits_for(cast) == []


def test_a_proposal_waits_for_the_other_side_and_for_the_centre(
    pair: OverlapPair, cast: Cast
) -> None:
    said(cast, "freight_owner", Proposal.LINK)
    assert waits_for(cast) == ["lead", "retail_owner"]


def test_two_who_propose_otherwise_leave_it_to_the_centre(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "freight_owner", Proposal.LINK)
    said(cast, "retail_owner", Proposal.NOT_SAME)
    assert waits_for(cast) == ["lead"]


def test_an_agreed_merge_waits_for_whoever_archives_theirs(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "freight_owner", Proposal.KEEP_SECOND)
    said(cast, "retail_owner", Proposal.KEEP_SECOND)
    assert OverlapPair.objects.get().state == "open"
    assert waits_for(cast) == ["lead", "freight_owner"]


@pytest.mark.parametrize("ends", ["withdrawn", "decided", "archived"])
def test_what_is_over_waits_for_nobody(pair: OverlapPair, cast: Cast, ends: str) -> None:
    row = said(cast, "freight_owner", Proposal.LINK)
    if ends == "withdrawn":
        by = cast.member("freight_owner")
        withdraw(row, version=row.entry_version, by=by, at=NOW)
    elif ends == "decided":
        by = cast.member("lead")
        tell_apart(row, version=row.version, reason="Two audiences.", by=by, at=NOW)
    else:
        archive_use_case(row.first, version=row.first.version, by=cast.member("lead"), at=NOW)
    assert waits_for(cast) == []


def test_the_first_page_tells_and_leads_to_as_many_pairs(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "freight_owner", Proposal.LINK)
    for who in ("retail_owner", "lead"):
        client = cast.client(who)
        items = client.get("/").context["page"].waiting
        [item] = [each for each in items if "overlap" in each.what]
        assert item.what == "Answer 1 overlap proposal"
        assert client.get(item.url).context["page"].paginator.count == 1
    mine = cast.client("freight_owner").get("/").context["page"].waiting
    assert not [each for each in mine if "overlap" in each.what]


def test_programs_list_what_waits_for_them(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "freight_owner", Proposal.LINK)
    url = reverse("api:overlap-list") + "?proposed=waiting"
    counts = {who: cast.client(who).get(url).json()["count"] for who in EVERYBODY}
    assert [who for who, count in counts.items() if count] == ["lead", "retail_owner"]


def test_who_only_reads_costs_no_query_and_the_others_one(
    pair: OverlapPair, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    auditor, owner = cast.member("auditor"), cast.member("retail_owner")
    with django_assert_num_queries(0):
        awaiting_count(auditor)
    with django_assert_num_queries(1):
        awaiting_count(owner)
