"""A varied portfolio, and what of it an export has to bring back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portal.models import Domain, User
from portfolio.domain.buckets import Bucket, DecisionSource
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.services.use_case_inputs import risk_values
from tests.builders import NOW, make_domain, make_use_case, make_user

TITLES = (
    *("Yard plan", "=HYPERLINK(1)", "- bullet point", "'t Hof", "+49 30 1234", "@home"),
    *(
        "n/a",
        "None",
        "1e5",
        "0012",
        "Wärme, „Strom“; Gas",
        "x" * 500,
        "ends with \\",
        "日本語 計画",
    ),
)
TEXTS = ("", "Fewer empty runs.\n\n- one\n- two\n", "a\r\nb\ttab", "-", "“N/A”", "=cmd|'/c'!A1")

CARRIED = (
    *("key", "source", "external_reference", "title", "domain_id", "outcome", "problem", "stage"),
    *("bucket", "bucket_source", "bucket_reason", "bucket_answers"),
    *(f"{role}_id" for role in OwnerRole),
    *("planned_cost", "planned_benefit", "effort_weeks", "reach"),
    *("initiated_on", "development_started_on", "live_on", "retired_on"),
    *("impact", "autonomy", "tier", "external_details"),
    *("archived_at", "created_at", "version", "listing", "listing_reason"),
)


def varied_portfolio(count: int, *domains: Domain) -> None:
    """Use cases over all stages, buckets, domains and owners, with and without everything."""
    deep = make_domain("Yard › dock", parent=domains[-1])
    places = [*domains, deep, make_domain("Claims \\ motor")]
    gone = make_user("Left long ago", is_active=False)
    people: list[User | None] = [None, make_user(), make_user(), gone]
    for number in range(count):
        _one(number, places[number % len(places)], people)


def _one(number: int, domain: Domain, people: list[User | None]) -> None:
    is_full = number % 7 > 0
    impact = [UNKNOWN, *Impact][number % (len(Impact) + 1)]
    autonomy = [UNKNOWN, *Autonomy][number % (len(Autonomy) + 1)]
    more: dict[str, Any] = {
        "source": ("", "house-list", "us-federal-inventory-2024")[number % 3],
        "external_reference": f"-R {number}" if number % 3 else "",
        "external_details": {"Vendor": "=1+1", "Notes\n2": TEXTS[number % 6]} if is_full else {},
        "planned_cost": Decimal(number * 1_000_003) / 100 if is_full else None,
        "planned_benefit": Decimal("999999999999.99") if number % 11 == 3 else None,
        "effort_weeks": number if is_full else None,
        "reach": number * 1000 if number % 4 else None,
        "initiated_on": date(2024, 1, 1) + timedelta(days=number) if is_full else None,
        "live_on": date(2025, 6, 1) if number % 5 == 2 else None,
        "bucket_answers": {"same_work": "no", "new_offer": "yes"} if number % 4 == 2 else {},
        "bucket_reason": TEXTS[number % 6],
        "archived_at": NOW + timedelta(days=1) if number % 9 == 4 else None,
        "version": 1 + number % 5,
        "listing": "domain" if number % 8 == 1 else "house",
        "listing_reason": "- not public yet" if number % 8 == 1 else "",
        "created_at": NOW - timedelta(days=number, microseconds=number),
    }
    more |= {role.value: people[(number + place) % 4] for place, role in enumerate(OwnerRole)}
    use_case = make_use_case(
        domain=domain,
        title=TITLES[number % len(TITLES)],
        outcome=TEXTS[number % 6],
        problem=TEXTS[(number + 2) % 6],
        stage=[*Stage][number % len(Stage)],
        bucket=[*Bucket][number % 3],
        bucket_source=[*DecisionSource][number % 4 % 3],
        **risk_values(impact, autonomy),
        **more,
    )
    for technique in [*Technique][: number % (len(Technique) + 1)]:
        UseCaseTechnique.objects.create(use_case=use_case, technique=technique)


def carried() -> list[tuple[Any, ...]]:
    """Everything an export brings back, by key."""
    techniques: dict[int, list[str]] = {}
    for pk, technique in UseCaseTechnique.objects.values_list("use_case_id", "technique"):
        techniques.setdefault(pk, []).append(technique)
    rows = UseCase.objects.order_by("key").values_list("pk", *CARRIED)
    return [(*row, tuple(sorted(techniques.get(row_pk, ())))) for row_pk, *row in rows]


def wipe() -> None:
    """Remove every use case."""
    UseCase.objects.all().delete()
