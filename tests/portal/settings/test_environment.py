"""Production starts with safe values or not at all, and a key is made once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import Environment, _kept_secret, read_environment

SAFE = {
    "STEELTHREAD_MODE": "production",
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://steelthread@127.0.0.1/steelthread",
    "BROKER_URL": "redis://127.0.0.1/0",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
}


def read(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Environment:
    for name in ("DEBUG", "HTTPS", "PROXY_COUNT", "PUBLIC_URL", "PORT", *SAFE):
        monkeypatch.delenv(name, raising=False)
    for name, value in (SAFE | changes).items():
        if value:
            monkeypatch.setenv(name, value)
    return read_environment()


def test_production_is_encrypted_and_behind_one_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch)
    assert (found.is_production, found.https, found.proxy_count) == (True, True, 1)
    assert found.debug is False


def test_links_in_mails_begin_with_the_address_people_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch).public_url == "https://portal.example.org"
    told = read(monkeypatch, PUBLIC_URL="https://ai.example.org/portal/")
    assert told.public_url == "https://ai.example.org/portal"
    embedded = {"STEELTHREAD_MODE": "embedded", "ALLOWED_HOSTS": "", "PORT": "8123"}
    assert read(monkeypatch, **embedded).public_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"PUBLIC_URL": "portal.example.org"}, "PUBLIC_URL begins with https://"),
        ({"DEBUG": "true"}, "DEBUG is on"),
        ({"SECRET_KEY": ""}, "SECRET_KEY needs"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY needs"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS names"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS names"),
        ({"ALLOWED_HOSTS": "portal.example.org,*"}, "ALLOWED_HOSTS names"),
        ({"DATABASE_URL": ""}, "A broker needs PostgreSQL"),
        ({"EMAIL_URL": ""}, "EMAIL_URL says where mail leaves"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL says where mail leaves"),
        ({"STEELTHREAD_MODE": "prod"}, "STEELTHREAD_MODE is 'prod'"),
    ],
)
def test_production_refuses_what_is_unsafe(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read(monkeypatch, **changes)


def test_processes_that_start_together_get_one_key_that_only_its_owner_reads(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "new" / "data"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(_kept_secret, [folder] * 32))
    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert [file.name for file in folder.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
