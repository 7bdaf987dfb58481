"""Files that give numbers for respondents, and files that name people who are not here."""

import io
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from assessments.models import Assessment, AssessmentRespondent
from assessments.reports.assessment_sheets import assessment_tables
from assessments.services.assessment_files import FileFormat, export_assessment
from assessments.services.assessment_import_plans import plan_import
from assessments.services.assessment_imports import AssessmentFileRefused, import_assessment
from assessments.services.results import publish_assessment
from portal.models import User
from portal.reports.workbooks import write_workbook
from portal.selectors.members import people_visible_to
from tests.assessments.builders import answer, closed, opened
from tests.assessments.services.test_assessment_imports import a_full_one
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def taken_out(cast: Cast, row: Assessment, **fields: Any) -> dict[str, Any]:
    fresh = Assessment.objects.get(pk=row.pk)
    return export_assessment(fresh, form=FileFormat.JSON, by=cast.member("lead"), at=NOW, **fields)


def as_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document).encode()


def as_workbook(document: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    write_workbook(file, assessment_tables(document))
    return file.getvalue()


@pytest.mark.parametrize("written", [as_json, as_workbook])
def test_a_numbered_file_comes_in_again_with_the_same_figures(
    cast: Cast, written: Callable[[Mapping[str, Any]], bytes]
) -> None:
    row, lead = a_full_one(cast), cast.member("lead")
    file = written(taken_out(cast, row))
    first = publish_assessment(row, by=lead, at=NOW)

    new, _plan = import_assessment(file, filename="f", domain=cast.retail, by=lead, at=NOW)
    second = publish_assessment(new, by=lead, at=NOW + timedelta(days=1))

    assert second.data["evidence"].pop("domain") == "Retail"
    first.data["evidence"].pop("domain")
    assert second.data == first.data
    assert second.mean == first.mean


def test_who_was_numbered_there_is_numbered_the_same_here_and_out_again(cast: Cast) -> None:
    row = a_full_one(cast)
    document = taken_out(cast, row)
    new, _plan = import_assessment(
        as_json(document), filename="f", domain=cast.retail, by=cast.member("lead"), at=NOW
    )

    again = taken_out(cast, new)
    named = taken_out(cast, new, with_names=True, reason="For the archive.")
    for table in ("respondents", "answers"):
        assert again[table] == document[table]
    assert [each["email"] for each in named["respondents"]] == [
        "respondent-1",
        "respondent-2",
        "respondent-3",
    ]
    assert {each["name"] for each in named["respondents"]} == {
        "Respondent 1",
        "Respondent 2",
        "Respondent 3",
    }


def test_numbered_people_are_nobody_who_could_sign_in_or_be_found(cast: Cast) -> None:
    document = taken_out(cast, a_full_one(cast))
    before = list(people_visible_to(cast.member("administrator")))
    for _each in range(2):
        import_assessment(
            as_json(document),
            filename="f",
            domain=cast.retail,
            again=True,
            by=cast.member("lead"),
            at=NOW,
        )

    made = User.objects.filter(is_stand_in=True)
    assert made.count() == 3
    assert {(each.is_active, each.has_usable_password()) for each in made} == {(False, False)}
    assert list(people_visible_to(cast.member("administrator"))) == before


def test_an_open_one_with_numbers_says_that_nobody_answers_it_any_more(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor], domain=cast.freight)
    answer(row, cast.contributor, {"owners": 3})
    file = as_json(taken_out(cast, row))

    plan = plan_import(file, filename="f", domain=None, by=lead, at=NOW)

    assert plan.notes == (
        "Who is named by a number cannot sign in here, so nobody answers for them any more.",
        "1 respondent comes with a number in place of a name.",
    )
    new, _plan = import_assessment(file, filename="f", by=lead, at=NOW)
    assert (new.state, new.responses.get().level) == ("open", 3)


@pytest.fixture
def named(cast: Cast) -> dict[str, Any]:
    """A closed assessment with one respondent who left and one whom nobody knows."""
    answers = {cast.contributor: {"owners": 3}, cast.freight_owner: {"owners": 4}}
    row = closed(cast.member("lead"), answers, domain=cast.freight)
    document = taken_out(cast, row, with_names=True, reason="For the archive.")
    User.objects.filter(pk=cast.contributor.pk).update(is_active=False)
    text = json.dumps(document).replace("freight_owner@example.org", "mara@elsewhere.example")
    found: dict[str, Any] = json.loads(text)
    return found


def test_who_left_is_still_who_said_it_and_who_has_no_account_gets_a_number(
    cast: Cast, named: dict[str, Any]
) -> None:
    lead = cast.member("lead")
    plan = plan_import(as_json(named), filename="f", domain=None, by=lead, at=NOW)
    assert plan.errors == ()
    assert plan.notes == (
        (
            "1 respondent has no account here and comes in under a number: mara@elsewhere.example. "
            "To keep the name, add the person first."
        ),
    )

    new, _plan = import_assessment(as_json(named), filename="f", by=lead, at=NOW)

    assert set(new.responses.values_list("user__name", "level")) == {
        ("Contributor", 3),
        ("Respondent 1", 4),
    }


def test_an_open_one_asks_for_people_who_can_answer_it(cast: Cast, named: dict[str, Any]) -> None:
    named["assessment"]["state"] = "open"
    before = AssessmentRespondent.objects.count(), User.objects.count()

    with pytest.raises(AssessmentFileRefused) as refused:
        import_assessment(as_json(named), filename="f", by=cast.member("lead"), at=NOW)

    assert [each.sentence for each in refused.value.errors] == [
        "“contributor@example.org” is not active here, or may not answer assessments.",
        "Nobody here has the address “mara@elsewhere.example”.",
    ]
    assert (AssessmentRespondent.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize(
    "text", ["respondent-0", "respondent-12345", "respondent-", "1@stand-in.invalid"]
)
def test_what_is_no_number_stands_for_nobody(cast: Cast, named: dict[str, Any], text: str) -> None:
    named["assessment"]["state"] = "open"
    file = json.dumps(named).replace("mara@elsewhere.example", text).encode()
    plan = plan_import(file, filename="f", domain=None, by=cast.member("lead"), at=NOW)
    assert f"Nobody here has the address “{text}”." in {each.sentence for each in plan.errors}


def test_a_number_given_twice_is_an_error(cast: Cast) -> None:
    document = taken_out(cast, a_full_one(cast))
    document["respondents"][1]["email"] = "Respondent-1"
    plan = plan_import(as_json(document), filename="f", domain=None, by=cast.member("lead"), at=NOW)
    assert "“Respondent-1” is asked twice." in {each.sentence for each in plan.errors}
