"""What was read from a framework file: values, the lines they stand on, and what is wrong."""

from dataclasses import dataclass, field

from portal.domain.wording import gettext as _

type DataPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    Parameters
    ----------
    line
        The line it is on, counted from 1.
    path
        Where in the data, for example ``layers[0].capabilities[2].steps``; empty for the whole.
    sentence
        What is wrong there, fit for whoever wrote the file.
    """

    line: int
    path: str
    sentence: str

    def __str__(self) -> str:
        sentence = self.sentence[:1].lower() + self.sentence[1:].rstrip(".")
        return _("line {line}: {sentence}", line=self.line, sentence=sentence)


@dataclass(slots=True)
class Place:
    """Where a value stands in the file, and where the values inside it stand."""

    line: int
    inside: dict[str | int, "Place"] = field(default_factory=dict)

    def line_of(self, path: DataPath) -> int:
        """Give the line of a path, or of the innermost part of it that exists."""
        place = self
        for part in path:
            if part not in place.inside:
                break
            place = place.inside[part]
        return place.line


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, where it says it, and what could not be read.

    Parameters
    ----------
    data
        Dicts, lists, text, numbers, ``True``, ``False`` and ``None``.
    place
        The line of every value in it.
    problems
        What was refused: tags, anchors, aliases, second values of a field, broken syntax.
    is_complete
        False when reading stopped early, so that what is missing says nothing about the file.
    """

    data: object
    place: Place
    problems: tuple[Problem, ...]
    is_complete: bool


class BrokenOffError(Exception):
    """Reading stops here: nothing after this line can be judged."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(line, "", sentence)


def dotted(path: DataPath) -> str:
    """Write a path the way problems show it.

    Examples
    --------
    >>> dotted(("layers", 0, "title"))
    'layers[0].title'
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def shortened(text: str, limit: int = 60) -> str:
    """Cut words of the file that are repeated in a sentence."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
