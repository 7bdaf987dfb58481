"""Showing what was measured: a table for people, JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from portal.management.bench.measuring import Figure

_HEADS = ("", "Measured", "Budget", "Queries", "Floor", "Ratio", "")


def as_table(figures: Sequence[Figure]) -> str:
    """Return one line per budget, numbers aligned, and a closing sentence."""
    rows = [_HEADS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in {0, 6} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", _closing(figures)])


def as_json(figures: Sequence[Figure]) -> str:
    """Return every figure with its ratio and whether its budgets are kept."""
    rows = [asdict(each) | {"ratio": each.ratio, "is_kept": each.is_kept} for each in figures]
    return json.dumps(rows, indent=2)


def _row(figure: Figure) -> tuple[str, ...]:
    sent = str(figure.queries) if figure.queries else ""
    if figure.most_queries:
        sent = f"{figure.queries} of {figure.most_queries}"
    return (
        figure.work,
        _amount(figure.value, figure.unit),
        f"≤ {_amount(figure.budget, figure.unit)}",
        sent,
        _amount(figure.floor, figure.unit) if figure.floor else "",
        f"{figure.ratio:.1f} ×" if figure.floor else "",
        "" if figure.is_kept else "missed",
    )


def _amount(value: float, unit: str) -> str:
    if unit == "ms" and value >= 1000:
        value, unit = value / 1000, "s"
    digits = 0 if value >= 100 or value == round(value) else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def _closing(figures: Sequence[Figure]) -> str:
    missed = [figure.work for figure in figures if not figure.is_kept]
    measured = (
        "CPU time of the server where a line says nothing else. "
        "Floor: the same rows by raw SQL, as bare strings."
    )
    if not missed:
        return f"{measured}\nAll {len(figures)} budgets are kept on this machine."
    return f"{measured}\n{len(missed)} of {len(figures)} budgets are missed: {'; '.join(missed)}."
