"""What the page of a use case tells of its past."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.selectors.use_case_history import happenings
from portfolio.selectors.use_case_history_words import shown
from portfolio.services.ratings import RatingInput, rate_use_case, store_suggested_ratings
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput, input_at
from portfolio.services.use_case_upserts import UseCaseUpsert, bulk_upsert
from portfolio.services.use_cases import change_stage, change_use_case, register_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast

LATER = NOW + timedelta(days=1)


def test_changes_by_people_are_told_once_newest_first(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    wanted = UseCaseInput(domain=cast.freight, title="Yard plan", outcome="Shorter waits.")
    use_case = register_use_case(wanted, by=owner, at=NOW)
    change_use_case(use_case, replace(wanted, title="Dock plan"), version=1, by=owner, at=LATER)
    later = LATER + timedelta(days=1)
    change_stage(use_case, Stage.ASSESSED, version=2, by=cast.member("lead"), at=later)

    told = happenings(use_case, cast.member("auditor")).entries
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
    told = happenings(UseCase.objects.get(), cast.member("auditor")).entries
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


def test_a_change_is_told_as_a_reader_reads_money_days_people_and_choices(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    wanted = UseCaseInput(
        domain=cast.freight,
        title="Yard plan",
        outcome="Shorter waits.",
        planned_cost=Decimal(890000),
        live_on=date(2026, 3, 9),
        bucket=BucketChoice(override=Bucket.EFFICIENCY, reason="Same work."),
    )
    use_case = register_use_case(wanted, by=owner, at=NOW)
    second = replace(
        wanted,
        planned_cost=Decimal(960000),
        live_on=date(2026, 11, 30),
        owners={OwnerRole.DATA_OWNER: cast.freight_owner},
        impact=Impact(2),
        bucket=BucketChoice(override=Bucket.AUGMENTATION, reason="Same work."),
    )
    change_use_case(use_case, second, version=1, by=owner, at=LATER)

    assert {
        (each.label, each.before, each.after)
        for each in happenings(use_case, cast.member("auditor")).entries[0].changes
    } == {
        ("planned cost", "€890,000", "€960,000"),
        ("live on", "9 Mar 2026", "30 Nov 2026"),
        ("data owner", "–", "Freight owner"),
        ("impact", "–", Impact(2).label),
        ("bucket", "Efficiency", "Augmentation"),
    }


def test_what_an_import_changed_reads_the_same_way(cast: Cast) -> None:
    row = UseCaseUpsert(
        external_reference="A-1",
        domain=cast.freight,
        title="Yard plan",
        bucket=suggest("Yard plan"),
        planned_benefit=Decimal("1250.50"),
    )
    by = cast.member("freight_owner")
    bulk_upsert([row], source="register", by=by, at=NOW)
    second = replace(row, planned_benefit=Decimal(2000000), live_on=date(2026, 3, 9))
    bulk_upsert([second], source="register", by=by, at=LATER)

    told = happenings(UseCase.objects.get(), cast.member("auditor")).entries[0].changes
    assert {(each.label, each.before, each.after) for each in told} == {
        ("planned benefit each year", "€1,250.50", "€2,000,000"),
        ("live on", "–", "9 Mar 2026"),
    }


def test_a_rating_is_told_by_the_title_of_its_criterion_and_who_says_so(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    use_case = make_use_case(domain=cast.freight)
    criterion = DEFAULT_MODEL.criteria[0]
    store_suggested_ratings({use_case.pk: {criterion.key: RatingInput(2)}}, by=owner, at=NOW)
    rated = {criterion.key: RatingInput(4, "The pilot report.")}
    rate_use_case(use_case, rated, version=1, by=owner, at=LATER)

    told = happenings(use_case, cast.member("auditor")).entries[0].changes
    assert [(each.label, each.before, each.after) for each in told] == [
        (criterion.title, "2", "4"),
        (f"{criterion.title}, evidence", "–", "The pilot report."),
        (f"{criterion.title}, said by", "a suggestion", "a person"),
    ]


def test_who_may_rate_reads_what_others_said_once_they_have_said_it_too(cast: Cast) -> None:
    lead, owner = cast.member("lead"), cast.member("freight_owner")
    use_case = make_use_case(domain=cast.freight)
    rate_use_case(use_case, {"skills": RatingInput(4, "A trial.")}, version=1, by=lead, at=NOW)

    def told() -> list[tuple[str, str]]:
        found = happenings(use_case, owner).entries
        return [(each.label, each.after) for each in found[-1].changes]

    assert told() == [("Skills", "Shown once you have rated it yourself")]
    rate_use_case(use_case, {"skills": RatingInput(2)}, version=2, by=owner, at=LATER)
    assert told()[0] == ("Skills", "4")
    assert ("Skills, evidence", "A trial.") in told()


def test_a_word_that_no_rule_knows_any_more_is_shown_as_it_is() -> None:
    assert shown("stage", "dreamt") == "dreamt"
    assert shown("planned_cost", "much") == "much"
    assert shown("live_on", "soon") == "soon"
