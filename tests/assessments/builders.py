"""Assessments in every state, built through the services that people use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from assessments.domain.answers import Answered
from assessments.domain.frameworks import Framework, Subject
from assessments.domain.invitations import Invitation
from assessments.domain.scales import FIVE_LEVELS, Scale
from assessments.models import (
    Assessment,
    Campaign,
    FrameworkVersion,
    Partner,
    Response,
    ResultSnapshot,
)
from assessments.services.assessments import (
    close_assessment,
    create_assessment,
    open_assessment,
)
from assessments.services.campaigns import CampaignInput, create_campaign
from assessments.services.framework_files import read_framework, shipped_frameworks
from assessments.services.frameworks import load_framework
from assessments.services.partners import add_partner
from assessments.services.responses import save_response
from assessments.services.results import publish_assessment
from portal.domain.roles import Member, Role
from portal.models import Domain, User
from portal.services.ledger import SYSTEM
from tests.assessments.domain import examples
from tests.builders import NOW, TODAY, grant, make_root, make_user, member

KEYS = ("owners", "vision", "catalogue", "lineage", "testing", "skills")
SMALL = {
    "governance": [examples.make_capability("owners")],
    "strategy": [examples.make_capability("vision")],
    "data": [examples.make_capability("catalogue"), examples.make_capability("lineage")],
    "mlops": [examples.make_capability("testing")],
    "people": [examples.make_capability("skills")],
}


def small_framework() -> Framework:
    """Five layers as in the default framework, with six capabilities in all."""
    return examples.make_framework(SMALL)


def load_small() -> FrameworkVersion:
    return load_framework(small_framework(), source="test", by=SYSTEM, at=NOW)


def load_partner_framework() -> FrameworkVersion:
    """The small framework, about a partner."""
    framework = replace(
        small_framework(), key="small-partner", title="Partner sample", subject=Subject.PARTNER
    )
    return load_framework(framework, source="test", by=SYSTEM, at=NOW)


def make_partner(lead: Member, name: str = "Northlight Systems", **fields: Any) -> Partner:
    domain: Domain = fields.pop("domain", None) or make_root()
    return add_partner(domain, name=name, by=lead, at=NOW, **fields)


def load_shipped(key: str = "five-layers") -> FrameworkVersion:
    path = shipped_frameworks()[key]
    framework = read_framework(path.read_bytes(), name=path.name)
    return load_framework(framework, source=path.name, by=SYSTEM, at=NOW)


def draft(lead: Member, respondents: Sequence[User | Invitation] = (), **fields: Any) -> Assessment:
    defaults: dict[str, Any] = {
        "title": "Spring review",
        "starts_on": TODAY,
        "due_on": date(2026, 3, 31),
        "respondents": [getattr(each, "pk", each) for each in respondents],
        "by": lead,
        "at": NOW,
    }
    values = defaults | fields
    domain: Domain = values.pop("domain", None) or make_root()
    if "framework" not in values:
        values["framework"] = load_small()
    return create_assessment(domain, **values)


def campaign(
    lead: Member, scope: Domain, domains: Sequence[Domain] | None = None, **fields: Any
) -> Campaign:
    """Set up a campaign over the given domains, or the scope's children."""
    defaults: dict[str, Any] = {
        "title": "Spring round",
        "starts_on": TODAY,
        "due_on": date(2026, 3, 31),
    }
    values = defaults | fields
    if "framework" not in values:
        values["framework"] = load_small()
    at = values.pop("at", NOW)
    chosen = None if domains is None else [each.pk for each in domains]
    return create_campaign(scope, CampaignInput(**values), domains=chosen, by=lead, at=at)


def opened(lead: Member, respondents: Sequence[User | Invitation], **fields: Any) -> Assessment:
    return open_assessment(draft(lead, respondents, **fields), by=lead, at=NOW)


def answer(assessment: Assessment, user: User, levels: Mapping[str, int], **fields: Any) -> None:
    for key, level in levels.items():
        save_response(
            assessment.pk,
            question=key,
            answer=Answered(level),
            by=member(user),
            at=fields.get("at", NOW),
        )


def closed(lead: Member, answers: Mapping[User, Mapping[str, int]], **fields: Any) -> Assessment:
    row = opened(lead, list(answers), **fields)
    for user, levels in answers.items():
        answer(row, user, levels)
    return close_assessment(row, by=lead, at=NOW)


def published(
    lead: Member, answers: Mapping[User, Mapping[str, int]], *, days: int = 0, **fields: Any
) -> ResultSnapshot:
    row = closed(lead, answers, **fields)
    return publish_assessment(row, by=lead, at=NOW + timedelta(days=days))


def rated(
    lead: Member,
    domain: Domain,
    table: Sequence[Sequence[float | None]],
    scale: Scale = FIVE_LEVELS,
) -> Assessment:
    """An open assessment in which each row of levels was given by a respondent of their own."""
    keys = [f"asked-{number}" for number in range(len(table[0]))]
    asked = [examples.make_capability(key, scale=scale) for key in keys]
    framework = examples.make_framework({"all": asked}, stands_on={"all": ()}, scale=scale)
    people = [make_user(f"Rater {number}") for number in range(len(table))]
    for person in people:
        grant(person, Role.CONTRIBUTOR, domain)
    version = load_framework(framework, source="test", by=SYSTEM, at=NOW)
    row = opened(lead, people, domain=domain, framework=version)
    Response.objects.bulk_create(
        Response(
            assessment=row, user=person, question=key, kind="level", level=int(level), saved_at=NOW
        )
        for person, levels in zip(people, table, strict=True)
        for key, level in zip(keys, levels, strict=True)
        if level is not None
    )
    return row
