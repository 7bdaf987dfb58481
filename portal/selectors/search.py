"""What a search of the whole portal finds in the cellar: domains and people."""

from collections.abc import Sequence

from django.db.models import Count, Q, Window

from portal.domain.finds import Find, Finds, Kind
from portal.domain.roles import Capability, Member
from portal.domain.search_words import has_all
from portal.models import Domain
from portal.selectors.members import people_visible_to


def domains_found(member: Member, words: Sequence[str], *, most: int) -> Finds:
    """Return the domains with all the words, in the order of the tree; one query.

    A domain leads to its use cases, or to its own page for who looks after the tree alone; for
    everybody else it leads nowhere, and is not found.
    """
    # A company has hundreds of domains, not thousands: comparing them here folds accents alike.
    rows = Domain.objects.visible_to(member).active().order_by("path")
    known = {
        path: (pk, name, code)
        for pk, name, code, path in rows.values_list("pk", "name", "code", "path")
    }
    fitting = [
        find
        for path, (pk, name, code) in known.items()
        if has_all(words, name, code)
        if (find := _domain_find(member, pk, name, path, known.get(path[: -Domain.steplen])))
    ]
    return Finds(Kind.DOMAIN, tuple(fitting[:most]), len(fitting))


def _domain_find(
    member: Member, pk: int, name: str, path: str, above: tuple[int, str, str] | None
) -> Find | None:
    where = above[1] if above else ""
    if member.can(Capability.VIEW_PORTFOLIO, path):
        query = f"?domain={pk}"
        return Find(Kind.DOMAIN, name, where, "portfolio:use-case-list", pk, query)
    if member.can(Capability.MANAGE_DOMAINS, path):
        return Find(Kind.DOMAIN, name, where, "portal:domain-edit", pk)
    return None


def people_found(member: Member, words: Sequence[str], *, most: int) -> Finds:
    """Return the people with all the words in name or address, by name; one query."""
    rows = people_visible_to(member).prefetch_related(None)
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    counted = rows.annotate(total=Window(Count("pk")))
    cut = list(counted.values_list("pk", "name", "email", "total")[:most])
    finds = tuple(
        Find(Kind.PERSON, name or email, email, "portal:person-detail", pk)
        for pk, name, email, _total in cut
    )
    return Finds(Kind.PERSON, finds, cut[0][3] if cut else 0)
