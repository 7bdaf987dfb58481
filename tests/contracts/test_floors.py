"""The shape of the house: floors, plain imports, true names, no hidden behaviour."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.repository import ROOT, floor_of, modules, short

DOORS = ("views", "api", "tasks", "management", "dashboards", "urls", "api_urls")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "shared", "tools"}


def trees(*floors: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module with its syntax tree."""
    for path in modules(*floors):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def places(found: Iterator[tuple[Path, ast.AST]]) -> list[str]:
    """Name every finding by file and line."""
    return [f"{short(path)}:{getattr(node, 'lineno', 1)}" for path, node in found]


def test_imports_go_down() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def test_nothing_is_imported_by_star() -> None:
    stars = (
        (path, node)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    )
    assert places(stars) == []


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = (
        (path, node)
        for path, tree in trees()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )
    assert places(hidden) == []


def test_packages_open_empty_except_the_models() -> None:
    filled = [
        short(path)
        for path in modules()
        if path.name == "__init__.py"
        and path.parent.name != "models"
        and path.read_text(encoding="utf-8").strip()
    ]
    assert filled == []


def test_the_models_packages_name_what_they_hold() -> None:
    packages = [path for path in modules("models") if path.name == "__init__.py"]
    assert packages
    for path in packages:
        assert "__all__" in path.read_text(encoding="utf-8"), short(path)


def test_there_are_no_drawers() -> None:
    assert [short(path) for path in modules() if path.stem in DRAWERS] == []


def test_doors_reach_rows_only_through_what_the_member_may_see() -> None:
    queries = (
        (path, node)
        for path, tree in trees(*DOORS)
        if "selectors" not in path.parts  # the dashboards have floors of their own
        for node in unguarded(tree)
    )
    assert places(queries) == []


def unguarded(tree: ast.Module) -> list[ast.AST]:
    """Find every manager not at once narrowed by ``visible_to``, or asked around a row at hand."""
    guarded = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "get_parent"}
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager"}
        and id(node) not in guarded
    ]


def test_nothing_happens_behind_a_signal_or_a_save() -> None:
    hidden = (
        (path, node)
        for path, tree in trees()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.FunctionDef) and node.name == "save" and floor_of(path) == "models"
        )
        or (isinstance(node, ast.Name) and node.id == "receiver")
    )
    assert places(hidden) == []
