"""What is delivered runs without privileges or secrets, and the operator's guide is complete."""

import re
from typing import Any

import yaml

from tests.contracts.repository import ROOT, files

READ = re.compile(r"\benv\.\w+\(\s*\"([A-Z_]+)\"")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
OURS = ("preparation", "web", "worker", "clock")
COMPOSE_ALONE = {"POSTGRES_PASSWORD", "WEB_ADDRESS"}


def settings_names() -> set[str]:
    """Return every name that the settings read from the environment."""
    sources = [path.read_text() for path in files("portal/settings")]
    return {name for source in sources for name in READ.findall(source)}


def example() -> dict[str, str]:
    """Return the environment that an operator starts from."""
    lines = (ROOT / "deploy/.env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def instructions() -> list[str]:
    """Return the instructions of the Dockerfile, continued lines joined."""
    text = (ROOT / "deploy/Dockerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_the_guide_explains_exactly_the_settings_that_are_read() -> None:
    guide = (ROOT / "docs/operations.md").read_text()
    table = guide.split("## Settings")[1].split("\n## ")[0]
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.MULTILINE))
    assert explained == settings_names()


def test_compose_starts_everything_the_portal_needs() -> None:
    assert set(COMPOSE["services"]) == {*OURS, "postgres", "redis"}
    assert set(COMPOSE["volumes"]) == {"media", "postgres", "redis"}
    for service in COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"]
        for needed in service.get("depends_on", {}):
            assert needed in COMPOSE["services"]


def test_our_containers_have_no_privileges() -> None:
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name


def test_no_database_or_broker_is_open_to_the_network() -> None:
    published = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    assert published == ["web"]
    assert COMPOSE["services"]["web"]["ports"] == ["${WEB_ADDRESS:-127.0.0.1:8000}:8000"]


def test_the_example_environment_holds_no_secret_and_no_unknown_name() -> None:
    assert example()["SECRET_KEY"] == ""
    assert example()["POSTGRES_PASSWORD"] == ""
    assert set(example()) <= settings_names() | COMPOSE_ALONE
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "deploy/compose.yaml").read_text()))
    assert asked == COMPOSE_ALONE


def test_the_image_runs_as_nobody_and_tells_its_health() -> None:
    last = instructions()[
        max(i for i, line in enumerate(instructions()) if line.startswith("FROM")) :
    ]
    assert "USER portal" in last
    assert any(line.startswith("HEALTHCHECK") and "deploy/healthy.py" in line for line in last)
    assert any(line.startswith("CMD") and "portal.wsgi:application" in line for line in last)
    assert not any("SECRET_KEY" in line for line in last)


def test_the_image_installs_by_hash_and_names_what_it_is_built_on() -> None:
    lines = instructions()
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert {base for base in bases if ":" in base} == {"node:22-slim", "python:3.13-slim"}
    assert any("--require-hashes" in line for line in lines)
    assert any("npm ci" in line for line in lines)
    sources = [
        part
        for line in lines
        if line.startswith("COPY") and "--from" not in line
        for part in line.split()[1:-1]
    ]
    assert all(source == "." or (ROOT / source).is_file() for source in sources)
