"""Rating a use case."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.scoring import Unrated
from portfolio.forms.ratings import RatingForm, both_ratings, is_untouched
from portfolio.models import UseCase
from portfolio.selectors.ratings import ratings_of
from portfolio.selectors.use_case_history import last_change_by
from portfolio.services.ratings import RatingInput, rate_use_case
from portfolio.services.use_case_checks import UseCaseArchived, UseCaseChanged


@require_http_methods(["GET", "POST"])
def use_case_rate(request: MemberRequest, pk: int) -> HttpResponse:
    rows = UseCase.objects.visible_to(request.member).select_related("domain")
    use_case = get_visible_or_404(rows, pk=pk)
    require(request.member, Capability.RATE_USE_CASE, use_case.domain.path)
    if use_case.archived_at is not None:
        raise UseCaseArchived
    form = RatingForm(
        posted_or_kept(request),
        ratings=ratings_of(use_case, request.member),
        initial={"version": use_case.version},
    )
    conflicts: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, use_case, form)
        except UseCaseChanged as stale:
            form, conflicts = _both_versions(request, form, stale.theirs)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _what_happened(use_case, form.as_input()))
            return redirect("portfolio:use-case-detail", use_case.pk)
    return _rating_page(request, use_case, form, **conflicts)


def _what_happened(use_case: UseCase, said: Mapping[str, RatingInput | Unrated]) -> str:
    back = sum(isinstance(each, Unrated) for each in said.values())
    if not said:
        sentence = _("Nothing about the ratings of %(code)s was changed")
    elif back == len(said):
        sentence = ngettext(
            "%(n)d rating of %(code)s taken back", "%(n)d ratings of %(code)s taken back", back
        )
    else:
        sentence = _("%(code)s rated")
    return sentence % {"code": use_case.code, "n": back}


def _save(request: MemberRequest, use_case: UseCase, form: RatingForm) -> None:
    """Rate; what others changed about the use case meanwhile does not stand in the way."""
    said, version = form.as_input(), form.cleaned_data["version"]
    at, by = timezone.now(), request.member
    try:
        rate_use_case(use_case, said, version=version, by=by, at=at)
    except UseCaseChanged as stale:
        now = ratings_of(stale.theirs, by)
        if not is_untouched(form, now):
            raise
        rate_use_case(stale.theirs, said, version=stale.theirs.version, by=by, at=at)


def _both_versions(
    request: MemberRequest, form: RatingForm, theirs: UseCase
) -> tuple[RatingForm, dict[str, Any]]:
    now = ratings_of(theirs, request.member)
    both = both_ratings(form, now, version=theirs.version)
    return RatingForm(both.data, ratings=now), {
        "conflicts": both.conflicts,
        "conflict_who": last_change_by(theirs),
        "conflict_when": date_format(timezone.localtime(theirs.updated_at), "j F Y, H:i"),
    }


def _rating_page(
    request: MemberRequest, use_case: UseCase, form: RatingForm, **more: Any
) -> HttpResponse:
    back = reverse("portfolio:use-case-detail", args=[use_case.pk])
    is_kept = form.is_bound and request.method != "POST"
    context = {
        "page_title": _("Rate %(code)s") % {"code": use_case.code},
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (use_case.title, back),
            (_("Rate"), None),
        ),
        "form": form,
        "use_case": use_case,
        "back_url": back,
        **more,
    }
    status = 412 if more else 422 if form.is_bound and not is_kept else 200
    template = "portfolio/ratings/form.html"
    return render_page(request, template, context, fragment="here", status=status)
