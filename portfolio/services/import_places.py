"""Places: which domain each row of a file belongs to, and which domains are still missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.models import Domain
from portfolio.domain.import_cells import plain, quoted
from portfolio.domain.import_rows import RowError, UseCaseRow
from portfolio.selectors.imports import domains_beneath, names_down_to

#: Names of the domains from the one beneath the chosen domain down.
type Steps = tuple[str, ...]

DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of a file go.

    Attributes
    ----------
    steps
        Line number to path beneath the chosen domain; a row with an error is left out.
    domains
        Every path, with every path above it, to its domain or to None where it is missing.
    errors
        What stands in the way, for each row it concerns.
    """

    steps: Mapping[int, Steps]
    domains: Mapping[Steps, Domain | None]
    errors: tuple[RowError, ...]

    @property
    def missing(self) -> tuple[Steps, ...]:
        """Paths of the domains that are still to be added, in the order of the tree."""
        return tuple(sorted(path for path, domain in self.domains.items() if domain is None))


def find_places(rows: Iterable[UseCaseRow], *, node: Domain, column: str, by: Member) -> Places:
    """Find the domain of every row.

    Parameters
    ----------
    rows
        The rows of a file.
    node
        The domain they hang under; a row that names none belongs to it. Unsaved when there is no
        enterprise yet.
    column
        The file's own name of the column that holds the domain, for the complaints.
    by
        Who imports. Only who may change the tree gets missing domains added.

    Notes
    -----
    Names are compared without case, accents of width, and punctuation. A path may begin with the
    chosen domain or with the domains above it, as a path from another list does.
    """
    finder = _Finder(node, may_add=by.can(Capability.MANAGE_DOMAINS, node.path))
    steps: dict[int, Steps] = {}
    errors: list[RowError] = []
    for row in rows:
        found, complaint = finder.find(row.domain_path)
        if complaint:
            errors.append(RowError(row.row, column, complaint))
        else:
            steps[row.row] = found
    used = {path[:depth] for path in steps.values() for depth in range(len(path) + 1)}
    return Places(steps, {path: finder.known.get(path) for path in used}, tuple(errors))


class _Finder:
    """The tree beneath one domain, by plain names; each path is looked up once."""

    def __init__(self, node: Domain, *, may_add: bool) -> None:
        self.node = node
        self.may_add = may_add
        self.known: dict[Steps, Domain] = {(): node}
        self._above: Steps = ()
        self._children: dict[tuple[str, str], Domain] = {}
        self._answers: dict[Steps, tuple[Steps, str]] = {}
        if node.pk is not None:
            self._above = tuple(map(plain, names_down_to(node)))
            for domain in reversed(domains_beneath(node)):
                parent = domain.path[: -Domain.steplen]
                self._children[parent, plain(domain.name)] = domain

    def find(self, path: Sequence[str]) -> tuple[Steps, str]:
        """Return the path in the spelling of the tree, and what stands in its way if anything."""
        key = tuple(path)
        if key not in self._answers:
            self._answers[key] = self._look_up(self._beneath(key))
        return self._answers[key]

    def _beneath(self, path: Steps) -> Steps:
        """Leave out the chosen domain, and those above it, where a path begins with them."""
        names = tuple(map(plain, path))
        for start in range(len(self._above)):
            above = self._above[start:]
            if names[: len(above)] == above:
                return path[len(above) :]
        return path

    def _look_up(self, path: Steps) -> tuple[Steps, str]:
        if len(path) > DEEPEST:
            return (), _(
                "A domain lies at most {most} levels deep; this one is deeper.", most=DEEPEST
            )
        parent: Domain | None = self.node
        found: Steps = ()
        for name in path:
            domain = None
            if parent is not None and parent.pk is not None:
                domain = self._children.get((parent.path, plain(name)))
            if domain is None and not self.may_add:
                where = parent.name if parent else found[-1]
                return (), _(
                    "There is no domain {name} beneath {parent}. "
                    "A CoE lead or an administrator can add it.",
                    name=quoted(name),
                    parent=where,
                )
            if domain is not None and domain.archived_at is not None:
                return (), _("{domain} is archived. Choose another domain.", domain=domain.name)
            found = (*found, domain.name if domain else name)
            if domain is not None:
                self.known[found] = domain
            parent = domain
        return found, ""
