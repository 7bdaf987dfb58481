"""File flaws: why a file that somebody hands in is not taken, in words."""

from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Flaw(StrEnum):
    """What can be wrong with a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    TWOFOLD = "twofold"
    SCRIPT = "script"
    MACROS = "macros"
    PROTECTED = "protected"
    OLD_OFFICE = "old_office"
    OVERBLOWN = "overblown"
    REACHES_OUT = "reaches_out"


_SENTENCES: Final = {
    Flaw.EMPTY: gettext_noop("The file is empty."),
    Flaw.TOO_LARGE: gettext_noop(
        "The file is larger than 10 MB. Add a smaller one, or a link to it."
    ),
    Flaw.UNKNOWN: gettext_noop(
        "This kind of file cannot be added. Use PDF, PNG, JPEG, Word, Excel, PowerPoint, CSV or "
        "plain text."
    ),
    Flaw.DAMAGED: gettext_noop("The file is damaged or incomplete. Save it again and add that."),
    Flaw.TWOFOLD: gettext_noop(
        "The file holds something else beside what it shows. Save it again and add that."
    ),
    Flaw.SCRIPT: gettext_noop("The file holds a web page or a script. Add it as PDF."),
    Flaw.MACROS: gettext_noop(
        "The file has macros, controls or programs inside. Save it without them, or as PDF."
    ),
    Flaw.PROTECTED: gettext_noop("The file is protected by a password. Save it without one."),
    Flaw.OLD_OFFICE: gettext_noop(
        "Old Office files and those with a password cannot be added. Save it as .docx, .xlsx or "
        ".pptx without a password."
    ),
    Flaw.OVERBLOWN: gettext_noop(
        "The file unpacks to far more than a document needs. Add it as PDF."
    ),
    Flaw.REACHES_OUT: gettext_noop(
        "The file loads something from elsewhere when it is opened. Add it as PDF."
    ),
}


class FileRefused(Invalid):
    """A file that is not taken.

    Parameters
    ----------
    flaw
        What is wrong with it; ``code`` is "file_" and the flaw.
    """

    def __init__(self, flaw: Flaw) -> None:
        sentence = _(_SENTENCES[flaw])
        super().__init__(sentence, fields={"file": sentence})
        self.flaw = flaw
        self.code = f"file_{flaw}"
