"""Templates carry nothing that the security policy forbids, and components say what they take."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an inline event handler": re.compile(r"\son[a-z]+\s*=|\shx-on"),
    "a value that is evaluated": re.compile(r"""=["']\s*(?:js|javascript):"""),
    "a trigger filter": re.compile(r"""hx-trigger=["'](?:[^"']*,\s*)?[\w:]+\["""),
    "a library from elsewhere": re.compile(r"""(?:src|href)=["'](?:https?:)?//"""),
}


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_compiles(path: Path) -> None:
    get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_carries_nothing_that_the_policy_forbids(path: Path, what: str) -> None:
    assert not FORBIDDEN[what].findall(path.read_text())


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_a_component_opens_by_naming_itself_and_what_it_takes(path: Path) -> None:
    assert path.read_text().startswith(f"{{# {path.name} — ")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_whatever_htmx_does_works_without_script_too(path: Path) -> None:
    elements = re.findall(r"<(\w+)\b([^>]*\shx-(get|post)=[^>]*)>", path.read_text())
    for tag, attributes, verb in elements:
        twin = {
            "a": " href=" in attributes,
            # A form without an action sends to its own page.
            "form": verb == "get" or ' method="post"' in attributes,
            "button": " formaction=" in attributes or ' type="submit"' in attributes,
            # Fields that save themselves stand in a form that can be sent.
            "input": True,
            "select": True,
            "textarea": True,
        }
        asks_by_itself = re.search(r'hx-trigger="(?:every|load)', attributes) is not None
        assert twin.get(tag, False) or asks_by_itself, f"<{tag}{attributes}>"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_icon_that_a_template_names_is_drawn(path: Path) -> None:
    for icon in re.findall(r"""\{% icon "([\w-]+)\"""", path.read_text()):
        assert (TEMPLATES / "components" / "icons" / f"{icon}.svg").is_file(), icon
