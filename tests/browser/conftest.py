"""One portal and one browser for all walks; a fresh window for each."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.browser.portal import served
from tests.browser.visitors import Trouble, Visitor

type Visit = Callable[..., Visitor]

#: Milliseconds after which something will not happen any more, on a busy machine too.
PATIENCE = 20_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("portal") / "data") as place:
        yield place


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(found).exists():
        pytest.skip(f"There is no Chromium at {found}; name one in CHROMIUM.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield window
        window.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """The cookies of everybody who has signed in once."""
    return {}


@pytest.fixture
def visit(browser: Browser, address: str, sessions: dict[str, StorageState]) -> Iterator[Visit]:
    """Open a window for somebody; when the walk is over, nothing may have gone wrong in it."""
    opened: list[Visitor] = []

    def open_window(
        role: str = "",
        *,
        width: int = 1440,
        theme: str = "light",
        has_script: bool = True,
        is_fresh: bool = False,
    ) -> Visitor:
        known: dict[str, Any] = (
            {} if is_fresh or not role else {"storage_state": sessions.get(role)}
        )
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            java_script_enabled=has_script,
            locale="en-GB",
            **known,
        )
        context.set_default_timeout(PATIENCE)
        trouble = Trouble()
        if has_script:
            trouble.watch(context)
        visitor = Visitor(context.new_page(), address, trouble, has_script)
        opened.append(visitor)
        if role and (is_fresh or role not in sessions):
            visitor.sign_in(role)
            if not is_fresh:
                sessions[role] = context.storage_state()
        return visitor

    yield open_window
    for visitor in opened:
        visitor.context.close()
    assert [each for visitor in opened for each in visitor.trouble.found] == []
