"""Invitations: who is asked, from where they look, and about which layers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.frameworks import Framework
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class LayerUnknown(Invalid):
    """Somebody is asked about a layer that the framework does not have."""

    code = "layer_unknown"


class Perspective(StrEnum):
    """From where somebody looks at what is assessed."""

    SELF = "self"
    PEER = "peer"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        """The perspective as a reader sees it."""
        return _(_LABELS[self])


_LABELS: Mapping[Perspective, str] = {
    Perspective.SELF: gettext_noop("From within"),
    Perspective.PEER: gettext_noop("As a peer"),
    Perspective.EVIDENCE: gettext_noop("By evidence"),
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person who is asked.

    Parameters
    ----------
    user_id
        The person.
    perspective
        From where they look; None keeps what was said before, and is from within for a new one.
    layers
        Keys of the layers they are asked about; empty means all of them, and None keeps what
        was said before, which is all for a new one.
    """

    user_id: int
    perspective: Perspective | None = None
    layers: tuple[str, ...] | None = None


def in_order(framework: Framework, layers: Collection[str]) -> tuple[str, ...]:
    """Bring layers into the order of their framework; every layer is written as none.

    Parameters
    ----------
    framework
        The framework that is asked about.
    layers
        Keys of layers.

    Returns
    -------
    tuple of str
        Empty where that is all of them.

    Raises
    ------
    LayerUnknown
        When the framework has no such layer.

    Examples
    --------
    >>> from assessments.domain.frameworks import Layer, ScoringRule
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> two = tuple(Layer(key, key.title(), "", (), ()) for key in ("data", "people"))
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, two)
    >>> in_order(small, ["people"]), in_order(small, ["people", "data"])
    (('people',), ())
    """
    known = [layer.key for layer in framework.layers]
    for key in layers:
        if key not in known:
            sentence = _("“{framework}” has no layer “{key}”.", framework=framework.title, key=key)
            raise LayerUnknown(sentence, fields={"layers": sentence})
    chosen = tuple(key for key in known if key in layers)
    return () if len(chosen) == len(known) else chosen
