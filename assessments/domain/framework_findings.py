"""Findings: reading plain data field by field, and noting what is wrong where."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

type Node = Mapping[str, object]
type Row = tuple[str, Node]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the data, and where.

    Parameters
    ----------
    path
        Where in the data, for example ``layers[0].capabilities[2].steps``.
    sentence
        What is wrong there, fit for whoever wrote the file.
    """

    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Noun:
    """What is said of the keys of one kind of thing, each a sentence of its own to translate."""

    taken: str
    itself: str
    unknown: str


LAYER = Noun(
    gettext_noop("Another layer already has the key “{key}”."),
    gettext_noop("The layer “{key}” cannot name itself here."),
    gettext_noop("There is no layer with the key “{key}”."),
)
QUESTION = Noun(
    gettext_noop("Another question already has the key “{key}”."),
    gettext_noop("The question “{key}” cannot name itself here."),
    gettext_noop("There is no question with the key “{key}”."),
)
CAPABILITY = Noun(
    gettext_noop("Another capability already has the key “{key}”."),
    gettext_noop("The capability “{key}” cannot name itself here."),
    gettext_noop("There is no capability with the key “{key}”."),
)


@dataclass(slots=True)
class Findings:
    """Reads fields of plain data and notes what is missing or of the wrong kind."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, path: str, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(path, sentence))

    def texts(self, node: Node, path: str, *names: str) -> None:
        """Note which of these fields hold no text."""
        for name in names:
            value = node.get(name)
            if not isinstance(value, str) or not value.strip():
                self.note(joined(path, name), _("Give the {name} as text.", name=name))

    def whole(self, node: Node, path: str, name: str) -> int | None:
        """Give a field that must be a whole number, or note that it is none."""
        value = node.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.note(joined(path, name), _("Give {name} as a whole number.", name=name))
        return None

    def rows(self, node: Node, path: str, name: str) -> list[Row]:
        """Give the entries of a list of named fields with their paths; note what is not one."""
        at = joined(path, name)
        value = node.get(name)
        if not isinstance(value, list | tuple) or not value:
            self.note(at, _("List the {name}; there must be at least one.", name=name))
            return []
        rows: list[Row] = []
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                rows.append((f"{at}[{index}]", item))
            else:
                self.note(f"{at}[{index}]", _("This entry must be a set of named fields."))
        return rows

    def keys(self, node: Node, path: str, name: str) -> list[str]:
        """Give a list of keys, empty where it is left out; note where it is none."""
        value = node.get(name, ())
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return list(value)
        self.note(joined(path, name), _("Give {name} as a list of keys.", name=name))
        return []

    def unique(self, rows: Iterable[Row], noun: Noun) -> None:
        """Note keys that are taken."""
        keyed = [(path, key) for path, key in ((path, key_of(node)) for path, node in rows) if key]
        counts = Counter(key for _, key in keyed)
        seen: set[str] = set()
        for path, key in keyed:
            if counts[key] > 1 and key in seen:
                self.note(joined(path, "key"), _(noun.taken, key=key))
            seen.add(key)

    def known(
        self, keys: Sequence[str], known: frozenset[str], path: str, noun: Noun, own: str
    ) -> None:
        """Note keys that refer to nothing, to themselves or twice to the same."""
        for key, count in Counter(keys).items():
            if key == own:
                self.note(path, _(noun.itself, key=own))
            elif key not in known:
                self.note(path, _(noun.unknown, key=key))
            if count > 1:
                self.note(path, _("“{key}” is listed more than once.", key=key))


def key_of(node: Node) -> str:
    """Give the key of an entry; empty where it has none."""
    value = node.get("key")
    return value if isinstance(value, str) else ""


def joined(path: str, name: str) -> str:
    """Write the path of a field."""
    return f"{path}.{name}" if path else name
