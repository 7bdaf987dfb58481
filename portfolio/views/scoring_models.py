"""The scoring model: criteria, anchors, weights, and the versions before."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, require_view
from portal.web.errors import add_refusal
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.criteria import Axis
from portfolio.forms.scoring_models import WeightsForm
from portfolio.selectors.scoring_models import active_model, model_versions
from portfolio.services.scoring_models import change_weights


@require_safe
def scoring_model(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    model = active_model()
    context = {
        "page_title": _("Scoring model"),
        "crumbs": ((_("Scoring model"), None),),
        "model": model,
        "axes": (
            (_("Value"), model.on(Axis.VALUE), model.value_threshold),
            (_("Feasibility"), model.on(Axis.FEASIBILITY), model.feasibility_threshold),
        ),
        "versions": model_versions(),
        "can_change": request.member.can(Capability.MANAGE_SCORING, request.member.root_path),
    }
    return render_page(request, "portfolio/scoring_models/detail.html", context)


@require_http_methods(["GET", "POST"])
def scoring_model_weights(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.MANAGE_SCORING, request.member.root_path)
    form = WeightsForm(request.POST or None, model=active_model())
    if request.method == "POST" and form.is_valid():
        try:
            adopted = change_weights(
                form.as_percentages(),
                reason=form.cleaned_data["reason"],
                by=request.member,
                at=timezone.now(),
                version=form.cleaned_data["version"],
            )
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
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "portfolio/scoring_models/weights.html", context, status=status)
