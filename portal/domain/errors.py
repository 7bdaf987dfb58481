"""Refusals: what the portal says when a rule stands in the way of a change."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class Refusal(Exception):  # noqa: N818
    """A change the rules do not allow, with a sentence fit for the reader.

    Parameters
    ----------
    sentence
        What was refused, why, and what to do next, in one or two plain sentences.
    fields
        Field name to sentence, where the refusal belongs beside one or more inputs.

    Notes
    -----
    ``code`` is a stable machine name; ``status`` is the HTTP status a door answers with. ``facts``
    is what a program needs besides to do better: an extension of the problem document (RFC 9457,
    section 3.2), of plain values.
    """

    code = "refused"
    status = 409
    facts: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, sentence: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields: dict[str, str] = dict(fields or {})


class NotAllowed(Refusal):
    """The member may see the subject but may not do this to it."""

    code = "not_allowed"
    status = 403


class Invalid(Refusal):
    """The input has the right shape but breaks a rule."""

    code = "invalid"
    status = 422


class StaleVersion(Refusal):
    """Somebody else saved the row since the reader opened it."""

    code = "stale_version"
    status = 412
