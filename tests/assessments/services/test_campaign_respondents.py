from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.invitations import Invitation, LayerUnknown, Perspective
from assessments.domain.row_errors import RowsRefused
from assessments.models import AssessmentRespondent, Campaign
from assessments.services.assessments import SetUpRefused, close_assessment
from assessments.services.campaign_moves import open_campaign
from assessments.services.campaign_respondents import (
    ListUnreadable,
    ask_also,
    change_respondents,
    decoded,
    set_respondents,
    take_list,
)
from assessments.services.respondents import RespondentRefused
from portal.domain.errors import NotAllowed, StaleVersion
from portal.domain.roles import Role
from tests.assessments.builders import answer, campaign, opened
from tests.builders import NOW, grant, make_domain, make_user
from tests.conftest import Cast


@pytest.fixture
def spring(cast: Cast) -> Campaign:
    return campaign(cast.member("lead"), cast.root)


def part(row: Campaign, domain: str = "Freight") -> Any:
    return row.assessments.get(domain__name=domain)


def asked(row: Campaign) -> list[tuple[str, str, str, tuple[str, ...]]]:
    rows = AssessmentRespondent.objects.filter(assessment__campaign=row)
    return [
        (each.assessment.domain.name, each.user.name, each.perspective, tuple(each.layers))
        for each in rows.order_by("assessment__domain__path", "user__name")
    ]


def take(cast: Cast, row: Campaign, text: str) -> int:
    return take_list(row, text, by=cast.member("lead"), at=NOW)


def test_a_list_asks_people_for_domains_perspectives_and_layers(
    cast: Cast, spring: Campaign
) -> None:
    changed = take(
        cast,
        spring,
        "Domain,E-mail,Perspective,Layers\n"
        "Freight,contributor@example.org,,\n"
        "freight,Freight_Owner@example.org,peer,data; people\n"
        "Retail,retail_owner@example.org,evidence,all\n",
    )

    assert changed == 3
    assert asked(spring) == [
        ("Freight", "Contributor", "self", ()),
        ("Freight", "Freight owner", "peer", ("data", "people")),
        ("Retail", "Retail owner", "evidence", ()),
    ]


def test_every_error_of_every_row_is_told_and_nobody_is_asked(cast: Cast, spring: Campaign) -> None:
    with pytest.raises(RowsRefused) as refusal:
        take(
            cast,
            spring,
            "Freight;contributor@example.org;self;\n"
            "Nowhere;nobody@example.org;sideways;moon\n"
            "\n"
            "Freight;auditor@example.org;;\n"
            "Freight;contributor@example.org;peer;\n",
        )

    assert [(each.row, each.column) for each in refusal.value.errors] == [
        (2, "domain"),
        (2, "e-mail"),
        (2, "perspective"),
        (2, "layers"),
        (4, "e-mail"),
        (5, "e-mail"),
    ]
    assert refusal.value.fields["4.e-mail"] == (
        "auditor@example.org is not active or may not answer assessments."
    )
    assert refusal.value.fields["5.e-mail"] == "Row 1 asks this person about this domain already."
    assert asked(spring) == []


def test_two_domains_of_one_name_are_told_apart_by_their_code(cast: Cast) -> None:
    twin = make_domain("Depots", parent=cast.retail)
    twin.code = "R-DEP"
    twin.save()
    row = campaign(cast.member("lead"), cast.root, [cast.depots, twin])

    with pytest.raises(RowsRefused, match="1 cell needs"):
        take(cast, row, "Depots,contributor@example.org")
    take(cast, row, "r-dep,contributor@example.org")

    assert row.assessments.get(domain=twin).respondents.count() == 1


@pytest.mark.parametrize("text", ["", "   \n", "domain,e-mail\n"])
def test_a_list_without_rows_is_refused(cast: Cast, spring: Campaign, text: str) -> None:
    with pytest.raises(RowsRefused):
        take(cast, spring, text)


def test_an_upload_that_is_no_text_is_refused(cast: Cast) -> None:
    assert decoded("Müller".encode("cp1252")) == "Müller"
    for content in (b"\x00\x01\x02", b"x" * 1_100_000):
        with pytest.raises(ListUnreadable):
            decoded(content)


def test_asking_more_people_leaves_the_others_as_they_are(cast: Cast, spring: Campaign) -> None:
    take(cast, spring, "Freight,freight_owner@example.org,peer,data")
    freight, retail = part(spring), part(spring, "Retail")
    also = [Invitation(cast.contributor.pk, Perspective.EVIDENCE)]

    ask_also(spring, {freight.pk: also, retail.pk: also}, by=cast.member("lead"), at=NOW)

    assert asked(spring) == [
        ("Freight", "Contributor", "evidence", ()),
        ("Freight", "Freight owner", "peer", ("data",)),
        ("Retail", "Contributor", "evidence", ()),
    ]


