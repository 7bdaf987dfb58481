"""Taking an import back while nobody built on it, and cancelling one half way."""

from decimal import Decimal
from typing import Any

import pytest

from portal.domain.errors import NotAllowed
from portal.domain.roles import Role
from portal.models import Domain, LedgerEntry
from portal.tasks import work_once
from portfolio.models import (
    ImportedUseCase,
    ImportRun,
    Rating,
    UseCase,
    UseCaseSearchText,
    UseCaseTechnique,
    WorkStop,
)
from portfolio.selectors.scoring_models import active_model
from portfolio.services import import_runs
from portfolio.services.import_run_locks import COMMIT_JOB, NotReady, request
from portfolio.services.import_runs import commit_run, request_commit, upload
from portfolio.services.import_stops import ask_to_stop, forget_to_stop, is_stopped
from portfolio.services.import_undos import BuiltOn, cancel, request_undo
from portfolio.services.ratings import RatingInput, rate_use_case
from portfolio.services.scoring_models import ensure_default_model
from tests.builders import NOW, grant
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

HEADER = "Reference,Title,Domain,Stage,Technology,Planned cost,Outcome\n"
FIRST = HEADER + "A,Plan yard moves,Freight,Idea,Vision,1000,Fewer moves\n"
SECOND = (
    HEADER
    + "A,Plan all moves,Freight,Pilot,Vision; Predictive,2000,\n"
    + "B,Sort parcels,Parcels > Sorting,Idea,,,\n"
)


def imported(cast: Cast, text: str, name: str = "lead") -> ImportRun:
    by = cast.member(name)
    run = upload(text.encode(), filename="list.csv", domain=None, by=by, at=NOW)
    run = request_commit(run, by=by, at=NOW)
    work_once()
    run.refresh_from_db()
    assert run.state == "committed", run.report
    return run


def undo(cast: Cast, run: ImportRun, name: str = "lead") -> ImportRun:
    return request_undo(run, by=cast.member(name), at=NOW)


def everything() -> dict[str, Any]:
    """What is there, apart from what remembers that something happened."""
    fields = [
        each.attname
        for each in UseCase._meta.concrete_fields
        if each.attname not in ("version", "updated_at")
    ]
    return {
        "use cases": list(UseCase.objects.order_by("pk").values(*fields)),
        "techniques": sorted(UseCaseTechnique.objects.values_list("use_case_id", "technique")),
        "texts": sorted(UseCaseSearchText.objects.values_list("use_case_id", "text")),
        "ratings": sorted(Rating.objects.values_list("use_case_id", "criterion", "score")),
        "domains": sorted(Domain.objects.values_list("name", "depth", "numchild")),
    }


def test_what_an_import_created_goes_and_what_it_changed_comes_back(cast: Cast) -> None:
    imported(cast, FIRST)
    before = everything()
    run = imported(cast, SECOND)
    assert (run.report["created"], run.report["updated"], len(run.domain_ids)) == (1, 1, 2)
    changed = UseCase.objects.get(external_reference="A")
    assert (changed.stage, changed.planned_cost) == ("pilot", 2000)
    # An outcome, once given, stays when a file says none.
    assert changed.outcome == "Fewer moves"

    assert undo(cast, run).state == "undone"
    assert everything() == before
    changed.refresh_from_db()
    assert (changed.version, changed.planned_cost) == (3, Decimal(1000))
    gone = UseCase.history.filter(external_reference="B").order_by("history_id")
    assert [row.history_type for row in gone] == ["+", "-"]
    assert LedgerEntry.objects.order_by("-seq")[0].event == "portfolio.use_cases.import_undone"
    assert not ImportedUseCase.objects.filter(run=run).exists()
    # Importing the file again does what it did.
    again = imported(cast, SECOND)
    assert (again.report["created"], again.report["updated"]) == (1, 1)
    assert undo(cast, undo(cast, again)).state == "undone"
    assert everything() == before


def test_a_first_import_leaves_nothing_behind_when_it_is_undone(cast: Cast) -> None:
    before = everything()
    run = imported(cast, FIRST + "B,Sort,Parcels,Idea,,,\n")
    assert UseCase.objects.count() == 2
    undo(cast, run)
    assert everything() == before


def refused(cast: Cast, run: ImportRun) -> tuple[str, ...]:
    before = everything()
    with pytest.raises(BuiltOn) as refusal:
        undo(cast, run)
    assert everything() == before
    run.refresh_from_db()
    assert run.state == "committed"
    assert "because others have built on it: " in refusal.value.sentence
    return refusal.value.what


