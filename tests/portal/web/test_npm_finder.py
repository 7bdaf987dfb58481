"""The browser libraries come out of node_modules by name, and only those named."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from pytest_django import Settings

from portal.web.npm_finder import FILES, NpmFinder

ONE = {"vendor/one.min.js": "one/dist/one.min.js"}


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    dist = tmp_path / "node_modules" / "one" / "dist"
    dist.mkdir(parents=True)
    (dist / "one.min.js").write_text("1")
    (dist / "secret.js").write_text("2")
    return tmp_path / "node_modules"


@pytest.fixture(autouse=True)
def _nothing_is_collected(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path / "static")


def test_a_named_library_is_found_where_npm_put_it(node_modules: Path) -> None:
    finder = NpmFinder(node_modules=node_modules, files=ONE)
    place = str(node_modules / "one/dist/one.min.js")
    assert finder.find("vendor/one.min.js") == place
    assert finder.find("vendor/one.min.js", find_all=True) == [place]
    assert finder.check() == []


@pytest.mark.parametrize(
    "path",
    ["one/dist/secret.js", "vendor/secret.js", "vendor/../one/dist/secret.js", "../package.json"],
)
def test_nothing_else_of_node_modules_is_found(node_modules: Path, path: str) -> None:
    finder = NpmFinder(node_modules=node_modules, files=ONE)
    assert finder.find(path) == []
    assert finder.find(path, find_all=True) == []
    with pytest.raises(SuspiciousFileOperation):
        finder.storage.path(path)


def test_collectstatic_is_offered_the_named_files_alone(node_modules: Path) -> None:
    finder = NpmFinder(node_modules=node_modules, files=ONE)
    [(name, storage)] = finder.list(None)
    assert name == "vendor/one.min.js"
    with storage.open(name) as source:
        assert source.read() == b"1"
    assert list(finder.list(["vendor/*"])) == []


def test_a_missing_node_modules_is_told_in_one_sentence(tmp_path: Path) -> None:
    finder = NpmFinder(node_modules=tmp_path / "node_modules", files=ONE)
    assert finder.find("vendor/one.min.js") == []
    assert list(finder.list(None)) == []
    [error] = finder.check()
    assert error.msg == (
        "The browser libraries are not installed (vendor/one.min.js): run make setup."
    )


def test_a_server_that_has_collected_its_files_needs_no_node_modules(
    settings: Settings, tmp_path: Path
) -> None:
    collected = Path(settings.STATIC_ROOT) / "vendor/one.min.js"
    collected.parent.mkdir(parents=True)
    collected.write_text("1")
    assert NpmFinder(node_modules=tmp_path / "node_modules", files=ONE).check() == []


@pytest.mark.parametrize("path", FILES)
def test_every_library_named_is_in_the_pinned_packages(path: str) -> None:
    found = NpmFinder().find(path)
    assert isinstance(found, str)
    assert Path(found).is_file()
    assert Path(NpmFinder().find(path) or "").is_file()


def test_django_finds_nothing_where_there_is_nothing() -> None:
    assert finders.find("vendor/nothing.js") is None
