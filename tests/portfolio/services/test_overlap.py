"""Reviewing overlap: who may decide, what a decision does, and how it is taken back."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.domain.errors import NotAllowed, Refusal
from portal.models import LedgerEntry
from portfolio.domain.overlap import LinkKind, ReasonMissing, ReviewState
from portfolio.models import OverlapPair, Rating, UseCase, UseCaseLink
from portfolio.services.overlap import (
    BuiltOn,
    NotASide,
    PairOpen,
    link_pair,
    merge_pair,
    take_back,
    tell_apart,
)
from portfolio.services.overlap_records import PairChanged, PairDecided, SideGone
from portfolio.services.overlap_runs import compare_portfolio
from portfolio.services.use_case_checks import UseCaseMerged
from portfolio.services.use_cases import archive_use_case, restore_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import SLOTS, found_pair

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def pair(cast: Cast) -> OverlapPair:
    """A pair between freight and retail."""
    return found_pair(cast.freight, cast.retail)


@pytest.fixture
def local(cast: Cast) -> OverlapPair:
    """A pair inside freight."""
    return found_pair(cast.freight, cast.depots)


def told(event: str) -> list[Any]:
    rows = LedgerEntry.objects.filter(event=f"portfolio.overlap.{event}").order_by("seq")
    return [(row.subject_id, json.loads(bytes(row.payload))["changes"]) for row in rows]


def changed_nothing(pair: OverlapPair) -> bool:
    row = OverlapPair.objects.get(pk=pair.pk)
    sides = UseCase.objects.filter(pk__in=[pair.first_id, pair.second_id])
    return (
        (row.state, row.version) == (pair.state, pair.version)
        and not sides.filter(archived_at__isnull=False).exists()
        and not UseCaseLink.objects.exists()
    )


def test_a_merge_keeps_one_and_archives_the_other_with_a_pointer(
    pair: OverlapPair, cast: Cast
) -> None:
    Rating.objects.create(use_case=pair.second, criterion="urgency", score=3, rated_at=NOW)
    lead = cast.member("lead")
    row = merge_pair(pair, keep=pair.first_id, version=1, by=lead, at=LATER, reason="One team.")
    assert (row.state, row.kept_id, row.decided_by_label) == ("merged", pair.first_id, "Lead")
    kept, dropped = UseCase.objects.order_by("pk")
    assert (kept.archived_at, dropped.archived_at) == (None, LATER)
    link = UseCaseLink.objects.get()
    assert (link.from_case_id, link.to_case_id, link.kind) == (dropped.pk, kept.pk, "merged_into")
    assert dropped.ratings.get().score == 3
    (kept_entry, dropped_entry) = told("merged")
    assert kept_entry[0] == str(kept.pk)
    assert kept_entry[1]["archived"]["id"] == dropped.pk
    assert kept_entry[1]["reason"] == "One team."
    assert dropped_entry[0] == str(dropped.pk)


def test_a_merge_taken_back_restores_what_was_archived(pair: OverlapPair, cast: Cast) -> None:
    lead = cast.member("lead")
    row = merge_pair(pair, keep=pair.second_id, version=1, by=lead, at=NOW)
    row = take_back(row, version=row.version, by=lead, at=LATER)
    assert (row.state, row.kept_id, row.decided_at) == ("open", None, None)
    assert not UseCase.objects.filter(archived_at__isnull=False).exists()
    assert not UseCaseLink.objects.exists()
    assert [changes["decision"] for _subject, changes in told("taken_back")] == ["merged"] * 2


def test_what_was_merged_is_not_restored_behind_the_merge(pair: OverlapPair, cast: Cast) -> None:
    lead = cast.member("lead")
    merge_pair(pair, keep=pair.first_id, version=1, by=lead, at=NOW)
    dropped = UseCase.objects.get(pk=pair.second_id)
    with pytest.raises(UseCaseMerged, match="was merged into Dynamic delivery slots"):
        restore_use_case(dropped, version=dropped.version, by=lead, at=LATER)
    assert UseCase.objects.get(pk=pair.second_id).archived_at == NOW


def test_a_merge_that_something_was_built_on_stays(pair: OverlapPair, cast: Cast) -> None:
    lead = cast.member("lead")
    row = merge_pair(pair, keep=pair.first_id, version=1, by=lead, at=NOW)
    third = make_use_case(domain=cast.retail, **SLOTS)
    compare_portfolio(at=NOW)
    above = OverlapPair.objects.get(first=pair.first_id, second=third)
    merge_pair(above, keep=third.pk, version=above.version, by=lead, at=NOW)
    with pytest.raises(BuiltOn):
        take_back(row, version=row.version, by=lead, at=LATER)
    assert OverlapPair.objects.get(pk=row.pk).state == ReviewState.MERGED
    assert UseCaseLink.objects.count() == 2


def test_a_link_goes_both_ways_and_goes_when_it_is_taken_back(
    pair: OverlapPair, cast: Cast
) -> None:
    lead = cast.member("lead")
    row = link_pair(pair, version=1, by=lead, at=NOW, reason="Same data.")
    link = UseCaseLink.objects.get()
    assert (link.kind, link.reason) == (LinkKind.RELATED, "Same data.")
    assert [subject for subject, _changes in told("linked")] == [
        str(pair.first_id),
        str(pair.second_id),
    ]
    take_back(row, version=row.version, by=lead, at=LATER)
    assert not UseCaseLink.objects.exists()


def test_telling_apart_takes_a_reason_and_keeps_it(pair: OverlapPair, cast: Cast) -> None:
    lead = cast.member("lead")
    with pytest.raises(ReasonMissing):
        tell_apart(pair, reason=" ", version=1, by=lead, at=NOW)
    assert changed_nothing(pair)
    row = tell_apart(pair, reason="Parcels, not pallets.", version=1, by=lead, at=NOW)
    assert (row.state, row.reason) == ("not_same", "Parcels, not pallets.")
    assert {changes["reason"] for _subject, changes in told("told_apart")} == {row.reason}


def link(pair: OverlapPair, **how: Any) -> OverlapPair:
    return link_pair(pair, at=NOW, **how)


def merge(pair: OverlapPair, **how: Any) -> OverlapPair:
    return merge_pair(pair, keep=pair.first_id, at=NOW, **how)


def apart(pair: OverlapPair, **how: Any) -> OverlapPair:
    return tell_apart(pair, reason="Other goods.", at=NOW, **how)


DECISIONS = [link, merge, apart]


@pytest.mark.parametrize("decide", DECISIONS)
@pytest.mark.parametrize("name", ["executive", "board", "auditor", "retail_owner", "contributor"])
def test_who_may_change_neither_side_decides_nothing(
    decide: Callable[..., OverlapPair], name: str, local: OverlapPair, cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        decide(local, version=1, by=cast.member(name))
    assert changed_nothing(local)
    assert told("merged") + told("linked") + told("told_apart") == []


@pytest.mark.parametrize("decide", DECISIONS)
def test_the_owner_of_a_domain_decides_about_a_pair_of_it(
    decide: Callable[..., OverlapPair], local: OverlapPair, cast: Cast
) -> None:
    assert decide(local, version=1, by=cast.member("freight_owner")).state != ReviewState.OPEN


@pytest.mark.parametrize("decide", DECISIONS)
def test_an_owner_who_does_not_see_the_other_side_decides_nothing(
    decide: Callable[..., OverlapPair], pair: OverlapPair, cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        decide(pair, version=1, by=cast.member("freight_owner"))
    assert changed_nothing(pair)


@pytest.mark.parametrize("decide", DECISIONS)
def test_a_pair_that_changed_meanwhile_is_not_decided(
    decide: Callable[..., OverlapPair], pair: OverlapPair, cast: Cast
) -> None:
    with pytest.raises(PairChanged):
        decide(pair, version=7, by=cast.member("lead"))
    assert changed_nothing(pair)


@pytest.mark.parametrize("decide", DECISIONS)
def test_a_pair_is_decided_once(
    decide: Callable[..., OverlapPair], pair: OverlapPair, cast: Cast
) -> None:
    lead = cast.member("lead")
    row = apart(pair, version=1, by=lead)
    with pytest.raises(PairDecided, match="not the same"):
        decide(row, version=row.version, by=lead)


@pytest.mark.parametrize("decide", DECISIONS)
def test_a_pair_with_an_archived_side_is_not_decided(
    decide: Callable[..., OverlapPair], pair: OverlapPair, cast: Cast
) -> None:
    lead = cast.member("lead")
    archive_use_case(pair.second, version=1, by=lead, at=NOW)
    with pytest.raises(SideGone):
        decide(pair, version=1, by=lead)
    assert OverlapPair.objects.get().state == ReviewState.OPEN


def test_only_a_side_can_be_kept(pair: OverlapPair, cast: Cast) -> None:
    with pytest.raises(NotASide):
        merge_pair(pair, keep=0, version=1, by=cast.member("lead"), at=NOW)
    assert changed_nothing(pair)


def test_an_open_pair_has_nothing_to_take_back(pair: OverlapPair, cast: Cast) -> None:
    with pytest.raises(PairOpen):
        take_back(pair, version=1, by=cast.member("lead"), at=NOW)


@pytest.mark.parametrize("decide", DECISIONS)
def test_every_refusal_speaks_to_the_reader(
    decide: Callable[..., OverlapPair], pair: OverlapPair, cast: Cast
) -> None:
    with pytest.raises(Refusal) as refused:
        decide(pair, version=9, by=cast.member("lead"))
    assert refused.value.sentence.endswith(".")
