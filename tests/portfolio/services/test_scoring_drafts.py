"""Working on a new version of the scoring model."""

import json
from dataclasses import replace

import pytest

from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from portal.tasks import work_once
from portfolio.domain.criteria import DEFAULT_MODEL, ScoringModel
from portfolio.domain.scoring_models import ScoringModelInvalid, model_from_data, model_to_data
from portfolio.models import ScoringModelDraft, ScoringModelVersion
from portfolio.selectors import scoring_drafts as drafts
from portfolio.selectors.scoring_models import active_model, model_of
from portfolio.services.scoring_drafts import (
    NoDraft,
    ScoringDraftChanged,
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
    put_draft,
)
from portfolio.services.scoring_models import ReasonMissing, ScoringModelChanged, adopt_model
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated


def strict(model: ScoringModel) -> ScoringModel:
    return replace(model, value_threshold=70.0)


def events() -> list[str]:
    return list(LedgerEntry.objects.order_by("seq").values_list("event", flat=True))


def test_there_is_one_draft_and_beginning_it_again_leaves_it_as_it_is(cast: Cast) -> None:
    lead = cast.member("lead")
    first = begin_draft(by=lead, at=NOW)
    change_draft(strict, version=1, by=lead, at=NOW)
    assert begin_draft(by=lead, at=NOW).pk == first.pk
    assert model_from_data(ScoringModelDraft.objects.get().data).value_threshold == 70
    assert events() == [
        "portfolio.scoring_model.drafted",
        "portfolio.scoring_model.draft_changed",
    ]


def test_publishing_makes_a_version_that_keeps_its_reason_and_ends_the_draft(cast: Cast) -> None:
    lead = cast.member("lead")
    begin_draft(by=lead, at=NOW)
    change_draft(strict, version=1, by=lead, at=NOW)
    assert active_model() == DEFAULT_MODEL
    publish_draft(reason="Fewer promises.", version=2, replaces=1, by=lead, at=NOW)
    assert (active_model().version, active_model().value_threshold) == (2, 70)
    assert model_of(1) == DEFAULT_MODEL
    assert not ScoringModelDraft.objects.exists()
    assert Job.objects.get().kind == "portfolio.rank"
    entry = LedgerEntry.objects.order_by("-seq")[0]
    assert json.loads(bytes(entry.payload))["changes"] == {
        "version": [1, 2],
        "reason": "Fewer promises.",
        "value_threshold": [55, 70],
    }


def test_saying_the_same_again_changes_and_records_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    begin_draft(by=lead, at=NOW)
    row = put_draft(model_to_data(DEFAULT_MODEL), version=1, by=lead, at=NOW)
    assert (row.version, len(events())) == (1, 1)


def test_who_saw_an_older_draft_or_an_older_version_in_force_is_told(cast: Cast) -> None:
    lead = cast.member("lead")
    begin_draft(by=lead, at=NOW)
    change_draft(strict, version=1, by=lead, at=NOW)
    before = events()
    with pytest.raises(ScoringDraftChanged):
        change_draft(strict, version=1, by=lead, at=NOW)
    with pytest.raises(ScoringDraftChanged):
        publish_draft(reason="Late.", version=1, replaces=1, by=lead, at=NOW)
    with pytest.raises(ScoringDraftChanged):
        discard_draft(version=1, by=lead, at=NOW)
    with pytest.raises(ReasonMissing):
        publish_draft(reason=" ", version=2, replaces=1, by=lead, at=NOW)
    assert events() == before
    other = model_to_data(DEFAULT_MODEL) | {"title": "Another"}
    adopt_model(other, reason="Meanwhile.", by=lead, at=NOW)
    with pytest.raises(ScoringModelChanged):
        publish_draft(reason="Late.", version=2, replaces=1, by=lead, at=NOW)
    assert ScoringModelDraft.objects.get().version == 2
    publish_draft(reason="Seen.", version=2, replaces=2, by=lead, at=NOW)
    assert active_model().version == 3


def test_a_change_that_breaks_a_rule_is_refused_whole(cast: Cast) -> None:
    lead = cast.member("lead")
    begin_draft(by=lead, at=NOW)
    with pytest.raises(ScoringModelInvalid):
        change_draft(lambda model: replace(model, alpha=2.0), version=1, by=lead, at=NOW)
    assert ScoringModelDraft.objects.get().version == 1
    assert len(events()) == 1


def test_without_a_draft_there_is_nothing_to_change(cast: Cast) -> None:
    lead = cast.member("lead")
    with pytest.raises(NoDraft):
        change_draft(strict, version=0, by=lead, at=NOW)
    with pytest.raises(ScoringDraftChanged, match="published or discarded meanwhile"):
        discard_draft(version=3, by=lead, at=NOW)
    assert events() == []


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "freight_owner", "contributor"])
def test_who_may_not_manage_scoring_drafts_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        begin_draft(by=cast.member(name), at=NOW)
    begin_draft(by=cast.member("lead"), at=NOW)
    for deed in (
        lambda: change_draft(strict, version=1, by=cast.member(name), at=NOW),
        lambda: publish_draft(reason="Mine.", version=1, replaces=1, by=cast.member(name), at=NOW),
        lambda: discard_draft(version=1, by=cast.member(name), at=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert len(events()) == 1
    assert not ScoringModelVersion.objects.exists()


def test_a_large_portfolio_is_compared_by_a_job_and_its_answer_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "AT_ONCE", 1)
    first = rated(on_axes(3, 4), domain=cast.retail)
    rated(on_axes(2, 4), domain=cast.freight)
    lead = cast.member("lead")
    begin_draft(by=lead, at=NOW)
    row = change_draft(strict, version=1, by=lead, at=NOW)
    assert row.preview_job is not None
    assert drafts.draft_page(row, lead).preview is None
    assert work_once() == 1
    row.refresh_from_db()
    found = drafts.draft_page(row, lead).preview
    assert found is not None
    assert [each.use_case.pk for each in found.crossings] == [first.pk]
    again = change_draft(lambda model: replace(model, alpha=0.4), version=2, by=lead, at=NOW)
    assert again.preview is None


def test_a_preview_reads_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for place in range(30):
        rated(on_axes(place % 6, 4), domain=cast.retail)
    row = begin_draft(by=cast.member("lead"), at=NOW)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        drafts.draft_page(row, cast.member("lead"))
