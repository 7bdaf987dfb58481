"""Undoing and cancelling imports: taking a whole batch back, or stopping it half way."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.db.models import F, ForeignObjectRel, Model, Q, QuerySet

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop, ngettext
from portal.models import Domain, RoleGrant, User
from portal.services import ledger
from portal.services.jobs import Progress
from portfolio.domain.overlap import ReviewState
from portfolio.models import (
    ImportedUseCase,
    ImportRun,
    JoinedRegistration,
    OverlapPair,
    Rating,
    Roadmap,
    RoadmapItem,
    UseCase,
    UseCaseLink,
    UseCaseSearchText,
    UseCaseTechnique,
)
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_ranking
from portfolio.services.import_memories import RATINGS
from portfolio.services.import_run_locks import (
    UNDO_JOB,
    NotReady,
    kept,
    locked,
    request,
    uploader,
)
from portfolio.services.import_stops import ask_to_stop, forget_to_stop
from portfolio.services.imports import check_target, target
from portfolio.services.use_case_upserts import TECHNIQUES
from portfolio.services.use_cases import store_search_texts

UNDONE_AT_ONCE: Final = 500
"""Use cases that are taken back well within the time one waits for a page."""

SHOWN: Final = 3
_BATCH: Final = 500
_State = ImportRun.State

#: What an import makes itself, or the portal works out anew.
_OWN: Final = frozenset({ImportedUseCase, UseCaseTechnique, UseCaseSearchText, Rating})

_WORDS: Final[dict[type[Model], str]] = {
    OverlapPair: gettext_noop("decisions about overlap"),
    UseCaseLink: gettext_noop("links between use cases"),
    JoinedRegistration: gettext_noop("registrations that joined one"),
    RoadmapItem: gettext_noop("items of roadmaps"),
    Roadmap: gettext_noop("roadmaps"),
    RoleGrant: gettext_noop("roles of people"),
    ImportRun: gettext_noop("other imports"),
    UseCase: gettext_noop("use cases"),
}


class BuiltOn(Refusal):
    """Others built on what an import brought, so it can no longer be taken back."""

    code = "import_built_on"

    def __init__(self, what: Sequence[str]) -> None:
        super().__init__(
            _(
                "This import cannot be undone, because others have built on it: {what}.",
                what="; ".join(what),
            )
        )
        self.what = tuple(what)


def cancel(run: ImportRun, *, by: Member) -> ImportRun:
    """Cancel an upload before it is imported, or while that happens; nothing of it stays.

    Raises
    ------
    NotAllowed
        When somebody else uploaded it.
    NotReady
        When it was imported already.
    """
    _check_mine(run, by=by)
    ask_to_stop(run.pk)
    try:
        with transaction.atomic():
            row = locked(run, by=by)
            if row.state in {_State.COMMITTED, _State.UNDONE}:
                sentence = _("This file was imported meanwhile. The import can be undone.")
                raise NotReady(sentence)
            row.state, row.content, row.error = _State.CANCELLED, None, ""
            row.survey, row.answers, row.report = {}, {}, {}
            row.save(update_fields=["state", "content", "error", "survey", "answers", "report"])
            return row
    finally:
        forget_to_stop(run.pk)


@transaction.atomic
def request_undo(run: ImportRun, *, by: Member, at: datetime) -> ImportRun:
    """Undo an import: a small one at once, a larger one in a job.

    Raises
    ------
    NotAllowed
        When somebody else imported it, or the member may no longer import there.
    NotReady
        When it was not imported, or what it did is no longer known.
    BuiltOn
        When others have built on it, with what they built.
    """
    row = locked(run, by=by)
    if row.state == _State.UNDONE:
        return row
    _check_undoable(row, by=by)
    _check_built(row)
    if ImportedUseCase.objects.filter(run=row).count() > UNDONE_AT_ONCE:
        return request(row, UNDO_JOB, by=by, at=at)
    return _undo(row, by=by, at=at)


def undo_run(run_id: int, *, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Undo an import in a job; one that was undone stays as it is."""
    run = kept(run_id)
    if progress is not None:
        progress.begin(_("Taking back what was imported"))
    with transaction.atomic():
        row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if row.state != _State.COMMITTED:
            return row
        by = uploader(run, at=at)
        _check_undoable(row, by=by)
        _check_built(row)
        return _undo(row, by=by, at=at)


