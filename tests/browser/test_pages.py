"""Every page a role can reach, on a phone and on a wide screen, in light and in dark."""

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import Visit
from tests.browser.visitors import Visitor

#: Links that hand over a file or end the session.
NOT_PAGES = (
    "export",
    "publication",
    "logout",
    "download",
    "schema",
    "pdf",
    "import-mapping",
    "result-report",
    "workbook",
    "evidence-file",
)
LINKS = "() => [...document.querySelectorAll('a[href]')].map((each) => each.pathname)"


def page_name(path: str) -> str:
    """Name the view behind a path; links to anything else are not followed."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if any(word in name for word in NOT_PAGES) else name


def walk(visitor: Visitor, look: list[tuple[int, str]]) -> tuple[set[str], list[str]]:
    """Visit one page of each kind that links lead to; return their names and what is wrong."""
    waiting, seen, wrong = ["/"], {"portal:home"}, []
    while waiting:
        path = waiting.pop(0)
        for width in sorted({width for width, _theme in look}):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            answer = visitor.go(path)
            if answer is None or answer.status != 200:
                wrong.append(f"{path}: answers {answer and answer.status}")
                break
            for theme in [theme for each, theme in look if each == width]:
                visitor.wears(theme)
                wrong += [f"{width} {theme} {each}" for each in visitor.complaints()]
        for link in visitor.page.evaluate(LINKS):
            name = page_name(link)
            if name and name not in seen:
                seen.add(name)
                waiting.append(link)
    return seen, wrong


BOTH = [(390, "light"), (390, "dark"), (1440, "dark"), (1440, "light")]
TWO = [(390, "dark"), (1440, "light")]


@pytest.mark.parametrize(
    ("role", "look", "at_least"), [("lead", BOTH, 30), ("owner", TWO, 15), ("executive", TWO, 12)]
)
def test_every_page_is_accessible_and_fits_the_screen(
    visit: Visit, role: str, look: list[tuple[int, str]], at_least: int
) -> None:
    seen, wrong = walk(visit(role), look)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= at_least, sorted(seen)
