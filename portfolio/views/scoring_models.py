"""The scoring model: criteria, anchors, weights, and the versions before."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.rendering import render_page
from portfolio.domain.criteria import ScoringModel
from portfolio.selectors.scoring_drafts import open_draft
from portfolio.selectors.scoring_models import (
    active_model,
    model_of,
    model_versions,
    weighed_axes,
)


@require_safe
def scoring_model(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    return _page(request, active_model(), crumbs=((_("Scoring model"), None),))


@require_safe
def scoring_model_version(request: MemberRequest, number: int) -> HttpResponse:
    """Show a version that was in force, as it was then."""
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    model = model_of(number)
    if model is None:
        raise Http404
    crumbs = (
        (_("Scoring model"), reverse("portfolio:scoring-model")),
        (_("Version %(number)s") % {"number": number}, None),
    )
    return _page(request, model, crumbs=crumbs)


def _page(
    request: MemberRequest, model: ScoringModel, *, crumbs: tuple[tuple[str, str | None], ...]
) -> HttpResponse:
    versions = model_versions()
    context = {
        "page_title": _("Scoring model"),
        "crumbs": crumbs,
        "model": model,
        "axes": weighed_axes(model),
        "versions": versions,
        "is_old": any(row.version == model.version and not row.is_active for row in versions),
        "draft": open_draft(),
        "can_change": request.member.can(Capability.MANAGE_SCORING, request.member.root_path),
    }
    return render_page(request, "portfolio/scoring_models/detail.html", context)