def _check_mine(run: ImportRun, *, by: Member) -> None:
    # In no transaction, not even this one's own: on SQLite it would wait for the import to end.
    row = ImportRun.objects.filter(pk=run.pk).only("created_by_id").first()
    if row is None or row.created_by_id != by.user_id:
        locked(run, by=by)


def _check_undoable(row: ImportRun, *, by: Member) -> None:
    check_target(target(row.domain), by=by)
    has_memory = ImportedUseCase.objects.filter(run=row).exists()
    if row.state != _State.COMMITTED or not (has_memory or row.domain_ids):
        raise NotReady(_("There is nothing to undo: this import changed nothing, or is too old."))


def _check_built(row: ImportRun) -> None:
    what = list(_built(row))
    if what:
        raise BuiltOn(what)


def _built(row: ImportRun) -> Iterator[str]:
    """Say what others built on the use cases an import brought or changed."""
    mine = ImportedUseCase.objects.filter(run=row)
    changed = mine.exclude(use_case__version=F("version"))
    count = changed.count()
    if count:
        yield ngettext(
            "{count} use case was changed since ({titles})",
            "{count:,} use cases were changed since ({titles})",
            count,
            titles=_titles(changed.values_list("use_case__title", flat=True)),
        )
    created = mine.filter(is_created=True).values("use_case")
    rated = Rating.objects.filter(use_case__in=created, source=Rating.Source.PERSON)
    people = rated.values("use_case").distinct().count()
    if people:
        yield ngettext(
            "{count} use case was rated by people",
            "{count:,} use cases were rated by people",
            people,
        )
    for name, number in _references(UseCase, created, apart=_OWN).items():
        yield f"{name}: {number:,}"


def _titles(titles: QuerySet[Any, str]) -> str:
    shown = [f"“{title[:60]}”" for title in titles[: SHOWN + 1]]
    return ", ".join(shown[:SHOWN]) + (", …" if len(shown) > SHOWN else "")


def _references(
    model: type[Model], rows: Any, *, apart: frozenset[type[Model]] = frozenset()
) -> Counter[str]:
    """Count what refers to rows, whatever room of the portal it belongs to."""
    found: Counter[str] = Counter()
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        other: Any = relation.related_model
        # Histories remember; they do not build on anything.
        if other in apart or hasattr(other, "history_type"):
            continue
        using = other._default_manager.filter(**{f"{relation.field.name}__in": rows})  # noqa: SLF001
        if other is OverlapPair:
            using = using.exclude(state=ReviewState.OPEN, is_proposed=False)
        count = using.count()
        if count:
            words = _WORDS.get(other)
            found[_(words) if words else str(other._meta.verbose_name_plural)] += count  # noqa: SLF001
    return found


def _undo(row: ImportRun, *, by: Member, at: datetime) -> ImportRun:
    require(by, Capability.IMPORT_USE_CASES, target(row.domain).path)
    created = list(
        ImportedUseCase.objects.filter(run=row, is_created=True).values_list(
            "use_case_id", flat=True
        )
    )
    restored = _restore(row, by=by, at=at)
    for ids in batched(created, _BATCH):
        _remove(ids, by=by, at=at)
    domains = _remove_domains(row)
    ImportedUseCase.objects.filter(run=row).delete()
    row.state, row.domain_ids = _State.UNDONE, []
    row.save(update_fields=["state", "domain_ids"])
    told = {"file": row.filename, "removed": len(created), "restored": restored, "domains": domains}
    ledger.record(PortfolioEvent.USE_CASES_IMPORT_UNDONE, subject=row, by=by, at=at, changes=told)
    request_ranking(by=by, at=at)
    return row


