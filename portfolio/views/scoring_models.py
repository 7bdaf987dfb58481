"""The scoring model: criteria, anchors, weights, and the versions before."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.domain.errors import Refusal
from portal.domain.page_parts import Tab
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.web.access import MemberRequest, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.weighting import WeightMethod
from portfolio.forms.weights import WeightsForm, answers
from portfolio.selectors.scoring_models import (
    active_model,
    active_version,
    model_of,
    model_versions,
    weighed_axes,
)
from portfolio.services.scoring_models import ScoringModelChanged, change_weights


@require_safe
def scoring_model(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    model = active_model()
    context = {
        "page_title": _("Scoring model"),
        "crumbs": ((_("Scoring model"), None),),
        "model": model,
        "axes": weighed_axes(model),
        "versions": model_versions(),
        "can_change": request.member.can(Capability.MANAGE_SCORING, request.member.root_path),
    }
    return render_page(request, "portfolio/scoring_models/detail.html", context)


@require_http_methods(["GET", "POST"])
def scoring_model_weights(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.MANAGE_SCORING, request.member.root_path)
    said = posted_or_kept(request)
    method = _method(request, said)
    form = WeightsForm(said, model=active_model(), method=method)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            adopted = change_weights(
                form.as_weighings(),
                reason=form.cleaned_data["reason"],
                by=request.member,
                at=timezone.now(),
                version=form.cleaned_data["version"],
            )
        except ScoringModelChanged as stale:
            form, more = _both_versions(form, stale)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            words = {"version": adopted.version}
            add_toast(request, _("Version %(version)d adopted; everything is ranked anew") % words)
            return redirect("portfolio:scoring-model")
    context = {
        "page_title": _("Change weights"),
        "crumbs": (
            (_("Scoring model"), reverse("portfolio:scoring-model")),
            (_("Change weights"), None),
        ),
        "form": form,
        "tabs": _tabs(method),
        **more,
    }
    status = 412 if more else 422 if request.method == "POST" else 200
    return render_page(request, "portfolio/scoring_models/weights.html", context, status=status)


def _method(request: MemberRequest, said: QueryDict | None) -> WeightMethod:
    """Return how the page asks: as the form was asked, else as the address says."""
    asked = (said and said.get("method")) or request.GET.get("method", "")
    return WeightMethod(asked) if asked in set(WeightMethod) else WeightMethod.DIRECT


def _tabs(current: WeightMethod) -> list[Tab]:
    page = reverse("portfolio:scoring-model-weights")
    return [
        Tab(each.label, f"{page}?method={each.value}", is_current=each is current)
        for each in WeightMethod
    ]


def _both_versions(
    form: WeightsForm, stale: ScoringModelChanged
) -> tuple[WeightsForm, dict[str, Any]]:
    base, theirs, row = model_of(form.cleaned_data["version"]), active_model(), active_version()
    if row is None:
        add_refusal(form, stale)
        return form, {}
    method = form.weight_method
    data, conflicts = reconciled(
        form,
        base=answers(base, method) if base else {},
        theirs=answers(theirs, method),
        version=theirs.version,
    )
    return WeightsForm(data, model=theirs, method=method), {
        "conflicts": conflicts,
        "conflict_who": row.created_by or _("Somebody"),
        "conflict_when": date_format(timezone.localtime(row.created_at), "j F Y, H:i"),
    }
