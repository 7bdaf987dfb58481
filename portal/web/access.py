"""Fetching what a member may see; what they may not see does not exist for them."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from portal.domain.roles import Capability, Member
from portal.models import User
from portal.selectors.prepared import KEYS_END


class MemberRequest(HttpRequest):
    """A request after the member middleware; for annotations only."""

    member: Member
    user: User
    htmx: Any


def get_visible_or_404[Row: Model](rows: QuerySet[Row], **lookup: Any) -> Row:
    """Return the one row of an already narrowed queryset, or answer 404.

    Pass ``Model.objects.visible_to(request.member)``, so that a row outside the member's scope
    is answered exactly like one that does not exist.
    """
    if any(type(value) is int and abs(value) >= KEYS_END for value in lookup.values()):
        raise Http404
    # One row needs no order, and Django compares every column it reads with an order.
    row = next(iter(rows.filter(**lookup).order_by()[:1]), None)
    if row is None:
        raise Http404
    return row


def seen_or_404[Row](row: Row | None) -> Row:
    """Return what a selector found for a member, or answer 404 where it found nothing."""
    if row is None:
        raise Http404
    return row


def require_some_role(member: Member) -> None:
    """Answer 404 to a stranger: for them the portal is their account and nothing else."""
    if member.is_stranger:
        raise Http404


def require_view(member: Member, capability: Capability) -> None:
    """Answer 404 unless the member may see this kind of page anywhere."""
    if not member.can(capability):
        raise Http404
