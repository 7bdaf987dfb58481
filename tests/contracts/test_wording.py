"""What people read goes through gettext, in whole sentences, when they read it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.contracts.repository import modules, short

#: Where sentences are made. Commands speak to whoever runs the machine and may stay English.
FLOORS = (
    *("domain", "models", "selectors", "services", "charts", "forms", "serializers", "reports"),
    *("web", "templatetags", "dashboards", "views", "api", "tasks", "admin"),
)
LAZY = {"gettext_lazy", "ngettext_lazy", "pgettext_lazy", "npgettext_lazy"}
AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}
MARKED = {"gettext_noop", "ngettext_noop"}
SPOKEN = {"_", *LAZY, *AT_ONCE, *MARKED}

#: Only a programmer meets these.
DEVELOPER_ERRORS = {
    *("ValueError", "TypeError", "KeyError", "LookupError", "AttributeError", "RuntimeError"),
    *("AssertionError", "NotImplementedError", "ImproperlyConfigured"),
    *("TransactionManagementError", "TemplateSyntaxError", "SuspiciousFileOperation"),
}
#: The description of the API, for programmers; it speaks English as its field names do.
SCHEMA = {"extend_schema", "extend_schema_field", "OpenApiParameter", "inline_serializer"}
SCHEMA_WORDS = {"help_text"}  # in serializers
SAID_BY_NAME = {"sentence", "title", "label", "message", "note", "remark", "reason", "finding"}

#: What looks like a sentence and is none, file by file.
LISTS_OF_WORDS = {
    # Patterns that are looked for in descriptions.
    "portfolio/domain/evidence_words.py",
    # Names that columns and values go by in other people's files.
    "portfolio/domain/import_guesses.py",
    # What encodings are called, the same in every language.
    "portfolio/domain/import_tables.py",
    # Messages of the parser that are recognised, and told in our own words.
    "assessments/services/framework_yaml.py",
    # Categories of Unicode.
    "portal/domain/text_metrics.py",
}
ALLOWED = {
    # How other people's files say nothing, and what theirs are called.
    ("portfolio/domain/import_mappings.py", "not applicable"),
    ("assessments/services/framework_aima.py", "Assessment Questions"),
    ("assessments/services/framework_aima.py", "OWASP AIMA"),
    ("assessments/services/framework_samm.py", "OWASP SAMM"),
    # What a framework says in its own language, and is compared by.
    ("assessments/domain/framework_data.py", "No"),
    ("assessments/domain/framework_data.py", "Yes"),
    # What the browser listens for.
    ("portfolio/views/registration.py", "input changed delay:500ms"),
    # What Python and its libraries say, to be recognised.
    ("portfolio/services/import_texts.py", "unexpected end of data"),
    ("portfolio/services/import_texts.py", "truncated data"),
    ("portfolio/services/import_records.py", "Unterminated"),
    ("assessments/services/framework_sentences.py", r"'(\w+)' is a required property"),
    # What htmx is told.
    ("portfolio/views/registration.py", "input changed delay:500ms"),
    # Names that are stored, and compared with what was stored before.
    ("portfolio/services/import_readings.py", "own mapping"),
    ("portfolio/services/imports.py", "the portal itself"),
    ("portfolio/services/ratings.py", "{} source"),
    ("portfolio/services/ratings.py", "{} evidence"),
    ("portfolio/services/ratings.py", "{} rationale"),
    ("portfolio/services/ratings.py", "{} confidence"),
    ("portfolio/services/ratings.py", "{} range"),
    ("portfolio/domain/model_edits.py", "weight of {}"),
    ("portfolio/domain/model_edits.py", "criterion {}"),
    ("portfolio/domain/model_edits.py", "question of {}"),
    ("portfolio/domain/model_edits.py", "{} of {}"),
    ("portfolio/domain/model_edits.py", "{} weighed by"),
    # What only those meet who run or repair the portal.
    ("assessments/models/assessments.py", "{} in {}"),
    ("assessments/models/results.py", "result of {}"),
    ("portal/models/ledger_guard.py", "The ledger is append-only."),
    ("assessments/models/framework_guard.py", "A published framework never changes."),
    ("portal/views/health.py", "migrations pending"),
    ("portal/views/health.py", "no database"),
    ("portal/web/bounds.py", "NUL in the address"),
    (
        "portal/web/npm_finder.py",
        "The browser libraries are not installed ({}): run make setup.",
    ),
    # Two whole sentences, each spoken.
    ("portal/domain/roles.py", "{} {}"),
    # A heading of the API description.
    ("portfolio/api/use_cases.py", "use cases"),
    ("portfolio/api/use_case_drafts.py", "use cases"),
    # HTTP headers, and the words of cookies.
    ("portfolio/views/imports.py", "application/toml; charset=utf-8"),
    ("portfolio/views/imports.py", 'attachment; filename="{}.toml"'),
    ("portal/api/authentication.py", "Bearer"),
    ("portal/api/authentication.py", "Authorization"),
    ("portal/web/middleware.py", "Allow"),
    ("portal/views/account.py", "Lax"),
    # Classes, attributes and fonts of drawings.
    ("portal/charts/bars.py", "st-bar st-bar--wide"),
    ("portal/templatetags/fields.py", "{} form-control--lg"),
    ("portal/charts/svg.py", "Helvetica, Arial, Liberation Sans, sans-serif"),
    ("portal/charts/svg.py", '{} stroke="{}"'),
    ("portal/charts/svg.py", '{} stroke-dasharray="{}"'),
    ("portal/charts/plotly_figures.py", "x domain"),
    ("portal/charts/matrix_plotly.py", "middle left"),
    ("portal/charts/matrix_plotly.py", "middle right"),
    ("portal/charts/matrix_plotly.py", "top center"),
    ("portal/charts/matrix_plotly.py", "bottom center"),
}

WORDS = re.compile(r"[^\W\d_][^\W\d_,;:’']* (?:[^\W\d_]|\{)|\} [^\W\d_]{2}")
LABEL = re.compile(r"[A-Z][a-z’-]+[.?]?")
MARKUP = re.compile(r"<[^>]*(?:>|$)")
#: How a date is written, in the letters of Django; and SQL.
WORDLESS = re.compile(
    r"[djDlFMNYyHiGe ,:]+|(?:SELECT|UPDATE|INSERT|CREATE|DROP) [A-Zc{].*|WITH RECURSIVE .*"
    r"|(?:CASE|WHEN) ?\{.*",
    re.DOTALL,
)


def name_of(node: ast.expr) -> str:
    """Return the last name of what is called."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


