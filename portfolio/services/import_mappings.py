"""Shipped mappings: the mapping files that come with the portal, and which one a file needs."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from portfolio.domain.import_mapping_files import parse_mapping_file
from portfolio.domain.import_mapping_texts import mapping_text
from portfolio.domain.imports import ImportMapping, fit, guess_mapping, read_mapping

LIBRARY: Final = Path(__file__).resolve().parent.parent / "library"

GOOD_FIT: Final = 0.8
"""Share of a mapping's columns that a file must have for the mapping to be meant."""


@cache
def shipped_mappings() -> dict[str, ImportMapping]:
    """Read the mapping files that come with the portal.

    Returns
    -------
    dict
        Name of the file without its ending to the mapping, by name.
    """
    files = sorted(LIBRARY.glob("*.toml"))
    return {file.stem: read_mapping(file.read_bytes()) for file in files}


@cache
def shipped_mapping_data(name: str) -> Mapping[str, Any]:
    """Return what a shipped mapping file says, to be read only.

    Raises
    ------
    KeyError
        When no mapping of that name ships.
    """
    if name not in shipped_mappings():
        raise KeyError(name)
    return parse_mapping_file((LIBRARY / f"{name}.toml").read_bytes())


def fitting_mapping(header: Sequence[str]) -> str:
    """Return the name of the shipped mapping that fits a header best, or nothing."""
    fits = {name: fit(mapping, header) for name, mapping in shipped_mappings().items()}
    best = max(fits, key=lambda name: (fits[name], name), default="")
    return best if best and fits[best] >= GOOD_FIT else ""


def mapping_for(header: Sequence[str], *, source: str) -> tuple[str, ImportMapping]:
    """Choose the mapping for a file that came without one.

    Parameters
    ----------
    header
        The cells of the header row.
    source
        Where the rows come from, should no shipped mapping fit.

    Returns
    -------
    tuple
        The name of the shipped mapping that fits best and the mapping; an empty name and a
        guess from the names of the columns when none fits well. What they hold speaks only where
        a person confirms it, step by step.
    """
    best = fitting_mapping(header)
    if best:
        return best, shipped_mappings()[best]
    return "", guess_mapping(header, source=source)


def mapping_file(data: Mapping[str, Any]) -> bytes:
    """Return a mapping as the file people write."""
    return mapping_text(data).encode()


def shipped_mapping_file(name: str) -> bytes | None:
    """Return a shipped mapping file as it is, to start an own one from; None for other names."""
    return (LIBRARY / f"{name}.toml").read_bytes() if name in shipped_mappings() else None
