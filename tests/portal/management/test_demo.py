from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.demo import sign_ins
from portal.demo.loading import Loaded, NotEmpty, load
from portal.demo.removal import remove
from portal.management.commands import demo
from portal.models import Domain, LedgerEntry, User
from portfolio.models import UseCase
from tests.builders import make_domain, make_root, make_use_case, make_user

NOW = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("demo", *words)
    return capsys.readouterr().out


def a_small_demo(*, at: datetime, password: str) -> Loaded:
    """Load three people instead of everything, because these tests are about the command."""
    for address in ("executive", "lead", "auditor"):
        make_user(address, email=f"{address}@tessenbrook.example", password=password, is_demo=True)
    return Loaded("Tessenbrook Group", 17, 28, 52, 5, 2)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(demo, "load", a_small_demo)


def test_loading_says_what_came_and_who_can_sign_in(
    small: None, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(capsys, "load").splitlines()

    assert lines[1] == (
        "Tessenbrook Group: 17 domains, 28 people, 52 use cases, 5 assessments, 2 partners, a "
        "roadmap in two editions"
    )
    assert lines[3].split() == [
        "Executive",
        "executive@tessenbrook.example",
        "Henrike",
        "Aldous",
    ]
    assert lines[6].split() == ["Password", sign_ins.PASSWORD]


def test_loading_twice_says_that_it_is_here(
    small: None, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "load")

    again = told(capsys, "load")

    assert again.startswith("The demonstration organisation is here already.\n")
    assert "auditor@tessenbrook.example" in again
    assert User.objects.count() == 3


def test_in_production_the_password_is_made_up_and_shown_once(
    small: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "new_password", lambda: "made up for this")

    assert "Password" in (first := told(capsys, "load"))
    assert "made up for this" in first
    assert "as it was printed" in told(capsys, "sign-ins")


def test_a_password_for_production_is_long_and_never_the_known_one(settings: Any) -> None:
    class Production:
        is_production = True

    settings.ENVIRONMENT = Production()

    assert sign_ins.new_password() != sign_ins.PASSWORD
    assert len(sign_ins.new_password()) >= 16


def test_without_it_there_is_nothing_to_remove_and_nobody_to_list(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "remove") == "The demonstration organisation is not here.\n"
    assert told(capsys, "sign-ins") == "The demonstration organisation is not here.\n"
    assert not LedgerEntry.objects.exists()


def test_it_does_not_mix_with_an_organisation_at_work(db: None) -> None:
    make_domain("Freight")

    with pytest.raises(CommandError, match=r"domains or use cases of its own.*DATABASE_URL"):
        call_command("demo", "load")

    assert not User.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_use_cases_of_your_own_keep_it_out_as_well(db: None) -> None:
    make_use_case(domain=make_root())

    with pytest.raises(NotEmpty):
        load(at=NOW, password="a password for this test")

    assert UseCase.objects.count() == 1


def test_beneath_a_bare_enterprise_it_comes_and_goes(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_root("Harbour group")
    load(at=NOW, password="a password for this test")
    assert Domain.objects.get(name="Tessenbrook Group").depth == 2

    said = told(capsys, "remove")

    assert said.startswith("Removed 54 use cases, 28 people and all that belongs to them.")
    assert list(Domain.objects.all()) == [root]
    assert Domain.objects.get().name == "Harbour group"
    remove(at=NOW)
