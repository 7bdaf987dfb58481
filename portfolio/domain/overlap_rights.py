"""Who may decide about use cases that read alike."""

from portal.domain.errors import NotAllowed
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portfolio.domain.overlap import PairSide


def reads_both(member: Member, *paths: str) -> bool:
    """Tell whether a member may read both sides whole, by the paths of their domains."""
    return all(member.can(Capability.VIEW_PORTFOLIO, path) for path in paths)


def may_review(member: Member, *paths: str) -> bool:
    """Tell whether a member may link two use cases or tell them apart.

    Parameters
    ----------
    member
        Who sees the pair.
    *paths
        Paths of the domains of both sides.

    Returns
    -------
    bool
        True for whoever reads both sides whole and may change one of them: the centre, and the
        owner of either domain who may read the other.
    """
    return reads_both(member, *paths) and any(
        member.can(Capability.EDIT_USE_CASE, path) for path in paths
    )


def speaks_for(member: Member, first: str, second: str) -> PairSide | None:
    """Return the side for which a member may propose what becomes of a pair.

    Parameters
    ----------
    member
        Who sees the pair.
    first, second
        Paths of the domains of both sides.

    Returns
    -------
    PairSide or None
        The one side that they may change, where they know the other by its entry alone. Whoever
        reads both sides decides, or lets others decide.
    """
    if reads_both(member, first, second):
        return None
    if member.can(Capability.EDIT_USE_CASE, first):
        return PairSide.FIRST
    return PairSide.SECOND if member.can(Capability.EDIT_USE_CASE, second) else None


def may_merge(member: Member, path: str) -> bool:
    """Tell whether a member may merge a use case of the domain at ``path`` into another."""
    return member.can(Capability.EDIT_USE_CASE, path)


def require_review(member: Member, *paths: str) -> None:
    """Refuse who may change neither side, or reads one of them by its entry alone.

    Raises
    ------
    NotAllowed
        With the sentence that tells who can.
    """
    if not reads_both(member, *paths):
        raise NotAllowed(
            _(
                "You read one side of this pair by its entry alone, so you do not decide it."
                " The owner of your side may propose, and a CoE lead decides."
            )
        )
    if not may_review(member, *paths):
        raise NotAllowed(
            _(
                "You may read this pair, not decide it."
                " Ask a CoE lead, or the owner of one of the two domains."
            )
        )


def require_voice(member: Member, first: str, second: str) -> PairSide:
    """Return the side for which a member proposes, or refuse.

    Raises
    ------
    NotAllowed
        When they read both sides, so that they need no proposal, or may change neither.
    """
    side = speaks_for(member, first, second)
    if side is not None:
        return side
    if may_review(member, first, second):
        raise NotAllowed(_("You read both sides of this pair, so you decide it yourself."))
    raise NotAllowed(
        _("You may read this pair, not propose anything. The owner of one of the two domains may.")
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
