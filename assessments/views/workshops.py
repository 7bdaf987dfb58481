"""The workshop: one question at a time on a projector, settled by the room."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.charts.distributions import large
from assessments.domain.consensus import DISCUSS_BELOW
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.profiles import level_scale
from assessments.domain.settling import SettledMeanwhile
from assessments.forms.settling import SettleForm, settle_cards
from assessments.models import Assessment
from assessments.selectors.reviews import ReviewedQuestion, reviewed_question
from assessments.selectors.workshops import Workshop, workshop
from assessments.services.settling import reveal_names
from assessments.views.settling import chosen_value, run_by, settle_from
from portal.domain.errors import Refusal
from portal.web.access import MemberRequest
from portal.web.errors import add_refusal
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

PAGE = "assessments/workshop/question.html"


@require_GET
def workshop_start(request: MemberRequest, pk: int) -> HttpResponse:
    found = workshop(run_by(request, pk))
    return redirect("assessments:workshop-question", pk=pk, key=found.agenda.first)


@require_http_methods(["GET", "POST"])
def workshop_question(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    assessment = run_by(request, pk)
    found = _of_question(assessment, key)
    scale = found.review.framework.question(key).scale
    if request.method == "GET":
        return _page(request, assessment, found, key, SettleForm(scale=scale))
    form = SettleForm(request.POST, scale=scale)
    if not form.is_valid():
        return _page(request, assessment, found, key, form, status=422)
    try:
        settle_from(form, assessment, key, by=request.member)
    except SettledMeanwhile as refusal:
        # Read anew, so that what was settled meanwhile stands on the screen it is confirmed from.
        add_refusal(form, refusal)
        return _page(request, assessment, workshop(assessment), key, form, status=409)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _page(request, assessment, found, key, form, status=422)
    add_toast(request, _("Settled"))
    following = workshop(assessment).agenda.after(key)
    if following is None:
        return redirect("assessments:assessment-review", pk=pk)
    return redirect("assessments:workshop-question", pk=pk, key=following)


@require_POST
def workshop_reveal(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    assessment = run_by(request, pk)
    _of_question(assessment, key)
    reveal_names(assessment, question=key, by=request.member, at=timezone.now())
    where = reverse("assessments:workshop-question", args=[pk, key])
    return redirect(f"{where}#said")


def _of_question(assessment: Assessment, key: str) -> Workshop:
    found = workshop(assessment)
    if key not in found.review.standings.tallies:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    assessment: Assessment,
    found: Workshop,
    key: str,
    form: SettleForm,
    *,
    status: int = 200,
) -> HttpResponse:
    one = reviewed_question(assessment, found.review, key)
    state = AssessmentState(assessment.state)
    agenda = found.agenda
    place, total = agenda.place(key), len(agenda.items)
    context: dict[str, Any] = {
        "page_title": _("Question %(place)s of %(total)s") % {"place": place, "total": total},
        "assessment": assessment,
        "agenda": agenda,
        "one": one,
        "figures": one.row.agreement,
        "figure": large(one.tally, one.settled.agreement, perspective=one.among_others),
        "bound": DISCUSS_BELOW,
        "form": form,
        "cards": settle_cards(one.question.scale, chosen_value(one, form)),
        "scale": level_scale(one.question.scale),
        "median": _median(one),
        "can_settle": state in {AssessmentState.OPEN, AssessmentState.CLOSED},
        "before": agenda.before(key),
        "after": agenda.after(key),
        "is_meanwhile": status == 409,
    }
    return render_page(request, PAGE, context, status=status)


def _median(one: ReviewedQuestion) -> dict[str, Any] | None:
    """Offer the median, with a reason that can be changed, where somebody stands behind it.

    Halfway between two camps there may be nobody.
    """
    figures = one.row.agreement
    if figures is None or one.row.is_settled or figures.median not in one.tally.levels.levels:
        return None
    reason = ngettext(
        "Agreed in the workshop: the median of %(count)s answer.",
        "Agreed in the workshop: the median of %(count)s answers.",
        figures.count,
    ) % {"count": figures.count}
    if one.among_others is not None:
        reason = f"{one.among_others.label}. {reason}"
    level = int(figures.median)
    initial = {"level": str(level), "reason": reason}
    return {
        "level": level,
        "form": SettleForm(scale=one.question.scale, initial=initial, auto_id="median_%s"),
    }
