"""What a search of the whole portal finds here: use cases, entries, roadmaps, editions."""

from collections.abc import Sequence

from django.db.models import CharField, Count, F, IntegerField, Value, Window

from portal.domain.finds import Find, Finds, Kind
from portal.domain.roles import Capability, Member
from portal.domain.search_words import has_all, search_words
from portal.domain.wording import gettext as _
from portfolio.domain.use_cases import code
from portfolio.models import Roadmap
from portfolio.selectors.register_entries import entries_beyond
from portfolio.selectors.roadmap_editions import editions_visible_to
from portfolio.selectors.use_case_orders import in_order
from portfolio.selectors.use_cases import UseCaseFilters, filtered


def use_cases_found(member: Member, text: str, *, most: int) -> Finds:
    """Return the use cases with all the words, or with the code; one query."""
    filters = UseCaseFilters(text=text)
    rows = in_order(filtered(member, filters), search_words(text), filters.usual_order)
    # Reading the words is the cost of a search, so one query both counts and cuts.
    counted = rows.annotate(total=Window(Count("pk")))
    cut = list(counted.values_list("pk", "title", "domain__name", "total")[:most])
    finds = tuple(
        Find(Kind.USE_CASE, title, domain, "portfolio:use-case-detail", pk, code=code(pk))
        for pk, title, domain, _total in cut
    )
    return Finds(Kind.USE_CASE, finds, cut[0][3] if cut else 0, "portfolio:use-case-list")


def register_found(member: Member, words: Sequence[str], *, most: int) -> Finds:
    """Return the entries with all the words of use cases the member may not read whole.

    One query, or none for whoever reads everything: they find it among the use cases.
    """
    kind, name = Kind.REGISTER_ENTRY, "portfolio:register-list"
    if member.scope(Capability.VIEW_PORTFOLIO).is_everything:
        return Finds(kind, (), 0, name)
    counted = entries_beyond(member, words).annotate(total=Window(Count("pk")))
    cut = list(counted.values_list("pk", "title", "domain__name", "total")[:most])
    finds = tuple(
        Find(kind, title, domain, "portfolio:register-entry", pk, code=code(pk))
        for pk, title, domain, _total in cut
    )
    return Finds(kind, finds, cut[0][3] if cut else 0, name)


def roadmaps_found(member: Member, words: Sequence[str], *, most: int) -> Finds:
    """Return the roadmaps and editions with all the words, the latest first; one query."""
    # A company has dozens of roadmaps: comparing them here folds accents alike everywhere.
    plans = Roadmap.objects.visible_to(member).order_by()
    editions = editions_visible_to(member).order_by().select_related(None)
    rows = plans.values_list(
        "pk",
        "title",
        "domain__name",
        Value("", CharField()),
        Value(0, IntegerField()),
        F("updated_at"),
    ).union(
        editions.values_list(
            "pk", "title", "roadmap__domain__name", "roadmap__title", "number", F("published_at")
        ),
        all=True,
    )
    fitting = [row for row in rows if has_all(words, *row[1:4])]
    # The id makes the order of what was written at the same moment the same every time.
    fitting.sort(key=lambda row: (row[5], row[0]), reverse=True)
    finds = tuple(_roadmap_find(*row[:5]) for row in fitting[:most])
    return Finds(Kind.ROADMAP, finds, len(fitting))


def _roadmap_find(pk: int, title: str, domain: str, roadmap: str, number: int) -> Find:
    if not number:
        where = _("Roadmap of {domain}", domain=domain)
        return Find(Kind.ROADMAP, title, where, "portfolio:roadmap-detail", pk)
    where = _(
        "Edition {number} of {roadmap}, {domain}", number=number, roadmap=roadmap, domain=domain
    )
    return Find(Kind.ROADMAP, title, where, "portfolio:edition-detail", pk)
