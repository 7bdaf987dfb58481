"""Reviewing the answers and settling what respondents do not agree on."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.charts.distributions import large, small
from assessments.domain.answers import NotScored
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.profiles import level_scale
from assessments.forms.settling import SettleForm, settle_cards
from assessments.models import Assessment
from assessments.selectors.reliability import reliability_of
from assessments.selectors.reviews import (
    Review,
    review,
    reviewed_question,
)
from assessments.services.settling import withdraw_settlement
from assessments.views.settling import chosen_value, run_by, settle_from
from portal.domain.errors import Refusal
from portal.web.access import MemberRequest
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

PAGE = "assessments/review/review.html"


@require_GET
def assessment_review(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = run_by(request, pk)
    found = review(assessment)
    key = found.rows[0].key
    return _page(request, assessment, found, key, _form(found, key))


@require_http_methods(["GET", "POST"])
def capability_settle(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    assessment = run_by(request, pk)
    found = review(assessment)
    if key not in found.standings.tallies:
        raise Http404
    form = _form(found, key, posted_or_kept(request))
    if request.method == "POST" and form.is_valid() and _settled(request, assessment, key, form):
        add_toast(request, _("Settled"))
        after = review(assessment).split
        following = after[0].key if after else key
        return redirect("assessments:capability-settle", pk=pk, key=following)
    return _page(request, assessment, found, key, form)


@require_POST
def settlement_withdraw(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    assessment = run_by(request, pk)
    withdraw_settlement(assessment, question=key, by=request.member, at=timezone.now())
    add_toast(request, _("Taken back: the answers speak for themselves again"))
    return redirect("assessments:capability-settle", pk=pk, key=key)


def _form(found: Review, key: str, data: Any = None) -> SettleForm:
    row = found.standings.settlements.get(key)
    initial = {"reason": row.reason} if row else {}
    return SettleForm(data, scale=found.framework.question(key).scale, initial=initial)


def _settled(request: MemberRequest, assessment: Assessment, key: str, form: SettleForm) -> bool:
    try:
        settle_from(form, assessment, key, by=request.member)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _page(
    request: MemberRequest, assessment: Assessment, found: Review, key: str, form: SettleForm
) -> HttpResponse:
    one = reviewed_question(assessment, found, key)
    figures = one.settled.agreement
    state = AssessmentState(assessment.state)
    context = {
        "page_title": _("Consensus"),
        "crumbs": (
            (_("Assessments"), reverse("assessments:assessment-list")),
            (assessment.title, reverse("assessments:assessment-detail", args=[assessment.pk])),
            (_("Consensus"), None),
        ),
        "assessment": assessment,
        "review": found,
        "rows": [(row, small(row.counts)) for row in found.rows],
        "reliability": reliability_of(assessment),
        "one": one,
        "figures": None if isinstance(figures, NotScored) else figures,
        "figure": large(one.tally, figures, perspective=one.among_others),
        "form": form,
        "cards": settle_cards(one.question.scale, chosen_value(one, form)),
        "scale": level_scale(one.question.scale),
        "can_settle": state in {AssessmentState.OPEN, AssessmentState.CLOSED},
        "can_publish": state is AssessmentState.CLOSED and not found.split,
        "is_closed": state is AssessmentState.CLOSED,
    }
    return render_page(request, PAGE, context, status=422 if request.method == "POST" else 200)
