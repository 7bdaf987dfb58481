"""How a stack is laid out: what every path through it shares is the base, the rest are branches."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.chart_specs.figures import Unknown
from portal.domain.chart_specs.stack import StackLayer, StackSpec


class StackKind(StrEnum):
    """How the layers stand: all apart, one chain, two sides of a spine, or several towers."""

    LIST = "list"
    CHAIN = "chain"
    SPINE = "spine"
    TOWERS = "towers"


@dataclass(frozen=True, slots=True)
class StackLayout:
    """Layers in their places.

    Attributes
    ----------
    kind
        How they stand.
    base
        What all branches stand on, lowest first; may be empty.
    branches
        What stands on it, each lowest first. The base of a chain is its lowest layer.
    """

    kind: StackKind
    base: tuple[StackLayer, ...]
    branches: tuple[tuple[StackLayer, ...], ...]

    @property
    def height(self) -> int:
        """How many slabs lie on top of each other."""
        return len(self.base) + max((len(branch) for branch in self.branches), default=0)


def arrange(layers: tuple[StackLayer, ...]) -> StackLayout:
    """Lay out layers by what each stands on first.

    Parameters
    ----------
    layers
        In the order of the framework.

    Returns
    -------
    StackLayout
        Every path from a lowest layer to a highest one is a branch; what all paths begin with is
        the base. One path is a chain, two are the sides of a spine, more are towers. Layers of
        which none stands on another are a list.
    """
    known = {layer.key: layer for layer in layers}
    parents = {
        layer.key: next((key for key in layer.stands_on if key in known), "") for layer in layers
    }
    if len(layers) > 1 and not any(parents.values()):
        return StackLayout(StackKind.LIST, (), tuple((layer,) for layer in layers))
    carrying = set(parents.values())
    tops = [layer for layer in layers if layer.key not in carrying]
    order = {layer.key: place for place, layer in enumerate(layers)}
    paths = sorted(
        (_path(layer, known, parents) for layer in tops),
        key=lambda path: [order[layer.key] for layer in path],
    )
    if len(paths) <= 1:
        path = paths[0] if paths else layers
        return StackLayout(StackKind.CHAIN, path[:1], (path[1:],))
    shared = 0
    while all(len(path) > shared + 1 and path[shared] is paths[0][shared] for path in paths):
        shared += 1
    kind = StackKind.SPINE if len(paths) == 2 else StackKind.TOWERS
    return StackLayout(kind, paths[0][:shared], tuple(path[shared:] for path in paths))


def _path(
    top: StackLayer, known: dict[str, StackLayer], parents: dict[str, str]
) -> tuple[StackLayer, ...]:
    path = [top]
    while (below := parents[path[-1].key]) and known[below] not in path:
        path.append(known[below])
    return tuple(reversed(path))


def short_title(layer: StackLayer) -> str:
    """Name a layer where there is little room."""
    return layer.short or layer.title


def overhang(layer: StackLayer) -> float:
    """Measure how far a layer was built beyond what it can be relied on; 0 when it holds."""
    match layer.raw, layer.effective:
        case (int() | float() as raw, int() | float() as effective):
            return max(raw - effective, 0.0)
        case _:
            return 0.0


def reach(layer: StackLayer) -> float | None:
    """Find the level that a layer is drawn to, None where it has none."""
    levels = (layer.raw, layer.effective)
    return max((level for level in levels if not isinstance(level, Unknown)), default=None)


def capped_runs(
    column: tuple[StackLayer, ...],
) -> list[tuple[int, int, float]]:
    """Find the uprights of a column: from the layer that caps to the highest one it presses.

    Parameters
    ----------
    column
        Layers that stand on each other, lowest first.

    Returns
    -------
    list of tuple
        Place of the capping layer, place of the highest layer it caps, and the level of its edge.
    """
    places = {layer.key: place for place, layer in enumerate(column)}
    runs: dict[tuple[int, float], int] = {}
    for place, layer in enumerate(column):
        edge = layer.effective
        if overhang(layer) > 0 and layer.capped_by in places and not isinstance(edge, Unknown):
            runs[places[layer.capped_by], round(edge, 3)] = place
    return [(low, high, edge) for (low, edge), high in runs.items()]


def pressing(spec: StackSpec) -> frozenset[str]:
    """List the keys of layers that press another layer down."""
    return frozenset(layer.capped_by for layer in spec.layers if overhang(layer) > 0)
