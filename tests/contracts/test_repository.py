"""The repository speaks of the product alone, and would serve on any machine."""

import re
from pathlib import Path

from tests.contracts.repository import ROOT, files, short, texts

# Spelled in pieces, or this file would be the first to break its own rule.
REGISTRIES = re.compile(
    "|".join(
        ("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "npm" + r"mirror")
    )
)
MACHINE_PATHS = re.compile(
    "|".join((r"/wo" + r"rk/(main|shared)", r"/ro" + r"ot/", r"/ho" + r"me/\w"))
)
UNFINISHED = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|(?i:coming" + r" soon|lorem" + r" ipsum)"
)
MAKERS = re.compile("|".join(("clau" + "de", "anthro" + "pic", "chat" + "gpt")), re.IGNORECASE)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b")
BIG = 500_000


def offences(pattern: re.Pattern[str]) -> list[str]:
    """Name every line of the repository that a pattern finds."""
    return [
        f"{short(path)}: {match.group(0)}"
        for path, text in texts()
        for match in pattern.finditer(text)
    ]


def our_own(found: list[str]) -> list[str]:
    """Leave out the mappings of foreign tables: the words they look for are not ours."""
    return [line for line in found if not line.startswith("portfolio/library/")]


def test_no_file_names_a_package_registry() -> None:
    assert offences(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert offences(MACHINE_PATHS) == []


def test_nothing_is_left_unfinished() -> None:
    assert our_own(offences(UNFINISHED)) == []


def test_the_repository_speaks_of_the_product_alone() -> None:
    assert our_own(offences(MAKERS)) == []


def test_no_secret_is_kept() -> None:
    assert offences(SECRETS) == []
    assert [short(path) for path in files() if path.name == ".env"] == []


def test_no_library_or_large_file_is_kept() -> None:
    kept = [path for path in files() if path.stat().st_size > BIG]
    assert [short(path) for path in kept] == []
    assert [short(path) for path in files() if ".min." in path.name] == []


def test_no_other_package_stands_at_the_top() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in files() if path.parent != ROOT}
    known = {"portal", "assessments", "portfolio", "templates", "static", "tests", "docs"}
    assert folders - known == {"deploy", "requirements", ".ci"}


def test_the_licence_is_the_one_we_declare() -> None:
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()
    licence = Path(ROOT / "LICENSE").read_text()
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
