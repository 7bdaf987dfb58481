"""Registering, changing, moving, archiving and restoring use cases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal.domain.errors import NotAllowed, Refusal
from portal.models import Domain, Job, LedgerEntry
from portfolio.domain.buckets import Answer, Bucket, OverrideReasonMissing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Autonomy, Impact
from portfolio.domain.stages import MoveNotAllowed, Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import DatesOutOfOrder
from portfolio.models import UseCase, UseCaseSearchText
from portfolio.services.domain_checks import DomainArchived
from portfolio.services.use_case_checks import (
    OwnerNotAvailable,
    ReferenceTaken,
    UseCaseArchived,
    UseCaseChanged,
)
from portfolio.services.use_case_faults import SeveralFaults
from portfolio.services.use_case_inputs import BucketChoice, TitleMissing, UseCaseInput
from portfolio.services.use_cases import (
    archive_use_case,
    change_stage,
    change_use_case,
    register_use_case,
    restore_use_case,
)
from tests.builders import NOW, make_user
from tests.conftest import Cast

LATER = NOW + timedelta(days=1)


def said(domain: Domain, **fields: Any) -> UseCaseInput:
    defaults: dict[str, Any] = {"title": "Yard plan", "outcome": "Trailers wait half as long."}
    return UseCaseInput(domain=domain, **(defaults | fields))


def register(cast: Cast, **fields: Any) -> UseCase:
    domain = fields.pop("domain", cast.freight)
    return register_use_case(said(domain, **fields), by=cast.member("freight_owner"), at=NOW)


def entries() -> list[tuple[str, str]]:
    return list(LedgerEntry.objects.order_by("seq").values_list("event", "actor_label"))


def test_registering_stores_what_was_said_and_derives_tier_and_bucket(cast: Cast) -> None:
    use_case = register(
        cast,
        title="  Dock scheduling ",
        problem="Trailers queue.",
        techniques=(Technique.OPTIMISATION, Technique.PREDICTIVE),
        owners={OwnerRole.BUSINESS_OWNER: cast.freight_owner, OwnerRole.DATA_OWNER: None},
        planned_cost=Decimal(120000),
        impact=Impact.SERIOUS,
        autonomy=Autonomy.WITHIN_LIMITS,
        bucket=BucketChoice({"person_does_better": Answer.YES, "same_work": Answer.NO}),
    )

    row = UseCase.objects.get(pk=use_case.pk)
    assert (row.title, row.domain, row.stage, row.version) == (
        "Dock scheduling",
        cast.freight,
        "idea",
        1,
    )
    assert (row.impact, row.autonomy, row.tier) == (3, 3, 3)
    assert (row.bucket, row.bucket_source) == ("augmentation", "answers")
    assert row.bucket_answers == {"person_does_better": "yes", "same_work": "no"}
    assert row.business_owner == cast.freight_owner
    assert row.data_owner is None
    assert sorted(row.techniques.values_list("technique", flat=True)) == [
        "optimisation",
        "predictive",
    ]
    assert row.created_by == cast.freight_owner
    words = UseCaseSearchText.objects.get().text
    assert words == " dock scheduling \n trailers wait half as long. \t queue. "


def test_registering_is_recorded_kept_as_history_and_asks_for_a_new_ranking(cast: Cast) -> None:
    use_case = register(cast)

    assert entries() == [("portfolio.use_case.registered", "Freight owner")]
    history = use_case.history.get()
    assert (history.history_user, history.history_date) == (cast.freight_owner, NOW)
    kinds = set(Job.objects.values_list("kind", flat=True))
    assert kinds == {"portfolio.rank", "portfolio.compare"}


def test_a_use_case_may_be_registered_in_the_stage_it_is_in(cast: Cast) -> None:
    use_case = register_use_case(
        said(cast.freight), stage=Stage.PRODUCTION, by=cast.member("lead"), at=NOW
    )
    assert use_case.stage == "production"


def test_without_answers_the_bucket_is_suggested_from_the_words(cast: Cast) -> None:
    use_case = register(cast, outcome="Forecasts demand and recommends orders.")
    assert (use_case.bucket, use_case.bucket_source) == ("augmentation", "suggestion")
    assert use_case.bucket_reason == "The description says forecasts, recommends."


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "contributor", "retail_owner"])
def test_who_may_not_register_there_leaves_nothing_behind(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        register_use_case(said(cast.freight), by=cast.member(name), at=NOW)
    assert not UseCase.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"title": "   "}, TitleMissing, "title"),
        (
            {"live_on": date(2026, 3, 1), "retired_on": date(2026, 2, 1)},
            DatesOutOfOrder,
            "retired_on",
        ),
        (
            {"bucket": BucketChoice(override=Bucket.TRANSFORMATION, reason=" ")},
            OverrideReasonMissing,
            "reason",
        ),
    ],
)
def test_input_that_breaks_a_rule_is_refused_beside_its_field(
    cast: Cast, fields: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        register(cast, **fields)
    assert list(caught.value.fields) == [field]
    assert not UseCase.objects.exists()


def test_an_archived_domain_takes_no_use_cases(cast: Cast) -> None:
    Domain.objects.filter(pk=cast.freight.pk).update(archived_at=NOW)
    with pytest.raises(DomainArchived):
        register(cast)
    assert not UseCase.objects.exists()


def test_an_owner_must_be_active_and_hold_a_role(cast: Cast) -> None:
    gone = make_user("Gone", is_active=False)
    for person in (cast.stranger, gone):
        with pytest.raises(OwnerNotAvailable) as caught:
            register(cast, owners={OwnerRole.MODEL_OWNER: person})
        assert list(caught.value.fields) == ["model_owner"]
    assert not UseCase.objects.exists()


def test_a_reference_is_given_once_per_source(cast: Cast) -> None:
    register(cast, source="register", external_reference="A-1")
    register(cast, source="other", external_reference="A-1")
    with pytest.raises(ReferenceTaken):
        register(cast, source="register", external_reference="A-1")
    assert UseCase.objects.count() == 2


def test_every_rule_a_change_breaks_is_told_and_nothing_is_changed(cast: Cast) -> None:
    use_case = register(cast)
    before = LedgerEntry.objects.count()
    wanted = said(
        cast.freight,
        title=" ",
        live_on=date(2026, 3, 1),
        retired_on=date(2026, 2, 1),
        owners={OwnerRole.DATA_OWNER: cast.stranger},
    )
    with pytest.raises(SeveralFaults) as caught:
        change_use_case(use_case, wanted, version=1, by=cast.member("lead"), at=LATER)
    assert list(caught.value.fields) == ["title", "retired_on", "data_owner"]
    use_case.refresh_from_db()
    assert (use_case.title, use_case.version) == ("Yard plan", 1)
    assert LedgerEntry.objects.count() == before


def test_a_change_is_saved_versioned_and_told_field_by_field(cast: Cast) -> None:
    use_case = register(cast, techniques=(Technique.NLP,))
    changed = change_use_case(
        use_case,
        said(cast.freight, title="Yard and dock plan", techniques=(Technique.VISION,)),
        version=1,
        by=cast.member("lead"),
        at=LATER,
    )
    row = UseCase.objects.get(pk=use_case.pk)
    assert (row.title, row.version, row.updated_at) == ("Yard and dock plan", 2, LATER)
    assert list(row.techniques.values_list("technique", flat=True)) == ["vision"]
    assert UseCaseSearchText.objects.get().text.startswith(" yard and dock plan ")
    assert [event for event, _who in entries()][1:] == ["portfolio.use_case.changed"]
    payload = bytes(LedgerEntry.objects.latest("seq").payload).decode()
    assert '"title":["Yard plan","Yard and dock plan"]' in payload
    assert '"techniques":[["nlp"],["vision"]]' in payload
    assert changed.history.count() == 2


def test_saying_the_same_again_changes_nothing(cast: Cast) -> None:
    use_case = register(cast)
    change_use_case(
        use_case, said(cast.freight), version=1, by=cast.member("freight_owner"), at=LATER
    )
    assert UseCase.objects.get().version == 1
    assert len(entries()) == 1
    assert use_case.history.count() == 1


def test_a_stale_change_is_refused_and_carries_what_is_there_now(cast: Cast) -> None:
    use_case = register(cast)
    owner = cast.member("freight_owner")
    change_use_case(use_case, said(cast.freight, title="Theirs"), version=1, by=owner, at=LATER)
    with pytest.raises(UseCaseChanged) as caught:
        change_use_case(use_case, said(cast.freight, title="Mine"), version=1, by=owner, at=LATER)
    assert caught.value.theirs.title == "Theirs"
    assert UseCase.objects.get().title == "Theirs"
    assert len(entries()) == 2


def test_moving_to_another_domain_needs_the_right_in_both(cast: Cast) -> None:
    use_case = register(cast)
    with pytest.raises(NotAllowed):
        change_use_case(
            use_case, said(cast.retail), version=1, by=cast.member("freight_owner"), at=LATER
        )
    assert UseCase.objects.get().domain == cast.freight
    change_use_case(use_case, said(cast.retail), version=1, by=cast.member("lead"), at=LATER)
    assert UseCase.objects.get().domain == cast.retail


def test_an_owner_who_left_stays_until_somebody_names_another(cast: Cast) -> None:
    use_case = register(cast, owners={OwnerRole.DATA_OWNER: cast.auditor})
    cast.auditor.is_active = False
    cast.auditor.save()
    kept = said(cast.freight, title="Renamed", owners={OwnerRole.DATA_OWNER: cast.auditor})
    change_use_case(use_case, kept, version=1, by=cast.member("freight_owner"), at=LATER)
    assert UseCase.objects.get().data_owner == cast.auditor


def test_a_suggested_bucket_stands_while_the_words_do(cast: Cast) -> None:
    use_case = register(cast)
    UseCase.objects.update(bucket="transformation", bucket_reason="The file says redesign.")
    owner = cast.member("freight_owner")
    same = said(cast.freight, effort_weeks=8)
    change_use_case(use_case, same, version=1, by=owner, at=LATER)
    assert UseCase.objects.get().bucket == "transformation"
    change_use_case(use_case, replace(same, outcome="Drafts."), version=2, by=owner, at=LATER)
    assert UseCase.objects.get().bucket == "augmentation"


def test_an_override_keeps_the_reason_given(cast: Cast) -> None:
    use_case = register(
        cast, bucket=BucketChoice(override=Bucket.TRANSFORMATION, reason="The promise changes.")
    )
    assert (use_case.bucket, use_case.bucket_source, use_case.bucket_reason) == (
        "transformation",
        "override",
        "The promise changes.",
    )


def test_a_stage_move_is_recorded_with_its_reason(cast: Cast) -> None:
    use_case = register(cast)
    change_stage(
        use_case,
        Stage.ON_HOLD,
        version=1,
        by=cast.member("freight_owner"),
        at=LATER,
        reason="No budget before June.",
    )
    assert UseCase.objects.get().stage == "on_hold"
    payload = bytes(LedgerEntry.objects.latest("seq").payload).decode()
    assert '"reason":"No budget before June.","stage":["idea","on_hold"]' in payload


def test_a_move_the_lifecycle_does_not_have_changes_nothing(cast: Cast) -> None:
    use_case = register(cast)
    with pytest.raises(MoveNotAllowed):
        change_stage(
            use_case, Stage.PRODUCTION, version=1, by=cast.member("freight_owner"), at=LATER
        )
    assert UseCase.objects.get().stage == "idea"
    assert len(entries()) == 1


def test_archiving_and_restoring_come_back_to_the_same_row(cast: Cast) -> None:
    use_case = register(cast)
    owner = cast.member("freight_owner")
    archive_use_case(use_case, version=1, by=owner, at=LATER)
    assert UseCase.objects.get().archived_at == LATER
    with pytest.raises(UseCaseArchived):
        change_use_case(use_case, said(cast.freight), version=2, by=owner, at=LATER)
    restore_use_case(use_case, version=2, by=owner, at=LATER)
    restore_use_case(use_case, version=3, by=owner, at=LATER)
    assert UseCase.objects.get().archived_at is None
    assert [event for event, _who in entries()] == [
        "portfolio.use_case.registered",
        "portfolio.use_case.archived",
        "portfolio.use_case.restored",
    ]


def test_what_was_changed_meanwhile_is_neither_archived_nor_restored(cast: Cast) -> None:
    use_case = register(cast)
    owner = cast.member("freight_owner")
    change_use_case(use_case, said(cast.freight, title="Dock plan"), version=1, by=owner, at=LATER)
    with pytest.raises(UseCaseChanged, match="so it was not archived"):
        archive_use_case(use_case, version=1, by=owner, at=LATER)
    assert (UseCase.objects.get().archived_at, UseCase.objects.get().version) == (None, 2)
    archive_use_case(use_case, version=2, by=owner, at=LATER)
    with pytest.raises(UseCaseChanged, match="so it was not restored"):
        restore_use_case(use_case, version=2, by=owner, at=LATER)
    assert (UseCase.objects.get().archived_at, UseCase.objects.get().version) == (LATER, 3)
    assert len(entries()) == 3


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "retail_owner"])
def test_who_may_not_edit_changes_nothing(cast: Cast, name: str) -> None:
    use_case = register(cast)
    somebody = cast.member(name)
    with pytest.raises(NotAllowed):
        change_use_case(use_case, said(cast.freight, title="X"), version=1, by=somebody, at=LATER)
    with pytest.raises(NotAllowed):
        change_stage(use_case, Stage.ASSESSED, version=1, by=somebody, at=LATER)
    with pytest.raises(NotAllowed):
        archive_use_case(use_case, version=1, by=somebody, at=LATER)
    with pytest.raises(NotAllowed):
        restore_use_case(use_case, version=1, by=somebody, at=LATER)
    row = UseCase.objects.get()
    assert (row.title, row.stage, row.archived_at, row.version) == ("Yard plan", "idea", None, 1)
    assert len(entries()) == 1
