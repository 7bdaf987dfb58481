"""Parts of a derivation: what a number was made of, and the keys under which each opens."""

from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.figures import Figure, plainly
from portal.domain.errors import Invalid

OVERALL = "overall"


class Traced(StrEnum):
    """What a trace is about."""

    OVERALL = "overall"
    LAYER = "layer"
    CAPABILITY = "capability"


class NotTraced(Invalid):
    """The result has no number under that key."""

    code = "not_traced"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a number was made of.

    Parameters
    ----------
    trace
        The key under which it opens in turn; empty at the end of the trace.
    title
        What the reader calls it.
    weight
        How much it counts; None where nothing is weighed.
    figure
        Its own number, or why it has none.
    counts
        Whether it went into the number.
    note
        What more there is to say of it.
    """

    trace: str
    title: str
    weight: float | None
    figure: Figure
    counts: bool = True
    note: str = ""

    @property
    def shown(self) -> str:
        """The number as workings write it."""
        return plainly(self.figure)


@dataclass(frozen=True, slots=True)
class Derivation:
    """One number and how it came about.

    Parameters
    ----------
    key
        ``mean``, ``level``, ``effective``, ``staged``, ``target`` or ``gap``.
    title
        What the reader calls it.
    figure
        The number, or why there is none.
    rule
        The rule, in a sentence.
    working
        The sum in figures; empty where there is none.
    parts
        What it was made of.
    """

    key: str
    title: str
    figure: Figure
    rule: str
    working: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def shown(self) -> str:
        """The number as workings write it."""
        return plainly(self.figure)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a trace is about, with each of its numbers."""

    kind: Traced
    key: str
    title: str
    derivations: tuple[Derivation, ...]


def layer_trace(key: str) -> str:
    """Give the key under which a layer's trace opens.

    Parameters
    ----------
    key
        The layer's key.

    Returns
    -------
    str
        A slug.

    Examples
    --------
    >>> layer_trace("data")
    'layer-data'
    """
    return f"{Traced.LAYER}-{key}"


def capability_trace(key: str) -> str:
    """Give the key under which a capability's trace opens.

    Parameters
    ----------
    key
        The capability's key.

    Returns
    -------
    str
        A slug.

    Examples
    --------
    >>> capability_trace("lineage")
    'capability-lineage'
    """
    return f"{Traced.CAPABILITY}-{key}"