def test_an_import_others_built_on_stays_and_they_are_told(cast: Cast) -> None:
    run = imported(cast, SECOND)
    imported(cast, SECOND.replace("Sort parcels", "Sort all parcels"))
    assert refused(cast, run) == ("1 use case was changed since (“Sort all parcels”)",)


def test_ratings_of_people_and_use_of_new_domains_keep_an_import(cast: Cast) -> None:
    ensure_default_model(by=cast.member("lead"), at=NOW)
    run = imported(cast, SECOND)
    use_case = UseCase.objects.get(external_reference="B")
    criterion = active_model().criteria[0].key
    rate_use_case(
        use_case,
        {criterion: RatingInput(3, "said")},
        by=cast.member("lead"),
        at=NOW,
        version=use_case.version,
    )
    assert "1 use case was rated by people" in refused(cast, run)


def test_a_domain_in_use_keeps_the_import_that_added_it(cast: Cast) -> None:
    run = imported(cast, SECOND)
    parcels = Domain.objects.get(name="Parcels")
    grant(cast.stranger, Role.DOMAIN_OWNER, parcels)
    assert refused(cast, run) == ("roles of people: 1",)


def test_only_who_imported_undoes_and_only_what_was_imported(cast: Cast) -> None:
    run = imported(cast, FIRST)
    with pytest.raises(NotAllowed):
        undo(cast, run, "administrator")
    by = cast.member("lead")
    open_run = upload(SECOND.encode(), filename="b.csv", domain=None, by=by, at=NOW)
    with pytest.raises(NotReady, match="nothing to undo"):
        undo(cast, open_run)
    same = upload(FIRST.encode(), filename="b.csv", domain=None, by=by, at=NOW)
    with pytest.raises(NotReady, match="nothing to undo"):
        undo(cast, request_commit(same, by=by, at=NOW))


def test_a_large_import_is_written_and_undone_in_jobs(cast: Cast) -> None:
    rows = "".join(f"{n},Row {n},Freight,Idea,Vision,,\n" for n in range(501))
    before = everything()
    by = cast.member("lead")
    run = upload((HEADER + rows).encode(), filename="list.csv", domain=None, by=by, at=NOW)
    work_once()
    run.refresh_from_db()
    run = request_commit(run, by=by, at=NOW)
    assert (run.state, UseCase.objects.count()) == ("committing", 0)
    work_once()
    assert UseCase.objects.count() == 501
    run.refresh_from_db()
    assert undo(cast, run).state == "committed"
    work_once()
    run.refresh_from_db()
    assert run.state == "undone"
    assert everything() == before


@pytest.mark.parametrize("state", ["read", "checked", "committing"])
def test_an_upload_that_is_cancelled_leaves_nothing_behind(cast: Cast, state: str) -> None:
    by = cast.member("lead")
    before = everything()
    run = upload(
        SECOND.encode(), filename="b.csv", domain=None, is_draft=state == "read", by=by, at=NOW
    )
    if state == "committing":
        ImportRun.objects.filter(pk=run.pk).update(state=state)
        run.refresh_from_db()
        request(run, COMMIT_JOB, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        cancel(run, by=cast.member("administrator"))
    assert cancel(run, by=by).state == "cancelled"
    work_once()
    run.refresh_from_db()
    assert (run.state, run.content, run.survey, run.report) == ("cancelled", None, {}, {})
    assert everything() == before
    assert not is_stopped(run.pk)


def test_an_import_stops_between_two_batches_and_takes_back_what_it_wrote(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.member("lead")
    rows = "".join(f"{n},Row {n},New domain,Idea,Vision,,\n" for n in range(1_500))
    run = upload((HEADER + rows).encode(), filename="list.csv", domain=None, by=by, at=NOW)
    work_once()
    before = everything()
    ImportRun.objects.filter(pk=run.pk).update(state="committing")
    seen: list[int] = []

    def stopped(run_id: int) -> bool:
        seen.append(UseCase.objects.count())
        if len(seen) == 2:
            ask_to_stop(run_id)
        return is_stopped(run_id)

    monkeypatch.setattr(import_runs, "is_stopped", stopped)
    assert commit_run(run.pk, at=NOW).state == "committing"
    assert seen == [0, 1_000]
    assert everything() == before
    forget_to_stop(run.pk)
    assert not WorkStop.objects.exists()


def test_what_was_imported_cannot_be_cancelled(cast: Cast) -> None:
    run = imported(cast, FIRST)
    with pytest.raises(NotReady, match="The import can be undone"):
        cancel(run, by=cast.member("lead"))
    assert UseCase.objects.count() == 1
