"""The table of the operating-model diagnosis, read from data and checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.domain.operating_model import (
    Band,
    ExpectedFailure,
    Failure,
    OperatingModel,
    Pattern,
    Reading,
    Signal,
    SignalRule,
    Table,
)
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _


class TableInvalid(Invalid):
    """The table contradicts itself or names what there is not."""

    code = "operating_model_table_invalid"


def table_from_data(data: Mapping[str, Any]) -> Table:
    """Read the table from plain data.

    Parameters
    ----------
    data
        ``signals``, ``patterns`` and ``failures`` as in the library.

    Returns
    -------
    Table
        With every signal weighed and every model described.

    Raises
    ------
    TableInvalid
        When a part is missing or of the wrong kind, a model or a signal is left out, or a band is
        turned around.
    """
    try:
        failures = {
            OperatingModel(row["model"]): _failures(row["expected"]) for row in data["failures"]
        }
        table = Table(
            tuple(_signal(row) for row in data["signals"]),
            tuple(_pattern(row, failures) for row in data["patterns"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise TableInvalid(
            _("The table of operating models cannot be read: {problem}.", problem=problem)
        ) from problem
    _require_whole(table)
    return table


def _signal(row: Mapping[str, Any]) -> SignalRule:
    return SignalRule(
        Signal(row["key"]),
        float(row["weight"]),
        bool(row.get("needed", False)),
        tuple(
            Reading(
                str(each["framework"]),
                str(each["capability"]),
                float(each.get("weight", 1)),
                tuple(float(value) for value in each.get("values", ())),
            )
            for each in row["readings"]
        ),
    )


def _pattern(
    row: Mapping[str, Any], failures: Mapping[OperatingModel, tuple[ExpectedFailure, ...]]
) -> Pattern:
    model = OperatingModel(row["model"])
    bands = {
        Signal(key): Band(float(low), float(high)) for key, (low, high) in row["bands"].items()
    }
    return Pattern(model, bands, failures[model])


def _failures(rows: Sequence[Mapping[str, Any]]) -> tuple[ExpectedFailure, ...]:
    return tuple(
        ExpectedFailure(Failure(row["failure"]), Signal(row["signal"]), float(row["below"]))
        for row in rows
    )


def _require_whole(table: Table) -> None:
    told = [each.model for each in table.patterns]
    read = [each.signal for each in table.signals]
    values = [value for rule in table.signals for each in rule.readings for value in each.values]
    bands = [band for each in table.patterns for band in each.bands.values()]
    if (
        sorted(told) != sorted(OperatingModel)
        or sorted(read) != sorted(Signal)
        or not all(each.failures for each in table.patterns)
        or not all(0 <= band.low <= band.high <= 1 for band in bands)
        or not all(0 <= value <= 1 for value in values)
        or not all(rule.weight > 0 for rule in table.signals)
        or not all(each.weight > 0 for rule in table.signals for each in rule.readings)
    ):
        raise TableInvalid(
            _("The table of operating models leaves something out or lies out of bounds.")
        )
