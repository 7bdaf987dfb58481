"""What is installed is pinned by version and hash, and nothing says where it came from."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.contracts.repository import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
EXACT = re.compile(r"\d+\.\d+\.\d+")
FILES = ("base", "dev", "uv")


def pins(name: str) -> dict[str, str]:
    """Return every package of one requirements file with its version."""
    found = {}
    for line in (ROOT / f"requirements/{name}.txt").read_text().splitlines():
        if match := PIN.match(line):
            found[canonicalize_name(match[1])] = match[2]
    return found


def declared(group: str) -> list[Requirement]:
    """Return the ranges of pyproject.toml: the product's, or those of the tools."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"]
    return [
        Requirement(line)
        for line in (lines if group == "base" else project["dependency-groups"]["dev"])
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    blocks = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    assert blocks
    for block in blocks:
        assert PIN.match(block), block[:60]
        assert "--hash=sha256:" in block, block[:60]
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("group", ["base", "dev"])
def test_every_declared_package_is_pinned_within_its_range(group: str) -> None:
    pinned = pins(group)
    for requirement in declared(group):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(Version(version)), f"{requirement}: {version}"


def test_the_product_runs_on_what_it_was_tested_with() -> None:
    tested = pins("dev")
    assert {name: tested.get(name) for name in pins("base")} == pins("base")


def test_browser_libraries_are_pinned_exactly_and_locked_without_addresses() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in wanted.items():
        assert EXACT.fullmatch(version), f"{name}: {version}"
        assert locked[f"node_modules/{name}"]["version"] == version
    for name, entry in locked.items():
        assert "resolved" not in entry, name
        assert not name or entry["integrity"].startswith("sha512-"), name


def test_the_npm_settings_hold_one_line() -> None:
    assert Path(ROOT / ".npmrc").read_text() == "omit-lockfile-registry-resolved=true\n"
