"""Opening, closing and reopening a campaign's assessments, and mailing its people."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.models import Campaign
from assessments.services.campaign_mails import MailKind, request_mails
from assessments.services.campaign_moves import (
    MovesMade,
    close_campaign,
    open_campaign,
    reopen_campaign,
)
from assessments.views.campaigns import runnable
from portal.domain.errors import Refusal
from portal.web.access import MemberRequest
from portal.web.toasts import add_toast


@require_POST
def campaign_open(request: MemberRequest, pk: int) -> HttpResponse:
    return _moved(request, runnable(request, pk), open_campaign, _opened)


@require_POST
def campaign_close(request: MemberRequest, pk: int) -> HttpResponse:
    return _moved(request, runnable(request, pk), close_campaign, _closed)


@require_POST
def campaign_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _moved(request, runnable(request, pk), reopen_campaign, _opened, reason=reason)


@require_POST
def campaign_mails(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = runnable(request, pk)
    is_reminder = request.POST.get("kind") != MailKind.INVITATION
    kind = MailKind.REMINDER if is_reminder else MailKind.INVITATION
    try:
        request_mails(campaign, kind, by=request.member, at=timezone.now())
    except Refusal as refusal:
        add_toast(request, refusal.sentence, tone="bad")
    else:
        on_their_way = _("Reminders are on their way")
        add_toast(request, on_their_way if is_reminder else _("Invitations are on their way"))
    back = "campaign-people" if request.POST.get("back") == "people" else "campaign-detail"
    return redirect(f"assessments:{back}", pk=pk)


def _moved(
    request: MemberRequest,
    campaign: Campaign,
    move: Callable[..., MovesMade],
    words: Callable[[int], str],
    **more: Any,
) -> HttpResponse:
    """Move all that can, or the domains that were ticked; say what became of each."""
    ticked = [int(each) for each in request.POST.getlist("assessments") if each.isdecimal()]
    if request.POST.get("which") == "ticked":
        if not ticked:
            add_toast(request, _("Tick the domains first"), tone="bad")
            return redirect("assessments:campaign-detail", pk=campaign.pk)
        more["only"] = ticked
    try:
        made = move(campaign, by=request.member, at=timezone.now(), **more)
    except Refusal as refusal:
        add_toast(request, refusal.sentence, tone="bad")
    else:
        add_toast(request, words(len(made.moved)))
        for told in _stayed(made):
            add_toast(request, told, tone="bad")
    return redirect("assessments:campaign-detail", pk=campaign.pk)


def _stayed(made: MovesMade) -> list[str]:
    """Say once why domains stayed behind, with their names."""
    names: dict[str, list[str]] = {}
    for each in made.stayed:
        names.setdefault(each.sentence, []).append(each.domain)
    return [f"{', '.join(domains)}: {sentence}" for sentence, domains in names.items()]


def _opened(count: int) -> str:
    said = ngettext(
        "%(count)s domain is open for answers", "%(count)s domains are open for answers", count
    )
    return said % {"count": count}


def _closed(count: int) -> str:
    return ngettext("%(count)s domain is closed", "%(count)s domains are closed", count) % {
        "count": count
    }
