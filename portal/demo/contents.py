"""Reading the demonstration's own texts."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "content"


def read(name: str) -> dict[str, Any]:
    """Return one file of the content, by its path within the folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_all(folder: str) -> list[dict[str, Any]]:
    """Return every file of a folder, by name."""
    return [read(f"{folder}/{path.name}") for path in sorted((FOLDER / folder).glob("*.toml"))]


def text(value: str) -> str:
    """Return a text of several lines as one paragraph."""
    return " ".join(value.split())
