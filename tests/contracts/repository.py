"""The files of the repository, as a newcomer would get them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "assessments", "portfolio")


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Return the files that belong to the repository, kept or about to be kept."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(set(filter(None, listed.split("\0"))))
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def modules(*floors: str) -> list[Path]:
    """Return the Python modules of the three apps, or those of the floors named."""
    return [
        path
        for path in files(*APPS)
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (not floors or floor_of(path) in floors)
    ]


def floor_of(path: Path) -> str:
    """Return the floor a module stands on: the package or module right below its app."""
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def templates() -> list[Path]:
    """Return every page and fragment."""
    return [path for path in files("templates") if path.suffix in {".html", ".svg", ".txt"}]


def texts() -> list[tuple[Path, str]]:
    """Return every text file with its content."""
    found = []
    for path in files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def short(path: Path) -> str:
    """Name a file as the repository does."""
    return path.relative_to(ROOT).as_posix()
