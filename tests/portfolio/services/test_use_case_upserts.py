"""Bringing in many use cases at once, and bringing them in again."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.domain.errors import NotAllowed
from portal.models import Job
from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase, UseCaseSearchText, UseCaseTechnique
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput
from portfolio.services.use_case_upserts import (
    ReferenceTwice,
    UseCaseUpsert,
    bulk_upsert,
    forecast_upsert,
)
from portfolio.services.use_cases import change_use_case
from tests.builders import NOW
from tests.conftest import Cast

LATER = NOW + timedelta(days=1)


def row(cast: Cast, number: int = 1, **fields: Any) -> UseCaseUpsert:
    title = fields.get("title", f"Row {number}")
    defaults = {
        "external_reference": f"R-{number}",
        "domain": cast.freight,
        "title": title,
        "bucket": suggest(title),
        "techniques": (Technique.NLP,),
        "external_details": {"Vendor": "In house"},
    }
    return UseCaseUpsert(**(defaults | fields))


def upsert(cast: Cast, *rows: UseCaseUpsert, name: str = "freight_owner", **options: Any) -> Any:
    return bulk_upsert(rows, source="register", by=cast.member(name), at=NOW, **options)


def test_new_rows_become_use_cases_with_history_words_and_techniques(cast: Cast) -> None:
    outcome = upsert(cast, row(cast, 1, stage=Stage.PILOT), row(cast, 2))

    first = UseCase.objects.get(external_reference="R-1")
    assert (len(outcome.created), outcome.updated, outcome.unchanged) == (2, (), ())
    assert outcome.ids["R-1"] == first.pk
    assert (first.source, first.stage, first.bucket_source) == ("register", "pilot", "suggestion")
    assert first.external_details == {"Vendor": "In house"}
    assert first.created_by == cast.freight_owner
    assert first.history.get().history_user == cast.freight_owner
    assert UseCaseSearchText.objects.get(use_case=first).text == " row 1 r-1 \n \t "
    assert list(first.techniques.values_list("technique", flat=True)) == ["nlp"]
    kinds = set(Job.objects.values_list("kind", flat=True))
    assert kinds == {"portfolio.rank", "portfolio.compare"}


def test_the_same_rows_again_change_nothing(cast: Cast) -> None:
    upsert(cast, row(cast, 1), row(cast, 2))
    Job.objects.all().delete()
    outcome = upsert(cast, row(cast, 1), row(cast, 2))
    assert (outcome.created, outcome.updated, len(outcome.unchanged)) == ((), (), 2)
    assert set(UseCase.objects.values_list("version", flat=True)) == {1}
    assert not Job.objects.exists()


def test_a_row_that_says_something_else_is_updated(cast: Cast) -> None:
    upsert(cast, row(cast, 1), row(cast, 2))
    outcome = upsert(
        cast, row(cast, 1, title="Röntgen triage", techniques=(Technique.VISION,)), row(cast, 2)
    )
    first = UseCase.objects.get(external_reference="R-1")
    assert outcome.updated == (first.pk,)
    assert (first.title, first.version) == ("Röntgen triage", 2)
    assert UseCaseSearchText.objects.get(use_case=first).text == " rontgen triage r-1 \n \t "
    assert list(first.techniques.values_list("technique", flat=True)) == ["vision"]
    assert [entry.history_type for entry in first.history.order_by("history_id")] == ["+", "~"]
    assert UseCaseTechnique.objects.count() == 2


def test_what_people_edited_survives_the_same_file(cast: Cast) -> None:
    upsert(cast, row(cast, 1))
    use_case = UseCase.objects.get()
    wanted = UseCaseInput(
        domain=cast.freight,
        title="A better title",
        outcome="",
        source="register",
        external_reference="R-1",
        bucket=BucketChoice(override=Bucket.TRANSFORMATION, reason="It changes the promise."),
        owners={OwnerRole.DATA_OWNER: cast.freight_owner},
    )
    change_use_case(use_case, wanted, version=1, by=cast.member("freight_owner"), at=LATER)
    assert upsert(cast, row(cast, 1)).unchanged == (use_case.pk,)
    assert UseCase.objects.get().title == "A better title"

    upsert(cast, row(cast, 1, title="The file's new title", impact=Impact.SERIOUS))
    after = UseCase.objects.get()
    assert (after.title, after.bucket, after.bucket_source) == (
        "The file's new title",
        "transformation",
        "override",
    )
    assert after.data_owner == cast.freight_owner
    assert (after.impact, after.tier) == (3, None)


def test_fields_the_source_does_not_state_are_left_alone(cast: Cast) -> None:
    upsert(cast, row(cast, 1, outcome="Fewer empty miles.", planned_cost=Decimal(5000)))
    changed = row(cast, 1, title="Other", outcome="", stage=Stage.PRODUCTION, techniques=())
    upsert(cast, changed, stated={"title"})
    after = UseCase.objects.get()
    assert (after.title, after.outcome, after.stage) == ("Other", "Fewer empty miles.", "idea")
    assert after.planned_cost == Decimal(5000)
    assert after.techniques.get().technique == "nlp"


def test_a_source_without_domains_moves_nothing(cast: Cast) -> None:
    upsert(cast, row(cast, 1))
    upsert(cast, row(cast, 1, domain=cast.depots, title="Other"), stated={"title"})
    assert (UseCase.objects.get().title, UseCase.objects.get().domain) == ("Other", cast.freight)
    upsert(cast, row(cast, 1, domain=cast.depots, title="Third"), stated={"title", "domain"})
    assert UseCase.objects.get().domain == cast.depots


def test_a_forecast_says_what_the_upsert_then_does(cast: Cast) -> None:
    upsert(cast, row(cast, 1), row(cast, 2), row(cast, 3))
    before = list(UseCase.objects.order_by("pk").values())
    rows = [row(cast, 1), row(cast, 2, title="Other"), row(cast, 3, outcome="Less."), row(cast, 4)]
    forecast = forecast_upsert(rows, source="register", stated={"title"})
    assert forecast.created == {"R-4"}
    assert forecast.updated == {"R-2"}
    assert forecast.unchanged == {"R-1", "R-3"}
    assert list(UseCase.objects.order_by("pk").values()) == before
    outcome = upsert(cast, *rows, stated={"title"})
    names = {pk: reference for reference, pk in outcome.ids.items()}
    assert {names[pk] for pk in outcome.created} == forecast.created
    assert {names[pk] for pk in outcome.updated} == forecast.updated
    assert {names[pk] for pk in outcome.unchanged} == forecast.unchanged


def test_a_half_stated_risk_joins_the_half_a_person_stated(cast: Cast) -> None:
    upsert(cast, row(cast, 1))
    UseCase.objects.update(autonomy=3)
    upsert(cast, row(cast, 1, impact=Impact.SERIOUS))
    assert UseCase.objects.get().tier == 3


def test_two_rows_of_one_reference_are_refused(cast: Cast) -> None:
    with pytest.raises(ReferenceTwice):
        upsert(cast, row(cast, 1), replace(row(cast, 2), external_reference="R-1"))
    assert not UseCase.objects.exists()


def test_importing_into_somebody_elses_domain_is_refused_as_a_whole(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        upsert(cast, row(cast, 1), row(cast, 2, domain=cast.retail))
    assert not UseCase.objects.exists()


def test_taking_a_row_out_of_somebody_elses_domain_is_refused(cast: Cast) -> None:
    upsert(cast, row(cast, 1, domain=cast.retail), name="lead")
    with pytest.raises(NotAllowed):
        upsert(cast, row(cast, 1))
    assert UseCase.objects.get().domain == cast.retail


def test_the_number_of_statements_does_not_grow_with_the_rows(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    owners = dict.fromkeys(OwnerRole, cast.freight_owner)
    rows = [row(cast, number, owners=owners) for number in range(300)]
    with django_assert_max_num_queries(20):
        upsert(cast, *rows)
    with django_assert_max_num_queries(4):
        upsert(cast, *rows)
    rows = [replace(each, title=f"{each.title} again") for each in rows]
    with django_assert_max_num_queries(20):
        upsert(cast, *rows)
    assert UseCase.objects.filter(version=2).count() == 300
