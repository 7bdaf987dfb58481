"""Your account: name, time zone, theme, keys for programs."""

from datetime import datetime, time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.forms.account import AccountForm, TokenForm
from portal.selectors.tokens import keys_of, living_keys_of
from portal.services import reader, tokens
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

TEMPLATE = "portal/account/account.html"


@require_http_methods(["GET", "POST"])
def account(request: MemberRequest) -> HttpResponse:
    user = request.user
    shown = {"name": user.name, "time_zone": user.time_zone, "theme": user.theme}
    form = AccountForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        reader.change_settings(user, **form.cleaned_data)
        add_toast(request, _("Account saved"))
        return redirect("portal:account")
    return _page(request, form, TokenForm(), status=422 if form.is_bound else 200)


def _page(
    request: MemberRequest,
    form: AccountForm,
    token_form: TokenForm,
    *,
    status: int = 200,
    new: str = "",
) -> HttpResponse:
    context = {
        "page_title": _("Your account"),
        "crumbs": ((_("Your account"), None),),
        "form": form,
        "token_form": token_form,
        "tokens": living_keys_of(request.member),
        "new_token": new,
        "now": timezone.now(),
    }
    return render_page(request, TEMPLATE, context, status=status)


@require_POST
def token_create(request: MemberRequest) -> HttpResponse:
    form, now = TokenForm(request.POST), timezone.now()
    shown = {
        "name": request.user.name,
        "time_zone": request.user.time_zone,
        "theme": request.user.theme,
    }
    if form.is_valid():
        last = datetime.combine(form.cleaned_data["expires_on"], time.max)
        try:
            token = tokens.create_token(
                request.user,
                label=form.cleaned_data["label"],
                can_write=form.cleaned_data["can_write"],
                expires_at=timezone.make_aware(last),
                by=request.member,
                at=now,
            )
            return _page(request, AccountForm(initial=shown), TokenForm(), new=token.text)
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _page(request, AccountForm(initial=shown), form, status=422)


@require_POST
def token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    token = get_visible_or_404(keys_of(request.member), pk=pk)
    tokens.revoke_token(token, by=request.member, at=timezone.now())
    add_toast(request, _("Key revoked"))
    return redirect("portal:account")


@login_not_required
@require_POST
def theme(request: MemberRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "system")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    if request.user.is_authenticated:
        reader.change_theme(request.user, chosen)
    answer = HttpResponseRedirect(target)
    if chosen in {"light", "dark", "system"}:
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie("theme", chosen, max_age=31_536_000, samesite="Lax", secure=secure)
    return answer
