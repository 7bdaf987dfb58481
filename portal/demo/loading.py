"""Loading the demonstration: everything through the services, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction

from portal.demo import (
    actions,
    assessments,
    campaigns,
    organisation,
    overlap,
    partners,
    rankings,
    roadmaps,
    standards,
    use_cases,
)
from portal.demo.calendar import Calendar
from portal.demo.scene import Scene, perform
from portal.domain.errors import Refusal
from portal.domain.jobs import JobState
from portal.models import Domain, Job, User
from portal.services import ledger
from portal.services.ledger import SYSTEM, PortalEvent
from portfolio.domain.follow_ups import COMPARE_JOB, RANK_JOB
from portfolio.models import UseCase
from portfolio.services.ranking import rank_portfolio


class NotEmpty(Refusal):
    """The demonstration does not mix with an organisation that is at work."""

    code = "portal_not_empty"

    def __init__(self) -> None:
        super().__init__(
            "This portal has domains or use cases of its own. The demonstration needs an empty "
            "one: give it another DATABASE_URL."
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demonstration consists of."""

    name: str
    domains: int
    people: int
    use_cases: int
    assessments: int
    partners: int


def is_loaded() -> bool:
    """Tell whether the demonstration is here."""
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def load(*, at: datetime, password: str) -> Loaded:
    """Tell the demonstration's story up to ``at``, or nothing of it.

    Raises
    ------
    NotEmpty
        When the portal holds more than a bare enterprise and its people.
    """
    if Domain.objects.filter(depth__gt=1).exists() or UseCase.objects.exists():
        raise NotEmpty
    calendar = Calendar(at)
    scene = Scene(calendar, password)
    subjects = (
        organisation,
        use_cases,
        standards,
        overlap,
        partners,
        assessments,
        campaigns,
        actions,
        roadmaps,
        rankings,
    )
    perform(chain.from_iterable(each.deeds(calendar) for each in subjects), scene)
    rank_portfolio(at=at)
    rankings.vary_weights(scene, at)
    # Every deed asked for a ranking at its time; the one above answers them all. What reads alike
    # was found in between.
    Job.objects.filter(kind__in=(RANK_JOB, COMPARE_JOB), state=JobState.QUEUED).delete()
    loaded = Loaded(
        name=scene.domains[""].name,
        domains=len(scene.domains),
        people=len(scene.people),
        use_cases=len(scene.use_cases),
        assessments=len(scene.assessments) + len(scene.parts),
        partners=len(scene.partners),
    )
    told = {
        "domains": loaded.domains,
        "people": loaded.people,
        "use_cases": loaded.use_cases,
        "assessments": loaded.assessments,
        "partners": loaded.partners,
    }
    group = scene.domains[""]
    ledger.record(PortalEvent.DEMO_LOADED, subject=group, by=SYSTEM, at=at, changes=told)
    return loaded
