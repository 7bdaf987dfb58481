"""What the demonstration knows while it is being told: rows by the names its content uses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from assessments.models import (
    Assessment,
    Campaign,
    FoundationAction,
    FrameworkVersion,
    Partner,
)
from portal.demo.calendar import Calendar
from portal.domain.roles import Member
from portal.models import Domain, User
from portal.selectors.members import member_of
from portfolio.models import Roadmap, UseCase


@dataclass(slots=True)
class Scene:
    """Rows by key, and the members the people are; ``""`` is the enterprise, or nobody."""

    calendar: Calendar
    password: str
    domains: dict[str, Domain] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    frameworks: dict[str, FrameworkVersion] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    campaign: Campaign | None = None
    parts: dict[str, Assessment] = field(default_factory=dict)
    use_cases: dict[str, UseCase] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    actions: dict[tuple[str, str], FoundationAction] = field(default_factory=dict)
    roadmap: Roadmap | None = None
    _members: dict[str, Member] = field(default_factory=dict)

    def member(self, key: str) -> Member:
        """Return the member a person is; their roles do not change while the story is told."""
        if key not in self._members:
            today = self.calendar.day(0)
            self._members[key] = member_of(self.people[key], today=today)
        return self._members[key]

    def person(self, key: str) -> User | None:
        """Return the person of that key, or nobody."""
        return self.people[key] if key else None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something somebody did at a moment."""

    at: datetime
    do: Callable[[Scene, datetime], object]


def perform(deeds: Iterable[Deed], scene: Scene) -> int:
    """Let the deeds happen in the order of time, so that the ledger reads like a story."""
    ordered = sorted(deeds, key=lambda deed: deed.at)
    for deed in ordered:
        deed.do(scene, deed.at)
    return len(ordered)
