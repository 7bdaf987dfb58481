"""Registering what exists already: it is asked once, and each answer does what it says."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portfolio.domain.overlap import Answer, LinkKind, ReasonMissing, ReviewState
from portfolio.domain.ownership import OwnerRole
from portfolio.models import JoinedRegistration, OverlapPair, UseCase, UseCaseLink
from portfolio.selectors.similar_use_cases import neighbourhood
from portfolio.services.overlap_answers import (
    NothingToJoin,
    OverlapAnswer,
    OwnerMissing,
    Registration,
    SimilarFound,
    register_or_join,
)
from portfolio.services.overlap_runs import compare_portfolio
from portfolio.services.use_case_inputs import TitleMissing, UseCaseInput
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import RAIL, SLOTS, SLOTS_AGAIN

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def slots(cast: Cast) -> UseCase:
    row: UseCase = make_use_case(domain=cast.freight, **SLOTS)
    return row


def register(cast: Cast, answer: OverlapAnswer | None = None, **more: Any) -> Registration:
    said = {"domain": cast.retail, **SLOTS_AGAIN, **more}
    by = said.pop("by", cast.member("lead"))
    return register_or_join(UseCaseInput(**said), answer=answer, by=by, at=NOW)


def changes(event: str) -> list[tuple[str, Any]]:
    rows = LedgerEntry.objects.filter(event=f"portfolio.overlap.{event}")
    return [(row.subject_id, json.loads(bytes(row.payload))["changes"]) for row in rows]


def test_what_reads_the_same_is_asked_about_before_it_is_registered(
    slots: UseCase, cast: Cast
) -> None:
    with pytest.raises(SimilarFound) as asked:
        register(cast)
    (found,) = asked.value.similar
    assert (found.pk, found.domain, found.band) == (slots.pk, "Freight", "likely_same")
    assert "delivery" in found.words
    assert asked.value.facts["similar"][0]["code"] == slots.code
    assert UseCase.objects.count() == 1


def test_what_is_like_nothing_else_is_registered_without_a_question(
    slots: UseCase, cast: Cast
) -> None:
    done = register(cast, **RAIL)
    assert (done.is_joined, done.use_case.title) == (False, RAIL["title"])


def kept_back(slots: UseCase) -> None:
    slots.listing, slots.listing_reason = "domain", "A takeover."
    slots.save()


def test_a_twin_in_another_domain_is_asked_about_by_its_entry(slots: UseCase, cast: Cast) -> None:
    slots.business_owner = cast.freight_owner
    slots.save()
    with pytest.raises(SimilarFound) as found:
        register(cast, by=cast.member("retail_owner"))
    (told,) = found.value.facts["similar"]
    assert (told["id"], told["owner"], told["is_whole"]) == (slots.pk, "Freight owner", False)
    assert UseCase.objects.count() == 1


def test_the_problem_of_another_domain_is_not_asked_about(cast: Cast) -> None:
    hidden = make_use_case(
        domain=cast.freight, title="Plan 7", outcome="More.", problem=SLOTS_AGAIN["outcome"]
    )
    by = cast.member("retail_owner")
    assert not register(cast, by=by).is_joined
    with pytest.raises(SimilarFound):
        register(cast, title="Plan 7", by=cast.member("lead"))
    assert UseCase.objects.exclude(pk=hidden.pk).count() == 1


def test_only_what_one_may_find_is_asked_about(slots: UseCase, cast: Cast) -> None:
    kept_back(slots)
    done = register(cast, by=cast.member("retail_owner"))
    assert not done.is_joined
    assert UseCase.objects.count() == 2


def test_who_joins_registers_nothing_and_it_is_remembered(slots: UseCase, cast: Cast) -> None:
    done = register(cast, OverlapAnswer(Answer.JOIN, slots.pk))
    assert (done.use_case.pk, done.is_joined) == (slots.pk, True)
    assert UseCase.objects.count() == 1
    joined = JoinedRegistration.objects.get()
    assert (joined.use_case_id, joined.domain, joined.title) == (
        slots.pk,
        cast.retail,
        SLOTS_AGAIN["title"],
    )
    told = {"id": cast.retail.pk, "label": "Retail"}
    assert changes("joined") == [(str(slots.pk), {"title": SLOTS_AGAIN["title"], "domain": told})]


def test_who_extends_registers_with_a_link(slots: UseCase, cast: Cast) -> None:
    row = register(cast, OverlapAnswer(Answer.EXTEND, slots.pk, "For pallets.")).use_case
    link = UseCaseLink.objects.get()
    assert (link.from_case_id, link.to_case_id, link.kind) == (row.pk, slots.pk, LinkKind.EXTENDS)
    assert link.reason == "For pallets."
    assert [subject for subject, _changes in changes("extended")] == [str(row.pk)]
    pair = OverlapPair.objects.get()
    assert (pair.first_id, pair.second_id, pair.state) == (slots.pk, row.pk, ReviewState.LINKED)


def test_who_says_it_is_different_says_why_and_is_not_asked_again(
    slots: UseCase, cast: Cast
) -> None:
    with pytest.raises(ReasonMissing):
        register(cast, OverlapAnswer(Answer.DIFFERENT))
    assert UseCase.objects.count() == 1
    row = register(cast, OverlapAnswer(Answer.DIFFERENT, reason="Pallets, by rail.")).use_case
    pair = OverlapPair.objects.get()
    assert (pair.second_id, pair.state, pair.reason) == (row.pk, "not_same", "Pallets, by rail.")
    assert changes("told_apart")[0][1]["reason"] == "Pallets, by rail."
    assert compare_portfolio(at=LATER).asked_again == 0
    assert OverlapPair.objects.get().state == ReviewState.NOT_SAME


@pytest.mark.parametrize("kind", [Answer.JOIN, Answer.EXTEND])
def test_what_is_joined_or_extended_has_to_be_there_to_be_seen(
    kind: Answer, slots: UseCase, cast: Cast
) -> None:
    kept_back(slots)
    owner = cast.member("retail_owner")
    for named in (None, 0, slots.pk):
        with pytest.raises(NothingToJoin):
            register(cast, OverlapAnswer(kind, named), by=owner)
    assert UseCase.objects.count() == 1
    assert not JoinedRegistration.objects.exists()


def test_a_use_case_of_another_domain_is_joined_by_its_entry(slots: UseCase, cast: Cast) -> None:
    by = cast.member("retail_owner")
    done = register(cast, OverlapAnswer(Answer.JOIN, slots.pk), by=by)
    assert (done.use_case.pk, done.is_joined) == (slots.pk, True)
    assert JoinedRegistration.objects.get().domain == cast.retail


def test_an_extension_is_seen_from_both_sides_and_no_more_of_it(slots: UseCase, cast: Cast) -> None:
    by, reason = cast.member("retail_owner"), "Ours adds pickup; budget 90k."
    answer = OverlapAnswer(Answer.EXTEND, slots.pk, reason)
    row = register(cast, answer, by=by).use_case
    (mine,) = neighbourhood(row, by).linked
    assert (mine.pk, mine.how, mine.reason, mine.is_whole) == (slots.pk, "Extends", reason, False)
    (theirs,) = neighbourhood(slots, cast.member("freight_owner")).linked
    assert (theirs.pk, theirs.reason, theirs.is_whole) == (row.pk, "", False)


def test_a_rule_that_is_broken_is_told_before_the_question(slots: UseCase, cast: Cast) -> None:
    with pytest.raises(TitleMissing):
        register(cast, title=" ")


def test_who_may_not_register_there_joins_nothing_either(slots: UseCase, cast: Cast) -> None:
    answer = OverlapAnswer(Answer.JOIN, slots.pk)
    with pytest.raises(NotAllowed):
        register(cast, answer, by=cast.member("freight_owner"))
    assert not JoinedRegistration.objects.exists()


def test_who_registers_owns_it_until_somebody_else_is_named(cast: Cast) -> None:
    wanted = UseCaseInput(domain=cast.freight, title="Rail", outcome="Fewer lorries.")
    by = cast.member("freight_owner")
    assert register_or_join(wanted, by=by, at=NOW).use_case.business_owner == cast.freight_owner
    named = replace(wanted, title="Water", owners={OwnerRole.BUSINESS_OWNER: cast.lead})
    assert register_or_join(named, by=by, at=NOW).use_case.business_owner == cast.lead
    nobody = replace(wanted, title="Air", owners={OwnerRole.BUSINESS_OWNER: None})
    with pytest.raises(OwnerMissing):
        register_or_join(nobody, by=by, at=NOW)
    assert UseCase.objects.count() == 2