def test_who_answered_is_not_left_out_and_keeps_their_layers(cast: Cast, spring: Campaign) -> None:
    lead = cast.member("lead")
    take(cast, spring, "Freight,contributor@example.org\nFreight,freight_owner@example.org")
    freight = part(spring)
    open_campaign(spring, only=[freight.pk], by=lead, at=NOW)
    answer(freight, cast.contributor, {"catalogue": 2})

    def set_to(*invitations: Invitation) -> None:
        set_respondents(spring, freight.pk, invitations, version=None, by=lead, at=NOW)

    with pytest.raises(RespondentRefused):
        set_to(Invitation(cast.freight_owner.pk))
    with pytest.raises(RespondentRefused, match="answered in a layer"):
        set_to(Invitation(cast.contributor.pk, layers=("people",)))
    with pytest.raises(RespondentRefused, match="Contributor has answered already"):
        set_to(Invitation(cast.contributor.pk, Perspective.PEER, ("data",)))
    assert len(asked(spring)) == 2

    set_to(Invitation(cast.contributor.pk, layers=("data",)))
    assert asked(spring) == [("Freight", "Contributor", "self", ("data",))]


def test_who_has_not_answered_can_still_be_asked_from_another_side(
    cast: Cast, spring: Campaign
) -> None:
    lead, freight = cast.member("lead"), part(spring)
    for perspective in (Perspective.SELF, Perspective.PEER):
        invitation = Invitation(cast.contributor.pk, perspective)
        set_respondents(spring, freight.pk, [invitation], version=None, by=lead, at=NOW)
    assert asked(spring) == [("Freight", "Contributor", "peer", ())]


def test_an_unknown_layer_and_a_stale_version_change_nothing(cast: Cast, spring: Campaign) -> None:
    lead, freight = cast.member("lead"), part(spring)
    for invitation, version, refusal in (
        (Invitation(cast.contributor.pk, layers=("moon",)), None, LayerUnknown),
        (Invitation(cast.auditor.pk), None, RespondentRefused),
        (Invitation(cast.contributor.pk), 7, StaleVersion),
    ):
        with pytest.raises(refusal):
            set_respondents(spring, freight.pk, [invitation], version=version, by=lead, at=NOW)

    assert asked(spring) == []


def test_a_closed_domain_and_one_of_another_campaign_ask_nobody_else(
    cast: Cast, spring: Campaign
) -> None:
    lead = cast.member("lead")
    other = campaign(lead, cast.freight, framework=spring.framework)
    spring.assessments.update(state="closed")
    me = [Invitation(cast.contributor.pk)]

    with pytest.raises(SetUpRefused, match="Closed, so nobody else is asked: Freight"):
        ask_also(spring, {part(spring).pk: me}, by=lead, at=NOW)
    with pytest.raises(SetUpRefused):
        ask_also(spring, {part(other, "Depots").pk: me}, by=lead, at=NOW)
    with pytest.raises(NotAllowed):
        ask_also(other, {part(other, "Depots").pk: me}, by=cast.member("freight_owner"), at=NOW)

    assert not AssessmentRespondent.objects.exists()


def test_a_long_list_costs_no_more_queries_than_a_short_one(cast: Cast) -> None:
    lead = cast.member("lead")
    domains = [make_domain(f"Unit {number}") for number in range(12)]
    people = [make_user() for _number in range(12)]
    for person in people:
        grant(person, Role.CONTRIBUTOR, cast.root)
    row = campaign(lead, cast.root, domains)

    def queries(size: int) -> int:
        text = "\n".join(
            f"{domain.name},{person.email}" for domain in domains[:size] for person in people[:size]
        )
        with CaptureQueriesContext(connection) as seen:
            take(cast, row, text)
        return len(seen)

    assert queries(2) == queries(12)


def test_an_assessment_on_its_own_asks_from_perspectives_and_about_layers(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor, cast.freight_owner], domain=cast.freight)
    wanted = [Invitation(cast.contributor.pk, Perspective.PEER, ("data",))]

    with pytest.raises(StaleVersion):
        change_respondents(row, wanted, version=row.version - 1, by=lead, at=NOW)
    row = change_respondents(row, wanted, version=row.version, by=lead, at=NOW)

    left = AssessmentRespondent.objects.get(assessment=row)
    assert (left.user, left.perspective, left.layers) == (cast.contributor, "peer", ["data"])
    row = close_assessment(row, by=lead, at=NOW)
    with pytest.raises(SetUpRefused):
        change_respondents(row, [], version=row.version, by=lead, at=NOW)
    assert AssessmentRespondent.objects.filter(assessment=row).count() == 1
