"""Say in plain words what a framework file gets wrong against its schema."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.services.framework_documents import DataPath, shortened

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class _Violation:
    """The parts of a validator's error that sentences need."""

    rule: str
    limit: Any
    value: Any
    schema: Mapping[str, Any]

    @property
    def is_blank(self) -> bool:
        return self.value is None or (self.rule == "pattern" and not str(self.value).strip())


def schema_findings(error: "ValidationError", data: object) -> Iterator[tuple[DataPath, str]]:
    """Turn one violation of the schema into paths and sentences.

    Parameters
    ----------
    error
        What the validator found.
    data
        The whole framework, for the names of the things around it.

    Yields
    ------
    tuple of DataPath and str
        Where the field is, or should be, and what is wrong with it there.
    """
    path: DataPath = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    broken = _Violation(str(error.validator), error.validator_value, error.instance, schema)
    if broken.rule == "required":
        name = _missing(error.message)
        yield (*path, name), _no_value(name, subject(path, data))
    elif broken.rule == "additionalProperties":
        known = list(schema["properties"])
        for name in broken.value:
            if name not in known:
                yield (*path, name), _unknown(name, known, subject(path, data))
    else:
        yield path, _capitalised(_sentence(broken, path, data))


def parsed(path: str) -> DataPath:
    """Take a path apart that is written with dots and brackets.

    Examples
    --------
    >>> parsed("layers[0].title")
    ('layers', 0, 'title')
    """
    return tuple(int(index) if index else name for index, name in _PART.findall(path))


def subject(path: DataPath, data: object) -> str:
    """Name the thing at a path as a reader would: “level 3 of “Data quality””."""
    name, within = _("the framework"), ""
    value = data
    for part in path:
        if isinstance(value, Mapping) and isinstance(part, str):
            value, within = value.get(part), part
            name = _("the scale") if part == "scale" else name
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
            name = _item(within, part, value) % {"parent": name}
    return name


def _item(within: str, index: int, value: object) -> str:
    """Name an entry of a list, leaving room for the name of what it belongs to."""
    fields = value if isinstance(value, Mapping) else {}
    if within == "levels":
        level = _whole(fields.get("level"), index + 1)
        return _("level %(level)s of %%(parent)s") % {"level": level}
    if within == "steps":
        level = _whole(fields.get("from"), index + 1)
        return _("the step from level %(level)s of %%(parent)s") % {"level": level}
    for each in ("title", "key"):
        if isinstance(fields.get(each), str) and fields[each].strip():
            return "“" + shortened(fields[each]).replace("%", "%%") + "”"
    words = {"number": index + 1, "list": within}
    return _("entry %(number)s in the %(list)s of %%(parent)s") % words


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _missing(message: str) -> str:
    found = re.match(r"'(\w+)' is a required property", message)
    return found.group(1) if found else ""


def _no_value(name: str, owner: str) -> str:
    return _capitalised(_("%(owner)s has no %(name)s.") % {"owner": owner, "name": name})


def _unknown(name: str, known: list[str], owner: str) -> str:
    words = {"owner": owner, "name": shortened(name)}
    close = get_close_matches(name, known, n=1) if len(name) <= 30 else []
    if close:
        sentence = _("%(owner)s has an unknown field “%(name)s”. Perhaps “%(close)s” is meant.")
        return _capitalised(sentence % {**words, "close": close[0]})
    return _capitalised(_("%(owner)s has an unknown field “%(name)s”.") % words)


def _sentence(broken: _Violation, path: DataPath, data: object) -> str:
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else ""
    is_field = bool(path) and isinstance(path[-1], str)
    owner = subject(path[:-1] if is_field else path, data)
    if is_field and broken.is_blank:
        return _("%(owner)s has no %(name)s.") % {"owner": owner, "name": name}
    what = _("the %(name)s of %(owner)s") % {"name": name, "owner": owner} if is_field else owner
    return _complaint(broken, what)


def _complaint(broken: _Violation, what: str) -> str:
    if broken.rule in {"maxLength", "minItems", "maxItems"}:
        return _size_complaint(broken, what)
    if broken.rule == "type":
        return _type_complaint(broken, what)
    if broken.rule == "enum":
        choices = ", ".join(broken.limit)
        return _("%(what)s must be one of: %(choices)s.") % {"what": what, "choices": choices}
    if broken.rule == "pattern":
        return _pattern_complaint(broken, what)
    return _range_complaint(broken, what)


def _size_complaint(broken: _Violation, what: str) -> str:
    words = {"what": what, "limit": broken.limit, "length": len(broken.value)}
    if broken.rule == "maxLength":
        sentence = _("%(what)s is %(length)s characters long; at most %(limit)s fit.")
    elif broken.rule == "maxItems":
        sentence = _("%(what)s has %(length)s entries; at most %(limit)s are allowed.")
    else:
        sentence = ngettext(
            "%(what)s must have at least %(limit)s entry.",
            "%(what)s must have at least %(limit)s entries.",
            broken.limit,
        )
    return sentence % words


def _type_complaint(broken: _Violation, what: str) -> str:
    wanted = {
        "object": _("a group of named fields"),
        "array": _("a list"),
        "string": _("text"),
        "integer": _("a whole number"),
        "number": _("a number"),
    }[broken.limit]
    sentence = _("%(what)s must be %(wanted)s, not %(given)s.")
    if broken.limit == "string" and isinstance(broken.value, int | float):
        sentence = _("%(what)s must be %(wanted)s, not %(given)s. Put it in quotes.")
    return sentence % {"what": what, "wanted": wanted, "given": _kind(broken.value)}


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, dict):
        return _("a group of named fields")
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, int | float):
        return _("a number")
    return _("empty") if value is None else _("text")


def _pattern_complaint(broken: _Violation, what: str) -> str:
    if broken.is_blank:
        return _("%(what)s is empty.") % {"what": what}
    sentence = _("%(what)s may hold small letters, digits and single hyphens, not “%(given)s”.")
    return sentence % {"what": what, "given": shortened(broken.value)}


def _range_complaint(broken: _Violation, what: str) -> str:
    lowest, highest = broken.schema.get("minimum"), broken.schema.get("maximum")
    if lowest is None:
        sentence = _("%(what)s must be above 0 and at most %(highest)s; it is %(given)s.")
    else:
        sentence = _("%(what)s must lie between %(lowest)s and %(highest)s; it is %(given)s.")
    given = {"lowest": lowest, "highest": highest, "given": broken.value}
    return sentence % {"what": what, **given}


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
