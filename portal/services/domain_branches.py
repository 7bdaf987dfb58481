"""Adding many domains at once, as an import brings them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from portal.domain.roles import Capability, Member, require
from portal.models import Domain
from portal.services import ledger
from portal.services.domains import lock_tree
from portal.services.ledger import PortalEvent

#: Names of the domains from the one beneath the chosen domain down.
type Steps = tuple[str, ...]


@transaction.atomic
def add_branches(
    node: Domain, wanted: Mapping[Steps, Domain | None], *, by: Member, at: datetime
) -> dict[Steps, Domain]:
    """Add the domains that are missing beneath a node.

    Parameters
    ----------
    node
        The domain they hang under.
    wanted
        Every path, with every path above it, to its domain or to None where it is to be added.
    by, at
        Who adds them, and when.

    Returns
    -------
    dict
        Every path to its domain as the tree is then.

    Raises
    ------
    NotAllowed
        When the member may not change this part of the tree.

    Notes
    -----
    Adding to a domain that has some already keeps them sorted, which moves the paths of others;
    members and rows read before know the old ones. One ledger entry names all that were added.
    """
    lock_tree()
    node = Domain.objects.get(pk=node.pk)
    require(by, Capability.MANAGE_DOMAINS, node.path)
    ids = {path: domain.pk for path, domain in wanted.items() if domain is not None} | {(): node.pk}
    missing = sorted(
        (path for path in wanted if path not in ids), key=lambda path: (len(path), path)
    )
    for depth in sorted({len(path) for path in missing}):
        beneath: defaultdict[Steps, list[str]] = defaultdict(list)
        for path in missing:
            if len(path) == depth:
                beneath[path[:-1]].append(path[-1])
        ids |= _add_level({parent: ids[parent] for parent in beneath}, beneath)
    if missing:
        added = [" › ".join(path) for path in sorted(missing)]
        ledger.record(
            PortalEvent.DOMAINS_ADDED, subject=node, by=by, at=at, changes={"added": added}
        )
    rows = Domain.objects.in_bulk(list(ids.values()))
    return {path: rows[pk] for path, pk in ids.items()}


def _add_level(
    parents: Mapping[Steps, int], beneath: Mapping[Steps, Collection[str]]
) -> dict[Steps, int]:
    """Add the children of several domains of one depth; whole families in one statement."""
    rows = Domain.objects.select_for_update().in_bulk(list(parents.values()))
    found: dict[Steps, int] = {}
    families: list[tuple[Steps, Domain]] = []
    for steps, pk in parents.items():
        parent, names = rows[pk], sorted(beneath[steps])
        if parent.is_leaf():
            families += [((*steps, child.name), child) for child in _family(parent, names)]
            Domain.objects.filter(pk=pk).update(numchild=len(names))
            continue
        for name in names:
            found[*steps, name] = Domain.objects.add_child(parent, {"name": name}).pk
    Domain.objects.bulk_create([child for _steps, child in families])
    return found | {steps: child.pk for steps, child in families}


def _family(parent: Domain, names: Collection[str]) -> list[Domain]:
    depth = parent.depth + 1
    return [
        Domain(name=name, depth=depth, path=Domain._get_path(parent.path, depth, place))  # noqa: SLF001
        for place, name in enumerate(names, start=1)
    ]
