import hashlib
import json
from datetime import UTC, date, datetime, timedelta

from django.apps import apps
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from assessments.models import (
    Assessment,
    AssessmentImport,
    Campaign,
    FrameworkVersion,
    ResultSnapshot,
)
from assessments.services.assessment_files import FileFormat, export_assessment
from assessments.services.assessment_imports import import_assessment, portal_itself
from assessments.services.campaign_mails import MailKind, request_mails
from assessments.services.framework_files import read_framework, shipped_frameworks
from assessments.services.frameworks import load_framework
from assessments.services.questionnaire_papers import request_paper, store_paper
from assessments.services.response_evidence import add_file
from assessments.services.result_reports import store_report
from assessments.services.settling import reveal_names
from portal.demo.removal import remove
from portal.domain.roles import Role
from portal.models import Domain, Job, LedgerEntry, User
from portal.selectors.ledger import verify_ledger
from portal.services import publications, tokens
from portal.services.ledger import SYSTEM
from portfolio.models import ImportRun, RoadmapEdition, ScoringModelVersion, UseCase
from tests.builders import grant, make_domain, make_use_case, make_user, member

NOW = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)
STAYS = {
    "auth.Permission",
    "contenttypes.ContentType",
    "portal.LedgerEntry",
    "portal.LedgerHead",
    "assessments.FrameworkVersion",
    "portfolio.ScoringModelVersion",
}


def rows_left() -> dict[str, int]:
    """Count what is left in every table that should be empty, histories and joins included."""
    models = apps.get_models(include_auto_created=True)
    counts = {model._meta.label: model._base_manager.count() for model in models}
    return {label: count for label, count in counts.items() if count and label not in STAYS}


def use_the_portal() -> None:
    """Leave what a few days of looking around leave behind."""
    owner = User.objects.get(email="owner@tessenbrook.example")
    Client().force_login(owner)
    tokens.create_token(
        owner,
        label="Spreadsheet",
        can_write=False,
        expires_at=NOW + timedelta(days=30),
        by=member(owner),
        at=NOW,
    )
    ImportRun.objects.create(
        filename="mine.csv",
        sha256=hashlib.sha256(b"").hexdigest(),
        created_by=owner,
        created_at=NOW,
    )
    edition = RoadmapEdition.objects.order_by("number")[0]
    publications.store_publication(
        b"%PDF",
        kind="roadmap_pdf",
        subject=edition,
        title="Roadmap",
        filename="roadmap.pdf",
        media_type="application/pdf",
        by=SYSTEM,
        at=NOW,
    )
    make_use_case(domain=Domain.objects.get(name="Claims"))
    use_the_assessments()


def use_the_assessments() -> None:
    """Show a file, see who said what, import, have a report built and reminders sent."""
    nurse = member(User.objects.get(email="contributor@tessenbrook.example"))
    lead = member(User.objects.get(email="lead@tessenbrook.example"))
    campaign = Campaign.objects.get()
    add_file(
        campaign.assessments.get(domain__name="Home care").pk,
        question="owner-mandate",
        content=b"week,hours\n1,0\n",
        name="hours.csv",
        by=nurse,
        at=NOW,
    )
    waiting = campaign.assessments.get(domain__name="Customer service")
    reveal_names(waiting, question="watch-duty", by=lead, at=NOW)
    AssessmentImport.objects.create(
        filename="claims.json",
        sha256=hashlib.sha256(b"{}").hexdigest(),
        content=b"{}",
        created_by_id=lead.user_id,
        created_at=NOW,
    )
    store_report(ResultSnapshot.objects.earliest("pk"), b"%PDF", at=NOW)
    store_paper(waiting.respondents.earliest("pk"), b"%PDF", at=NOW)
    request_paper(waiting.respondents.latest("pk"), by=portal_itself(), at=NOW)
    request_mails(campaign, MailKind.REMINDER, by=lead, at=NOW)
    file = export_assessment(waiting, form=FileFormat.JSON, by=lead, at=NOW)
    import_assessment(json.dumps(file).encode(), filename="f", by=portal_itself(), at=NOW)


