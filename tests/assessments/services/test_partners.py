"""Partners are added and changed by who runs assessments, and assessed instead of a domain."""

from typing import Any

import pytest

from assessments.models import Assessment, Partner
from assessments.selectors.comparisons import trend
from assessments.selectors.results import latest_readiness, readiness_at
from assessments.services.assessments import change_assessment, create_assessment
from assessments.services.framework_use import SubjectMismatch
from assessments.services.partners import PartnerInvalid, add_partner, change_partner
from portal.domain.errors import NotAllowed, StaleVersion
from portal.models import LedgerEntry
from tests.assessments.builders import (
    draft,
    load_partner_framework,
    load_small,
    make_partner,
    published,
)
from tests.builders import NOW
from tests.conftest import Cast


def test_a_partner_is_added_and_the_ledger_knows(cast: Cast) -> None:
    row = add_partner(
        cast.freight,
        name="  Northlight   Systems ",
        provides="Document models",
        by=cast.member("lead"),
        at=NOW,
    )

    assert (row.name, row.domain, row.version) == ("Northlight Systems", cast.freight, 1)
    assert LedgerEntry.objects.latest("seq").event == "assessments.partner.added"


@pytest.mark.parametrize("name", ["", "   ", "northlight SYSTEMS"])
def test_a_name_is_needed_and_taken_once_per_domain(cast: Cast, name: str) -> None:
    lead = cast.member("lead")
    make_partner(lead, domain=cast.freight)

    with pytest.raises(PartnerInvalid):
        make_partner(lead, name, domain=cast.freight)

    assert make_partner(lead, "Northlight Systems", domain=cast.retail).pk
    assert Partner.objects.count() == 2


@pytest.mark.parametrize("who", ["freight_owner", "board", "contributor", "administrator"])
def test_only_who_runs_assessments_there_writes(cast: Cast, who: str) -> None:
    row = make_partner(cast.member("lead"), domain=cast.freight)
    by = cast.member(who)

    with pytest.raises(NotAllowed):
        add_partner(cast.freight, name="Other", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        change_partner(row, version=1, name="Other", provides="", by=by, at=NOW)

    assert list(Partner.objects.values_list("name", flat=True)) == ["Northlight Systems"]


def test_a_change_from_an_old_version_is_refused(cast: Cast) -> None:
    lead = cast.member("lead")
    row = make_partner(lead, domain=cast.freight)
    change_partner(row, version=1, name="Northlight", provides="", by=lead, at=NOW)

    with pytest.raises(StaleVersion):
        change_partner(row, version=1, name="Southlight", provides="", by=lead, at=NOW)

    after = Partner.objects.get()
    assert (after.name, after.version) == ("Northlight", 2)


def test_saving_what_is_there_changes_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    row = make_partner(lead, domain=cast.freight)
    entries = LedgerEntry.objects.count()

    same = change_partner(row, version=1, name=row.name, provides="", by=lead, at=NOW)

    assert (same.version, LedgerEntry.objects.count()) == (1, entries)


def test_a_framework_about_partners_needs_one_and_no_other_takes_one(cast: Cast) -> None:
    lead = cast.member("lead")
    partner = make_partner(lead, domain=cast.freight)

    def refused(**fields: Any) -> str:
        with pytest.raises(SubjectMismatch) as refusal:
            draft(lead, **fields)
        return refusal.value.sentence

    about = load_partner_framework()
    assert refused(domain=cast.freight, framework=about) == (
        "“Partner sample” is about a partner: choose which one."
    )
    assert refused(domain=cast.freight, framework=load_small(), partner=partner) == (
        "“Sample” is about a domain, not about a partner."
    )
    assert refused(domain=cast.retail, framework=about, partner=partner) == (
        "“Freight” answers for Northlight Systems: set the assessment up there."
    )
    assert not Assessment.objects.exists()
    assert draft(lead, domain=cast.freight, framework=about, partner=partner).partner == partner


def test_a_draft_keeps_its_subject_when_its_framework_changes(cast: Cast) -> None:
    lead = cast.member("lead")
    row = draft(lead, domain=cast.freight)
    fields = {
        "title": row.title,
        "starts_on": row.starts_on,
        "due_on": row.due_on,
        "target_level": row.target_level,
        "respondents": [],
    }
    with pytest.raises(SubjectMismatch):
        change_assessment(
            row, version=1, framework=load_partner_framework(), **fields, by=lead, at=NOW
        )
    assert Assessment.objects.get().framework == row.framework


def test_a_partners_result_says_nothing_about_the_domain(cast: Cast) -> None:
    lead = cast.member("lead")
    own = published(lead, {cast.contributor: {"owners": 4}}, domain=cast.freight)
    framework = load_partner_framework()
    partner = make_partner(lead, domain=cast.freight)
    of_partner = {"domain": cast.freight, "framework": framework, "partner": partner}
    published(lead, {cast.contributor: {"owners": 1}}, days=9, **of_partner)
    # Even under the key that readiness asks for.
    framework.key = own.assessment.framework.key
    framework.version = "2"
    framework.save(update_fields=["key", "version"])

    assert latest_readiness()[cast.freight.pk].assessment_id == own.assessment_id
    found = readiness_at(cast.freight.path)
    assert found is not None
    assert found.assessment_id == own.assessment_id


def test_a_partner_is_compared_with_its_own_earlier_runs_alone(cast: Cast) -> None:
    lead = cast.member("lead")
    about = {"domain": cast.freight, "framework": load_partner_framework()}
    north, south = (make_partner(lead, name, domain=cast.freight) for name in ("North", "South"))
    answers = {cast.contributor: {"owners": 2}}
    first = published(lead, answers, partner=north, **about)
    published(lead, answers, partner=south, days=5, **about)
    second = published(lead, answers, partner=north, days=9, **about)

    points = trend(
        cast.freight.pk,
        framework_key="small-partner",
        this=second.assessment_id,
        partner_id=north.pk,
    )
    assert [each.assessment_id for each in points] == [first.assessment_id, second.assessment_id]
    assert trend(cast.freight.pk, framework_key="small-partner", this=0) == []


def test_the_snapshot_names_the_partner(cast: Cast) -> None:
    lead = cast.member("lead")
    partner = make_partner(lead, domain=cast.freight)
    snapshot = published(
        lead,
        {cast.contributor: {"owners": 2}},
        domain=cast.freight,
        framework=load_partner_framework(),
        partner=partner,
    )
    assert snapshot.data["evidence"]["domain"] == "Northlight Systems · Freight"


def test_a_partner_is_told_to_the_ledger_when_it_is_assessed(cast: Cast) -> None:
    lead = cast.member("lead")
    partner = make_partner(lead, domain=cast.freight)
    create_assessment(
        cast.freight,
        title="Vendor review",
        starts_on=NOW.date(),
        due_on=NOW.date(),
        framework=load_partner_framework(),
        partner=partner,
        by=lead,
        at=NOW,
    )
    entry = LedgerEntry.objects.latest("seq")
    assert entry.event == "assessments.assessment.created"
    assert b"Northlight Systems" in bytes(entry.payload)