def _restore(row: ImportRun, *, by: Member, at: datetime) -> int:
    """Give updated use cases back what the import replaced."""
    count = 0
    columns = {each.attname: each for each in UseCase._meta.concrete_fields}  # noqa: SLF001
    rows = ImportedUseCase.objects.filter(run=row, is_created=False).select_related("use_case")
    for memory in rows.order_by("pk").iterator(chunk_size=_BATCH):
        before = dict(memory.before)
        use_case = memory.use_case
        if RATINGS in before:
            _restore_ratings(use_case.pk, before.pop(RATINGS), by=by, at=at)
        techniques = before.pop(TECHNIQUES, None)
        if techniques is not None:
            UseCaseTechnique.objects.filter(use_case=use_case).delete()
            UseCaseTechnique.objects.bulk_create(
                [UseCaseTechnique(use_case=use_case, technique=each) for each in techniques]
            )
        count += 1
        if not before:
            continue
        for column, value in before.items():
            setattr(use_case, column, columns[column].to_python(value))
        use_case.version += 1
        use_case.updated_at = at
        use_case._history_user = User(pk=by.user_id) if by.user_id else None  # type: ignore[attr-defined]  # noqa: SLF001
        use_case._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
        use_case.save()
        store_search_texts([use_case])
    return count


def _restore_ratings(
    use_case_id: int, before: Sequence[dict[str, Any]], *, by: Member, at: datetime
) -> None:
    rated = Rating.objects.filter(use_case=use_case_id)
    rated.filter(source=Rating.Source.SUGGESTION).delete()
    Rating.objects.bulk_create(
        [
            Rating(
                use_case_id=use_case_id,
                source=Rating.Source.SUGGESTION,
                rated_by_id=by.user_id or None,
                rated_at=at,
                **each,
            )
            for each in before
            if not rated.filter(criterion=each["criterion"]).exists()
        ]
    )


def _remove(ids: Sequence[int], *, by: Member, at: datetime) -> None:
    """Remove use cases an import created; their history tells that they were there and went."""
    rows = list(UseCase.objects.filter(pk__in=ids))
    remembered = UseCase.history.model
    fields = [each.attname for each in remembered.tracked_fields]
    remembered.objects.bulk_create(
        [
            remembered(
                **{name: getattr(row, name) for name in fields},
                history_date=at,
                history_type="-",
                history_user_id=by.user_id or None,
            )
            for row in rows
        ],
        batch_size=_BATCH,
    )
    _bare(OverlapPair.objects.filter(Q(first__in=ids) | Q(second__in=ids)))
    for model in (ImportedUseCase, UseCaseTechnique, UseCaseSearchText, Rating):
        _bare(model._default_manager.filter(use_case__in=ids))  # noqa: SLF001
    _bare(UseCase.objects.filter(pk__in=ids))


def _bare(rows: QuerySet[Any]) -> None:
    """Delete rows in one statement; nothing else refers to them, as was checked before."""
    rows._raw_delete(rows.db)  # noqa: SLF001


def _remove_domains(row: ImportRun) -> int:
    """Remove the domains an import added, as long as nobody uses them."""
    ids = list(row.domain_ids)
    if not ids:
        return 0
    used = _references(Domain, ids)
    beneath = Domain.objects.filter(pk__in=ids)
    paths = list(beneath.values_list("path", flat=True))
    strangers = sum(
        Domain.objects.filter(path__startswith=path).exclude(pk__in=ids).count() for path in paths
    )
    what = [f"{name}: {count:,}" for name, count in used.items()]
    if strangers:
        what.append(
            ngettext(
                "{count} domain was added beneath a new one",
                "{count:,} domains were added beneath new ones",
                strangers,
            )
        )
    if what:
        raise BuiltOn(what)
    beneath.delete()
    return len(ids)
