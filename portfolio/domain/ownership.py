"""Ownership: the four roles every use case needs, and the gaps that stop a gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
        return self.value.replace("_", " ").capitalize()

    @property
    def answers_for(self) -> str:
        """What the holder of the role answers for, in one sentence.

        Examples
        --------
        >>> OwnerRole.TECHNICAL_STEWARD.answers_for
        'Keeps the system running, watched and up to date.'
        """
        return _ANSWERS_FOR[self]


_ANSWERS_FOR = {
    OwnerRole.BUSINESS_OWNER: "Answers for the outcome and for the money spent on it.",
    OwnerRole.MODEL_OWNER: "Answers for what the model decides and how well it does.",
    OwnerRole.DATA_OWNER: "Answers for the data the model learns from and runs on.",
    OwnerRole.TECHNICAL_STEWARD: "Keeps the system running, watched and up to date.",
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
            gaps.append(OwnershipGap(role, GapReason.EMPTY, f"There is no {role.label.lower()}."))
        elif not holder.is_active:
            sentence = f"The {role.label.lower()}, {holder.name}, has left."
            gaps.append(OwnershipGap(role, GapReason.HOLDER_LEFT, sentence))
    return tuple(gaps)
