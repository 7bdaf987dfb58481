"""What every chart has: a finding, a table twin, buckets, and numbers nobody knows."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class BucketMark(StrEnum):
    """The bucket of a use case, which decides its colour and its shape."""

    EFFICIENCY = "efficiency"
    AUGMENTATION = "augmentation"
    TRANSFORMATION = "transformation"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A number nobody has: not asked, not scored, not estimated.

    Attributes
    ----------
    reason
        What is written where the number would stand; a constant is marked and not translated yet.

    Examples
    --------
    >>> Unknown().words
    'not known'
    """

    reason: str = gettext_noop("not known")

    @property
    def words(self) -> str:
        """The reason in the reader's language."""
        return _(self.reason)


NOT_KNOWN = Unknown()
NOT_ESTIMATED = Unknown(gettext_noop("not estimated"))
NOT_ASKED = Unknown(gettext_noop("not asked"))
NOT_ANSWERED = Unknown(gettext_noop("not answered"))
DOES_NOT_APPLY = Unknown(gettext_noop("does not apply"))
NO_RESULT = Unknown(gettext_noop("no result"))
NO_TARGET = Unknown(gettext_noop("none"))


@dataclass(frozen=True, slots=True)
class Finding:
    """The claim a chart makes, in one or two sentences.

    Attributes
    ----------
    text
        The sentence.
    strong
        The part of it that is set bold; "" for none.

    Examples
    --------
    >>> Finding("Nine of 24 are ready to do now.", strong="ready to do now").parts()
    ('Nine of 24 are ', 'ready to do now', '.')
    """

    text: str
    strong: str = ""

    def parts(self) -> tuple[str, str, str]:
        """Split the sentence around its bold part.

        Returns
        -------
        tuple of str
            What stands before, the bold part, what stands after. The bold part is "" when a
            translation no longer contains it.
        """
        if not self.strong or self.strong not in self.text:
            return (self.text, "", "")
        before, _, after = self.text.partition(self.strong)
        return (before, self.strong, after)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table twin: its head, and whether it holds numbers."""

    head: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table twin: its text, where it leads, and the bucket whose shape it carries."""

    text: str
    url: str = ""
    bucket: BucketMark | None = None


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The table beneath a chart. The first cell of a row is its head.

    Attributes
    ----------
    columns
        Heads, from left to right.
    rows
        Cells, as many in each row as there are columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
