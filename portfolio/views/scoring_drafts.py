"""The draft of the scoring model: its parts, its weights, and putting it in force."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.domain.page_parts import Tab
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.web.access import MemberRequest, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.criteria import ScoringModel
from portfolio.domain.model_edits import (
    CriterionUnknown,
    criterion_of,
    reworded,
    with_criterion,
    without_criterion,
)
from portfolio.domain.scoring_models import model_from_data
from portfolio.domain.weighting import WeightMethod
from portfolio.forms.scoring_drafts import (
    CriterionForm,
    DiscardModelForm,
    DraftForm,
    NewCriterionForm,
    PublishModelForm,
    SettingsForm,
    settings_of,
    words_of,
)
from portfolio.forms.weights import WeightsForm, answers
from portfolio.models import ScoringModelDraft
from portfolio.selectors.scoring_drafts import draft_page, open_draft
from portfolio.selectors.scoring_models import active_model
from portfolio.services.scoring_drafts import (
    ScoringDraftChanged,
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
    weigh_draft,
)
from portfolio.services.scoring_models import ScoringModelChanged

DRAFT, SETTINGS, CRITERION, WEIGHTS = (
    f"portfolio/scoring_models/{name}.html"
    for name in ("draft", "settings", "criterion", "weights")
)

type Build = Callable[[Any, ScoringModel, int], DraftForm]


@require_http_methods(["GET", "POST"])
def scoring_draft(request: MemberRequest) -> HttpResponse:
    """Show the draft; a post begins it."""
    _require_manager(request)
    if request.method == "POST":
        begin_draft(by=request.member, at=timezone.now())
        return redirect("portfolio:scoring-draft")
    row = open_draft()
    if row is None:
        return redirect("portfolio:scoring-model")
    return _draft_page(request, row)


@require_http_methods(["GET", "POST"])
def scoring_draft_publish(request: MemberRequest) -> HttpResponse:
    """Put the draft in force; the page says once more what that would move."""
    _require_manager(request)
    row = _draft()
    form = PublishModelForm(posted_or_kept(request), initial=_seen(row))
    if request.method == "POST" and form.is_valid():
        try:
            adopted = publish_draft(**form.cleaned_data, by=request.member, at=timezone.now())
        except (ScoringDraftChanged, ScoringModelChanged) as stale:
            again = request.POST.copy()
            for name, value in _seen(_draft()).items():
                again[name] = str(value)
            form = PublishModelForm(again)
            form.is_valid()
            sentence = _("What it would move is worked out anew below. Publish again if it holds.")
            form.add_error(None, f"{stale.sentence} {sentence}")
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            words = {"version": adopted.version}
            add_toast(request, _("Version %(version)d adopted; everything is ranked anew") % words)
            return redirect("portfolio:scoring-model")
    return _draft_page(request, _draft(), form=form)


@require_POST
def scoring_draft_discard(request: MemberRequest) -> HttpResponse:
    _require_manager(request)
    form = DiscardModelForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    discard_draft(version=version, by=request.member, at=timezone.now())
    add_toast(request, _("Draft discarded"))
    return redirect("portfolio:scoring-model")


@require_http_methods(["GET", "POST"])
def scoring_draft_settings(request: MemberRequest) -> HttpResponse:
    _require_manager(request)

    def build(data: Any, model: ScoringModel, version: int) -> DraftForm:
        return SettingsForm(data, initial=settings_of(model) | {"version": version})

    def edit(form: Any) -> Callable[[ScoringModel], ScoringModel]:
        return lambda model: replace(model, **form.as_settings())

    return _edited(request, build, edit, SETTINGS, title=_("Thresholds and title"))


@require_http_methods(["GET", "POST"])
def scoring_draft_criterion(request: MemberRequest, key: str) -> HttpResponse:
    _require_manager(request)
    try:
        title = _(criterion_of(model_from_data(_draft().data), key).title)
    except CriterionUnknown as unknown:
        raise Http404 from unknown

    def build(data: Any, model: ScoringModel, version: int) -> DraftForm:
        return CriterionForm(
            data, initial={**words_of(criterion_of(model, key)), "version": version}
        )

    def edit(form: Any) -> Callable[[ScoringModel], ScoringModel]:
        return lambda model: reworded(model, key, form.as_words())

    return _edited(request, build, edit, CRITERION, title=title, key=key)


@require_http_methods(["GET", "POST"])
def scoring_draft_criterion_add(request: MemberRequest) -> HttpResponse:
    _require_manager(request)

    def build(data: Any, _model: ScoringModel, version: int) -> DraftForm:
        initial = {"version": version, "axis": request.GET.get("axis", ""), "share": "10"}
        return NewCriterionForm(data, initial=initial)

    def edit(form: Any) -> Callable[[ScoringModel], ScoringModel]:
        said = form.as_words()
        return lambda model: with_criterion(model, form.as_axis(), said, share=form.as_share())

    return _edited(request, build, edit, CRITERION, title=_("Add criterion"))


@require_POST
def scoring_draft_criterion_remove(request: MemberRequest, key: str) -> HttpResponse:
    _require_manager(request)
    form = DiscardModelForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    change_draft(
        lambda model: without_criterion(model, key),
        version=version,
        by=request.member,
        at=timezone.now(),
    )
    return redirect("portfolio:scoring-draft")


@require_http_methods(["GET", "POST"])
def scoring_model_weights(request: MemberRequest) -> HttpResponse:
    _require_manager(request)
    said = posted_or_kept(request)
    method = _method(request, said)

    def build(data: Any, model: ScoringModel, version: int) -> WeightsForm:
        return WeightsForm(data, model=model, method=method, version=version)

    row = open_draft()
    model = model_from_data(row.data) if row else active_model()
    form = build(said, model, row.version if row else 0)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            weigh_draft(
                form.as_weighings(),
                version=form.cleaned_data["version"],
                by=request.member,
                at=timezone.now(),
            )
        except ScoringDraftChanged as stale:
            form, more = _both_versions(form, stale, build, lambda theirs: answers(theirs, method))
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Weights put into the draft"))
            return redirect("portfolio:scoring-draft")
    context = {
        "page_title": _("Change weights"),
        "crumbs": _crumbs(_("Change weights")),
        "form": form,
        "tabs": _tabs(method),
        **more,
    }
    return render_page(request, WEIGHTS, context, status=_status(request, more))


def _edited(
    request: MemberRequest,
    build: Build,
    edit: Callable[[Any], Callable[[ScoringModel], ScoringModel]],
    template: str,
    *,
    title: str,
    key: str = "",
) -> HttpResponse:
    row = _draft()
    form = build(posted_or_kept(request), model_from_data(row.data), row.version)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            change_draft(
                edit(form),
                version=form.cleaned_data["version"],
                by=request.member,
                at=timezone.now(),
            )
        except ScoringDraftChanged as stale:

            def theirs(model: ScoringModel) -> dict[str, Any]:
                return dict(build(None, model, 0).initial)

            form, more = _both_versions(form, stale, build, theirs)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("portfolio:scoring-draft")
    context = {
        "page_title": title,
        "crumbs": _crumbs(title, is_part=True),
        "form": form,
        "key": key,
        "draft": row,
        **more,
    }
    return render_page(request, template, context, status=_status(request, more))


def _both_versions(
    form: Any,
    stale: ScoringDraftChanged,
    build: Callable[[Any, ScoringModel, int], Any],
    values: Callable[[ScoringModel], dict[str, Any]],
) -> tuple[Any, dict[str, Any]]:
    """Return the form over the draft as it is now, and what both have changed."""
    if stale.theirs is None:
        add_refusal(form, stale)
        return form, {}
    model = model_from_data(stale.theirs.data)
    data, conflicts = reconciled(
        form, base=form.base(), theirs=values(model), version=stale.theirs.version
    )
    return build(data, model, stale.theirs.version), {
        "conflicts": conflicts,
        "conflict_who": str(stale.theirs.changed_by or _("Somebody")),
        "conflict_when": date_format(timezone.localtime(stale.theirs.changed_at), "j F Y, H:i"),
    }


def _draft_page(
    request: MemberRequest, row: ScoringModelDraft, *, form: PublishModelForm | None = None
) -> HttpResponse:
    context = {
        "page_title": _("Draft of the scoring model"),
        "crumbs": _crumbs(_("Draft")),
        "page": draft_page(row, request.member),
        "form": form or PublishModelForm(initial=_seen(row)),
        "page_url": reverse("portfolio:scoring-draft"),
    }
    is_refused = form is not None and request.method == "POST"
    return render_page(request, DRAFT, context, status=422 if is_refused else 200)


def _require_manager(request: MemberRequest) -> None:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.MANAGE_SCORING, request.member.root_path)


def _draft() -> ScoringModelDraft:
    row = open_draft()
    if row is None:
        raise Http404
    return row


def _seen(row: ScoringModelDraft) -> dict[str, int]:
    return {"version": row.version, "replaces": active_model().version}


def _status(request: MemberRequest, more: dict[str, Any]) -> int:
    return 412 if more else 422 if request.method == "POST" else 200


def _crumbs(last: str, *, is_part: bool = False) -> tuple[tuple[str, str | None], ...]:
    first = (_("Scoring model"), reverse("portfolio:scoring-model"))
    middle = ((_("Draft"), reverse("portfolio:scoring-draft")),) if is_part else ()
    return (first, *middle, (last, None))


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
