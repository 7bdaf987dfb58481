"""What could go on a roadmap: use cases with work ahead, and open foundation actions."""

from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from assessments.models import FoundationAction
from portal.domain.search_words import search_words
from portfolio.domain.roadmaps import CANDIDATES, DEFAULT_EFFORT
from portfolio.models import Roadmap, UseCase
from portfolio.models.use_cases import UseCaseQuerySet

SHOWN: Final = 50
"""Candidates on one page; a search finds the others."""

OPEN_ACTIONS: Final = (
    FoundationAction.Status.PROPOSED,
    FoundationAction.Status.PLANNED,
    FoundationAction.Status.IN_PROGRESS,
)


def in_scope(roadmap: Roadmap) -> UseCaseQuerySet:
    """Return the active use cases of the roadmap's domain and everything beneath it."""
    rows: UseCaseQuerySet = UseCase.objects.active().filter(
        domain__path__startswith=roadmap.domain.path
    )
    return rows


def candidates(roadmap: Roadmap) -> UseCaseQuerySet:
    """Return the use cases with work ahead that are not on the roadmap yet."""
    here = roadmap.items.filter(use_case__isnull=False).values("use_case_id")
    rows: UseCaseQuerySet = in_scope(roadmap).filter(stage__in=CANDIDATES).exclude(pk__in=here)
    return rows


def highest_priorities(roadmap: Roadmap) -> UseCaseQuerySet:
    """Return the scored candidates, the highest priority first."""
    rows: UseCaseQuerySet = candidates(roadmap).scored().select_related("domain")
    return rows.order_by("-priority", "pk")


def open_actions(roadmap: Roadmap) -> QuerySet[FoundationAction]:
    """Return the open foundation actions of the domain and beneath it."""
    return FoundationAction.objects.filter(
        domain__path__startswith=roadmap.domain.path, status__in=OPEN_ACTIONS
    )


def action_candidates(roadmap: Roadmap) -> QuerySet[FoundationAction]:
    """Return the open foundation actions that are not on the roadmap yet, by title."""
    here = roadmap.items.filter(action__isnull=False).values("action_id")
    rows = open_actions(roadmap).exclude(pk__in=here).select_related("domain")
    return rows.order_by("title", "pk")


@dataclass(frozen=True, slots=True)
class UseCaseCandidate:
    """A use case that could be added; ``score`` says its priority, or that it has none."""

    pk: int
    title: str
    domain: str
    effort_weeks: int
    score: str


@dataclass(frozen=True, slots=True)
class ActionCandidate:
    """A foundation action that could be added."""

    pk: int
    title: str
    domain: str
    effort_weeks: int


def use_case_candidates(roadmap: Roadmap, text: str = "") -> tuple[UseCaseCandidate, ...]:
    """Return the first candidates whose words match, the highest priority first; one query."""
    rows = candidates(roadmap).select_related("domain")
    for word in search_words(text):
        rows = rows.filter(search_text__text__contains=word)
    rows = rows.order_by(F("priority").desc(nulls_last=True), "pk")[:SHOWN]
    return tuple(
        UseCaseCandidate(
            row.pk,
            row.title,
            row.domain.name,
            row.effort_weeks or DEFAULT_EFFORT,
            _("not scored")
            if row.priority is None
            else _("priority %(priority)s") % {"priority": f"{row.priority:.0f}"},
        )
        for row in rows
    )


def shown_action_candidates(roadmap: Roadmap) -> tuple[ActionCandidate, ...]:
    """Return the first open actions that could be added, by title; one query."""
    return tuple(
        ActionCandidate(row.pk, row.title, row.domain.name, max(row.effort_weeks, 1))
        for row in action_candidates(roadmap)[:SHOWN]
    )
