"""Ownership: the four roles every use case needs, and the gaps that stop a gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class OwnerRole(StrEnum):
    """A role that a named person holds for a use case."""

    BUSINESS_OWNER = "business_owner"
    MODEL_OWNER = "model_owner"
    DATA_OWNER = "data_owner"
    TECHNICAL_STEWARD = "technical_steward"

    @property
    def label(self) -> str:
        """The role as a reader sees it.

        Examples
        --------
        >>> OwnerRole.DATA_OWNER.label
        'Data owner'
        """
        return _(LABELS[self])

    @property
    def word(self) -> str:
        """The role in the middle of a sentence."""
        return _(_IN_SENTENCES[self])

    @property
    def answers_for(self) -> str:
        """What the holder of the role answers for, in one sentence.

        Examples
        --------
        >>> OwnerRole.TECHNICAL_STEWARD.answers_for
        'Keeps the system running, watched and up to date.'
        """
        return _(_ANSWERS_FOR[self])


LABELS: Final = {
    OwnerRole.BUSINESS_OWNER: gettext_noop("Business owner"),
    OwnerRole.MODEL_OWNER: gettext_noop("Model owner"),
    OwnerRole.DATA_OWNER: gettext_noop("Data owner"),
    OwnerRole.TECHNICAL_STEWARD: gettext_noop("Technical steward"),
}
_IN_SENTENCES: Final = {
    OwnerRole.BUSINESS_OWNER: gettext_noop("business owner"),
    OwnerRole.MODEL_OWNER: gettext_noop("model owner"),
    OwnerRole.DATA_OWNER: gettext_noop("data owner"),
    OwnerRole.TECHNICAL_STEWARD: gettext_noop("technical steward"),
}
_ANSWERS_FOR: Final = {
    OwnerRole.BUSINESS_OWNER: gettext_noop(
        "Answers for the outcome and for the money spent on it."
    ),
    OwnerRole.MODEL_OWNER: gettext_noop("Answers for what the model decides and how well it does."),
    OwnerRole.DATA_OWNER: gettext_noop("Answers for the data the model learns from and runs on."),
    OwnerRole.TECHNICAL_STEWARD: gettext_noop("Keeps the system running, watched and up to date."),
}


class GapReason(StrEnum):
    """Why a role counts as not filled."""

    EMPTY = "empty"
    HOLDER_LEFT = "holder_left"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an owner role.

    Attributes
    ----------
    name
        How the person is shown to readers.
    is_active
        False once the person has left.
    """

    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class OwnershipGap:
    """A role of a use case that nobody fills.

    Attributes
    ----------
    role
        The role that is open.
    reason
        Empty, or held by somebody who left.
    sentence
        The gap in words for the reader.
    """

    role: OwnerRole
    reason: GapReason
    sentence: str


def ownership_gaps(holders: Mapping[OwnerRole, Holder]) -> tuple[OwnershipGap, ...]:
    """List the roles of a use case that are empty or held by somebody who left.

    Parameters
    ----------
    holders
        Who holds which role; a role that is not a key is empty.

    Returns
    -------
    tuple of OwnershipGap
        In the order of the roles; empty when all four are filled.

    Examples
    --------
    >>> cast = {role: Holder("Ines Okafor") for role in OwnerRole}
    >>> ownership_gaps(cast)
    ()
    >>> cast[OwnerRole.DATA_OWNER] = Holder("Bo Lindqvist", is_active=False)
    >>> ownership_gaps(cast)[0].sentence
    'The data owner, Bo Lindqvist, has left.'
    """
    gaps = []
    for role in OwnerRole:
        holder = holders.get(role)
        if holder is None:
            sentence = _("There is no {role}.", role=role.word)
            gaps.append(OwnershipGap(role, GapReason.EMPTY, sentence))
        elif not holder.is_active:
            sentence = _("The {role}, {name}, has left.", role=role.word, name=holder.name)
            gaps.append(OwnershipGap(role, GapReason.HOLDER_LEFT, sentence))
    return tuple(gaps)
