"""Proposing what becomes of a pair: by one side, for one side, and settled when both agree."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.domain.errors import NotAllowed
from portal.domain.roles import Role
from portal.models import LedgerEntry
from portfolio.domain.overlap import LinkKind, Proposal, ReasonMissing, ReviewState
from portfolio.models import OverlapPair, OverlapProposal, UseCase, UseCaseLink
from portfolio.services.overlap import merge_pair, take_back, tell_apart
from portfolio.services.overlap_proposals import NothingProposed, propose, withdraw
from portfolio.services.overlap_records import PairChanged, PairDecided
from portfolio.services.overlap_runs import compare_portfolio
from portfolio.services.use_cases import archive_use_case
from tests.builders import NOW, grant
from tests.conftest import Cast
from tests.portfolio.overlap_builders import found_pair

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def pair(cast: Cast) -> OverlapPair:
    """A pair between freight, which is first, and retail."""
    return found_pair(cast.freight, cast.retail)


def said(cast: Cast, who: str, decision: Proposal, reason: str = "") -> OverlapPair:
    row = OverlapPair.objects.get()
    by = cast.member(who)
    return propose(row, decision, version=row.entry_version, by=by, at=NOW, reason=reason)


def told(event: str) -> list[tuple[str, Any]]:
    rows = LedgerEntry.objects.filter(event=f"portfolio.overlap.{event}").order_by("seq")
    return [(row.subject_id, json.loads(bytes(row.payload))["changes"]) for row in rows]


def proposals() -> list[tuple[str, str, str, str]]:
    rows = OverlapProposal.objects.order_by("side")
    return list(rows.values_list("side", "decision", "reason", "made_by_label"))


def changed_nothing() -> bool:
    row = OverlapPair.objects.get()
    return (
        (row.state, row.is_proposed, row.entry_version) == ("open", False, 1)
        and not OverlapProposal.objects.exists()
        and not LedgerEntry.objects.filter(event__startswith="portfolio.overlap").exists()
    )


def test_an_owner_proposes_for_their_side_and_decides_nothing(
    pair: OverlapPair, cast: Cast
) -> None:
    said(cast, "retail_owner", Proposal.KEEP_FIRST, "Theirs runs already.")
    row = OverlapPair.objects.get()
    assert (row.state, row.is_proposed, row.version, row.entry_version) == ("open", True, 2, 2)
    assert proposals() == [("second", "keep_first", "Theirs runs already.", "Retail owner")]
    assert not UseCase.objects.filter(archived_at__isnull=False).exists()
    assert not UseCaseLink.objects.exists()
    first, second = pair.first, pair.second
    words = f"Merge them, keep {first.code}"
    assert [
        (subject, each["proposal"], each["other"]["id"]) for subject, each in told("proposed")
    ] == [
        (str(second.pk), words, first.pk),
        (str(first.pk), words, second.pk),
    ]


def test_another_proposal_takes_the_place_of_the_first(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.LINK)
    said(cast, "retail_owner", Proposal.NOT_SAME, "Pallets.")
    assert proposals() == [("second", "not_same", "Pallets.", "Retail owner")]
    assert len(told("proposed")) == 4


def test_both_sides_link_what_both_propose_to_link(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.LINK, "Same data.")
    said(cast, "freight_owner", Proposal.LINK)
    row = OverlapPair.objects.get()
    assert (row.state, row.reason, row.is_proposed) == ("linked", "Same data.", False)
    assert row.decided_by_label == "Freight owner"
    link = UseCaseLink.objects.get()
    assert (link.kind, link.reason) == (LinkKind.RELATED, "Same data.")
    assert proposals() == []
    assert [each["agreed_with"]["label"] for _subject, each in told("linked")] == ["Retail"] * 2


def test_both_sides_tell_apart_what_both_say_is_different(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.NOT_SAME, "Pallets.")
    said(cast, "freight_owner", Proposal.NOT_SAME, "Parcels.")
    row = OverlapPair.objects.get()
    assert (row.state, row.reason) == (ReviewState.NOT_SAME, "Parcels.")


def test_two_who_propose_different_things_leave_it_to_the_centre(
    pair: OverlapPair, cast: Cast
) -> None:
    said(cast, "retail_owner", Proposal.KEEP_FIRST)
    said(cast, "freight_owner", Proposal.LINK)
    assert OverlapPair.objects.get().state == ReviewState.OPEN
    row = OverlapPair.objects.get()
    merge_pair(row, keep=row.first_id, version=row.version, by=cast.member("lead"), at=LATER)
    assert (OverlapPair.objects.get().state, proposals()) == ("merged", [])


def test_nobody_archives_what_is_not_theirs(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.KEEP_FIRST)
    said(cast, "freight_owner", Proposal.KEEP_FIRST)
    assert OverlapPair.objects.get().state == ReviewState.OPEN
    assert not UseCase.objects.filter(archived_at__isnull=False).exists()
    said(cast, "retail_owner", Proposal.KEEP_FIRST)
    row = OverlapPair.objects.get()
    assert (row.state, row.kept_id, row.decided_by_label) == (
        "merged",
        pair.first_id,
        "Retail owner",
    )
    assert UseCase.objects.get(pk=pair.second_id).archived_at == NOW


def test_who_owns_the_side_that_goes_merges_by_agreeing(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.KEEP_SECOND)
    said(cast, "freight_owner", Proposal.KEEP_SECOND, "One team.")
    row = OverlapPair.objects.get()
    assert (row.state, row.kept_id, row.reason) == ("merged", pair.second_id, "One team.")


def test_a_proposal_is_withdrawn_by_the_side_that_made_it(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.LINK)
    row = OverlapPair.objects.get()
    freight, retail = cast.member("freight_owner"), cast.member("retail_owner")
    with pytest.raises(NothingProposed):
        withdraw(row, version=row.entry_version, by=freight, at=NOW)
    assert len(proposals()) == 1
    withdraw(row, version=row.entry_version, by=retail, at=NOW)
    assert proposals() == []
    assert not OverlapPair.objects.get().is_proposed
    assert len(told("proposal_withdrawn")) == 2


@pytest.mark.parametrize(
    "name", ["lead", "executive", "board", "auditor", "contributor", "administrator", "stranger"]
)
def test_who_speaks_for_neither_side_proposes_nothing(
    name: str, pair: OverlapPair, cast: Cast
) -> None:
    with pytest.raises(NotAllowed) as refused:
        propose(pair, Proposal.LINK, version=1, by=cast.member(name), at=NOW)
    assert refused.value.sentence.endswith(".")
    assert changed_nothing()


def test_who_only_reads_a_side_proposes_nothing(pair: OverlapPair, cast: Cast) -> None:
    grant(cast.contributor, Role.AUDITOR, cast.freight)
    with pytest.raises(NotAllowed, match="You may read this pair, not propose anything"):
        propose(pair, Proposal.LINK, version=1, by=cast.member("contributor"), at=NOW)
    assert changed_nothing()


def test_different_takes_a_reason(pair: OverlapPair, cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        said(cast, "retail_owner", Proposal.NOT_SAME, " ")
    assert changed_nothing()


@pytest.mark.parametrize("decision", list(Proposal))
def test_a_pair_that_changed_meanwhile_takes_no_proposal(
    decision: Proposal, pair: OverlapPair, cast: Cast
) -> None:
    with pytest.raises(PairChanged):
        propose(
            pair, decision, version=7, by=cast.member("freight_owner"), at=NOW, reason="Parcels."
        )
    assert changed_nothing()


def test_a_decided_pair_takes_no_proposal(pair: OverlapPair, cast: Cast) -> None:
    tell_apart(pair, reason="Pallets.", version=1, by=cast.member("lead"), at=NOW)
    with pytest.raises(PairDecided):
        said(cast, "freight_owner", Proposal.LINK)
    assert proposals() == []


def unlist_second(pair: OverlapPair, _cast: Cast) -> None:
    UseCase.objects.filter(pk=pair.second_id).update(listing="domain", listing_reason="Sold.")


def archive_second(pair: OverlapPair, cast: Cast) -> None:
    archive_use_case(pair.second, version=1, by=cast.member("lead"), at=NOW)


@pytest.mark.parametrize("happens", [unlist_second, archive_second])
def test_what_is_no_longer_found_takes_no_proposal(
    happens: Callable[[OverlapPair, Cast], None], pair: OverlapPair, cast: Cast
) -> None:
    happens(pair, cast)
    with pytest.raises(NotAllowed, match="no longer find"):
        said(cast, "freight_owner", Proposal.LINK)
    assert proposals() == []


def test_what_is_kept_from_the_house_proposes_to_the_centre_alone(
    pair: OverlapPair, cast: Cast
) -> None:
    unlist_second(pair, cast)
    said(cast, "retail_owner", Proposal.LINK)
    assert [subject for subject, _each in told("proposed")] == [str(pair.second_id)]


def test_a_decision_names_nobody_who_is_kept_from_the_house(pair: OverlapPair, cast: Cast) -> None:
    unlist_second(pair, cast)
    pair.refresh_from_db()
    row = OverlapPair.objects.get()
    tell_apart(row, reason="Sold.", version=row.version, by=cast.member("lead"), at=NOW)
    (_first, of_freight), (_second, of_retail) = told("told_apart")
    assert of_freight == {}
    assert of_retail["other"]["id"] == pair.first_id


def test_a_decision_taken_back_asks_both_sides_again(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.LINK)
    said(cast, "freight_owner", Proposal.LINK)
    row = OverlapPair.objects.get()
    take_back(row, version=row.version, by=cast.member("lead"), at=LATER)
    said(cast, "freight_owner", Proposal.LINK)
    assert OverlapPair.objects.get().state == ReviewState.OPEN


def test_a_proposal_goes_when_an_entry_says_something_else(pair: OverlapPair, cast: Cast) -> None:
    said(cast, "retail_owner", Proposal.LINK)
    UseCase.objects.filter(pk=pair.first_id).update(problem="Half the vans drive empty.")
    compare_portfolio(at=LATER)
    assert len(proposals()) == 1
    UseCase.objects.filter(pk=pair.first_id).update(title="Dynamic delivery slots by van")
    compare_portfolio(at=LATER)
    row = OverlapPair.objects.get()
    assert (proposals(), row.is_proposed) == ([], False)
    assert row.entry_version == 3
