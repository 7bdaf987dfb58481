"""Questions: what respondents are asked, the options they choose from and what each is worth."""

import math
from dataclasses import dataclass

from assessments.domain.scales import Scale
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _


class NoSuchOption(Invalid):
    """The question has no option with that number or that value."""

    code = "no_such_option"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen.

    Parameters
    ----------
    number
        Its place among the options; they run without a gap, the least first.
    label
        A word or a phrase.
    value
        What it counts for in the capability's score.
    text
        What is true where this option holds; empty where the label says it all.
    """

    number: int
    label: str
    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a capability; a respondent answers it by choosing an option.

    Parameters
    ----------
    key
        What the answer is stored under, unique in its framework.
    text
        The question as it is put.
    options
        At least two, by number, the least first. Values never fall from one to the next.
    level
        The maturity level it asks about, for rules that ask level by level; else None.
    stream
        The stream within that level; empty where there is one.
    criteria
        What must be true for an option to be chosen in good faith.

    Examples
    --------
    >>> coverage = (Option(0, "No", 0), Option(1, "Half", 0.5), Option(2, "All", 1))
    >>> asked = Question("tested", "Are models tested?", coverage)
    >>> asked.scale.levels, asked.value_at(1.5)
    ((0, 1, 2), 0.75)
    """

    key: str
    text: str
    options: tuple[Option, ...]
    level: int | None = None
    stream: str = ""
    criteria: tuple[str, ...] = ()

    @property
    def scale(self) -> Scale:
        """The numbers that can be chosen, each with its label."""
        names = tuple(option.label for option in self.options)
        return Scale(self.options[0].number, self.options[-1].number, names)

    def option(self, number: int) -> Option:
        """Look an option up by its number.

        Parameters
        ----------
        number
            A number as stored with an answer.

        Returns
        -------
        Option
            The option.

        Raises
        ------
        NoSuchOption
            When the question has none with that number.
        """
        place = number - self.options[0].number
        if 0 <= place < len(self.options):
            return self.options[place]
        first, last = self.options[0].number, self.options[-1].number
        raise NoSuchOption(_("Choose from {first} to {last}.", first=first, last=last))

    def value_at(self, number: float) -> float:
        """Give what a number is worth, also between two options, where a median may lie.

        Parameters
        ----------
        number
            From the first option's number to the last one's.

        Returns
        -------
        float
            The option's value; between two options, on the straight line between their values.

        Raises
        ------
        NoSuchOption
            When the number lies off either end.
        """
        below = self.option(math.floor(number))
        above = self.option(math.ceil(number))
        return below.value + (number - below.number) * (above.value - below.value)

    def number_of(self, value: float) -> int:
        """Find the option that is worth a value, as answer files outside the portal state it.

        Parameters
        ----------
        value
            A value of one of the options.

        Returns
        -------
        int
            The option's number; of several with that value, the first one's.

        Raises
        ------
        NoSuchOption
            When no option is worth that.
        """
        for option in self.options:
            if math.isclose(option.value, value, abs_tol=1e-9):
                return option.number
        values = ", ".join(f"{option.value:g}" for option in self.options)
        raise NoSuchOption(_("An answer here is one of: {values}.", values=values))


def degrees_of_conformity() -> tuple[Option, ...]:
    """Give the options of a requirement that is met or not.

    Returns
    -------
    tuple of Option
        Not met, partly met and met, worth 0, a half and 1.

    Examples
    --------
    >>> [option.label for option in degrees_of_conformity()]
    ['Not met', 'Partly met', 'Met']
    """
    return (
        Option(0, _("Not met"), 0.0),
        Option(1, _("Partly met"), 0.5),
        Option(2, _("Met"), 1.0),
    )
