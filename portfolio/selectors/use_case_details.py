"""Reading one use case whole: what its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from portal.domain.money import money
from portal.domain.roles import Capability, Member, Scope
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.models import Domain, User
from portal.selectors.prepared import KEYS_END, ByIds
from portfolio.domain.buckets import QUESTIONS, Bucket, DecisionSource
from portfolio.domain.import_sources import list_domain, source_words
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import Holder, OwnerRole, ownership_gaps
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact, NotTiered, Tier, tier
from portfolio.domain.scoring import NotScored
from portfolio.domain.stages import Stage, allowed_moves
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.selectors.use_case_rows import (
    OwnerSeat,
    Standing,
    StandingColumns,
    not_scored,
    owner_seat,
    standing_of,
)

DATES: Final = {
    "initiated_on": gettext_noop("Initiated"),
    "development_started_on": gettext_noop("Development started"),
    "live_on": gettext_noop("Live"),
    "retired_on": gettext_noop("Retired"),
}
SAID_BY: Final = {
    DecisionSource.ANSWERS: gettext_noop("From the answers to the five questions."),
    DecisionSource.SUGGESTION: gettext_noop(
        "Suggested from the description; nobody has answered yet."
    ),
    DecisionSource.OVERRIDE: gettext_noop("Decided by a person."),
}
_PEOPLE: Final = ("created_by", *OwnerRole)
#: Of the owners only what is shown of them, so of a person no password travels.
_SHOWN: Final = frozenset({"id", "name", "email", "is_active"})
#: In the order of the models, in which `from_db` takes them.
_OWN: Final = tuple(field.attname for field in UseCase._meta.concrete_fields)  # noqa: SLF001
_DOMAIN: Final = tuple(field.attname for field in Domain._meta.concrete_fields)  # noqa: SLF001
_OF_A_PERSON: Final = tuple(
    field.attname
    for field in User._meta.concrete_fields  # noqa: SLF001
    if field.attname in _SHOWN
)
_TECHNIQUES: Final = UseCaseTechnique.objects.values_list("technique", flat=True)
_DOMAIN_NAMES: Final = Domain.objects.order_by("path").values_list("name", flat=True)


@dataclass(frozen=True, slots=True)
class Seat:
    """One owner role on the page of a use case, with the gap in words where there is one."""

    seat: OwnerSeat
    answers_for: str
    gap: str


@dataclass(frozen=True, slots=True)
class Risk:
    """Impact, autonomy and tier in words, and where they lie on the four by four."""

    tier: Tier | NotTiered
    impact: Impact | None
    autonomy: Autonomy | None


@dataclass(frozen=True, slots=True)
class UseCaseDetail:
    """One use case as its page shows it."""

    pk: int
    code: str
    title: str
    outcome: str
    problem: str
    domain_id: int
    domain: str
    domain_path: tuple[str, ...]
    stage: Stage
    moves: tuple[Stage, ...]
    techniques: tuple[Technique, ...]
    bucket: Bucket
    bucket_reason: str
    bucket_source: str
    bucket_answers: tuple[tuple[str, str], ...]
    risk: Risk
    seats: tuple[Seat, ...]
    standing: Standing | NotScored
    ranked_at: datetime | None
    planned_cost: str
    planned_benefit: str
    effort_weeks: int | None
    reach: int | None
    dates: tuple[tuple[str, date], ...]
    source: str
    external_reference: str
    external_details: tuple[tuple[str, str], ...]
    listing: Listing
    listing_reason: str
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


def use_case_seen_by(member: Member, pk: int) -> UseCase | None:
    """Return a use case with its domain and its people, if the member may read it; one query."""
    if abs(pk) >= KEYS_END:
        return None
    rows = _seen_within(member.scope(Capability.VIEW_PORTFOLIO)).rows([pk])
    return _put_together(rows[0]) if rows else None


# Ninety columns over seven tables: putting the query together takes ten times what it takes.
@lru_cache(maxsize=128)
def _seen_within(scope: Scope) -> ByIds:
    people = [f"{role}__{column}" for role in _PEOPLE for column in _OF_A_PERSON]
    domain = [f"domain__{column}" for column in _DOMAIN]
    return ByIds(UseCase.objects.within(scope).values_list(*_OWN, *domain, *people))


def _put_together(row: Sequence[Any]) -> UseCase:
    values = iter(row)
    use_case = UseCase.from_db(DEFAULT_DB_ALIAS, _OWN, list(islice(values, len(_OWN))))
    domain = Domain.from_db(DEFAULT_DB_ALIAS, _DOMAIN, list(islice(values, len(_DOMAIN))))
    use_case.domain = domain
    for role in _PEOPLE:
        person = list(islice(values, len(_OF_A_PERSON)))
        known = None if person[0] is None else User.from_db(DEFAULT_DB_ALIAS, _OF_A_PERSON, person)
        setattr(use_case, role, known)
    return use_case


def use_case_detail(use_case: UseCase) -> UseCaseDetail:
    """Return everything the page of a use case shows but its history; at most three queries."""
    stage = Stage(use_case.stage)
    standing = StandingColumns(*(getattr(use_case, name) for name in StandingColumns._fields))
    return UseCaseDetail(
        pk=use_case.pk,
        code=use_case.code,
        title=use_case.title,
        outcome=use_case.outcome,
        problem=use_case.problem,
        domain_id=use_case.domain_id,
        domain=use_case.domain.name,
        domain_path=_domain_names(use_case.domain),
        stage=stage,
        moves=allowed_moves(stage),
        techniques=techniques_of_one(use_case),
        bucket=Bucket(use_case.bucket),
        bucket_reason=use_case.bucket_reason,
        bucket_source=_(SAID_BY[DecisionSource(use_case.bucket_source)]),
        bucket_answers=tuple(
            (_(question.text), use_case.bucket_answers[question.key])
            for question in QUESTIONS
            if question.key in use_case.bucket_answers
        ),
        risk=_risk(use_case),
        seats=_seats(use_case),
        standing=standing_of(standing, otherwise=not_scored()),
        ranked_at=use_case.ranked_at,
        planned_cost=_money(use_case.planned_cost),
        planned_benefit=_money(use_case.planned_benefit),
        effort_weeks=use_case.effort_weeks,
        reach=use_case.reach,
        dates=tuple(
            (_(label), day) for name, label in DATES.items() if (day := getattr(use_case, name))
        ),
        source=_source_words(use_case),
        external_reference=use_case.external_reference,
        external_details=tuple(
            (str(label), str(value)) for label, value in use_case.external_details.items()
        ),
        listing=Listing(use_case.listing),
        listing_reason=use_case.listing_reason,
        version=use_case.version,
        created_by=str(use_case.created_by or ""),
        created_at=use_case.created_at,
        updated_at=use_case.updated_at,
        archived_at=use_case.archived_at,
    )


def techniques_of_one(use_case: UseCase) -> tuple[Technique, ...]:
    """Return the techniques of one use case, in their fixed order."""
    found = set(_TECHNIQUES.filter(use_case=use_case))
    return tuple(technique for technique in Technique if technique in found)


def _domain_names(domain: Domain) -> tuple[str, ...]:
    step = Domain.steplen
    paths = [domain.path[:end] for end in range(step, len(domain.path), step)]
    above: Sequence[str] = ()
    if paths:
        above = list(_DOMAIN_NAMES.filter(path__in=paths))
    return (*above, domain.name)


def _source_words(use_case: UseCase) -> str:
    """Say where it was imported from; one query where that was a list of a domain above."""
    pk, names = list_domain(use_case.source), {use_case.domain_id: use_case.domain.name}
    if pk is not None and pk not in names:
        above = Domain.objects.filter(pk=pk).values_list("pk", "path", "name")
        path = use_case.domain.path
        names |= {pk: name for pk, top, name in above if path.startswith(top)}
    return source_words(use_case.source, names)


def _risk(use_case: UseCase) -> Risk:
    impact = None if use_case.impact is None else Impact(use_case.impact)
    autonomy = None if use_case.autonomy is None else Autonomy(use_case.autonomy)
    # The row keeps the tier it was given, so that a later policy does not move it silently.
    placed = tier(UNKNOWN if impact is None else impact, UNKNOWN if autonomy is None else autonomy)
    return Risk(placed if use_case.tier is None else Tier(use_case.tier), impact, autonomy)


def _seats(use_case: UseCase) -> tuple[Seat, ...]:
    people = {role: getattr(use_case, role) for role in OwnerRole}
    holders = {
        role: Holder(str(person), person.is_active) for role, person in people.items() if person
    }
    gaps = {gap.role: gap.sentence for gap in ownership_gaps(holders)}
    return tuple(
        Seat(
            owner_seat(role, role.label, person.name, person.email, person.is_active)
            if person
            else owner_seat(role, role.label, None, None, None),
            role.answers_for,
            gaps.get(role, ""),
        )
        for role, person in people.items()
    )


def _money(amount: object) -> str:
    return "" if amount is None else money(amount, settings.CURRENCY)  # type: ignore[arg-type]