@cache
def refusals() -> frozenset[str]:
    """Return the names of every refusal there is."""
    bases = {
        node.name: {name_of(base) for base in node.bases}
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    }
    found = {"Refusal"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def template_of(node: ast.expr) -> str | None:
    """Return the text of a constant, or of an f-string with its gaps as braces."""
    match node:
        case ast.Constant(str() as text):
            return text
        case ast.JoinedStr(parts):
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
        case _:
            return None


class Listener(ast.NodeVisitor):
    """Collects what a reader may meet without having gone through gettext."""

    def __init__(self, *, is_shape: bool) -> None:
        self.is_shape = is_shape
        self.found: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        """Leave docstrings aside."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Leave the list of public names aside."""
        if [name_of(target) for target in node.targets] != ["__all__"]:
            self.generic_visit(node)

    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        """Leave types aside."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Leave the annotation aside."""
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Leave annotations aside."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Leave the annotation of what is returned aside."""
        for part in (*node.decorator_list, node.args, *node.body):
            self.visit(part)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Leave names of keys and types aside."""
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):
            self.visit(node.slice)

    def visit_Call(self, node: ast.Call) -> None:
        """Leave aside what is spoken, and what no reader meets; listen closely to refusals."""
        name = name_of(node.func)
        if name in DEVELOPER_ERRORS | SCHEMA:
            return
        if name in SPOKEN:
            for keyword in node.keywords:
                self.visit(keyword.value)
            return
        if name == "cast":
            self.visit(node.args[1])
            return
        for argument in node.args:
            self.hear(argument, is_said=name in refusals())
        for keyword in node.keywords:
            if not (self.is_shape and keyword.arg in SCHEMA_WORDS):
                self.hear(keyword.value, is_said=keyword.arg in SAID_BY_NAME)
        self.visit(node.func)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Listen to a text on its own."""
        self.hear(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Listen to an f-string as a whole, and to what fills its gaps."""
        self.hear(node)

    def hear(self, node: ast.expr, *, is_said: bool = False) -> None:
        """Keep a text that looks like a sentence or a label, or that is said to be one."""
        text = template_of(node)
        if text is None:
            if not isinstance(node, ast.Constant):
                self.visit(node)
            return
        for part in node.values if isinstance(node, ast.JoinedStr) else ():
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)
        words = MARKUP.sub("", text).strip()
        if WORDLESS.fullmatch(words):
            return
        looks_visible = WORDS.search(words) or LABEL.fullmatch(words)
        if looks_visible or (is_said and re.search(r"[A-Z ]", words)):
            self.found.append((node.lineno, text))


def unspoken(path: Path) -> list[str]:
    """Name what a module says without gettext, with its line."""
    listener = Listener(is_shape="serializers" in path.parts)
    listener.visit(parsed(path))
    return [
        f"{short(path)}:{line}: {text}"
        for line, text in listener.found
        if (short(path), text) not in ALLOWED
    ]


def test_what_a_reader_meets_goes_through_gettext() -> None:
    found = [
        each
        for path in modules(*FLOORS)
        if short(path) not in LISTS_OF_WORDS
        for each in unspoken(path)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "heard"),
    [
        ('STAGES = {"pilot": "In production"}', ["In production"]),
        ('LABEL = "Weeks"', ["Weeks"]),
        ('raise NotAllowed("Gone")', ["Gone"]),
        ('word = f"{number} gaps"', ["{} gaps"]),
        ('_("{what} is late.", what=f"{number} gaps")', ["{} gaps"]),
        ('html = f"<b>{name} has left</b>"', ["<b>{} has left</b>"]),
        ('raise ValueError("No such thing at all.")', []),
        ('word = ngettext("one gap", "{count} gaps", number)', []),
        ('def f() -> "Two words":\n    """Say two words."""\n', []),
        ('url = f"/use-cases/{pk}/?page={page}"', []),
        ('day = date_format(at, "j F Y, H:i")', []),
    ],
)
def test_the_listener_hears_sentences_and_labels_alone(code: str, heard: list[str]) -> None:
    listener = Listener(is_shape=False)
    listener.visit(ast.parse(code))
    assert [text for _line, text in listener.found] == heard


def calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    """Yield the calls of gettext in a module."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and name_of(node.func) in names:
            yield node


def test_a_catalogue_can_find_what_is_spoken() -> None:
    """What is put together before it is looked up is in no catalogue."""
    glued = [
        f"{short(path)}:{node.lineno}"
        for path in modules(*FLOORS)
        for node in calls(path, SPOKEN)
        for argument in node.args
        if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.IfExp)
        or (isinstance(argument, ast.Call) and name_of(argument.func) == "format")
    ]
    assert glued == []


def test_nothing_is_translated_while_modules_are_imported() -> None:
    """A text of a module is marked, and translated for whoever reads it."""
    early = [
        f"{short(path)}:{node.lineno}"
        for path in modules(*FLOORS)
        for node in at_import(parsed(path), spoken_at_once(path))
    ]
    assert early == []


def spoken_at_once(path: Path) -> set[str]:
    """Return the names by which a module translates at once."""
    return {
        alias.asname or alias.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in AT_ONCE
    }


def at_import(node: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    """Yield the calls that run when a module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call) and name_of(child.func) in names:
            yield child
        yield from at_import(child, names)


def test_no_permission_to_stay_silent_is_left_over() -> None:
    known = {(short(path), text) for path in modules(*FLOORS) for text in texts_in(path)}
    assert {each for each in ALLOWED if each not in known} == set()
    assert {name for name in LISTS_OF_WORDS if name not in {path for path, _text in known}} == set()


def texts_in(path: Path) -> Iterator[str]:
    """Yield every text of a module."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.expr) and (text := template_of(node)) is not None:
            yield text
