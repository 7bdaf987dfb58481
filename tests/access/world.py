"""One of everything in the freight domain, so that every address can be called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from assessments.domain.invitations import Invitation
from assessments.services.actions import add_action
from assessments.services.assessment_imports import keep_file
from assessments.services.campaign_respondents import ask_also
from assessments.services.framework_drafts import draft_copy, publish_draft
from assessments.services.partners import add_partner
from assessments.services.questionnaire_papers import store_paper
from assessments.services.response_evidence import add_file, add_link
from assessments.services.result_reports import store_report
from portal.domain.saved_views import Sharing
from portal.models import RoleGrant
from portal.services import jobs
from portal.services.ledger import SYSTEM
from portal.services.saved_views import ViewInput, save_view
from portal.services.tokens import create_token
from portfolio.domain.bulk_edits import BulkChange
from portfolio.models import ImportRun, RoadmapDependency, SavedMapping
from portfolio.services.bulk_edit_previews import keep_preview
from portfolio.services.roadmap_dependencies import add_dependency
from portfolio.services.roadmap_editions import publish_edition, store_edition_pdf
from portfolio.services.roadmap_items import add_actions, add_use_cases
from portfolio.services.roadmaps import Frame, RoadmapInput, create_roadmap, plan
from portfolio.services.scoring_drafts import begin_draft
from portfolio.services.scoring_models import ensure_default_model
from portfolio.services.standard_drafts import begin_draft as begin_standard
from portfolio.services.use_case_drafts import keep_draft
from tests.assessments.builders import KEYS, campaign, closed, draft, opened, published
from tests.builders import NOW, TODAY, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import stored_pair
from tests.portfolio.standard_builders import own_criterion, stricter

COLUMNS = (
    "anonymous",
    "stranger",
    "contributor",
    "retail_owner",
    "freight_owner",
    "executive",
    "board",
    "auditor",
    "lead",
    "administrator",
)


@dataclass(frozen=True, slots=True)
class Address:
    """One named address of the portal with the keyword arguments it takes."""

    name: str
    arguments: tuple[str, ...]


def addresses() -> Mapping[str, Address]:
    """Return every named address by ``namespace:name``, and fail on one without a name."""
    return {address.name: address for address in _walk(get_resolver().url_patterns, "")}


def _walk(patterns: Any, namespace: str) -> list[Address]:
    found: list[Address] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"The address {pattern.pattern} has no name."
            found.append(Address(f"{namespace}{pattern.name}", tuple(pattern.pattern.converters)))
    return found


@dataclass
class World:
    """The primary keys of one of everything; all of it belongs to the freight domain."""

    cast: Cast
    keys: Mapping[str, Any]

    def client(self, column: str) -> Client:
        return Client() if column == "anonymous" else self.cast.client(column)


def build_world(cast: Cast) -> World:
    """Create one of everything in freight through the services people use."""
    lead, owner = cast.member("lead"), cast.member("freight_owner")
    answers = {cast.contributor: dict.fromkeys(KEYS, 2)}
    snapshot = published(lead, answers, domain=cast.freight)
    store_report(snapshot, b"%PDF-1.7", at=NOW)
    framework = snapshot.assessment.framework
    asked = {"domain": cast.freight, "framework": framework}
    draft_row = draft(lead, [cast.contributor], **asked)
    open_row = opened(lead, [cast.contributor], **asked)
    store_paper(open_row.respondents.get(), b"%PDF-1.7", at=NOW)
    beside: dict[str, Any] = {"question": "catalogue", "by": cast.member("contributor"), "at": NOW}
    evidence = add_file(open_row.pk, content=b"Minutes", name="minutes.txt", **beside)
    link = add_link(open_row.pk, link="https://wiki.tessenbrook.example", **beside)
    closed_row = closed(lead, answers, **asked)
    round_row = campaign(lead, cast.freight, [cast.freight, cast.depots], framework=framework)
    part = round_row.assessments.get(domain=cast.freight)
    ask_also(round_row, {part.pk: [Invitation(cast.contributor.pk)]}, by=lead, at=NOW)
    use_case = make_use_case(domain=cast.freight)
    archived = make_use_case(domain=cast.freight, archived_at=NOW)
    pair = stored_pair(cast.freight, cast.depots)
    pair_across = stored_pair(cast.freight, cast.retail, entry_score=0.8)
    with transaction.atomic():
        ensure_default_model(by=SYSTEM, at=NOW)
        begin_draft(by=lead, at=NOW)
        own = own_criterion(cast.freight)
        stricter(cast.freight, own, value=60, by=owner)
        begin_standard(cast.freight, by=owner, at=NOW)
        job = jobs.request("portfolio.rank", {}, title="Rank", by=owner, at=NOW)
    action = add_action(
        cast.freight,
        title="Sign data contracts",
        capability="catalogue",
        from_level=1,
        to_level=2,
        by=lead,
        at=NOW,
    )
    framework_draft = draft_copy(framework, version="draft", by=lead, at=NOW)
    framework_spare = publish_draft(
        draft_copy(framework, version="spare", by=lead, at=NOW), by=lead, at=NOW
    )
    partner = add_partner(cast.freight, name="Northlight Systems", by=lead, at=NOW)
    run = ImportRun.objects.create(
        filename="list.csv",
        sha256="0" * 64,
        state=ImportRun.State.CHECKED,
        domain=cast.freight,
        created_by=cast.freight_owner,
        created_at=NOW,
    )
    bulk_edit = keep_preview(
        [use_case.pk],
        BulkChange(domain=cast.freight.pk),
        by=cast.member("freight_owner"),
        at=NOW,
    )
    saved = SavedMapping.objects.create(
        name="Freight list",
        owner=cast.freight_owner,
        is_shared=True,
        data={"source": "freight-list", "columns": {"title": ["Idea"]}},
        created_at=NOW,
        updated_at=NOW,
    )
    kept = keep_file(b"{}", filename="spring.json", domain=None, by=lead, at=NOW)
    frame = RoadmapInput("Freight roadmap", Frame(TODAY, 2, 13, 60))
    roadmap = create_roadmap(cast.freight, frame, by=lead, at=NOW)
    roadmap = add_use_cases(roadmap, [use_case], version=roadmap.version, by=lead, at=NOW)
    roadmap = add_actions(roadmap, [action], version=roadmap.version, by=lead, at=NOW)
    first, second = roadmap.items.order_by("pk")
    roadmap = add_dependency(first, second, version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    edition = publish_edition(roadmap, title="First", version=roadmap.version, by=lead, at=NOW)
    store_edition_pdf(edition, b"%PDF-1.7", at=NOW)
    token = create_token(
        cast.freight_owner,
        label="Export",
        can_write=False,
        expires_at=timezone.now() + timedelta(days=9),
        by=owner,
        at=timezone.now(),
    )
    view = save_view(
        "use-cases", ViewInput("Pilots", "stage=pilot", Sharing.EVERYONE), by=owner, at=NOW
    )
    return World(
        cast,
        {
            "saved_view": view.slug,
            "freight": cast.freight.pk,
            "person": cast.stranger.pk,
            "grant": RoleGrant.objects.get(user=cast.freight_owner).pk,
            "token": token.row.pk,
            "job": job.pk,
            "framework": framework.pk,
            "framework_draft": framework_draft.pk,
            "framework_spare": framework_spare.pk,
            "draft": draft_row.pk,
            "open": open_row.pk,
            "evidence": evidence.pk,
            "link": link.pk,
            "closed": closed_row.pk,
            "published": snapshot.assessment_id,
            "campaign": round_row.pk,
            "part": part.pk,
            "respondent": cast.contributor.pk,
            "capability": "catalogue",
            "partner": partner.pk,
            "action": action.pk,
            "use_case": use_case.pk,
            "archived": archived.pk,
            "pair": pair.pk,
            "pair_across": pair_across.pk,
            "own_criterion": own.key,
            "import": run.pk,
            "bulk_edit": bulk_edit.pk,
            "saved_mapping": saved.pk,
            "use_case_draft": keep_draft({"title": "Yard plan"}, by=owner, at=NOW).pk,
            "assessment_import": kept.pk,
            "roadmap": roadmap.pk,
            "dependency": RoadmapDependency.objects.get().pk,
            "item": first.pk,
            "edition": edition.pk,
        },
    )
