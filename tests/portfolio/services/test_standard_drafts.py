"""Working on a domain's standard before it counts, and what it would move."""

from dataclasses import replace

import pytest

from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from portal.tasks import work_once
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.domain_standards import Standard, StandardInvalid
from portfolio.domain.model_previews import Mover
from portfolio.domain.scoring_models import model_to_data
from portfolio.domain.standard_edits import standard_from_data
from portfolio.models import DomainStandardDraft, DomainStandardVersion, Rating
from portfolio.selectors import scoring_drafts
from portfolio.selectors.standard_drafts import standard_draft_page, standard_preview
from portfolio.services.domain_standards import DomainStandardChanged, StandardUnchanged
from portfolio.services.ranking import rank_portfolio
from portfolio.services.scoring_models import adopt_model
from portfolio.services.standard_drafts import (
    NoStandardDraft,
    StandardDraftChanged,
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
)
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated
from tests.portfolio.standard_builders import own_criterion, stricter


def raised(standard: Standard) -> Standard:
    return replace(standard, value_threshold=65.0)


def events() -> list[str]:
    rows = LedgerEntry.objects.filter(event__startswith="portfolio.domain_standard")
    return [
        event.rpartition(".")[2] for event in rows.order_by("seq").values_list("event", flat=True)
    ]


def test_a_draft_counts_for_nothing_until_it_is_published_with_a_reason(cast: Cast) -> None:
    use_case = rated(on_axes(3, 4), domain=cast.depots)
    owner = cast.member("freight_owner")
    row = begin_draft(cast.freight, by=owner, at=NOW)
    assert begin_draft(cast.freight, by=owner, at=NOW) == row
    row = change_draft(cast.freight, raised, version=1, by=owner, at=NOW)
    rank_portfolio(at=NOW)
    use_case.refresh_from_db()
    assert use_case.quadrant == "do_now"
    publish_draft(cast.freight, reason="Why not.", version=2, replaces=0, by=owner, at=NOW)
    rank_portfolio(at=NOW)
    use_case.refresh_from_db()
    assert use_case.quadrant == "quick_win"
    assert not DomainStandardDraft.objects.exists()
    assert events() == ["drafted", "draft_changed", "published"]


def test_saying_the_same_again_changes_neither_draft_nor_ledger(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    begin_draft(cast.freight, by=owner, at=NOW)
    row = change_draft(cast.freight, lambda standard: standard, version=1, by=owner, at=NOW)
    assert row.version == 1
    with pytest.raises(StandardUnchanged):
        publish_draft(cast.freight, reason="Why.", version=1, replaces=0, by=owner, at=NOW)
    assert events() == ["drafted"]


def test_a_draft_that_would_loosen_is_refused_and_stays_as_it_was(cast: Cast) -> None:
    lead = cast.member("lead")
    stricter(cast.freight, value=65, by=lead)
    begin_draft(cast.depots, by=lead, at=NOW)
    with pytest.raises(StandardInvalid, match="laxer than the 65 of Freight"):
        change_draft(
            cast.depots, lambda s: replace(s, value_threshold=60.0), version=1, by=lead, at=NOW
        )
    assert DomainStandardDraft.objects.get().version == 1


def test_what_the_enterprise_has_overtaken_is_left_out_of_a_new_draft(cast: Cast) -> None:
    lead = cast.member("lead")
    trust = own_criterion(cast.freight)
    stricter(cast.freight, trust, value=65, feasibility=70, by=lead)
    data = model_to_data(replace(DEFAULT_MODEL, value_threshold=68))
    adopt_model(data, reason="Money is short.", by=lead, at=NOW)
    begun = standard_from_data(begin_draft(cast.freight, by=lead, at=NOW).data)
    assert begun == Standard((trust,), None, 70.0)


def test_a_stale_draft_is_neither_changed_nor_published_nor_discarded(cast: Cast) -> None:
    lead, owner = cast.member("lead"), cast.member("freight_owner")
    with pytest.raises(NoStandardDraft):
        discard_draft(cast.freight, version=0, by=owner, at=NOW)
    begin_draft(cast.freight, by=owner, at=NOW)
    change_draft(cast.freight, raised, version=1, by=lead, at=NOW)
    with pytest.raises(StandardDraftChanged) as stale:
        change_draft(cast.freight, raised, version=1, by=owner, at=NOW)
    assert stale.value.theirs == DomainStandardDraft.objects.get()
    with pytest.raises(StandardDraftChanged):
        discard_draft(cast.freight, version=1, by=owner, at=NOW)
    stricter(cast.freight, value=60, by=lead)
    with pytest.raises(DomainStandardChanged):
        publish_draft(cast.freight, reason="Why.", version=2, replaces=0, by=owner, at=NOW)
    assert DomainStandardVersion.objects.count() == 1
    discard_draft(cast.freight, version=2, by=owner, at=NOW)
    with pytest.raises(StandardDraftChanged):
        discard_draft(cast.freight, version=2, by=owner, at=NOW)


@pytest.mark.parametrize("name", ["retail_owner", "board", "auditor", "contributor", "stranger"])
def test_nobody_else_begins_a_draft(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        begin_draft(cast.freight, by=cast.member(name), at=NOW)
    assert not DomainStandardDraft.objects.exists()


def test_a_preview_names_who_would_move_within_the_domain_and_beneath_it(cast: Cast) -> None:
    trust = own_criterion(cast.freight, share=0.4)
    first, second = (rated(on_axes(points, 4), domain=cast.freight) for points in (4, 3))
    below = rated(on_axes(3, 4), domain=cast.depots)
    rated(on_axes(3, 4), domain=cast.retail)
    for use_case, score in ((first, 0), (second, 5)):
        Rating.objects.create(use_case=use_case, criterion=trust.key, score=score, rated_at=NOW)
    found = standard_preview(cast.freight, Standard((trust,), value_threshold=65))
    assert (found.total, found.moved) == (3, 2)
    assert found.movers == (Mover(second.pk, 2, 1), Mover(first.pk, 1, 2))
    assert {(each.key, each.before, each.after) for each in found.crossings} == {
        (second.pk, "do_now", "quick_win"),
        (below.pk, "do_now", "quick_win"),
    }
    assert standard_preview(cast.freight, Standard()).is_still


def test_a_large_portfolio_is_previewed_by_a_job(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring_drafts, "AT_ONCE", 0)
    use_case = rated(on_axes(3, 4), domain=cast.freight)
    owner = cast.member("freight_owner")
    begin_draft(cast.freight, by=owner, at=NOW)
    row = change_draft(cast.freight, raised, version=1, by=owner, at=NOW)
    assert Job.objects.get().kind == "portfolio.preview_standard"
    assert standard_draft_page(cast.freight, row, owner).preview is None
    assert work_once() == 1
    row.refresh_from_db()
    found = standard_draft_page(cast.freight, row, owner).preview
    assert found is not None
    assert [each.use_case.pk for each in found.crossings] == [use_case.pk]


def test_a_preview_reads_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for place in range(30):
        rated(on_axes(place % 6, 4), domain=(cast.freight, cast.depots)[place % 2])
    owner = cast.member("freight_owner")
    begin_draft(cast.freight, by=owner, at=NOW)
    row = change_draft(cast.freight, raised, version=1, by=owner, at=NOW)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        standard_draft_page(cast.freight, row, owner)
