"""What is said when a draft is not the one that the reader opened."""

from portal.domain.errors import StaleVersion
from portal.domain.wording import gettext as _


class DraftChanged[Draft](StaleVersion):
    """Somebody changed, published or discarded the draft since the reader opened it.

    Parameters
    ----------
    theirs
        The draft as it is now; ``None`` where it was published or discarded.
    """

    def __init__(self, theirs: Draft | None) -> None:
        if theirs is None:
            sentence = _("The draft was published or discarded meanwhile. Begin another one.")
        else:
            sentence = _("Somebody changed the draft since you opened it. Nothing was saved.")
        super().__init__(sentence)
        self.theirs = theirs
