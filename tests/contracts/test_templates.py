"""Every page compiles, keeps the Content-Security-Policy, and speaks our language, translatably."""

import ast
import re
from pathlib import Path

import pytest
from django.template import engines

from tests.contracts.repository import ROOT, modules, short, templates

PAGES = [path.relative_to(ROOT / "templates").as_posix() for path in templates()]
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(
    r"\{% (?:blocktranslate|blocktrans)\b.*?%\}(.*?)\{% end(?:blocktranslate|blocktrans) %\}"
    r"|\{% (?:translate|trans) (?:\"([^\"]*)\"|'([^']*)')",
    re.DOTALL,
)
TRANSLATED = re.compile(
    r"\{% (blocktranslate|blocktrans)\b.*?\{% end\1 %\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
UNSAFE = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "a style sheet in the page": re.compile(r"<style\b"),
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"
    ),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "hx-on": re.compile(r"\bhx-on\b"),
    "a value that is evaluated": re.compile(r"hx-(vals|headers|vars)\s*=\s*[\"']\s*js:"),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a file from elsewhere": re.compile(
        r"<(script|link|img|iframe)\b[^>]*(src|href)=\"(https?:)?//"
    ),
}
# Drawings, data and the names of keys are the same in every language.
WORDLESS = re.compile(r"<(svg|script|kbd|code)\b.*?</\1>", re.DOTALL)
CLASS_BLOCK = re.compile(r"\{% block \w+_class %\}.*?\{% endblock.*?%\}")
# Our own names; what begins with st_ is the head of a key.
NAMES = {"Steelthread", "Steel", "thread"}
NEVER_SAID = re.compile(r"\b(please|successfully|oops|click here|submit)\b|!(?!=)", re.IGNORECASE)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def source(page: str) -> str:
    """Return a page without its comments."""
    return COMMENT.sub("", (ROOT / "templates" / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_every_template_compiles(page: str) -> None:
    assert engines["django"].get_template(page)


@pytest.mark.parametrize("page", PAGES)
def test_every_template_keeps_the_content_security_policy(page: str) -> None:
    found = [name for name, pattern in UNSAFE.items() if pattern.search(source(page))]
    assert found == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".html")])
def test_every_visible_word_can_be_translated(page: str) -> None:
    text = CLASS_BLOCK.sub("", WORDLESS.sub("", source(page)))
    bare = TRANSLATED.sub(" ", text)
    attributes = re.findall(
        r"\s(?:aria-label|alt|title|placeholder|aria-description)=\"([^\"]*)\"", bare
    )
    visible = [*re.sub(r"<[^>]*>", "\n", bare).split("\n"), *attributes]
    words = [word.strip(" ·") for word in visible if re.search(r"[A-Za-z]{2}", word)]
    assert [word for word in words if word not in NAMES and not word.startswith("st_")] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_a_page_follow_the_house(page: str) -> None:
    spoken = ["".join(match.groups(default="")) for match in SPOKEN.finditer(source(page))]
    assert [text for text in spoken if NEVER_SAID.search(text)] == []


def spoken_in(path: Path) -> list[str]:
    """Return the sentences a module hands to gettext."""
    return [
        argument.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in GETTEXT
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def test_the_words_of_the_code_follow_the_house() -> None:
    spoken = [(short(path), text) for path in modules() for text in spoken_in(path)]
    assert [(path, text) for path, text in spoken if NEVER_SAID.search(text)] == []
