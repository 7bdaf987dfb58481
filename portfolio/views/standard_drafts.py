"""The draft of a domain's standard: its parts, and putting it in force."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.models import Domain
from portal.web.access import MemberRequest
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.domain_standards import Standard
from portfolio.domain.model_edits import CriterionUnknown
from portfolio.domain.standard_edits import (
    changed_criterion,
    own_criterion,
    standard_from_data,
    with_own_criterion,
    without_own_criterion,
)
from portfolio.forms.scoring_drafts import DiscardModelForm, DraftForm
from portfolio.forms.standard_drafts import (
    NewOwnCriterionForm,
    OwnCriterionForm,
    PublishStandardForm,
    ThresholdsForm,
    own_words_of,
    thresholds_of,
)
from portfolio.models import DomainStandardDraft
from portfolio.selectors.domain_standards import version_in_force
from portfolio.selectors.standard_books import applies_above
from portfolio.selectors.standard_drafts import draft_of, standard_draft_page
from portfolio.services.domain_standards import DomainStandardChanged
from portfolio.services.standard_drafts import (
    StandardDraftChanged,
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
)
from portfolio.views.domain_standards import visible_domain

DRAFT, THRESHOLDS, CRITERION = (
    f"portfolio/domain_standards/{name}.html" for name in ("draft", "thresholds", "criterion")
)

type Build = Callable[[Any, Standard, int], DraftForm]


@require_http_methods(["GET", "POST"])
def standard_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the draft; a post begins it."""
    domain = _own_domain(request, pk)
    if request.method == "POST":
        begin_draft(domain, by=request.member, at=timezone.now())
        return redirect("portfolio:standard-draft", pk)
    row = draft_of(domain)
    if row is None:
        return redirect("portfolio:domain-standard", pk)
    return _draft_page(request, domain, row)


