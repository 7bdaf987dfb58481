"""Searching the portal: use cases and domains a member may see."""

from dataclasses import dataclass
from typing import Final

from portal.domain.roles import Member
from portal.models import Domain
from portfolio.domain.use_cases import folded, search_words
from portfolio.selectors.use_cases import Order, UseCaseFilters, UseCasePage, use_case_page

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class DomainHit:
    """A domain that was found, with what lies above it."""

    pk: int
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found."""

    use_cases: UseCasePage
    domains: tuple[DomainHit, ...]


def search(member: Member, text: str) -> Findings:
    """Find use cases and domains in three queries; without a word there is nothing to find."""
    words = search_words(text)
    if not words:
        return Findings(UseCasePage((), 0, 1, MOST), ())
    found = use_case_page(member, UseCaseFilters(text=text), Order(), size=MOST)
    return Findings(found, _domains(member, words))


def _domains(member: Member, words: tuple[str, ...]) -> tuple[DomainHit, ...]:
    # A company has hundreds of domains, not thousands: comparing them here folds accents alike.
    rows = Domain.objects.visible_to(member).active().order_by("path")
    known = {
        path: (pk, name, code)
        for pk, name, code, path in rows.values_list("pk", "name", "code", "path")
    }
    hits = []
    for path, (pk, name, code) in known.items():
        text = folded(name, code)
        if all(word in text for word in words):
            above = known.get(path[: -Domain.steplen])
            hits.append(DomainHit(pk, name, above[1] if above else ""))
    return tuple(hits[:MOST])
