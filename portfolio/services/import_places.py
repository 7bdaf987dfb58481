"""Places: which domain each row of a file belongs to, and which domains are still missing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.selectors.domains import names_down_to
from portfolio.domain.import_cells import plain, quoted
from portfolio.domain.import_mappings import ImportMapping
from portfolio.domain.import_places import MOST_COMPARISONS, Misplaced, Node, Place, Steps, Tree
from portfolio.domain.import_rows import RowError, RowHead, UseCaseRow
from portfolio.selectors.imports import KnownUseCase, domains_beneath

type Placed = RowHead | UseCaseRow


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
    beneath
        Names from beneath the enterprise down to the chosen domain.
    look_alikes
        Path to a sentence for each missing domain whose name is there already, or nearly.
    """

    steps: Mapping[int, Steps]
    domains: Mapping[Steps, Domain | None]
    errors: tuple[RowError, ...]
    beneath: Steps = ()
    look_alikes: Mapping[Steps, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Steps, ...]:
        """Paths of the domains that are still to be added, in the order of the tree."""
        return tuple(sorted(path for path, domain in self.domains.items() if domain is None))

    def without(self, rows: Collection[int]) -> "Places":
        """Leave out some rows, and the domains that only they bring."""
        if not rows:
            return self
        steps = {row: path for row, path in self.steps.items() if row not in rows}
        used = {path[:end] for path in set(steps.values()) for end in range(len(path) + 1)}
        return replace(
            self,
            steps=steps,
            domains={path: each for path, each in self.domains.items() if path in used},
            look_alikes={path: each for path, each in self.look_alikes.items() if path in used},
        )


def find_places(
    rows: Sequence[Placed], *, node: Domain, mapping: ImportMapping, by: Member
) -> Places:
    """Find the domain of every row.

    Parameters
    ----------
    rows
        The rows of a file.
    node
        The domain they hang under; a row that names none belongs to it. Unsaved when there is no
        enterprise yet.
    mapping
        How the file states domains, and whether those that are missing are added.
    by
        Who imports. Only who may change the tree gets missing domains added.

    Notes
    -----
    Names are compared without case, accents of width, and punctuation. A path may begin with the
    chosen domain, with the domains above it as a path from another list does, or with any domain
    beneath it. Where each level has a column of its own, it begins right beneath the chosen one.
    """
    beneath = domains_beneath(node) if node.pk is not None else []
    above = names_down_to(node) if node.pk is not None else (node.name,)
    tree = Tree(node.path, above, _nodes(beneath), refusal=_refusal(node, mapping, by))
    is_whole = len(mapping.domain) > 1 and not mapping.domain_separator
    answers = {
        path: tree.place(path, is_whole=is_whole)
        for path in dict.fromkeys(row.domain_path for row in rows)
    }
    answers |= _twice_new(rows, answers, tree)
    by_key = {domain.path: domain for domain in beneath}
    domains: dict[Steps, Domain | None] = {(): node}
    for place in answers.values():
        if isinstance(place, Place):
            for depth, key in enumerate(place.keys, start=1):
                domains[place.steps[:depth]] = by_key[key] if key else None
    return Places(
        steps={
            row.row: place.steps
            for row in rows
            if isinstance(place := answers[row.domain_path], Place)
        },
        domains=domains,
        errors=tuple(_complaints(rows, answers)),
        beneath=above[1:],
        look_alikes={} if is_whole else dict(_resembling(domains, tree)),
    )


def find_register_places(
    rows: Iterable[RowHead],
    known: Mapping[str, KnownUseCase],
    *,
    node: Domain,
    mapping: ImportMapping,
    by: Member,
) -> Places:
    """Find the domain of every row of the portal's own export.

    A use case that is in the named domain already stays there, even where that is archived.
    """
    domains = {domain.path: domain for domain in (node, *domains_beneath(node))} if node.pk else {}
    above = names_down_to(node)[1:] if node.pk else ()
    kept: dict[int, tuple[Steps, Domain]] = {}
    others: list[RowHead] = []
    for row in rows:
        current = known.get(row.reference)
        if current is not None and current.domain_path in domains:
            path = current.domain_path
            ends = range(len(node.path) + Domain.steplen, len(path) + 1, Domain.steplen)
            steps = tuple(domains[path[:end]].name for end in ends)
            if (*above, *steps) == row.domain_path:
                kept[row.row] = (steps, domains[path])
                continue
        others.append(row)
    found = find_places(others, node=node, mapping=mapping, by=by)
    return replace(
        found,
        steps={**found.steps, **{number: steps for number, (steps, _domain) in kept.items()}},
        domains={**found.domains, **dict(kept.values())},
    )


def _nodes(domains: Iterable[Domain]) -> Iterator[Node]:
    archived: set[str] = set()
    for domain in domains:
        parent = domain.path[: -Domain.steplen]
        if domain.archived_at is not None or parent in archived:
            archived.add(domain.path)
        yield Node(domain.path, parent, domain.name, domain.path in archived)


def _refusal(node: Domain, mapping: ImportMapping, by: Member) -> str:
    """Say why domains that are missing are not added; nothing when they are."""
    if not by.can(Capability.MANAGE_DOMAINS, node.path):
        return _("A CoE lead or an administrator can add it.")
    if not mapping.adds_domains:
        return _("This mapping adds no domains.")
    return ""


def _twice_new(
    rows: Iterable[Placed], answers: Mapping[Steps, Place | Misplaced], tree: Tree
) -> dict[Steps, Misplaced]:
    """Refuse a new name at the top that the same file also brings as a new name further down."""
    deeper: dict[str, tuple[Steps, int]] = {}
    for row in rows:
        place = answers[row.domain_path]
        if isinstance(place, Place) and None in place.keys[1:]:
            for depth in range(2, len(place.steps) + 1):
                if place.keys[depth - 1] is None:
                    deeper.setdefault(plain(place.steps[depth - 1]), (place.steps[:depth], row.row))
    found: dict[Steps, Misplaced] = {}
    for path, place in answers.items():
        if isinstance(place, Place) and not place.is_whole and place.keys[:1] == (None,):
            other, row_number = deeper.get(plain(place.steps[0]), ((), 0))
            if other:
                message = _(
                    "{name} may be a new domain or {domain}, which row {row} brings. "
                    "Write the whole path of the one you mean, beginning with {top}.",
                    name=quoted(path[0]),
                    domain=tree.said(other),
                    row=row_number,
                    top=tree.said(()),
                )
                found[path] = Misplaced(0, message)
    return found


def _complaints(
    rows: Iterable[Placed], answers: Mapping[Steps, Place | Misplaced]
) -> Iterator[RowError]:
    for row in rows:
        place = answers[row.domain_path]
        if isinstance(place, Misplaced):
            yield RowError(row.row, row.domain_columns[place.step], place.message)


def _resembling(domains: Mapping[Steps, Domain | None], tree: Tree) -> Iterator[tuple[Steps, str]]:
    missing = sorted(path for path, domain in domains.items() if domain is None)
    may_compare = len(missing) * len(tree) <= MOST_COMPARISONS
    for path in missing:
        other = tree.resembling(path, may_compare=may_compare)
        if other:
            sentence = _(
                "{domain} is a new domain, and there is {other} already. "
                "Write that path if it is meant.",
                domain=tree.said(path),
                other=other,
            )
            yield path, sentence
