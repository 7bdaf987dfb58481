"""People and roles."""

import structlog
from allauth.account.forms import ResetPasswordForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Role, require
from portal.forms.members import GrantForm, InviteForm
from portal.models import Domain, User
from portal.selectors.members import (
    grants_visible_to,
    organisation_day,
    people_visible_to,
    person_row,
)
from portal.services import members
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

log = structlog.get_logger("steelthread.members")
_NOT_SENT = gettext_noop(
    "%(name)s is here, but the mail could not be sent. "
    "“Ask for a new link” at the sign-in sends it once mail leaves again."
)
LIST, DETAIL, INVITE = (f"portal/people/{name}.html" for name in ("list", "detail", "invite"))


@require_safe
def person_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PEOPLE)
    search = request.GET.get("q", "").strip()
    page = paginate(people_visible_to(request.member, search=search), query=request.GET)
    today = organisation_day(timezone.now())
    context = {
        "page_title": _("People and roles"),
        "crumbs": ((_("People and roles"), None),),
        "page": page,
        "rows": [person_row(user, member=request.member, today=today) for user in page],
        "search": search,
        "can_invite": request.member.can(Capability.ADMIT_PEOPLE),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_http_methods(["GET", "POST"])
def person_invite(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PEOPLE)
    require(request.member, Capability.ADMIT_PEOPLE)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = members.invite_person(**form.cleaned_data, by=request.member, at=timezone.now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            if _send_invitation(request, user):
                add_toast(request, _("%(name)s invited") % {"name": user.name})
            else:
                add_toast(request, _(_NOT_SENT) % {"name": user.name}, tone="bad")
            return redirect("portal:person-detail", pk=user.pk)
    context = {
        "page_title": _("Invite person"),
        "crumbs": (
            (_("People and roles"), reverse("portal:person-list")),
            (_("Invite person"), None),
        ),
        "form": form,
    }
    return render_page(request, INVITE, context, status=422 if form.is_bound else 200)


def _send_invitation(request: MemberRequest, user: User) -> bool:
    mail = ResetPasswordForm({"email": user.email})
    try:
        if mail.is_valid():
            mail.save(request)
    except OSError as error:
        # The person is here already; they ask for the mail themselves when mail leaves again.
        log.warning("invitation_not_sent", person=user.pk, error=repr(error))
        return False
    return True


@require_http_methods(["GET", "POST"])
def person_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a person; a POST grants a role."""
    require_view(request.member, Capability.VIEW_PEOPLE)
    user = get_visible_or_404(people_visible_to(request.member), pk=pk)
    form = GrantForm(request.POST or None, member=request.member)
    if request.method == "POST":
        require(request.member, Capability.MANAGE_PEOPLE)
        if form.is_valid() and _granted(request, user, form):
            add_toast(request, _("Role granted"))
            return redirect("portal:person-detail", pk=pk)
    context = {
        "page_title": user.name,
        "crumbs": ((_("People and roles"), reverse("portal:person-list")), (user.name, None)),
        "person": person_row(user, member=request.member, today=organisation_day(timezone.now())),
        "form": form,
        "can_manage": request.member.can(Capability.MANAGE_PEOPLE),
        "can_admit": request.member.can(Capability.ADMIT_PEOPLE) and user.pk != request.user.pk,
    }
    return render_page(request, DETAIL, context, status=422 if form.is_bound else 200)


def _granted(request: MemberRequest, user: User, form: GrantForm) -> bool:
    data = form.cleaned_data
    try:
        members.grant_role(
            user,
            Role(data["role"]),
            domain=Domain.objects.visible_to(request.member, Capability.MANAGE_PEOPLE).get(
                pk=data["domain"]
            ),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=request.member,
            at=timezone.now(),
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    return True


@require_POST
def grant_end(request: MemberRequest, pk: int) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PEOPLE)
    grant, now = get_visible_or_404(grants_visible_to(request.member), pk=pk), timezone.now()
    members.end_role(grant, by=request.member, at=now, today=organisation_day(now))
    add_toast(request, _("Role ended"))
    return redirect("portal:person-detail", pk=grant.user_id)


@require_POST
def person_active(request: MemberRequest, pk: int) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PEOPLE)
    user = get_visible_or_404(people_visible_to(request.member), pk=pk)
    wanted = request.POST.get("is_active") == "yes"
    members.set_active(user, is_active=wanted, by=request.member, at=timezone.now())
    add_toast(request, _("Person let in again") if wanted else _("Person deactivated"))
    return redirect("portal:person-detail", pk=pk)