def asked_by() -> set[tuple[str, bool]]:
    """Return the frameworks that are here, and which of them is offered first."""
    return set(FrameworkVersion.objects.values_list("key", "is_default"))


def test_no_row_is_left_but_the_ledger_the_frameworks_and_the_scoring_model(demo: None) -> None:
    use_the_portal()
    before, frameworks = LedgerEntry.objects.count(), asked_by()
    assert set(shipped_frameworks()) >= {key for key, _is_default in frameworks}

    removed = remove(at=NOW)

    assert rows_left() == {}
    assert (removed.use_cases, removed.people, removed.kept) == (55, 28, ())
    assert LedgerEntry.objects.count() == before + 1
    assert LedgerEntry.objects.latest("seq").event == "portal.demo.removed"
    assert verify_ledger().is_intact
    assert asked_by() == frameworks
    assert ScoringModelVersion.objects.filter(is_active=True).exists()


def test_a_domain_of_your_own_stays_with_what_it_holds_and_the_domains_above_it(
    demo: None, settings: LazySettings
) -> None:
    settings.ORGANISATION = "Harbour group"
    own = make_domain("Roofs", parent=Domain.objects.get(name="Claims"))
    mine = make_use_case(domain=own, title="Mine")

    removed = remove(at=NOW)

    assert [row.name for row in Domain.objects.all()] == [
        "Harbour group",
        "Insurance",
        "Claims",
        "Roofs",
    ]
    assert removed.kept == ("Harbour group", "Insurance", "Claims")
    assert UseCase.objects.get() == mine
    assert not Domain.objects.filter(is_demo=True).exists()
    assert set(Job.objects.values_list("kind", flat=True)) == {
        "portfolio.compare",
        "portfolio.rank",
    }
    assert not any(Domain.objects.find_problems())


def test_an_assessment_of_your_own_domain_stays_with_its_framework(demo: None) -> None:
    own = make_domain("Roofs", parent=Domain.objects.get(name="Claims"))
    part = Assessment.objects.filter(campaign__isnull=False, state="open").earliest("pk")
    mine = Assessment.objects.create(
        campaign=part.campaign,
        framework=part.framework,
        domain=own,
        title="Mine",
        starts_on=part.starts_on,
        due_on=part.due_on,
        created_at=NOW,
    )

    remove(at=NOW)

    assert Assessment.objects.get() == mine
    assert Assessment.objects.get().campaign is None
    assert mine.framework in FrameworkVersion.objects.all()


def test_what_ships_is_there_for_the_first_assessment_of_your_own(demo: None) -> None:
    call_command("load_framework", verbosity=0)
    before = set(FrameworkVersion.objects.values_list("key", "state"))
    assert {key for key, _state in before} == set(shipped_frameworks())

    remove(at=NOW)

    assert set(FrameworkVersion.objects.values_list("key", "state")) == before


def test_your_administrator_keeps_the_enterprise(demo: None) -> None:
    me = make_user("Me")
    grant(me, Role.ADMINISTRATOR, Domain.objects.get(depth=1), starts_on=date(2027, 1, 1))

    remove(at=NOW)

    assert list(User.objects.all()) == [me]
    assert me.grants.get().domain == Domain.objects.get()


def test_a_session_of_somebody_else_stays(demo: None) -> None:
    me = make_user("Me")
    Client().force_login(me)
    Client().force_login(User.objects.get(email="lead@tessenbrook.example"))

    remove(at=NOW)

    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [str(me.pk)]


def test_removing_twice_records_nothing_twice_and_takes_nothing_more(demo: None) -> None:
    remove(at=NOW)
    path = shipped_frameworks()["partner-evaluation"]
    framework = read_framework(path.read_bytes(), name=path.name)
    own = load_framework(framework, source=path.name, by=SYSTEM, at=NOW)
    before = LedgerEntry.objects.count()

    remove(at=NOW)

    assert LedgerEntry.objects.count() == before
    assert own in FrameworkVersion.objects.all()
