"""Adopting versions of the scoring model."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections

from portal.domain.errors import NotAllowed
from portal.domain.roles import Grant, Member, Role
from portal.models import Job, LedgerEntry
from portal.services.ledger import SYSTEM
from portal.tasks import work_once
from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.pairwise import Judgement, pairs_of
from portfolio.domain.scoring_models import ScoringModelInvalid, WeightsInvalid, model_to_data
from portfolio.domain.weighting import Weighing, WeightMethod
from portfolio.models import ScoringModelDraft, ScoringModelVersion, UseCase
from portfolio.selectors.scoring_models import active_model, model_of
from portfolio.services import scoring_models
from portfolio.services.ranking import rank_portfolio
from portfolio.services.scoring_drafts import WeightsUnchanged, publish_draft, weigh_draft
from portfolio.services.scoring_models import (
    ModelUnchanged,
    ReasonMissing,
    ScoringModelChanged,
    adopt_model,
    ensure_default_model,
)
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

STRICT = model_to_data(replace(DEFAULT_MODEL, value_threshold=70.0))
AS_IT_IS = {c.key: round(100 * c.weight, 2) for c in DEFAULT_MODEL.criteria}
SHIFTED = AS_IT_IS | {"strategic_fit": 15.0, "financial_benefit": 35.0}


def shares(wanted: Mapping[str, float]) -> dict[Axis, Weighing]:
    return {
        axis: Weighing(
            WeightMethod.DIRECT,
            tuple((c.key, wanted[c.key]) for c in DEFAULT_MODEL.on(axis) if c.key in wanted),
        )
        for axis in Axis
    }


def change_weights(
    weighings: Mapping[Axis, Weighing], *, reason: str, by: Member, at: datetime, version: int
) -> None:
    """Put weights into a draft and publish it at once."""
    draft = weigh_draft(weighings, version=0, by=by, at=at)
    publish_draft(reason=reason, version=draft.version, replaces=version, by=by, at=at)


def versions() -> list[tuple[int, bool]]:
    rows = ScoringModelVersion.objects.order_by("version")
    return list(rows.values_list("version", "is_active"))


def test_before_anything_is_stored_the_default_model_is_in_force(db: None) -> None:
    assert active_model() is DEFAULT_MODEL


def test_the_default_model_is_stored_once(cast: Cast) -> None:
    first = ensure_default_model(by=SYSTEM, at=NOW)
    assert ensure_default_model(by=SYSTEM, at=NOW) == first
    assert versions() == [(1, True)]
    assert active_model() == DEFAULT_MODEL
    assert LedgerEntry.objects.get().event == "portfolio.scoring_model.adopted"


def test_a_new_version_is_in_force_and_the_old_one_stays_readable(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    adopt_model(STRICT, reason="Fewer promises.", by=cast.member("lead"), at=NOW, version=1)
    assert versions() == [(1, False), (2, True)]
    assert (active_model().version, active_model().value_threshold) == (2, 70.0)
    assert model_of(1) == DEFAULT_MODEL


def test_adopting_leaves_one_entry_and_has_everything_scored_anew(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    use_case = rated(on_axes(3, 4), domain=cast.retail)
    rank_portfolio(at=NOW)
    assert UseCase.objects.get(pk=use_case.pk).quadrant == "do_now"
    adopt_model(STRICT, reason="Fewer promises.", by=cast.member("lead"), at=NOW)
    assert work_once() == 1
    assert UseCase.objects.get(pk=use_case.pk).quadrant == "quick_win"
    entry = LedgerEntry.objects.order_by("-seq")[0]
    assert (LedgerEntry.objects.count(), entry.actor_label) == (2, "Lead")
    assert json.loads(bytes(entry.payload))["changes"] == {
        "version": [1, 2],
        "reason": "Fewer promises.",
        "value_threshold": [55, 70],
    }


def test_without_a_stored_version_the_default_becomes_the_first(cast: Cast) -> None:
    adopt_model(STRICT, reason="Fewer promises.", by=cast.member("lead"), at=NOW)
    assert versions() == [(1, False), (2, True)]


def test_weights_in_per_cent_make_a_version_that_differs_in_nothing_else(cast: Cast) -> None:
    lead = cast.member("lead")
    change_weights(shares(SHIFTED), reason="Money is short.", by=lead, at=NOW, version=1)
    changed = active_model()
    assert [c.weight for c in changed.criteria[:3]] == [0.15, 0.35, 0.2]
    data = model_to_data(changed) | {"version": 1}
    for row, criterion in zip(data["criteria"], DEFAULT_MODEL.criteria, strict=True):
        row["weight"] = criterion.weight
    kept = {"value_weighing": None, "feasibility_weighing": None}
    assert data | kept == model_to_data(DEFAULT_MODEL)


def test_the_answers_that_led_to_the_weights_are_kept_with_the_version(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    keys = [c.key for c in DEFAULT_MODEL.on(Axis.VALUE)]
    said = Weighing(
        WeightMethod.PAIRWISE,
        judgements=tuple(Judgement(first, second, 1) for first, second in pairs_of(keys)),
    )
    change_weights(
        {Axis.VALUE: said}, reason="All alike.", by=cast.member("lead"), at=NOW, version=1
    )
    stored = model_of(2)
    assert stored is not None
    assert (stored.value_weighing, stored.feasibility_weighing) == (said, None)
    assert [c.weight for c in stored.on(Axis.VALUE)] == pytest.approx([0.2] * 5)
    entry = LedgerEntry.objects.order_by("-seq")[0]
    changes = json.loads(bytes(entry.payload))["changes"]
    assert changes["value weighed by"] == [None, "pairwise"]


def test_weights_that_do_not_follow_from_their_answers_are_refused(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    data = model_to_data(DEFAULT_MODEL)
    data["value_weighing"] = {
        "method": "swing",
        "numbers": {c.key: 100 for c in DEFAULT_MODEL.on(Axis.VALUE)},
    }
    with pytest.raises(ScoringModelInvalid) as refused:
        adopt_model(data, reason="Why not.", by=cast.member("lead"), at=NOW)
    assert refused.value.sentence == (
        "The value weights do not follow from the answers that are kept with them."
    )
    nothing_happened()


@pytest.mark.parametrize(
    ("weights", "fields"),
    [
        (
            {"strategic_fit": 20.0},
            {"strategic_fit": "The value weights add up to 95%, not 100%. Add 5."},
        ),
        (
            {"data_availability": 30.5},
            {
                "data_availability": "The feasibility weights add up to 105.5%, not 100%. "
                "Take 5.5 off."
            },
        ),
        ({"skills": 0.0}, {"skills": "Enter a weight above 0 for skills."}),
    ],
)
def test_weights_that_do_not_add_up_are_refused_beside_their_field(
    cast: Cast, weights: dict[str, float], fields: dict[str, str]
) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    wanted = AS_IT_IS | weights
    with pytest.raises(WeightsInvalid) as refused:
        change_weights(shares(wanted), reason="Why not.", by=cast.member("lead"), at=NOW, version=1)
    assert refused.value.fields == fields
    nothing_happened()


def test_a_missing_weight_is_refused(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    wanted = {key: weight for key, weight in AS_IT_IS.items() if key != "urgency"}
    with pytest.raises(WeightsInvalid) as refused:
        change_weights(shares(wanted), reason="Why not.", by=cast.member("lead"), at=NOW, version=1)
    assert refused.value.fields == {"urgency": "Enter a weight above 0 for urgency."}
    nothing_happened()


def broken() -> dict[str, Any]:
    data = model_to_data(DEFAULT_MODEL)
    data["criteria"][0]["weight"] = 0.2
    return data


def test_a_model_that_breaks_a_rule_is_refused_whole(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    with pytest.raises(ScoringModelInvalid) as refused:
        adopt_model(broken(), reason="Why not.", by=cast.member("lead"), at=NOW)
    assert refused.value.sentence == "The value weights add up to 0.95, not 1."
    with pytest.raises(ReasonMissing):
        adopt_model(STRICT, reason="  ", by=cast.member("lead"), at=NOW)
    with pytest.raises(ScoringModelChanged):
        adopt_model(STRICT, reason="Late.", by=cast.member("lead"), at=NOW, version=3)
    nothing_happened()


def test_a_version_that_would_be_the_same_is_refused(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    with pytest.raises(ModelUnchanged) as refused:
        adopt_model(model_to_data(DEFAULT_MODEL), reason="Why not.", by=cast.member("lead"), at=NOW)
    assert refused.value.sentence == (
        "This is the same as version 1, which is in force. Change something before you publish it."
    )
    nothing_happened()


@pytest.mark.parametrize("weighings", [{}, shares(AS_IT_IS)], ids=["none", "the same"])
def test_weights_that_change_nothing_begin_no_draft(
    cast: Cast, weighings: Mapping[Axis, Weighing]
) -> None:
    lead = cast.member("lead")
    change_weights(shares(AS_IT_IS), reason="In per cent.", by=lead, at=NOW, version=1)
    entries = LedgerEntry.objects.count()
    with pytest.raises(WeightsUnchanged):
        weigh_draft(weighings, version=0, by=lead, at=NOW)
    assert versions() == [(1, False), (2, True)]
    assert not ScoringModelDraft.objects.exists()
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize(
    "name", ["executive", "board", "auditor", "freight_owner", "contributor", "administrator"]
)
def test_who_may_not_manage_scoring_adopts_nothing(cast: Cast, name: str) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    with pytest.raises(NotAllowed):
        adopt_model(STRICT, reason="Mine.", by=cast.member(name), at=NOW)
    with pytest.raises(NotAllowed):
        change_weights(shares(SHIFTED), reason="Mine.", by=cast.member(name), at=NOW, version=1)
    nothing_happened()


def test_a_lead_of_one_domain_does_not_decide_for_the_enterprise(cast: Cast) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)
    grant = Grant(Role.COE_LEAD, cast.freight.path, cast.freight.pk)
    local = Member(cast.lead.pk, "Local lead", (grant,), cast.root.path)
    with pytest.raises(NotAllowed):
        adopt_model(STRICT, reason="Mine.", by=local, at=NOW)
    nothing_happened()


def nothing_happened() -> None:
    assert versions() == [(1, True)]
    assert LedgerEntry.objects.count() == 1
    assert not Job.objects.exists()


def test_who_adopts_a_version_in_the_same_moment_as_another_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_default_model(by=SYSTEM, at=NOW)

    def too_late(*_said: Any, **_more: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(scoring_models, "_store", too_late)
    with pytest.raises(ScoringModelChanged):
        adopt_model(STRICT, reason="Fewer.", by=cast.member("lead"), at=NOW)
    assert versions() == [(1, True)]
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_two_portals_that_start_at_once_store_the_default_model_once() -> None:
    start = Barrier(2)

    def begin(_number: int) -> int:
        try:
            start.wait(10)
            return ensure_default_model(by=SYSTEM, at=NOW).version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(begin, range(2))) == [1, 1]
    assert versions() == [(1, True)]
