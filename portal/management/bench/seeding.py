"""Data to measure on: an organisation and its use cases, the same ones in every run."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from portal.domain.roles import Grant, Member, Role
from portal.models import Domain, User
from portal.services.domains import add_domain, add_root
from portal.services.ledger import SYSTEM
from portal.services.members import grant_role, invite_person
from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import NAME_ENDS, OUTCOME_ENDS
from portfolio.models import UseCase
from portfolio.services.use_case_upserts import UseCaseUpsert, bulk_upsert

MOMENT: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DAY: Final = date(2026, 1, 5)
DOMAINS: Final = 60
PEOPLE: Final = 40
SOURCE: Final = "bench"
REGISTERED: Final = 10_000
"""So many use cases are registered; beyond them the portfolio is copied."""
WORDS: Final = (
    *("forecast", "parcel", "depot", "route", "invoice", "claim", "customs", "roster", "shelf"),
    *("refund", "supplier", "price", "stock", "contract", "energy", "fleet", "demand", "quality"),
    *("warranty", "inspection", "translation", "onboarding", "complaint"),
)


@dataclass(slots=True)
class Organisation:
    """An enterprise of 60 domains, 40 people, and somebody who leads all of it."""

    domains: list[Domain]
    people: list[User]
    lead: User
    member: Member
    ids: list[int] = field(default_factory=list)


def found_organisation() -> Organisation:
    """Create the organisation."""
    root = add_root("Bench enterprise", by=SYSTEM, at=MOMENT)
    grants = tuple(Grant(role, root.path, root.pk) for role in (Role.COE_LEAD, Role.ADMINISTRATOR))
    founder = Member(0, "bench", grants, root.path)
    domains = [root]
    for number in range(1, DOMAINS):
        parent = domains[number // 7]
        parent.refresh_from_db()
        domains.append(add_domain(parent, name=f"Domain {number:02d}", by=founder, at=MOMENT))
    people = []
    for number in range(PEOPLE):
        email, name = f"bench{number}@example.org", f"Bench Person {number}"
        people.append(invite_person(email, name=name, by=founder, at=MOMENT))
        role = Role.COE_LEAD if number == 0 else Role.CONTRIBUTOR
        grant_role(people[-1], role, domain=root, starts_on=DAY, by=founder, at=MOMENT)
    lead = people[0]
    member = Member(lead.pk, lead.name, (Grant(Role.COE_LEAD, root.path, root.pk),), root.path)
    return Organisation(domains, people, lead, member)


def grow_portfolio(organisation: Organisation, *, to: int) -> None:
    """Register use cases until there are ``to`` of them, and give each a standing."""
    own = min(to, REGISTERED)
    rows = [_use_case(organisation, number) for number in range(len(organisation.ids), own)]
    outcome = bulk_upsert(rows, source=SOURCE, by=organisation.member, at=MOMENT)
    organisation.ids.extend(outcome.created)
    for copy in range(2, to // REGISTERED + 1):
        _copy_portfolio(copy)
    _stand()
    _tidy()


def _tidy() -> None:
    # Autovacuum does it within minutes of such a change; the bench does not wait for it.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def _copy_portfolio(copy: int) -> None:
    # What is found by a list and a search; registering so many one by one would take a minute.
    names = [str(field.column) for field in UseCase._meta.concrete_fields]  # noqa: SLF001
    columns = ", ".join(name for name in names if name not in {"id", "key", "source", "title"})
    is_sqlite = connection.vendor == "sqlite"
    key = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    rows = (
        f"INSERT INTO portfolio_usecase (key, source, title, {columns}) "  # noqa: S608
        f"SELECT {key}, %s, title || %s, {columns} FROM portfolio_usecase WHERE source = %s"
    )
    words = (
        "INSERT INTO portfolio_usecasesearchtext (use_case_id, text) "
        "SELECT id, lower(' ' || title || ' ' || external_reference || %s || outcome || %s "
        "|| problem || ' ') FROM portfolio_usecase WHERE source = %s"
    )
    name = f"{SOURCE} {copy}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rows, [name, f" copy {copy}", SOURCE])
        cursor.execute(words, [f" {NAME_ENDS} ", f" {OUTCOME_ENDS} ", name])


def _use_case(organisation: Organisation, number: int) -> UseCaseUpsert:
    dice = random.Random(number)  # noqa: S311
    title = f"{' '.join(dice.sample(WORDS, 3)).capitalize()} {number}"
    outcome = f"Fewer {dice.choice(WORDS)} hours by {dice.randint(3, 40)} percent."
    return UseCaseUpsert(
        external_reference=f"B-{number}",
        domain=dice.choice(organisation.domains),
        title=title,
        bucket=suggest(f"{title} {outcome}"),
        outcome=outcome,
        problem=f"Every {dice.choice(WORDS)} is looked at twice, by hand.",
        techniques=tuple(dice.sample(list(Technique), 2)),
        stage=dice.choice(list(Stage)),
        owners={
            role: dice.choice(organisation.people) for role in OwnerRole if dice.random() < 0.6
        },
        planned_cost=Decimal(dice.randint(10, 900) * 1000),
        impact=dice.choice(list(Impact)),
        autonomy=dice.choice(list(Autonomy)),
    )


def _stand() -> None:
    # Standings by two statements: rating and ranking so many is measured elsewhere.
    scores = """
        UPDATE portfolio_usecase SET
            value = (id * 7919 %% 9000) / 100.0 + 5,
            feasibility = (id * 104729 %% 9000) / 100.0 + 5,
            adjusted_feasibility = (id * 104729 %% 9000) / 110.0 + 4, readiness_factor = 0.9,
            priority = (id * 15485863 %% 9000) / 100.0 + 5, is_rank_robust = (id %% 2 = 0),
            quadrant = CASE id %% 4 WHEN 0 THEN 'do_now' WHEN 1 THEN 'build_foundations_first'
                WHEN 2 THEN 'quick_win' ELSE 'park' END,
            scored_at = %s, ranked_at = %s
    """
    ranks = """
        UPDATE portfolio_usecase SET rank = place, rank_low = place, rank_high = place + 3
        FROM (SELECT id AS row_id, rank() OVER (ORDER BY priority DESC) AS place
              FROM portfolio_usecase) AS ranked
        WHERE ranked.row_id = id
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(scores, [MOMENT, MOMENT])
        cursor.execute(ranks)
        cursor.execute("ANALYZE")
