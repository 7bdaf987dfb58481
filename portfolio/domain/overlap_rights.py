"""Who may decide about use cases that read alike."""

from portal.domain.errors import NotAllowed
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _


def may_review(member: Member, *paths: str) -> bool:
    """Tell whether a member may link two use cases or tell them apart.

    Parameters
    ----------
    member
        Who sees both sides.
    *paths
        Paths of the domains of both sides.

    Returns
    -------
    bool
        True for whoever may change one of them: the centre, and the owner of either domain.
    """
    return any(member.can(Capability.EDIT_USE_CASE, path) for path in paths)


def may_merge(member: Member, path: str) -> bool:
    """Tell whether a member may merge a use case of the domain at ``path`` into another."""
    return member.can(Capability.EDIT_USE_CASE, path)


def require_review(member: Member, *paths: str) -> None:
    """Refuse who may change neither side.

    Raises
    ------
    NotAllowed
        With the sentence that tells who can.
    """
    if not may_review(member, *paths):
        raise NotAllowed(
            _(
                "You may read this pair, not decide it."
                " Ask a CoE lead, or the owner of one of the two domains."
            )
        )


def require_merge(member: Member, path: str) -> None:
    """Refuse who may not change the side that a merge archives.

    Raises
    ------
    NotAllowed
        With what they can do instead.
    """
    if not may_merge(member, path):
        raise NotAllowed(
            _(
                "A merge archives one of the two, and you may not change that one."
                " Keep it and merge yours, or ask a CoE lead."
            )
        )
