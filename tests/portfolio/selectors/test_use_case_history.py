"""What the page of a use case tells of its past."""

from dataclasses import replace
from datetime import timedelta

from portfolio.domain.buckets import suggest
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.selectors.use_case_history import happenings
from portfolio.services.use_case_inputs import UseCaseInput, input_at
from portfolio.services.use_case_upserts import UseCaseUpsert, bulk_upsert
from portfolio.services.use_cases import change_stage, change_use_case, register_use_case
from tests.builders import NOW
from tests.conftest import Cast

LATER = NOW + timedelta(days=1)


def test_changes_by_people_are_told_once_newest_first(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    wanted = UseCaseInput(domain=cast.freight, title="Yard plan", outcome="Shorter waits.")
    use_case = register_use_case(wanted, by=owner, at=NOW)
    change_use_case(use_case, replace(wanted, title="Dock plan"), version=1, by=owner, at=LATER)
    later = LATER + timedelta(days=1)
    change_stage(use_case, Stage.ASSESSED, version=2, by=cast.member("lead"), at=later)

    told = happenings(use_case)
    assert [(each.what, each.who) for each in told] == [
        ("Moved to another stage", "Lead"),
        ("Changed", "Freight owner"),
        ("Registered", "Freight owner"),
    ]
    moved, changed = told[0].changes[0], told[1].changes[0]
    assert (moved.label, moved.before, moved.after) == ("stage", "Idea", "Assessed")
    assert (changed.label, changed.before, changed.after) == ("title", "Yard plan", "Dock plan")


def test_what_an_import_did_is_told_from_the_history_of_the_fields(cast: Cast) -> None:
    row = UseCaseUpsert(
        external_reference="A-1",
        domain=cast.freight,
        title="Yard plan",
        bucket=suggest("Yard plan"),
    )
    by = cast.member("freight_owner")
    bulk_upsert([row], source="register", by=by, at=NOW)
    bulk_upsert(
        [replace(row, title="Dock plan", domain=cast.depots)], source="register", by=by, at=LATER
    )
    told = happenings(UseCase.objects.get())
    assert [each.what for each in told] == ["Updated by an import", "Imported"]
    assert {(each.label, each.before, each.after) for each in told[0].changes} == {
        ("title", "Yard plan", "Dock plan"),
        ("domain", "Freight", "Depots"),
    }


def test_an_earlier_version_is_known_with_its_techniques(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    wanted = UseCaseInput(
        domain=cast.freight,
        title="Yard plan",
        outcome="Shorter waits.",
        techniques=(Technique.NLP,),
    )
    use_case = register_use_case(wanted, by=owner, at=NOW)
    second = replace(wanted, title="Dock plan", techniques=(Technique.VISION,))
    change_use_case(use_case, second, version=1, by=owner, at=LATER)

    before, now = input_at(use_case, 1), input_at(use_case, 2)
    assert before is not None
    assert (before.title, before.techniques) == ("Yard plan", (Technique.NLP,))
    assert now is not None
    assert (now.title, now.techniques) == ("Dock plan", (Technique.VISION,))
    assert input_at(use_case, 99) is None