@require_http_methods(["GET", "POST"])
def standard_draft_publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Put the draft in force; the page says once more what that would move."""
    domain = _own_domain(request, pk)
    row = _draft(domain)
    form = PublishStandardForm(posted_or_kept(request), initial=_seen(domain, row))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            stored = publish_draft(domain, **said, by=request.member, at=timezone.now())
        except (StandardDraftChanged, DomainStandardChanged) as stale:
            again = request.POST.copy()
            for name, value in _seen(domain, _draft(domain)).items():
                again[name] = str(value)
            form = PublishStandardForm(again)
            form.is_valid()
            sentence = _("What it would move is worked out anew below. Publish again if it holds.")
            form.add_error(None, f"{stale.sentence} {sentence}")
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            words = {"version": stored.version}
            add_toast(
                request, _("Version %(version)d published; everything is ranked anew") % words
            )
            return redirect("portfolio:domain-standard", pk)
    return _draft_page(request, domain, _draft(domain), form=form)


@require_POST
def standard_draft_discard(request: MemberRequest, pk: int) -> HttpResponse:
    domain = _own_domain(request, pk)
    discard_draft(domain, version=_seen_version(request), by=request.member, at=timezone.now())
    add_toast(request, _("Draft discarded"))
    return redirect("portfolio:domain-standard", pk)


@require_POST
def standard_draft_empty(request: MemberRequest, pk: int) -> HttpResponse:
    """Take everything out of the draft, so that publishing it withdraws the standard."""
    domain = _own_domain(request, pk)
    _change(request, domain, lambda _standard: Standard())
    return redirect("portfolio:standard-draft", pk)


@require_http_methods(["GET", "POST"])
def standard_draft_thresholds(request: MemberRequest, pk: int) -> HttpResponse:
    domain = _own_domain(request, pk)
    above = applies_above(domain)

    def build(data: Any, standard: Standard, version: int) -> DraftForm:
        initial = thresholds_of(standard) | {"version": version}
        return ThresholdsForm(data, initial=initial, above=above)

    def edit(form: Any) -> Callable[[Standard], Standard]:
        return lambda standard: replace(standard, **form.as_thresholds())

    return _edited(request, domain, build, edit, THRESHOLDS, title=_("Thresholds"))


@require_http_methods(["GET", "POST"])
def standard_draft_criterion_add(request: MemberRequest, pk: int) -> HttpResponse:
    domain = _own_domain(request, pk)

    def build(data: Any, _standard: Standard, version: int) -> DraftForm:
        return NewOwnCriterionForm(data, initial={"version": version, "share": "20"})

    def edit(form: Any) -> Callable[[Standard], Standard]:
        return lambda standard: with_own_criterion(
            standard, domain.pk, form.as_axis(), form.as_words(), share=form.as_share()
        )

    return _edited(request, domain, build, edit, CRITERION, title=_("Add criterion"))


@require_http_methods(["GET", "POST"])
def standard_draft_criterion(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    domain = _own_domain(request, pk)
    try:
        title = _(own_criterion(standard_from_data(_draft(domain).data), key).title)
    except CriterionUnknown as unknown:
        raise Http404 from unknown

    def build(data: Any, standard: Standard, version: int) -> DraftForm:
        initial = {**own_words_of(own_criterion(standard, key)), "version": version}
        return OwnCriterionForm(data, initial=initial)

    def edit(form: Any) -> Callable[[Standard], Standard]:
        return lambda standard: changed_criterion(
            standard, key, form.as_words(), share=form.as_share()
        )

    return _edited(request, domain, build, edit, CRITERION, title=title, key=key)


@require_POST
def standard_draft_criterion_remove(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    domain = _own_domain(request, pk)
    _change(request, domain, lambda standard: without_own_criterion(standard, key))
    return redirect("portfolio:standard-draft", pk)


def _edited(
    request: MemberRequest,
    domain: Domain,
    build: Build,
    edit: Callable[[Any], Callable[[Standard], Standard]],
    template: str,
    *,
    title: str,
    key: str = "",
) -> HttpResponse:
    row = _draft(domain)
    form = build(posted_or_kept(request), standard_from_data(row.data), row.version)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_draft(domain, edit(form), version=version, by=request.member, at=timezone.now())
        except StandardDraftChanged as stale:
            form, more = _both_versions(form, stale, build)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("portfolio:standard-draft", domain.pk)
    context = {
        "page_title": title,
        "crumbs": _crumbs(domain, title),
        "form": form,
        "key": key,
        "draft": row,
        "domain": domain,
        **more,
    }
    status = 412 if more else 422 if request.method == "POST" else 200
    return render_page(request, template, context, status=status)


def _both_versions(
    form: Any, stale: StandardDraftChanged, build: Build
) -> tuple[Any, dict[str, Any]]:
    """Return the form over the draft as it is now, and what both have changed."""
    if stale.theirs is None:
        add_refusal(form, stale)
        return form, {}
    standard, version = standard_from_data(stale.theirs.data), stale.theirs.version
    try:
        theirs = dict(build(None, standard, 0).initial)
    except CriterionUnknown as unknown:
        add_refusal(form, unknown)
        return form, {}
    data, conflicts = reconciled(form, base=form.base(), theirs=theirs, version=version)
    return build(data, standard, version), {
        "conflicts": conflicts,
        "conflict_who": str(stale.theirs.changed_by or _("Somebody")),
        "conflict_when": date_format(timezone.localtime(stale.theirs.changed_at), "j F Y, H:i"),
    }


def _draft_page(
    request: MemberRequest,
    domain: Domain,
    row: DomainStandardDraft,
    *,
    form: PublishStandardForm | None = None,
) -> HttpResponse:
    context = {
        "page_title": _("Draft of the standard of %(domain)s") % {"domain": domain.name},
        "crumbs": _crumbs(domain),
        "page": standard_draft_page(domain, row, request.member),
        "form": form or PublishStandardForm(initial=_seen(domain, row)),
        "page_url": reverse("portfolio:standard-draft", args=[domain.pk]),
    }
    is_refused = form is not None and request.method == "POST"
    return render_page(request, DRAFT, context, status=422 if is_refused else 200)


def _own_domain(request: MemberRequest, pk: int) -> Domain:
    domain = visible_domain(request, pk)
    require(request.member, Capability.SET_STANDARD, domain.path)
    return domain


def _draft(domain: Domain) -> DomainStandardDraft:
    row = draft_of(domain)
    if row is None:
        raise Http404
    return row


def _change(request: MemberRequest, domain: Domain, edit: Callable[[Standard], Standard]) -> None:
    version = _seen_version(request)
    change_draft(domain, edit, version=version, by=request.member, at=timezone.now())


def _seen_version(request: MemberRequest) -> int:
    form = DiscardModelForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0


def _seen(domain: Domain, row: DomainStandardDraft) -> dict[str, int]:
    return {"version": row.version, "replaces": version_in_force(domain)}


def _crumbs(domain: Domain, part: str = "") -> tuple[tuple[str, str | None], ...]:
    draft = reverse("portfolio:standard-draft", args=[domain.pk])
    own = (
        (_("Domain standards"), reverse("portfolio:domain-standards")),
        (domain.name, reverse("portfolio:domain-standard", args=[domain.pk])),
    )
    last = ((_("Draft"), draft), (part, None)) if part else ((_("Draft"), None),)
    return (*own, *last)
