"""The shape of the domain tree: what may be moved where."""

from portal.domain.errors import Refusal
from portal.domain.wording import gettext as _


class TreeRefusal(Refusal):
    """The domain tree would lose its shape."""

    code = "domain_tree"


def check_move(*, path: str, target_path: str, root_path: str) -> None:
    """Refuse a move that would cut the tree.

    Parameters
    ----------
    path, target_path
        Tree paths of the domain to move and of its new parent.
    root_path
        The path of the enterprise.

    Raises
    ------
    TreeRefusal
        When the enterprise is moved, or a domain beneath itself.

    Examples
    --------
    >>> check_move(path="00010001", target_path="00010002", root_path="0001")
    """
    if path == root_path:
        raise TreeRefusal(_("The enterprise is the root of the tree and cannot be moved."))
    if target_path.startswith(path):
        sentence = _("A domain cannot be moved beneath itself. Choose another parent.")
        raise TreeRefusal(sentence)
