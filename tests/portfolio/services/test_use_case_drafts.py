"""A registration that is begun and not sent: kept, changed, discarded, registered."""

import pytest

from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portfolio.domain.overlap import Answer
from portfolio.domain.use_case_drafts import MOST_DRAFTS, DraftEmpty, TooManyDrafts
from portfolio.models import UseCase, UseCaseDraft
from portfolio.services.overlap_answers import OverlapAnswer, SimilarFound
from portfolio.services.use_case_drafts import (
    DraftChanged,
    change_draft,
    discard_draft,
    keep_draft,
    register_draft,
)
from portfolio.services.use_case_inputs import UseCaseInput
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import RAIL, SLOTS, SLOTS_AGAIN


def kept(cast: Cast, **said: object) -> UseCaseDraft:
    return keep_draft({"title": "Dock plan", **said}, by=cast.member("freight_owner"), at=NOW)


def test_a_draft_is_its_authors_alone_and_counted_nowhere(cast: Cast) -> None:
    draft = kept(cast, domain=cast.freight.pk)
    assert draft.data == {
        "title": "Dock plan",
        "outcome": "",
        "domain": cast.freight.pk,
        "business_owner": None,
    }
    assert list(UseCaseDraft.objects.visible_to(cast.member("freight_owner"))) == [draft]
    for name in ("lead", "retail_owner", "auditor", "administrator", "stranger"):
        assert not UseCaseDraft.objects.visible_to(cast.member(name)).exists()
    assert not UseCase.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_draft_holds_a_word_at_least(cast: Cast) -> None:
    with pytest.raises(DraftEmpty):
        kept(cast, title=" ", domain=cast.freight.pk)
    assert not UseCaseDraft.objects.exists()


def test_who_may_not_register_keeps_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        keep_draft({"title": "Dock plan"}, by=cast.member("auditor"), at=NOW)


def test_one_person_keeps_so_many_and_no_more(cast: Cast) -> None:
    for _n in range(MOST_DRAFTS):
        kept(cast)
    with pytest.raises(TooManyDrafts, match="Register or discard one of them first"):
        kept(cast)
    keep_draft({"title": "Theirs"}, by=cast.member("lead"), at=NOW)
    assert UseCaseDraft.objects.count() == MOST_DRAFTS + 1


def test_an_older_window_changes_and_discards_nothing(cast: Cast) -> None:
    by, draft = cast.member("freight_owner"), kept(cast)
    change_draft(draft, {"outcome": "Nobody waits."}, version=1, by=by, at=NOW)
    with pytest.raises(DraftChanged):
        change_draft(draft, {"title": "Older"}, version=1, by=by, at=NOW)
    with pytest.raises(DraftChanged):
        discard_draft(draft, version=1, by=by)
    row = UseCaseDraft.objects.get()
    assert (row.data["title"], row.data["outcome"], row.version) == ("", "Nobody waits.", 2)
    discard_draft(draft, version=2, by=by)
    assert not UseCaseDraft.objects.exists()


def test_nobody_else_touches_a_draft(cast: Cast) -> None:
    draft = kept(cast)
    with pytest.raises(NotAllowed):
        discard_draft(draft, version=1, by=cast.member("lead"))
    assert UseCaseDraft.objects.exists()


def test_registering_a_draft_takes_it_away_with_it(cast: Cast) -> None:
    draft, wanted = kept(cast), UseCaseInput(domain=cast.freight, **RAIL)
    with pytest.raises(DraftChanged):
        register_draft(draft, wanted, version=7, by=cast.member("freight_owner"), at=NOW)
    assert not UseCase.objects.exists()
    done = register_draft(draft, wanted, version=1, by=cast.member("freight_owner"), at=NOW)
    assert UseCase.objects.get() == done.use_case
    assert not UseCaseDraft.objects.exists()


def test_a_draft_stays_until_it_is_said_what_it_is_to_one_like_it(cast: Cast) -> None:
    exists = make_use_case(domain=cast.freight, **SLOTS)
    draft, wanted = kept(cast), UseCaseInput(domain=cast.freight, **SLOTS_AGAIN)
    by = cast.member("freight_owner")
    with pytest.raises(SimilarFound):
        register_draft(draft, wanted, version=1, by=by, at=NOW)
    assert UseCaseDraft.objects.exists()
    join = OverlapAnswer(Answer.JOIN, exists.pk)
    assert register_draft(draft, wanted, version=1, answer=join, by=by, at=NOW).is_joined
    assert not UseCaseDraft.objects.exists()
    assert UseCase.objects.count() == 1
