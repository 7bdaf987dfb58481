"""Writing a bulk edit: many use cases at once, through the steps of single edits."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.services.ledger import Happened
from portfolio.domain.bulk_edits import Standing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.services.bulk_edit_plans import Wanted, merged_among
from portfolio.services.use_case_checks import check_not_merged, check_open
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput, input_of
from portfolio.services.use_case_steps import (
    Step,
    advance,
    archive_step,
    because,
    change_step,
    follow_up,
    restore_step,
    stage_step,
)
from portfolio.services.use_case_upserts import (
    acting_user,
    add_techniques,
    techniques_by_id,
)

_STORED: Final = {name: f"{name}_id" for name in ("domain", *OwnerRole)}
"""Where the id of what a row points to is held."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch: ids that were changed, ids that were left and why, for the ledger."""

    changed: Sequence[int]
    left: Sequence[tuple[int, str]]
    happened: Sequence[Happened]


@dataclass(slots=True)
class _Altered:
    """A use case with the steps it took, and how it stood after each of them."""

    row: UseCase
    techniques: tuple[Technique, ...]
    steps: list[Step]
    stood: list[UseCase]


def change_batch(
    versions: Mapping[int, int], wanted: Wanted, *, reason: str, by: Member, at: datetime
) -> Written:
    """Change use cases that still have the given versions; must run inside a transaction.

    One in whose way a rule stands is left as it is, and the others are changed. The ledger is
    the caller's. A fixed number of statements, whatever the number of use cases.

    Raises
    ------
    NotAllowed
        When the member would no longer see what moved to another domain.
    """
    rows = _locked(versions, by=by)
    techniques = techniques_by_id(list(rows))
    is_restored = wanted.change.standing is Standing.RESTORE
    merged = merged_among(rows) if is_restored else frozenset()
    altered: list[_Altered] = []
    left: list[tuple[int, str]] = []
    for pk, version in versions.items():
        row = rows.get(pk)
        if row is None:
            left.append((pk, _("There is nothing here any more, or it is not yours to see.")))
            continue
        each = _Altered(row, tuple(map(Technique, techniques[pk])), [], [])
        try:
            check_open(row, by=by, version=version, may_be_archived=is_restored)
            if pk in merged:
                check_not_merged(row)
            for step in _steps(each, wanted, at=at):
                advance(row, at=at)
                each.steps.append(step)
                each.stood.append(copy(row))
        except Refusal as refusal:
            left.append((pk, refusal.sentence))
        else:
            altered.append(each)
    _write([each for each in altered if each.steps], by=by, at=at)
    happened = [
        Happened(step.event, each.row, {**step.told, **because(reason)})
        for each in altered
        for step in each.steps
    ]
    return Written([each.row.pk for each in altered], left, happened)


def _locked(ids: Collection[int], *, by: Member) -> dict[int, UseCase]:
    rows = UseCase.objects.visible_to(by).select_for_update(of=("self",))
    # Fetched apart, for a few people and domains stand behind many use cases.
    found = rows.filter(pk__in=ids).prefetch_related("domain", *OwnerRole).order_by("pk")
    return {row.pk: row for row in found}


def _steps(each: _Altered, wanted: Wanted, *, at: datetime) -> Iterator[Step]:
    row, change = each.row, wanted.change
    if change.standing is Standing.ARCHIVE:
        yield archive_step(row, at=at)
        return
    if change.standing is Standing.RESTORE and row.archived_at is not None:
        yield restore_step(row)
    said = _said(input_of(row, each.techniques), wanted)
    if step := change_step(row, said, each.techniques):
        each.techniques = said.techniques
        yield step
    if change.stage is not None and change.stage != row.stage:
        yield stage_step(row, change.stage)


def _said(current: UseCaseInput, wanted: Wanted) -> UseCaseInput:
    change = wanted.change
    bucket, listing = current.bucket, (current.listing, current.listing_reason)
    if change.bucket is not None and bucket.override != change.bucket:
        bucket = BucketChoice(bucket.answers, change.bucket, change.bucket_reason)
    if change.listing is not None and change.listing != current.listing:
        listing = (change.listing, change.listing_reason)
    owners = {role: None if pk is None else wanted.people[pk] for role, pk in change.owners.items()}
    dates: dict[str, Any] = dict(change.dates)
    return replace(
        current,
        domain=wanted.domain or current.domain,
        owners={**current.owners, **owners},
        techniques=tuple(sorted(change.techniques_after(frozenset(current.techniques)))),
        bucket=bucket,
        listing=listing[0],
        listing_reason=listing[1],
        **dates,
    )


def _write(altered: Sequence[_Altered], *, by: Member, at: datetime) -> None:
    if not altered:
        return
    rows = [each.row for each in altered]
    steps = [step for each in altered for step in each.steps]
    for said, ids in _alike(altered):
        UseCase.objects.filter(pk__in=ids).update(**said, updated_at=at)
    UseCase.history.bulk_history_create(
        [row for each in altered for row in each.stood],
        update=True,
        default_user=acting_user(by),
        default_change_reason=None,
        default_date=at,
    )
    others = {
        each.row.pk: each.techniques
        for each in altered
        if any(step.is_other_technique for step in each.steps)
    }
    if others:
        UseCaseTechnique.objects.filter(use_case__in=others).delete()
        add_techniques(others)
    _check_still_visible(rows, by=by)
    for step in {(step.moves_ranks, step.reads_otherwise): step for step in steps}.values():
        follow_up(step, by=by, at=at)


def _alike(altered: Sequence[_Altered]) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Yield what is written, and to which use cases: the same change says the same of most."""
    said: dict[str, dict[str, Any]] = {}
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for each in altered:
        columns = sorted(frozenset[str]().union(*(step.columns for step in each.steps)))
        stored = {name: getattr(each.row, _STORED.get(name, name)) for name in columns}
        key = repr((stored, len(each.steps)))
        if key not in said:
            said[key] = {name: getattr(each.row, name) for name in columns}
            said[key]["version"] = F("version") + len(each.steps)
        ids[key].append(each.row.pk)
    for key, values in said.items():
        yield values, ids[key]


def _check_still_visible(rows: Sequence[UseCase], *, by: Member) -> None:
    ids = [row.pk for row in rows]
    if UseCase.objects.visible_to(by).filter(pk__in=ids).count() < len(ids):
        raise NotAllowed(_("You would no longer see this use case. Ask the owner of that domain."))
