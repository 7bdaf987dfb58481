from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from assessments.models import FrameworkVersion
from portal.demo.loading import Loaded
from portal.management.commands import demo, quickstart
from portal.models import User
from portal.services import ledger
from portal.services.ledger import SYSTEM, PortalEvent
from portfolio.models import ScoringModelVersion
from tests.builders import make_root, make_user


def loaded(*, at: Any, password: str) -> Loaded:
    """Stand in for the whole demonstration: one person, and the entry that it came."""
    make_user("Lead", email="lead@tessenbrook.example", password=password, is_demo=True)
    ledger.record(PortalEvent.DEMO_LOADED, subject=make_root(), by=SYSTEM, at=at)
    return Loaded("Tessenbrook Group", 17, 28, 52, 5, 2)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, db: None, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(demo, "load", loaded)

    def run(*words: str) -> str:
        call_command("quickstart", *words)
        return capsys.readouterr().out

    return run


def has_demo() -> bool:
    return User.objects.filter(is_demo=True).exists()


def test_the_first_start_loads_everything_and_prints_the_sign_ins(start: Any) -> None:
    said = start()

    assert has_demo()
    assert "lead@tessenbrook.example" in said
    assert FrameworkVersion.objects.filter(is_default=True).exists()
    assert ScoringModelVersion.objects.get().is_active


def test_every_later_start_prints_the_sign_ins_again(start: Any) -> None:
    start()

    said = start()

    assert "lead@tessenbrook.example" in said
    assert User.objects.count() == 1
    assert ScoringModelVersion.objects.count() == 1


def test_what_was_removed_stays_away(start: Any) -> None:
    start()
    User.objects.all().delete()

    said = start()

    assert not has_demo()
    assert "Nobody can sign in yet" in said


def test_a_start_without_the_demonstration_stays_without(start: Any) -> None:
    said = start("--no-demo")
    start()

    assert not has_demo()
    assert "add_administrator EMAIL --name NAME --enterprise NAME" in said
    assert ScoringModelVersion.objects.exists()


def test_asking_for_the_demonstration_loads_it_at_any_start(start: Any) -> None:
    start("--no-demo")

    start("--demo")

    assert has_demo()


def test_production_loads_it_only_when_asked(start: Any, settings: Any) -> None:
    settings.ENVIRONMENT = SimpleNamespace(is_production=True)

    start()
    assert not has_demo()

    start("--demo")
    assert has_demo()


def test_a_start_that_was_broken_off_is_followed_by_another_first_start(
    start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*, at: Any, password: str) -> Loaded:
        loaded(at=at, password=password)
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        start()
    monkeypatch.setattr(demo, "load", loaded)

    start()

    assert User.objects.filter(is_demo=True).count() == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            'connection to server at "10.0.0.7", port 5439 failed: Connection refused\n\tIs it up?',
            "Connection refused",
        ),
        (
            'connection failed: FATAL:  database "nowhere" does not exist',
            'database "nowhere" does not exist',
        ),
        ("unable to open database file", "unable to open database file"),
    ],
)
def test_a_database_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, settings: Any, said: str, reason: str
) -> None:
    def unreachable(*_args: Any, **_options: Any) -> None:
        raise OperationalError(said)

    monkeypatch.setattr(quickstart, "call_command", unreachable)
    place = {"HOST": "10.0.0.7", "PORT": 5439, "NAME": "nowhere", "PASSWORD": "secret"}
    monkeypatch.setattr(quickstart, "settings", SimpleNamespace(DATABASES={"default": place}))

    with pytest.raises(CommandError) as stop:
        call_command("quickstart")

    assert str(stop.value) == (
        f"The database at 10.0.0.7:5439 does not answer: {reason}. Check DATABASE_URL."
    )


def test_a_first_start_is_remembered_by_the_ledger(start: Any) -> None:
    start("--no-demo")
    assert ledger.LedgerEntry.objects.filter(recorded_at__lte=timezone.now()).exists()
