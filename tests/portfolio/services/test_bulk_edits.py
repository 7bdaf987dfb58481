"""Changing many use cases at once, through the services of single edits."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from portal.services import beacons
from portal.tasks import work_once
from portfolio.domain.buckets import Bucket
from portfolio.domain.bulk_edits import MOST, BulkChange, Standing, Verdict
from portfolio.domain.follow_ups import RANK_JOB
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import BulkEdit, UseCase, UseCaseTechnique
from portfolio.services import bulk_edits
from portfolio.services.bulk_edit_plans import DomainNotYours, NothingToChange
from portfolio.services.bulk_edit_previews import (
    NothingSelected,
    TooManySelected,
    keep_preview,
    preview,
)
from portfolio.services.bulk_edits import BulkReasonMissing, carry_out, confirm
from portfolio.services.use_cases import change_stage
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.register_builders import carried

LIVE = (
    "A use case cannot go from production to assessed; from there it can go to:"
    " retired, pilot, on hold."
)
WHY = "The reorganisation of spring."


def verdicts(ids: list[int], change: BulkChange, cast: Cast, name: str = "lead") -> list[str]:
    found = preview(ids, change, by=cast.member(name), at=NOW)
    return [f"{each.verdict} {each.sentence}".strip() for each in found]


def done(ids: list[int], change: BulkChange, cast: Cast, name: str = "lead") -> BulkEdit:
    by = cast.member(name)
    return confirm(keep_preview(ids, change, by=by, at=NOW), reason=WHY, by=by, at=NOW)


def events() -> list[tuple[str, str]]:
    return list(LedgerEntry.objects.order_by("seq").values_list("event", "subject_label"))


def test_several_things_are_changed_about_several_use_cases(cast: Cast) -> None:
    one = make_use_case(title="Yard plan", domain=cast.freight, stage="idea", outcome="A.")
    two = make_use_case(title="Dock plan", domain=cast.depots, stage="idea")
    UseCaseTechnique.objects.create(use_case=one, technique="vision")
    change = BulkChange(
        domain=cast.retail.pk,
        stage=Stage.ASSESSED,
        owners={OwnerRole.DATA_OWNER: cast.retail_owner.pk},
        added=(Technique.NLP,),
        removed=(Technique.VISION,),
        dates={"initiated_on": date(2026, 1, 5)},
        bucket=Bucket.TRANSFORMATION,
        bucket_reason="A new offer.",
    )
    edit = done([one.pk, two.pk], change, cast)
    assert edit.result == {"changed": [one.pk, two.pk], "left": []}
    for use_case in (one, two):
        row = UseCase.objects.get(pk=use_case.pk)
        assert (row.domain, row.stage, row.data_owner) == (
            cast.retail,
            "assessed",
            cast.retail_owner,
        )
        assert (row.bucket, row.bucket_source) == ("transformation", "override")
        assert (row.bucket_reason, row.initiated_on) == ("A new offer.", date(2026, 1, 5))
        assert list(row.techniques.values_list("technique", flat=True)) == ["nlp"]
        assert row.version == 3
        assert row.outcome == use_case.outcome
        assert row.history.count() == 3
    assert [event for event, _label in events()] == [
        "portfolio.use_case.changed",
        "portfolio.use_case.stage_changed",
        "portfolio.use_case.changed",
        "portfolio.use_case.stage_changed",
        "portfolio.use_cases.changed_together",
    ]
    for entry in LedgerEntry.objects.all():
        assert WHY.encode() in bytes(entry.payload)
    assert Job.objects.filter(kind=RANK_JOB).count() == 1


def test_the_preview_says_what_changes_what_stays_and_what_is_refused(cast: Cast) -> None:
    ids = [
        make_use_case(domain=cast.freight, stage="idea").pk,
        make_use_case(domain=cast.freight, stage="assessed").pk,
        make_use_case(domain=cast.freight, stage="production").pk,
        make_use_case(domain=cast.freight, stage="idea", archived_at=NOW).pk,
    ]
    before = carried()
    assert verdicts(ids, BulkChange(stage=Stage.ASSESSED), cast) == [
        "change",
        "same",
        f"refused {LIVE}",
        "refused This use case is archived. Restore it to change it.",
    ]
    assert carried() == before
    assert not LedgerEntry.objects.exists()


def test_what_the_preview_refuses_is_left_and_the_rest_is_done(cast: Cast) -> None:
    idea = make_use_case(domain=cast.freight, stage="idea")
    live = make_use_case(domain=cast.freight, stage="production")
    edit = done([idea.pk, live.pk], BulkChange(stage=Stage.ASSESSED), cast)
    assert edit.result == {"changed": [idea.pk], "left": []}
    live.refresh_from_db()
    assert (live.stage, live.version) == ("production", 1)


def test_dates_out_of_order_are_refused_for_the_row_they_concern(cast: Cast) -> None:
    late = make_use_case(domain=cast.freight, initiated_on=date(2026, 5, 1))
    early = make_use_case(domain=cast.freight, initiated_on=date(2026, 1, 1))
    change = BulkChange(dates={"live_on": date(2026, 3, 1)})
    assert verdicts([late.pk, early.pk], change, cast) == [
        "refused It went live before work on it began.",
        "change",
    ]
    emptied = BulkChange(dates={"initiated_on": None})
    assert done([late.pk], emptied, cast).result["changed"] == [late.pk]
    late.refresh_from_db()
    assert late.initiated_on is None


def test_archiving_and_restoring_together(cast: Cast) -> None:
    ids = [make_use_case(domain=cast.freight).pk for _number in range(3)]
    done(ids, BulkChange(standing=Standing.ARCHIVE), cast)
    assert UseCase.objects.filter(archived_at=NOW).count() == 3
    assert verdicts(ids, BulkChange(standing=Standing.ARCHIVE), cast) == ["same"] * 3
    change = BulkChange(standing=Standing.RESTORE, stage=Stage.ASSESSED)
    done(ids, change, cast)
    rows = UseCase.objects.filter(archived_at=None, stage="assessed", version=4)
    assert rows.count() == 3


def test_the_owner_of_one_domain_cannot_change_another(cast: Cast) -> None:
    mine = make_use_case(domain=cast.retail)
    theirs = make_use_case(domain=cast.freight)
    before = carried()
    change = BulkChange(owners={OwnerRole.MODEL_OWNER: cast.lead.pk})
    with pytest.raises(NothingSelected):
        preview([theirs.pk], change, by=cast.member("retail_owner"), at=NOW)
    with pytest.raises(DomainNotYours):
        preview(
            [mine.pk], BulkChange(domain=cast.freight.pk), by=cast.member("retail_owner"), at=NOW
        )
    assert carried() == before
    edit = done([mine.pk, theirs.pk], change, cast, "retail_owner")
    assert edit.result["changed"] == [mine.pk]
    theirs.refresh_from_db()
    assert (theirs.model_owner, theirs.version) == (None, 1)


@pytest.mark.parametrize("name", ["executive", "board", "auditor"])
def test_who_may_only_read_changes_nothing(cast: Cast, name: str) -> None:
    use_case = make_use_case(domain=cast.freight)
    with pytest.raises(NotAllowed):
        keep_preview([use_case.pk], BulkChange(stage=Stage.ASSESSED), by=cast.member(name), at=NOW)
    assert not BulkEdit.objects.exists()


def test_one_changed_since_the_preview_is_left_and_named(cast: Cast) -> None:
    lead = cast.member("lead")
    stale, fresh = make_use_case(domain=cast.freight), make_use_case(domain=cast.freight)
    edit = keep_preview([stale.pk, fresh.pk], BulkChange(domain=cast.retail.pk), by=lead, at=NOW)
    change_stage(stale, Stage.ASSESSED, version=1, by=lead, at=NOW)
    edit = confirm(edit, reason=WHY, by=lead, at=NOW)
    assert edit.result["changed"] == [fresh.pk]
    ((pk, sentence),) = edit.result["left"]
    assert (pk, sentence.partition(".")[0]) == (
        stale.pk,
        "Somebody changed this use case since you opened it",
    )
    stale.refresh_from_db()
    assert (stale.domain, stale.stage, stale.version) == (cast.freight, "assessed", 2)


def test_confirming_twice_changes_once(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    edit = done([use_case.pk], BulkChange(domain=cast.retail.pk), cast)
    again = confirm(edit, reason="Once more.", by=cast.member("lead"), at=NOW)
    assert again.reason == WHY
    use_case.refresh_from_db()
    assert use_case.version == 2


def test_nobody_else_confirms_a_preview(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    change = BulkChange(stage=Stage.ASSESSED)
    edit = keep_preview([use_case.pk], change, by=cast.member("lead"), at=NOW)
    with pytest.raises(NotAllowed):
        confirm(edit, reason=WHY, by=cast.member("freight_owner"), at=NOW)
    with pytest.raises(BulkReasonMissing):
        confirm(edit, reason="  ", by=cast.member("lead"), at=NOW)
    use_case.refresh_from_db()
    assert use_case.version == 1


def test_a_right_lost_since_the_preview_counts(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    by = cast.member("freight_owner")
    edit = keep_preview([use_case.pk], BulkChange(stage=Stage.ASSESSED), by=by, at=NOW)
    cast.freight_owner.grants.all().delete()
    after = cast.member("freight_owner")
    edit = confirm(edit, reason=WHY, by=after, at=NOW)
    assert edit.result["changed"] == []
    assert len(edit.result["left"]) == 1
    use_case.refresh_from_db()
    assert use_case.version == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (BulkChange(), "nothing_to_change"),
        (BulkChange(bucket=Bucket.EFFICIENCY), "nothing_to_change"),
        (BulkChange(added=(Technique.NLP,), removed=(Technique.NLP,)), "nothing_to_change"),
        (BulkChange(standing=Standing.ARCHIVE, stage=Stage.IDEA), "nothing_to_change"),
        (BulkChange(domain=999_999), "domain_not_available"),
        (BulkChange(owners={OwnerRole.DATA_OWNER: 999_999}), "nothing_to_change"),
    ],
)
def test_what_could_be_done_to_none_of_them_is_refused(
    cast: Cast, change: BulkChange, code: str
) -> None:
    use_case = make_use_case(domain=cast.freight)
    with pytest.raises((NothingToChange, DomainNotYours)) as refusal:
        preview([use_case.pk], change, by=cast.member("lead"), at=NOW)
    assert refusal.value.code == code


def test_nobody_without_a_role_becomes_an_owner(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    change = BulkChange(owners={OwnerRole.DATA_OWNER: cast.stranger.pk})
    with pytest.raises(Exception, match="holds no role here today"):
        preview([use_case.pk], change, by=cast.member("lead"), at=NOW)


@pytest.mark.parametrize("ids", [[], [999_999], [-1, 0]])
def test_nothing_selected_is_said(cast: Cast, ids: list[int]) -> None:
    with pytest.raises(NothingSelected):
        preview(ids, BulkChange(stage=Stage.ASSESSED), by=cast.member("lead"), at=NOW)


def test_more_than_fit_are_refused(cast: Cast) -> None:
    with pytest.raises(TooManySelected) as refusal:
        preview(list(range(MOST + 1)), BulkChange(stage=Stage.IDEA), by=cast.member("lead"), at=NOW)
    assert refusal.value.sentence == (
        "At most 10,000 use cases can be changed in one go. Filter more."
    )


def test_many_are_changed_in_one_job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_edits, "DONE_AT_ONCE", 2)
    ids = [make_use_case(domain=cast.freight).pk for _number in range(4)]
    edit = done(ids, BulkChange(stage=Stage.ASSESSED), cast)
    assert edit.state == BulkEdit.State.WORKING
    assert UseCase.objects.filter(stage="idea").count() == 4
    again = confirm(edit, reason=WHY, by=cast.member("lead"), at=NOW)
    assert again.job_id == edit.job_id
    work_once()
    edit.refresh_from_db()
    assert edit.state == BulkEdit.State.DONE
    assert UseCase.objects.filter(stage="assessed", version=2).count() == 4
    carry_out(edit.pk, at=NOW)
    assert UseCase.objects.filter(version=2).count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_job_counts_what_it_changes_while_it_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.JOB_BEACONS = tmp_path / "beacons"
    monkeypatch.setattr(beacons, "EVERY", 0)
    monkeypatch.setattr(bulk_edits, "DONE_AT_ONCE", 2)
    monkeypatch.setattr(bulk_edits, "BATCH", 2)
    lead, seen = cast.client("lead"), []
    ids = [make_use_case(domain=cast.freight).pk for _number in range(5)]
    edit = done(ids, BulkChange(stage=Stage.ASSESSED), cast)
    change = bulk_edits.change_batch

    def looking(*args: Any, **kwargs: Any) -> Any:
        told = lead.get(f"/api/v1/jobs/{edit.job_id}/").json()
        seen.append((told["step"], told["percent"]))
        return change(*args, **kwargs)

    monkeypatch.setattr(bulk_edits, "change_batch", looking)
    work_once()
    assert seen == [
        ("Changing use case 0 of 5", 0),
        ("Changing use case 2 of 5", 40),
        ("Changing use case 4 of 5", 80),
    ]
    assert UseCase.objects.filter(stage="assessed").count() == 5


def test_an_old_preview_is_dropped_and_one_that_was_done_stays(cast: Cast) -> None:
    lead, use_case = cast.member("lead"), make_use_case(domain=cast.freight)
    change: dict[str, Any] = {"change": BulkChange(stage=Stage.ASSESSED), "by": lead}
    kept = done([use_case.pk], BulkChange(domain=cast.retail.pk), cast)
    keep_preview([use_case.pk], at=NOW, **change)
    newest = keep_preview([use_case.pk], at=NOW + timedelta(days=2), **change)
    assert set(BulkEdit.objects.all()) == {kept, newest}


def test_a_preview_says_what_stands_before_and_after(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, stage="idea")
    (planned,) = preview(
        [use_case.pk],
        BulkChange(stage=Stage.ASSESSED, domain=cast.retail.pk),
        by=cast.member("lead"),
        at=NOW,
    )
    assert planned.verdict is Verdict.CHANGE
    assert planned.changes == {
        "domain": ("Freight", "Retail"),
        "stage": (Stage.IDEA, Stage.ASSESSED),
    }
