"""Scales: the numbered, named levels that a framework measures on."""

import math
from dataclasses import dataclass

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _


class ScaleInvalid(Invalid):
    """The scale has no range, or its names do not match its levels."""

    code = "scale_invalid"


@dataclass(frozen=True, slots=True)
class Scale:
    """An unbroken run of whole levels, each with a name.

    Parameters
    ----------
    minimum
        The lowest level. It is a real level: zero on a scale from zero is not "unanswered".
    maximum
        The highest level, above the minimum.
    names
        One name per level, lowest first.

    Raises
    ------
    ScaleInvalid
        When the range is empty or the names do not match the levels one to one.

    Examples
    --------
    >>> Scale(0, 2, ("absent", "partly", "fully")).levels
    (0, 1, 2)
    """

    minimum: int
    maximum: int
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.maximum <= self.minimum:
            raise ScaleInvalid(_("A scale needs a highest level above its lowest."))
        if len(self.names) != self.span + 1:
            raise ScaleInvalid(
                _(
                    "The scale runs from {low} to {high}, so it needs {needed} names; "
                    "it has {given}.",
                    low=self.minimum,
                    high=self.maximum,
                    needed=self.span + 1,
                    given=len(self.names),
                )
            )

    @property
    def levels(self) -> tuple[int, ...]:
        """Every level, lowest first."""
        return tuple(range(self.minimum, self.maximum + 1))

    @property
    def span(self) -> int:
        """The distance from the lowest level to the highest."""
        return self.maximum - self.minimum

    def contains(self, value: float) -> bool:
        """Say whether a value lies on the scale, whole or between two levels.

        Parameters
        ----------
        value
            Any number.

        Returns
        -------
        bool
            False for numbers off either end, and for NaN and the infinities.

        Examples
        --------
        >>> FIVE_LEVELS.contains(2.5), FIVE_LEVELS.contains(0), FIVE_LEVELS.contains(float("nan"))
        (True, False, False)
        """
        return self.minimum <= value <= self.maximum

    def clamp(self, value: float) -> float:
        """Bring a value onto the scale.

        Parameters
        ----------
        value
            A finite number.

        Returns
        -------
        float
            The nearest value on the scale.

        Examples
        --------
        >>> FIVE_LEVELS.clamp(5.7), FIVE_LEVELS.clamp(2.5)
        (5.0, 2.5)
        """
        return float(min(max(value, self.minimum), self.maximum))

    def reached(self, value: float) -> int:
        """Give the highest whole level that a value has fully reached.

        Parameters
        ----------
        value
            A number; it is clamped to the scale first.

        Returns
        -------
        int
            A level of the scale.

        Examples
        --------
        >>> FIVE_LEVELS.reached(2.9), FIVE_LEVELS.reached(5)
        (2, 5)
        """
        return math.floor(self.clamp(value))

    def name(self, level: int) -> str:
        """Give the name of a whole level.

        Parameters
        ----------
        level
            A level of the scale.

        Returns
        -------
        str
            Its name, as the framework spells it.

        Raises
        ------
        ScaleInvalid
            When the scale has no such level.

        Examples
        --------
        >>> FIVE_LEVELS.name(3)
        'defined'
        """
        if not self.contains(level):
            limits = {"low": self.minimum, "high": self.maximum}
            raise ScaleInvalid(
                _("Level {level} is not on the scale from {low} to {high}.", level=level, **limits)
            )
        return self.names[level - self.minimum]

    def label(self, value: float) -> str:
        """Describe a value by its figure and the name of the level it has reached.

        Parameters
        ----------
        value
            A number on the scale.

        Returns
        -------
        str
            The figure, whole or with one decimal, and the name.

        Examples
        --------
        >>> FIVE_LEVELS.label(3.0), FIVE_LEVELS.label(2.46)
        ('3 defined', '2.5 repeatable')
        """
        figure = f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
        return f"{figure} {self.name(self.reached(value))}"


FIVE_LEVELS = Scale(1, 5, ("initial", "repeatable", "defined", "managed", "optimising"))
"""The scale of the frameworks that ship."""
