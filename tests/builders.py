"""Builders with defaults: a test names only what it is about."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from portal.domain.roles import Member, Role
from portal.models import Domain, RoleGrant, User
from portal.selectors.members import member_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PASSWORD = "a long enough password"
_number = count(1)


def make_root(name: str = "Harbour group") -> Domain:
    return Domain.objects.filter(depth=1).first() or Domain.objects.add_root({"name": name})


def make_domain(name: str = "", *, parent: Domain | None = None) -> Domain:
    parent = Domain.objects.get(pk=(parent or make_root()).pk)
    return Domain.objects.add_child(parent, {"name": name or f"Domain {next(_number)}"})


def make_user(name: str = "", **fields: Any) -> User:
    number = next(_number)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    return User.objects.create_user(email, fields.pop("password", PASSWORD), name=name, **fields)


def grant(user: User, role: Role, domain: Domain, **fields: Any) -> RoleGrant:
    defaults = {"starts_on": date(2020, 1, 1)}
    return RoleGrant.objects.create(user=user, role=role, domain=domain, **(defaults | fields))


def member(user: User, *, today: date = TODAY) -> Member:
    return member_of(user, today=today)


def make_use_case(**fields: Any) -> Any:
    # Builders load before the apps do.
    from portfolio.models import UseCase  # noqa: PLC0415
    from portfolio.services.use_cases import store_search_texts  # noqa: PLC0415

    number = next(_number)
    defaults: dict[str, Any] = {
        "title": f"Use case {number}",
        "outcome": "Fewer late parcels.",
        "created_at": NOW,
        "updated_at": NOW,
    }
    if "domain" not in fields:
        defaults["domain"] = make_root()
    use_case = UseCase(**(defaults | fields))
    use_case._history_date = use_case.created_at  # type: ignore[attr-defined]
    use_case.save(force_insert=True)
    store_search_texts([use_case])
    return use_case


def make_scored(rank: int, *, low: int = 0, high: int = 0, **fields: Any) -> Any:
    """Build a use case with a standing; the better the rank, the higher its scores."""
    score = max(0.0, 100.0 - rank)
    standing: dict[str, Any] = {
        "value": score,
        "feasibility": score,
        "adjusted_feasibility": score,
        "priority": score,
        "quadrant": "do_now",
        "rank": rank,
        "rank_low": low or rank,
        "rank_high": high or rank,
        "is_rank_robust": True,
    }
    return make_use_case(**(standing | fields))
