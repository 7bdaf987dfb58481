"""Editing a draft: each change takes a framework as plain data and returns it changed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from typing import Any

from assessments.domain.framework_unwritten import UNWRITTEN
from assessments.domain.frameworks import NotInFramework, no_capability
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

type Data = dict[str, Any]


_KEY_LENGTH = 50


class EditRefused(Invalid):
    """What is left would be no framework."""

    code = "framework_edit_refused"


class Move(StrEnum):
    """Where a layer or a capability goes in its list."""

    UP = "up"
    DOWN = "down"


def layer_added(
    data: Data, *, title: str, summary: str, stands_on: Sequence[str], capability: str
) -> Data:
    """Add a layer at the end, with its first capability.

    Parameters
    ----------
    data
        A framework as plain data; it stays as it is.
    title, summary
        The layer's words.
    stands_on
        Keys of the layers it cannot do without.
    capability
        The title of its first capability.

    Returns
    -------
    dict
        The framework with the layer, its texts still to be written.
    """
    after = deepcopy(data)
    key = new_key(title, [layer["key"] for layer in after["layers"]])
    after["layers"].append(
        {
            "key": key,
            "title": title.strip(),
            "summary": summary.strip(),
            "stands_on": list(stands_on),
            "capabilities": [],
        }
    )
    return capability_added(after, key, title=capability)


def layer_changed(
    data: Data, key: str, *, title: str, summary: str, stands_on: Sequence[str]
) -> Data:
    """Change a layer's words and what it stands on; its key stays.

    Parameters
    ----------
    data
        A framework as plain data; it stays as it is.
    key
        The layer's key.
    title, summary, stands_on
        What it shall say.

    Returns
    -------
    dict
        The framework with the changed layer.
    """
    after = deepcopy(data)
    layer = layer_in(after, key)
    layer |= {"title": title.strip(), "summary": summary.strip(), "stands_on": list(stands_on)}
    return after


def capability_added(data: Data, layer_key: str, *, title: str) -> Data:
    """Add a capability at the end of a layer.

    Parameters
    ----------
    data
        A framework as plain data; it stays as it is.
    layer_key
        The layer it belongs to.
    title
        What it is called.

    Returns
    -------
    dict
        The framework with the capability, its texts still to be written.
    """
    after = deepcopy(data)
    layer = layer_in(after, layer_key)
    key = new_key(title, [each["key"] for _, each in _capabilities(after)])
    layer["capabilities"].append(_blank(after, key, title.strip()))
    return after


def capability_changed(data: Data, key: str, words: Mapping[str, Any], *, layer: str) -> Data:
    """Change what a capability says, and the layer it belongs to; its key stays.

    Parameters
    ----------
    data
        A framework as plain data; it stays as it is.
    key
        The capability's key.
    words
        ``title``, ``question``, ``weight``; and where it has them ``levels`` and ``steps`` in
        the shape of a framework file.
    layer
        Key of the layer it shall belong to.

    Returns
    -------
    dict
        The framework with the changed capability.

    Raises
    ------
    EditRefused
        When its layer would be left with none.
    """
    after = deepcopy(data)
    home, capability = capability_in(after, key)
    capability |= deepcopy(dict(words))
    if layer != home["key"]:
        _refuse_to_empty(home)
        home["capabilities"].remove(capability)
        layer_in(after, layer)["capabilities"].append(capability)
    return after


def removed(data: Data, key: str, *, of_layers: bool) -> Data:
    """Remove a capability, or a layer with its capabilities, and every reference to them.

    Parameters
    ----------
    data
        A framework as plain data; it stays as it is.
    key
        The key of what is removed.
    of_layers
        Whether the key is a layer's.

    Returns
    -------
    dict
        The framework without it.

    Raises
    ------
    EditRefused
        When it is the only layer, or the only capability of its layer.
    """
    after = deepcopy(data)
    if not of_layers:
        home, capability = capability_in(after, key)
        _refuse_to_empty(home)
        home["capabilities"].remove(capability)
        _forget(after, {key})
        return after
    layer = layer_in(after, key)
    if len(after["layers"]) == 1:
        raise EditRefused(_("A framework has at least one layer."))
    after["layers"].remove(layer)
    for each in after["layers"]:
        each["stands_on"] = [below for below in each.get("stands_on", ()) if below != key]
    _forget(after, {each["key"] for each in layer["capabilities"]})
    return after


def moved(data: Data, key: str, move: Move, *, of_layers: bool) -> Data:
    """Move a layer or a capability one place within its list; at the end of it nothing moves.

    Parameters
    ----------
    data
        A framework as plain data; it stays as it is.
    key
        The key of what moves.
    move
        Which way.
    of_layers
        Whether the key is a layer's.

    Returns
    -------
    dict
        The framework in its new order.
    """
    after = deepcopy(data)
    if of_layers:
        rows, row = after["layers"], layer_in(after, key)
    else:
        home, row = capability_in(after, key)
        rows = home["capabilities"]
    place = rows.index(row)
    rows.insert(max(place + (1 if move is Move.DOWN else -1), 0), rows.pop(place))
    return after


def layer_in(data: Mapping[str, Any], key: str) -> Data:
    """Find a layer in plain data.

    Parameters
    ----------
    data
        A framework as plain data.
    key
        The layer's key.

    Returns
    -------
    dict
        The layer itself, not a copy.

    Raises
    ------
    NotInFramework
        When there is none.
    """
    for layer in data["layers"]:
        if layer["key"] == key:
            found: Data = layer
            return found
    sentence = _("“{framework}” has no layer “{key}”.", framework=data["title"], key=key)
    raise NotInFramework(sentence)


def capability_in(data: Mapping[str, Any], key: str) -> tuple[Data, Data]:
    """Find a capability in plain data, with its layer.

    Parameters
    ----------
    data
        A framework as plain data.
    key
        The capability's key.

    Returns
    -------
    tuple of dict
        The layer and the capability themselves, not copies.

    Raises
    ------
    NotInFramework
        When there is none.
    """
    for layer, capability in _capabilities(data):
        if capability["key"] == key:
            return layer, capability
    raise NotInFramework(no_capability(data["title"], key))


def new_key(title: str, taken: Sequence[str]) -> str:
    """Make a key from a title that no other has.

    Parameters
    ----------
    title
        Any text.
    taken
        Keys that are in use.

    Returns
    -------
    str
        Small letters, digits and single hyphens.

    Examples
    --------
    >>> new_key("Prüfung & Tests", ["other"]), new_key("Data", ["data", "data-2"])
    ('prufung-tests', 'data-3')
    >>> new_key("3 rules", []), new_key("数据", [])
    ('part-3-rules', 'part')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_KEY_LENGTH].rstrip("-")
    if not key[:1].isalpha():
        key = f"part-{key}".rstrip("-")
    number, found = 1, key
    # “new” is a word of the addresses.
    while found in taken or found == "new":
        number += 1
        found = f"{key}-{number}"
    return found


