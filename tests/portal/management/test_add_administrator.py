import io
import re

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client

from portal.domain.roles import Capability, Role
from portal.models import Domain, LedgerEntry, RoleGrant, User
from tests.builders import grant, make_root, make_user, member

EMAIL = "ada@harbour.example"


def add(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("add_administrator", EMAIL, *words)
    return capsys.readouterr().out


def test_the_first_administrator_comes_with_the_enterprise(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    said = add(capsys, "--name", "Ada Harbour", "--enterprise", "Harbour group")

    user = User.objects.get()
    assert said.startswith("Ada Harbour <ada@harbour.example> administers the enterprise.\n")
    assert Domain.objects.get().name == "Harbour group"
    assert member(user, today=user.grants.get().starts_on).can(Capability.MANAGE_PEOPLE)
    assert not user.has_usable_password()
    events = LedgerEntry.objects.order_by("seq").values_list("event", flat=True)
    assert list(events) == ["portal.domain.added", "portal.person.added", "portal.role.granted"]


def test_the_link_lets_them_set_a_password_once(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    said = add(capsys, "--name", "Ada Harbour", "--enterprise", "Harbour group")
    link = re.search(r"http://127\.0\.0\.1:\d+(/\S+)", said)
    assert link is not None

    client = Client()
    form = client.get(link[1], follow=True)
    word = "harbour at first light"
    client.post(form.redirect_chain[-1][0], {"password1": word, "password2": word})

    assert authenticate(username=EMAIL, password=word) == User.objects.get()
    assert Client().get(link[1]).status_code == 200  # the page that says the link was used
    assert not Client().get(link[1]).has_header("Location")


def test_a_password_can_come_from_standard_input(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("harbour at first light\n"))

    said = add(capsys, "--enterprise", "Harbour group", "--password-stdin")

    assert said == f"{EMAIL} <{EMAIL}> administers the enterprise.\n"
    assert authenticate(username=EMAIL, password="harbour at first light") is not None


def test_a_weak_password_is_refused_and_nothing_is_made(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))

    with pytest.raises(CommandError, match="too short"):
        add(capsys, "--enterprise", "Harbour group", "--password-stdin")

    assert not User.objects.exists()
    assert not Domain.objects.exists()


def test_without_an_enterprise_one_has_to_be_named(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="Name the enterprise with --enterprise"):
        add(capsys, "--name", "Ada")

    assert not User.objects.exists()


def test_an_address_has_to_be_one(db: None) -> None:
    with pytest.raises(CommandError, match="valid email address"):
        call_command("add_administrator", "ada", "--enterprise", "Harbour group")

    assert not Domain.objects.exists()


def test_somebody_who_was_shut_out_is_let_in_again(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_root("Harbour group")
    user = make_user("Ada Harbour", email=EMAIL, is_active=False)
    grant(user, Role.AUDITOR, root)

    add(capsys, "--name", "Another name", "--enterprise", "Another enterprise")

    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Ada Harbour", True)
    assert Domain.objects.get().name == "Harbour group"
    assert set(user.grants.values_list("role", flat=True)) == {"auditor", "administrator"}


def test_doing_it_twice_grants_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    add(capsys, "--enterprise", "Harbour group")
    add(capsys)

    assert RoleGrant.objects.count() == 1
    assert User.objects.count() == 1
