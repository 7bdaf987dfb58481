"""What waits for what: urgency passed back along dependencies, and items that wait in a circle."""

import math
from collections.abc import Mapping, Sequence


def inherited(needs: Mapping[str, Sequence[str]], start: Mapping[str, float]) -> dict[str, float]:
    """Give everything the largest value of what waits for it, directly or through others.

    Parameters
    ----------
    needs
        Key to the keys it waits for; keys that are not themselves keys are ignored.
    start
        The value each key begins with; keys may be missing.

    Returns
    -------
    dict
        Key to value, for every key that has or inherits one.

    Examples
    --------
    >>> inherited({"triage": ["catalogue"], "catalogue": []}, {"triage": 90, "catalogue": 10})
    {'triage': 90, 'catalogue': 90}
    """
    values = dict(start)
    waiting = sorted(values)
    while waiting:
        key = waiting.pop()
        for needed in needs[key]:
            if needed in needs and values.get(needed, -math.inf) < values[key]:
                values[needed] = values[key]
                waiting.append(needed)
    return values


def circles(needs: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Find the groups of keys that wait for each other.

    Parameters
    ----------
    needs
        Key to the keys it waits for.

    Returns
    -------
    tuple of tuple of str
        Each group sorted, and the groups sorted: the strongly connected components with
        more than one key, and keys that wait for themselves.

    Examples
    --------
    >>> circles({"a": ["b"], "b": ["a"], "c": ["a"], "d": ["d"]})
    (('a', 'b'), ('d',))
    """
    reach = {key: _reachable(key, needs) for key in needs}
    groups = {
        tuple(sorted(other for other in reach[key] if key in reach[other]))
        for key in needs
        if key in reach[key]
    }
    return tuple(sorted(groups))


def chain(needs: Mapping[str, Sequence[str]], start: str, end: str) -> tuple[str, ...]:
    """Find the shortest way from a key to something it waits for.

    Parameters
    ----------
    needs
        Key to the keys it waits for.
    start, end
        Where the way begins and ends.

    Returns
    -------
    tuple of str
        The keys on the way, both ends included; empty when ``start`` does not wait for ``end``.

    Examples
    --------
    >>> chain({"reorder": ["stock"], "stock": ["catalogue"]}, "reorder", "catalogue")
    ('reorder', 'stock', 'catalogue')
    """
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    for key in waiting:
        for needed in sorted(needs.get(key, ())):
            if needed not in ways:
                ways[needed] = (*ways[key], needed)
                waiting.append(needed)
    return ways.get(end, ())


def _reachable(key: str, needs: Mapping[str, Sequence[str]]) -> set[str]:
    """Keys that a key waits for, directly or through others."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for needed in needs[waiting.pop()]:
            if needed in needs and needed not in found:
                found.add(needed)
                waiting.append(needed)
    return found