def _capabilities(data: Mapping[str, Any]) -> Iterator[tuple[Data, Data]]:
    for layer in data["layers"]:
        for capability in layer["capabilities"]:
            yield layer, capability


def _blank(data: Mapping[str, Any], key: str, title: str) -> Data:
    levels = range(data["scale"]["minimum"], data["scale"]["maximum"] + 1)
    found: Data = {"key": key, "title": title, "question": UNWRITTEN, "weight": 1.0}
    if data["rule"] in {"samm", "staged"}:
        found["questions"] = _blank_questions(data, key, levels)
    elif data["rule"] == "levels":
        found["levels"] = [{"level": level, "text": UNWRITTEN} for level in levels]
        found["steps"] = [_blank_step(level) for level in levels[:-1]]
    return found


def _blank_step(level: int) -> Data:
    texts = dict.fromkeys(("title", "text", "who"), UNWRITTEN)
    return {"from": level, "to": level + 1, **texts, "effort": 2, "weeks": 4, "unlocks": []}


def _blank_questions(data: Mapping[str, Any], key: str, levels: range) -> list[Data]:
    asked = [each for _, one in _capabilities(data) for each in one.get("questions", ())]
    options = {"options": deepcopy(asked[0]["options"])} if asked and "options" in asked[0] else {}
    return [
        {"key": f"{key}-{level}", "text": UNWRITTEN, "level": level, **options}
        for level in levels
        if level >= 1
    ]


def _refuse_to_empty(layer: Mapping[str, Any]) -> None:
    if len(layer["capabilities"]) == 1:
        sentence = _(
            "“{title}” would be left without a capability. Add another one first, or remove the "
            "layer.",
            title=layer["title"],
        )
        raise EditRefused(sentence)


def _forget(data: Data, keys: set[str]) -> None:
    for _layer, capability in _capabilities(data):
        for step in capability.get("steps", ()):
            step["unlocks"] = [key for key in step.get("unlocks", ()) if key not in keys]
