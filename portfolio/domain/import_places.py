"""Places: which domain of a tree the path in a row means, and what stands in the way if none."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from portal.domain.wording import gettext as _
from portfolio.domain.import_cells import plain, quoted

#: Names of the domains from the one beneath the chosen domain down.
type Steps = tuple[str, ...]

DEEPEST: Final = 10
NEAR: Final = 0.6
"""Share of characters two names have in common for one to be a hint for the other."""

VERY_NEAR: Final = 0.85
"""The same share for a new name to look like a slip of the pen."""

MOST_COMPARISONS: Final = 5_000
"""Pairs of names that are compared letter by letter, each some 20 microseconds."""

ARROW: Final = " › "


@dataclass(frozen=True, slots=True)
class Node:
    """A domain beneath the chosen one.

    Attributes
    ----------
    key, parent
        What it and the domain right above it are known by.
    name
        What it is called.
    is_archived
        Whether it, or one above it, is archived.
    """

    key: str
    parent: str
    name: str
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads.

    Attributes
    ----------
    steps
        The path beneath the chosen domain, in the spelling of the tree.
    keys
        The key of each step, None for a domain that is not there yet.
    is_whole
        Whether the path was written from the chosen domain or from further up.
    """

    steps: Steps
    keys: tuple[str | None, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Why a path leads nowhere.

    Attributes
    ----------
    step
        Position of the name in the path that is to blame.
    message
        What is wrong, in plain sentences.
    """

    step: int
    message: str


class Tree:
    """The domains beneath a chosen one, found by plain names.

    Parameters
    ----------
    top
        Key of the chosen domain.
    above
        Names from the enterprise down to the chosen domain.
    nodes
        The domains beneath it, parents before children.
    refusal
        Why missing domains may not be added; nothing when they may.

    Examples
    --------
    >>> tree = Tree("0", ["Group"], [Node("1", "0", "Insurance"), Node("2", "1", "Claims")])
    >>> tree.place(["CLAIMS"]).steps, tree.place(["Claims", "Motor"]).keys
    (('Insurance', 'Claims'), ('1', '2', None))
    >>> tree.place(["Group", "Claims"]).keys
    (None,)
    """

    def __init__(
        self, top: str, above: Sequence[str], nodes: Iterable[Node], *, refusal: str = ""
    ) -> None:
        self.refusal = refusal
        self._top = Node(top, "", above[-1])
        self._above = tuple(above)
        self._plain_above = tuple(map(plain, above))
        self._nodes: dict[str, Node] = {}
        self._children: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
        self._called: defaultdict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            name = plain(node.name)
            self._nodes[node.key] = node
            self._children[node.parent, name].append(node)
            self._called[name].append(node)

    def place(self, path: Sequence[str], *, is_whole: bool = False) -> Place | Misplaced:
        """Find the domain a path means.

        Parameters
        ----------
        path
            Names from the top down. It may begin with the chosen domain or with those above it.
        is_whole
            Whether the path is known to begin right beneath the chosen domain. Otherwise its first
            name may be that of any domain beneath it.

        Returns
        -------
        Place or Misplaced
            Where it leads, or why nowhere.

        Notes
        -----
        Names are compared in plain form. After the enterprise, the names between it and the chosen
        domain may be left out; a path that then leads elsewhere is none. A domain right beneath
        the chosen one goes first, then one that has the rest of the path beneath it, then one in
        the very spelling; archived ones come last.
        """
        skipped = self._skipped(path)
        is_whole = is_whole or skipped > 0
        if not skipped and self._begins_with_enterprise(path):
            skipped = 1
            if not self._called.get(plain("".join(path[1:2]))):
                return Misplaced(min(1, len(path) - 1), self._outside(path))
        rest = path[skipped:]
        if len(rest) > DEEPEST:
            message = _(
                "A domain lies at most {most} levels deep; this one is deeper.", most=DEEPEST
            )
            return Misplaced(skipped + DEEPEST, message)
        parent: Node | None = self._top
        found: list[Node | None] = []
        for step, name in enumerate(rest):
            candidates = self._candidates(parent, rest[step:], anywhere=not (step or is_whole))
            if len(candidates) > 1:
                return Misplaced(skipped + step, self._ambiguous(name, candidates))
            if not candidates and self.refusal:
                return Misplaced(skipped + step, self._missing(name, parent))
            node = candidates[0] if candidates else None
            if node is not None and node.is_archived:
                message = _("{domain} is archived. Choose another domain.", domain=node.name)
                return Misplaced(skipped + step, message)
            found += [*self._between(node, parent), node]
            parent = node
        names = [*(node.name for node in found if node), *rest[len(rest) - found.count(None) :]]
        keys = tuple(node.key if node else None for node in found)
        return Place(tuple(names), keys, is_whole)

    def said(self, steps: Sequence[str]) -> str:
        """Say a path as people read it, from beneath the enterprise."""
        return ARROW.join((*self._above[1:], *steps)) or self._top.name

    def resembling(self, steps: Steps, *, may_compare: bool = True) -> str:
        """Say the path of a domain whose name is that of a new one, or nearly; else nothing."""
        name = plain(steps[-1])
        if name not in self._called and may_compare:
            name = next(iter(get_close_matches(name, self._called, n=1, cutoff=VERY_NEAR)), "")
        alike = [node for node in self._called.get(name, ()) if not node.is_archived]
        return self.said(self._steps(alike[0])) if alike else ""

    def __len__(self) -> int:
        """Count the domains."""
        return len(self._nodes)

    def _skipped(self, path: Sequence[str]) -> int:
        """Count the names at the start of a path that lead down to the chosen domain."""
        names = tuple(map(plain, path))
        for start in range(len(self._plain_above)):
            above = self._plain_above[start:]
            if names[: len(above)] == above:
                return len(above)
        return 0

    def _begins_with_enterprise(self, path: Sequence[str]) -> bool:
        """Whether a path beneath a domain further down begins with the enterprise all the same."""
        first = plain(path[0]) if path else ""
        return len(self._above) > 1 and first == self._plain_above[0] and first not in self._called

    def _outside(self, path: Sequence[str]) -> str:
        return _(
            "{path} does not lie beneath {domain}. Name a domain beneath it, or choose another "
            "domain for the file.",
            path=quoted(ARROW.join(path)),
            domain=self.said(()),
        )

    def _candidates(
        self, parent: Node | None, path: Sequence[str], *, anywhere: bool
    ) -> Sequence[Node]:
        if parent is None:
            return ()
        name = plain(path[0])
        found: Sequence[Node] = self._children.get((parent.key, name), ())
        if not found and anywhere:
            found = self._called.get(name, ())
        for narrower in (
            [node for node in found if not node.is_archived],
            [node for node in found if not node.is_archived and self._leads(node, path[1:])],
            [node for node in found if not node.is_archived and node.name == path[0]],
        ):
            if len(found) > 1 and narrower:
                found = narrower
        return found

    def _leads(self, node: Node, path: Sequence[str]) -> bool:
        """Whether a path exists beneath a domain."""
        return not path or any(
            self._leads(child, path[1:])
            for child in self._children.get((node.key, plain(path[0])), ())
        )

    def _between(self, node: Node | None, parent: Node | None) -> list[Node]:
        """List the domains between one and a domain further down, from the top."""
        between: list[Node] = []
        while node is not None and parent is not None and node.parent != parent.key:
            node = self._nodes[node.parent]
            between.insert(0, node)
        return between

    def _steps(self, node: Node) -> Steps:
        return (*(each.name for each in self._between(node, self._top)), node.name)

    def _ambiguous(self, name: str, candidates: Sequence[Node]) -> str:
        return _(
            "{name} may be {domains}. Write the whole path of the one you mean.",
            name=quoted(name),
            domains=_(" or ").join(self.said(self._steps(node)) for node in candidates),
        )

    def _missing(self, name: str, parent: Node | None) -> str:
        sentence = _(
            "There is no domain {name} beneath {parent}. {refusal}",
            name=quoted(name),
            parent=parent.name if parent else "",
            refusal=self.refusal,
        )
        hint = self._nearest(name)
        if not hint:
            return sentence
        return f"{sentence} {_('The nearest name there is: {domain}.', domain=hint)}"

    def _nearest(self, name: str) -> str:
        names = {plain(self._top.name): self._top} | {
            called: nodes[0] for called, nodes in self._called.items()
        }
        near = get_close_matches(plain(name), names, n=1, cutoff=NEAR)
        if not near:
            return ""
        node = names[near[0]]
        return self.said(() if node is self._top else self._steps(node))
