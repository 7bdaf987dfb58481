"""Writing many use cases at once: as single edits would, in a fixed number of statements."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Job, LedgerEntry
from portal.selectors.ledger import verify_ledger
from portfolio.domain.buckets import Bucket
from portfolio.domain.bulk_edits import BulkChange, Standing
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import BulkEdit, UseCase, UseCaseTechnique
from portfolio.services.bulk_edit_previews import keep_preview
from portfolio.services.bulk_edits import confirm
from portfolio.services.use_case_inputs import EDITED, BucketChoice, input_of
from portfolio.services.use_cases import (
    archive_use_case,
    change_stage,
    change_use_case,
    restore_use_case,
)
from tests.builders import NOW, make_use_case
from tests.conftest import Cast

WHY = "The reorganisation of spring."
TOLD = {"title": "Yard plan", "outcome": "Less waiting.", "stage": "idea", "bucket": "efficiency"}


def make(cast: Cast, **fields: Any) -> UseCase:
    use_case = make_use_case(domain=cast.freight, **(TOLD | fields))
    UseCaseTechnique.objects.create(use_case=use_case, technique="vision")
    return use_case


def done(ids: list[int], change: BulkChange, cast: Cast, name: str = "lead") -> BulkEdit:
    by = cast.member(name)
    return confirm(keep_preview(ids, change, by=by, at=NOW), reason=WHY, by=by, at=NOW)


def stored(use_case: UseCase) -> dict[str, Any]:
    row = UseCase.objects.get(pk=use_case.pk)
    techniques = sorted(row.techniques.values_list("technique", flat=True))
    names = (*EDITED, "stage", "version", "archived_at", "updated_at")
    return {name: getattr(row, name) for name in names} | {"techniques": techniques}


def remembered(use_case: UseCase) -> list[dict[str, Any]]:
    """Return every version after the first that the history holds, oldest first."""
    fields = [field.attname for field in UseCase.history.model._meta.concrete_fields]
    fields = [name for name in fields if name not in {"id", "history_id"}]
    changes = use_case.history.filter(history_type="~")
    return list(changes.order_by("history_id").values(*fields))


def recorded(use_case: UseCase) -> list[tuple[str, dict[str, Any]]]:
    """Return what the ledger tells of a use case."""
    entries = LedgerEntry.objects.filter(
        subject_type="portfolio.usecase", subject_id=str(use_case.pk)
    )
    payloads = [json.loads(bytes(each.payload)) for each in entries.order_by("seq")]
    return [(each["event"], each["changes"]) for each in payloads]


def test_many_are_written_as_single_edits_would_write_them(cast: Cast) -> None:
    one, other = make(cast), make(cast)
    by = cast.member("lead")
    done(
        [one.pk],
        BulkChange(
            domain=cast.retail.pk,
            stage=Stage.ASSESSED,
            owners={OwnerRole.DATA_OWNER: cast.retail_owner.pk},
            added=(Technique.NLP,),
            removed=(Technique.VISION,),
            dates={"initiated_on": date(2026, 1, 5)},
            bucket=Bucket.TRANSFORMATION,
            bucket_reason="A new offer.",
            listing=Listing.DOMAIN,
            listing_reason="A patent is pending.",
        ),
        cast,
    )
    current = input_of(UseCase.objects.get(pk=other.pk), [Technique.VISION])
    wanted = type(current)(
        domain=cast.retail,
        title=current.title,
        outcome=current.outcome,
        problem=current.problem,
        techniques=(Technique.NLP,),
        owners={**current.owners, OwnerRole.DATA_OWNER: cast.retail_owner},
        planned_cost=current.planned_cost,
        planned_benefit=current.planned_benefit,
        effort_weeks=current.effort_weeks,
        reach=current.reach,
        initiated_on=date(2026, 1, 5),
        impact=current.impact,
        autonomy=current.autonomy,
        bucket=BucketChoice({}, Bucket.TRANSFORMATION, "A new offer."),
        source=current.source,
        external_reference=current.external_reference,
        listing=Listing.DOMAIN,
        listing_reason="A patent is pending.",
    )
    saved = change_use_case(other, wanted, version=1, by=by, at=NOW, reason=WHY)
    change_stage(saved, Stage.ASSESSED, version=2, by=by, at=NOW, reason=WHY)
    assert stored(one) == stored(other)
    assert stored(one)["version"] == 3
    assert remembered(one) == remembered(other)
    assert [each["version"] for each in remembered(one)] == [2, 3]
    assert recorded(one) == recorded(other)
    assert verify_ledger().is_intact


def test_archiving_and_restoring_many_is_archiving_and_restoring_each(cast: Cast) -> None:
    one, other = make(cast), make(cast)
    by = cast.member("lead")
    done([one.pk], BulkChange(standing=Standing.ARCHIVE), cast)
    done([one.pk], BulkChange(standing=Standing.RESTORE), cast)
    archived = archive_use_case(other, version=1, by=by, at=NOW, reason=WHY)
    restore_use_case(archived, version=2, by=by, at=NOW, reason=WHY)
    assert stored(one) == stored(other)
    assert remembered(one) == remembered(other)
    assert recorded(one) == recorded(other)


def test_each_keeps_what_the_change_does_not_name(cast: Cast) -> None:
    one = make(cast, title="Yard plan", data_owner=cast.lead, effort_weeks=3)
    two = make(cast, title="Dock plan", live_on=date(2026, 2, 1), business_owner=cast.retail_owner)
    before = {use_case.pk: stored(use_case) for use_case in (one, two)}
    done([one.pk, two.pk], BulkChange(owners={OwnerRole.MODEL_OWNER: cast.lead.pk}), cast)
    for use_case in (one, two):
        after = {"model_owner": cast.lead, "version": 2, "updated_at": NOW}
        assert stored(use_case) == before[use_case.pk] | after


def test_owners_of_the_same_name_are_not_mistaken(cast: Cast) -> None:
    cast.retail_owner.name = cast.freight_owner.name = "Kim Park"
    cast.retail_owner.save()
    cast.freight_owner.save()
    one = make(cast, model_owner=cast.retail_owner, data_owner=cast.retail_owner)
    two = make(cast, model_owner=cast.freight_owner)
    done([one.pk, two.pk], BulkChange(owners={OwnerRole.DATA_OWNER: cast.freight_owner.pk}), cast)
    assert [stored(each)["data_owner"] for each in (one, two)] == [cast.freight_owner] * 2
    assert stored(one)["model_owner"] == cast.retail_owner
    assert stored(two)["model_owner"] == cast.freight_owner


def test_what_is_kept_from_the_house_says_why(cast: Cast) -> None:
    open_one = make(cast)
    kept = make(cast, listing="domain", listing_reason="A merger.")
    done(
        [open_one.pk, kept.pk],
        BulkChange(listing=Listing.DOMAIN, listing_reason=" A patent is pending. "),
        cast,
    )
    assert [stored(each)["listing_reason"] for each in (open_one, kept)] == [
        "A patent is pending.",
        "A merger.",
    ]
    assert [stored(each)["version"] for each in (open_one, kept)] == [2, 1]
    edit = done([open_one.pk, kept.pk], BulkChange(listing=Listing.HOUSE), cast)
    assert edit.result["changed"] == [open_one.pk, kept.pk]
    for each in (open_one, kept):
        after = stored(each)
        assert (after["listing"], after["listing_reason"]) == ("house", "")


def test_one_that_a_rule_stops_half_way_is_left_whole(cast: Cast) -> None:
    """The preview saw an idea; a version that was put back since is one, but is live."""
    by = cast.member("lead")
    stopped, free = make(cast), make(cast)
    change = BulkChange(stage=Stage.ASSESSED, owners={OwnerRole.DATA_OWNER: cast.lead.pk})
    edit = keep_preview([stopped.pk, free.pk], change, by=by, at=NOW)
    UseCase.objects.filter(pk=stopped.pk).update(stage="production")
    before = stored(stopped)
    edit = confirm(edit, reason=WHY, by=by, at=NOW)
    assert edit.result["changed"] == [free.pk]
    assert [pk for pk, _sentence in edit.result["left"]] == [stopped.pk]
    assert stored(stopped) == before
    assert recorded(stopped) == []
    assert stopped.history.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        BulkChange(domain=1, stage=Stage.ASSESSED, added=(Technique.NLP,)),
        BulkChange(bucket=Bucket.AUGMENTATION, bucket_reason="People decide."),
        BulkChange(standing=Standing.ARCHIVE),
        BulkChange(listing=Listing.DOMAIN, listing_reason="A merger."),
    ],
)
def test_more_of_them_take_no_more_statements(cast: Cast, change: BulkChange) -> None:
    if change.domain is not None:
        change = BulkChange.from_data(change.as_data() | {"domain": cast.retail.pk})
    # The first entry of the ledger makes its head.
    done([make(cast).pk], change, cast)
    sent = []
    for number in (3, 40):
        Job.objects.all().delete()
        ids = [make(cast).pk for _number in range(number)]
        with CaptureQueriesContext(connection) as captured:
            done(ids, change, cast)
        sent.append(len(captured))
    assert sent[0] == sent[1]
    assert sent[0] <= 45


def test_a_refused_neighbour_changes_nothing_of_the_domain_next_door(cast: Cast) -> None:
    mine = make_use_case(domain=cast.retail)
    theirs = make(cast)
    by = cast.member("retail_owner")
    edit = keep_preview(
        [mine.pk], BulkChange(owners={OwnerRole.DATA_OWNER: cast.lead.pk}), by=by, at=NOW
    )
    rows = [[pk, 1, "change", ""] for pk in (mine.pk, theirs.pk)]
    BulkEdit.objects.filter(pk=edit.pk).update(rows=rows)
    before = stored(theirs)
    edit = confirm(BulkEdit.objects.get(pk=edit.pk), reason=WHY, by=by, at=NOW)
    assert edit.result["changed"] == [mine.pk]
    assert edit.result["left"] == [
        (theirs.pk, "There is nothing here any more, or it is not yours to see.")
    ]
    assert stored(theirs) == before
