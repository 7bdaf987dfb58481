"""Reading saved views: those of one list, and one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import Exists, OuterRef

from portal.domain.roles import Capability, Member
from portal.domain.saved_views import ListedPage, Sharing, listed_pages
from portal.domain.wording import gettext as _
from portal.models import Domain, SavedView, SavedViewChoice
from portal.selectors.prepared import Kept


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """One saved view as its reader may use it."""

    pk: int
    slug: str
    page: str
    page_label: str
    name: str
    query: str
    owner: str
    sharing: Sharing
    domain_id: int | None
    domain: str
    is_mine: bool
    is_usual: bool
    is_my_choice: bool
    can_unshare: bool
    version: int
    updated_at: datetime

    @property
    def is_shared(self) -> bool:
        """Whether others see it."""
        return self.sharing is not Sharing.PRIVATE

    @property
    def shared_with(self) -> str:
        """Who sees it, in words."""
        return self.domain if self.sharing is Sharing.DOMAIN else self.sharing.label


# Resolving names over three tables once saves half a millisecond of every list.
_READABLE: Final[Any] = SavedView.objects.order_by("page", "name", "pk").values_list(
    *("pk", "slug", "page", "name", "query", "owner", "owner__name", "owner__email"),
    *("sharing", "domain", "domain__name", "is_usual", "version", "updated_at"),
)


def views_of(member: Member, page: str = "") -> tuple[SavedViewRow, ...]:
    """Return the views a member may open, their own first; one query.

    Views of lists that the member may not see are left out.
    """
    pages = {
        key: each.label
        for key, each in listed_pages().items()
        if member.can(each.capability) and page in ("", key)
    }
    if not pages:
        return ()
    rows = _readable(member, tuple(pages)).rows()
    curates = member.can(Capability.CURATE_VIEWS)
    found = [_row(row, pages, member.user_id, curates=curates) for row in rows]
    return tuple(sorted(found, key=lambda row: not row.is_mine))


# What is kept is the question, with everything in it that belongs to its member; the views are
# read on every request.
@lru_cache(maxsize=128)
def _readable(member: Member, pages: tuple[str, ...]) -> Kept:
    chosen = SavedViewChoice.objects.filter(user=member.user_id, view=OuterRef("pk"))
    rows = _READABLE.visible_to(member).filter(page__in=pages)
    return Kept(rows.annotate(is_my_choice=Exists(chosen)))


def view_to_open_with(views: Iterable[SavedViewRow]) -> SavedViewRow | None:
    """Return the view a list opens with: the member's choice, else the one for everybody."""
    ranked = [view for view in views if view.is_my_choice or view.is_usual]
    return min(ranked, key=lambda view: not view.is_my_choice, default=None)


def domains_to_share_in(member: Member, page: ListedPage) -> tuple[tuple[int, str], ...]:
    """Return id and name, indented like the tree, of the domains a view can be shared in."""
    rows = Domain.objects.visible_to(member, page.capability).active().order_by("path")
    return tuple(
        (pk, "\u2003" * (depth - 1) + name)
        for pk, name, depth in rows.values_list("pk", "name", "depth")
    )


def _row(
    row: Sequence[Any], pages: Mapping[str, str], user_id: int, *, curates: bool
) -> SavedViewRow:
    (pk, slug, key, name, query, owner_id, owner, email) = row[:8]
    (sharing, domain_id, domain, is_usual, version, updated_at, is_my_choice) = row[8:]
    is_mine = owner_id == user_id
    return SavedViewRow(
        pk=pk,
        slug=slug,
        page=key,
        page_label=_(pages[key]),
        name=name,
        query=query,
        owner=owner or email,
        sharing=Sharing(sharing),
        domain_id=domain_id,
        domain=domain or "",
        is_mine=is_mine,
        is_usual=is_usual,
        is_my_choice=is_my_choice,
        can_unshare=sharing != Sharing.PRIVATE and (curates or is_mine),
        version=version,
        updated_at=updated_at,
    )
