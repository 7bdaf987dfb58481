from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.campaigns import (
    DomainHasAnswers,
    DomainsInvalid,
    FrameworkNotForCampaigns,
    MessageInvalid,
)
from assessments.domain.gaps import TargetInvalid
from assessments.domain.invitations import Invitation
from assessments.models import Assessment, Campaign, FrameworkVersion
from assessments.services.assessments import PeriodInvalid, SetUpRefused
from assessments.services.campaign_moves import open_campaign
from assessments.services.campaign_respondents import ask_also
from assessments.services.campaigns import (
    CampaignInput,
    FacilitatorRefused,
    change_campaign,
    create_campaign,
)
from portal.domain.errors import NotAllowed, StaleVersion
from portal.models import Domain, LedgerEntry
from tests.assessments.builders import answer, campaign, load_small
from tests.builders import NOW, TODAY, make_domain
from tests.conftest import Cast


def said(row: Campaign, **fields: Any) -> CampaignInput:
    """Repeat what a campaign says, with some of it changed."""
    return replace(
        CampaignInput(
            title=row.title,
            starts_on=row.starts_on,
            due_on=row.due_on,
            framework=row.framework,
            target_level=row.target_level,
            message=row.message,
            remind_days=row.remind_days,
        ),
        **fields,
    )


def change(cast: Cast, row: Campaign, domains: list[Domain] | None = None, **fields: Any) -> Any:
    ids = (
        [each.pk for each in domains]
        if domains is not None
        else list(row.assessments.values_list("domain_id", flat=True))
    )
    return change_campaign(
        row,
        said(row, **fields),
        version=row.version,
        domains=ids,
        by=cast.member("lead"),
        at=NOW,
    )


def test_a_campaign_makes_one_draft_for_each_child_of_its_scope(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root, target_layers={"data": Decimal(4)})

    parts = list(row.assessments.order_by("domain__path"))
    assert [(part.domain, part.state, part.title) for part in parts] == [
        (cast.freight, "draft", "Spring round, Freight"),
        (cast.retail, "draft", "Spring round, Retail"),
    ]
    for part in parts:
        assert part.target == {"layers": {"data": 4.0}}
        assert (part.starts_on, part.due_on) == (TODAY, date(2026, 3, 31))
        assert part.facilitator == cast.lead
        assert part.history.count() == 1
    entry = LedgerEntry.objects.order_by("-seq").first()
    assert entry is not None
    assert entry.event == "assessments.campaign.created"


def test_a_scope_without_children_is_assessed_itself(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.depots)

    assert [part.domain for part in row.assessments.all()] == [cast.depots]


def test_many_domains_cost_no_more_queries_than_two(cast: Cast) -> None:
    lead, framework = cast.member("lead"), load_small()
    few = [cast.freight, cast.retail]

    def queries(domains: list[Domain]) -> int:
        with CaptureQueriesContext(connection) as seen:
            campaign(lead, cast.root, domains, framework=framework)
        return len(seen)

    first = queries(few)
    assert queries([*few, *(make_domain() for _number in range(20))]) == first


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"due_on": date(2026, 3, 1)}, PeriodInvalid),
        ({"target_level": Decimal(6)}, TargetInvalid),
        ({"target_layers": {"nowhere": Decimal(3)}}, TargetInvalid),
        ({"message": "x" * 4001}, MessageInvalid),
        ({"remind_days": 61}, MessageInvalid),
    ],
)
def test_a_set_up_that_contradicts_itself_makes_nothing(
    cast: Cast, fields: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        campaign(cast.member("lead"), cast.root, **fields)

    assert not Campaign.objects.exists()
    assert not Assessment.objects.exists()


def test_a_domain_outside_the_scope_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainsInvalid):
        campaign(cast.member("lead"), cast.freight, [cast.freight, cast.retail])
    with pytest.raises(DomainsInvalid):
        campaign(cast.member("lead"), cast.freight, [])

    assert not Campaign.objects.exists()


def test_only_a_published_framework_about_domains_is_run(cast: Cast) -> None:
    framework = load_small()
    for fields in (
        {"state": FrameworkVersion.State.RETIRED, "subject": FrameworkVersion.Subject.DOMAIN},
        {"state": FrameworkVersion.State.PUBLISHED, "subject": FrameworkVersion.Subject.PARTNER},
    ):
        FrameworkVersion.objects.filter(pk=framework.pk).update(is_default=False, **fields)
        framework.refresh_from_db()
        with pytest.raises(FrameworkNotForCampaigns):
            campaign(cast.member("lead"), cast.root, framework=framework)

    assert not Campaign.objects.exists()


def test_who_may_not_run_assessments_there_sets_up_nothing(cast: Cast) -> None:
    framework = load_small()
    with pytest.raises(NotAllowed):
        campaign(cast.member("freight_owner"), cast.freight, framework=framework)
    with pytest.raises(FacilitatorRefused):
        campaign(
            cast.member("lead"),
            cast.root,
            framework=framework,
            facilitator_id=cast.freight_owner.pk,
        )

    assert not Campaign.objects.exists()


def test_a_new_period_and_target_reach_what_is_not_closed(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    row.assessments.filter(domain=cast.retail).update(state="closed")

    change(cast, row, title="Summer round", due_on=date(2026, 4, 30), target_level=Decimal("3.5"))

    freight, retail = row.assessments.order_by("domain__path")
    assert (freight.due_on, freight.target_level) == (date(2026, 4, 30), Decimal("3.5"))
    assert (freight.title, freight.version) == ("Summer round, Freight", 2)
    assert freight.history.first().due_on == date(2026, 4, 30)
    assert (retail.due_on, retail.title, retail.version) == (
        date(2026, 3, 31),
        "Spring round, Retail",
        1,
    )


def test_domains_come_and_go_until_somebody_answered(cast: Cast) -> None:
    lead = cast.member("lead")
    row = campaign(lead, cast.root)
    part = row.assessments.get(domain=cast.freight)
    ask_also(row, {part.pk: [Invitation(cast.contributor.pk)]}, by=lead, at=NOW)
    open_campaign(row, only=[part.pk], by=lead, at=NOW)

    row = change(cast, row, [cast.freight, cast.depots])
    assert set(row.assessments.values_list("domain__name", flat=True)) == {"Freight", "Depots"}

    answer(part, cast.contributor, {"owners": 3})
    with pytest.raises(DomainHasAnswers, match="Freight stays"):
        change(cast, row, [cast.depots])
    assert row.assessments.count() == 2


def test_another_framework_comes_too_late_once_one_is_open(cast: Cast) -> None:
    lead = cast.member("lead")
    row = campaign(lead, cast.root)
    row.assessments.filter(domain=cast.retail).update(state="open")
    other = load_small()
    other.pk, other.version, other.is_default = None, "2", False
    other.save()

    with pytest.raises(SetUpRefused):
        change(cast, row, framework=other)

    row.refresh_from_db()
    assert row.framework_id != other.pk


def test_a_stale_change_is_refused(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    change(cast, row, title="Mine")

    with pytest.raises(StaleVersion):
        change(cast, row, title="Yours")

    assert Campaign.objects.get().title == "Mine"


def test_a_campaign_over_an_archived_domain_is_refused_and_a_kept_one_stays(cast: Cast) -> None:
    lead = cast.member("lead")
    row = campaign(lead, cast.root)
    Domain.objects.filter(pk=cast.retail.pk).update(archived_at=NOW)

    change(cast, row, title="Still both")
    assert row.assessments.count() == 2
    with pytest.raises(DomainsInvalid):
        create_campaign(cast.root, said(row), domains=[cast.retail.pk], by=lead, at=NOW)
