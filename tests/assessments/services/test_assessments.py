from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessments.domain.lifecycle import MoveRefused
from assessments.domain.settling import ReasonMissing
from assessments.models import Assessment
from assessments.services.assessments import (
    NobodyAsked,
    PeriodInvalid,
    SetUpRefused,
    TargetOffScale,
    change_assessment,
    close_assessment,
    open_assessment,
    reopen_assessment,
)
from assessments.services.respondents import RespondentRefused
from portal.domain.errors import NotAllowed, Refusal, StaleVersion
from portal.domain.roles import Member
from portal.models import LedgerEntry
from tests.assessments.builders import answer, draft, load_small, opened
from tests.builders import NOW, TODAY, make_user
from tests.conftest import Cast


def events() -> list[str]:
    return list(LedgerEntry.objects.order_by("seq").values_list("event", flat=True))


def test_a_draft_knows_its_domain_respondents_and_facilitator(cast: Cast) -> None:
    row = draft(cast.member("lead"), [cast.contributor], domain=cast.freight)

    assert (row.state, row.domain_id, row.facilitator_id) == (
        "draft",
        cast.freight.pk,
        cast.lead.pk,
    )
    assert [each.user_id for each in row.respondents.all()] == [cast.contributor.pk]
    assert events() == ["assessments.framework.loaded", "assessments.assessment.created"]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"due_on": date(2026, 3, 1)}, PeriodInvalid),
        ({"target_level": Decimal(6)}, TargetOffScale),
    ],
)
def test_a_set_up_that_contradicts_itself_is_refused(
    cast: Cast, fields: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        draft(cast.member("lead"), **fields)

    assert not Assessment.objects.exists()


@pytest.mark.parametrize("name", ["executive", "auditor", "stranger"])
def test_only_people_who_may_answer_are_asked(cast: Cast, name: str) -> None:
    with pytest.raises(RespondentRefused):
        draft(cast.member("lead"), [getattr(cast, name)])

    assert not Assessment.objects.exists()


def test_somebody_who_was_deactivated_is_not_asked(cast: Cast) -> None:
    cast.contributor.is_active = False
    cast.contributor.save()

    with pytest.raises(RespondentRefused):
        draft(cast.member("lead"), [cast.contributor])


@pytest.mark.parametrize("name", ["freight_owner", "executive", "contributor", "stranger"])
def test_only_the_centre_sets_assessments_up(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        draft(cast.member(name), domain=cast.freight)

    assert not Assessment.objects.exists()


def test_an_assessment_goes_from_draft_to_open_to_closed_and_back(cast: Cast) -> None:
    lead = cast.member("lead")
    row = draft(lead, [cast.contributor])

    assert open_assessment(row, by=lead, at=NOW).state == "open"
    assert close_assessment(row, by=lead, at=NOW).state == "closed"
    assert (
        reopen_assessment(row, reason="Two came back from leave.", by=lead, at=NOW).state == "open"
    )
    assert events()[-3:] == [
        "assessments.assessment.opened",
        "assessments.assessment.closed",
        "assessments.assessment.reopened",
    ]
    assert b"Two came back from leave." in bytes(LedgerEntry.objects.latest("seq").payload)


def test_nothing_is_opened_that_asks_nobody(cast: Cast) -> None:
    row = draft(cast.member("lead"))

    with pytest.raises(NobodyAsked):
        open_assessment(row, by=cast.member("lead"), at=NOW)

    row.refresh_from_db()
    assert row.state == "draft"


def test_an_open_assessment_is_not_opened_again(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor])

    with pytest.raises(MoveRefused):
        open_assessment(row, by=cast.member("lead"), at=NOW)


def test_reopening_needs_a_reason(cast: Cast) -> None:
    lead = cast.member("lead")
    row = close_assessment(opened(lead, [cast.contributor]), by=lead, at=NOW)

    with pytest.raises(ReasonMissing):
        reopen_assessment(row, reason="  ", by=lead, at=NOW)

    row.refresh_from_db()
    assert row.state == "closed"


def test_a_move_from_a_page_that_is_out_of_date_is_refused(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor])

    with pytest.raises(StaleVersion):
        close_assessment(row, version=1, by=lead, at=NOW)

    row.refresh_from_db()
    assert row.state == "open"


def changed(row: Assessment, lead: Member, **fields: Any) -> Any:
    values = {
        "version": row.version,
        "title": row.title,
        "starts_on": row.starts_on,
        "due_on": row.due_on,
        "target_level": row.target_level,
        "respondents": list(row.respondents.values_list("user_id", flat=True)),
    }
    return change_assessment(row, **(values | fields), by=lead, at=NOW)


def test_an_open_assessment_can_be_given_more_time_and_more_people(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor])

    after = changed(
        row,
        lead,
        due_on=date(2026, 4, 30),
        respondents=[cast.contributor.pk, cast.freight_owner.pk],
    )

    assert (after.due_on, after.version) == (date(2026, 4, 30), row.version + 1)
    assert row.respondents.count() == 2


def test_who_has_answered_is_not_left_out_any_more(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor, cast.freight_owner])
    answer(row, cast.contributor, {"owners": 2})

    with pytest.raises(RespondentRefused, match="Their answers would be lost"):
        changed(row, lead, respondents=[cast.freight_owner.pk])

    assert row.respondents.count() == 2


def test_the_framework_stays_once_people_answer_it(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor])
    other = load_small()
    other.pk = None
    other.version, other.sha256, other.is_default = "9", "f" * 64, False
    other.save()

    with pytest.raises(SetUpRefused):
        changed(row, lead, framework=other)

    row.refresh_from_db()
    assert row.framework.version == "1"


def test_the_set_up_of_a_closed_assessment_stays(cast: Cast) -> None:
    lead = cast.member("lead")
    row = close_assessment(opened(lead, [cast.contributor]), by=lead, at=NOW)

    with pytest.raises(SetUpRefused):
        changed(row, lead, title="Another name")


def test_two_editors_do_not_overwrite_each_other(cast: Cast) -> None:
    lead = cast.member("lead")
    row = draft(lead, [cast.contributor])
    changed(row, lead, title="First")

    with pytest.raises(StaleVersion):
        changed(row, lead, title="Second")

    row.refresh_from_db()
    assert row.title == "First"


def test_a_person_without_a_role_today_cannot_be_asked(cast: Cast) -> None:
    newcomer = make_user("Newcomer")

    with pytest.raises(RespondentRefused):
        draft(cast.member("lead"), [newcomer], starts_on=TODAY)
