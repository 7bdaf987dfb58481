"""Turn the events of a YAML parser into plain data, refusing what framework files do not need.

Nothing here recurses, no tag is acted on and no alias followed. Nesting and the number of entries
are limited while reading, so a hostile file costs no more than a large one.
"""

import math
import re
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

from assessments.services.framework_documents import (
    BrokenOffError,
    DataPath,
    Document,
    Place,
    Problem,
    dotted,
    shortened,
)

MAX_DEPTH = 50
MAX_ENTRIES = 8_000
MAX_PROBLEMS = 100
MAX_TEXT = 5_000

CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL = re.compile(
    r"[-+]?([0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})(e[-+]?[0-9]{1,3})?", re.IGNORECASE
)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class _Frame:
    """A list or a set of fields that is still being read."""

    value: dict[str, object] | list[object]
    place: Place
    path: DataPath
    key: str | None = None
    key_line: int = 0


class DocumentBuilder:
    """Turns events into plain data, noting what it refuses on the way."""

    def __init__(self) -> None:
        self._data: object = None
        self._place = Place(1)
        self._problems: list[Problem] = []
        self._frames: list[_Frame] = []
        self._entries = 0
        self._documents = 0

    def document(self, last: Problem | None = None) -> Document:
        """Give what has been read so far, and say whether something broke it off."""
        problems = (*self._problems, last) if last else tuple(self._problems)
        return Document(self._data, self._place, problems, is_complete=last is None)

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser.

        Raises
        ------
        BrokenOffError
            When a limit is passed, or what follows could not be understood.
        """
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._frames.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event, line)

    def _start_document(self, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            sentence = _("A second document begins here (“---”). Keep one framework per file.")
            raise BrokenOffError(line, sentence)

    def _take_node(self, event: yaml.NodeEvent, line: int) -> None:
        self._count(line)
        frame = self._frames[-1] if self._frames else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            self._take_key(frame, event, line)
            return
        path = self._next_path(frame)
        self._refuse_extras(event, line, path)
        value = self._value_of(event)
        place = Place(frame.key_line if frame and frame.key is not None else line)
        self._put(frame, value, place)
        if isinstance(value, dict | list):
            self._open(_Frame(value, place, path), line)

    def _count(self, line: int) -> None:
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            sentence = _("The file has more than %(count)s entries; the rest was not read.")
            raise BrokenOffError(line, sentence % {"count": f"{MAX_ENTRIES:,}"})

    def _open(self, frame: _Frame, line: int) -> None:
        self._frames.append(frame)
        if len(self._frames) > MAX_DEPTH:
            sentence = _("More than %(count)s lists or groups of fields lie inside one another.")
            raise BrokenOffError(line, sentence % {"count": MAX_DEPTH})

    def _take_key(self, frame: _Frame, event: yaml.NodeEvent, line: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise BrokenOffError(line, _("A field name must be plain text."))
        self._refuse_extras(event, line, frame.path)
        frame.key, frame.key_line = event.value[:MAX_TEXT], line

    @staticmethod
    def _next_path(frame: _Frame | None) -> DataPath:
        if frame is None:
            return ()
        part = frame.key if frame.key is not None else len(frame.value)
        return (*frame.path, part)

    def _refuse_extras(self, event: yaml.NodeEvent, line: int, path: DataPath) -> None:
        if isinstance(event, yaml.AliasEvent):
            name = shortened(event.anchor or "")
            sentence = _("“*%(name)s” repeats an earlier part. Write the part out instead.")
            self._note(line, path, sentence % {"name": name})
            return
        if event.anchor is not None:
            name = shortened(event.anchor or "")
            sentence = _("“&%(name)s” names a part for repeating. Remove the name.")
            self._note(line, path, sentence % {"name": name})
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > MAX_TEXT:
            sentence = _("A text of %(count)s characters is too long for any field.")
            self._note(line, path, sentence % {"count": f"{len(event.value):,}"})
        if isinstance(event, yaml.ScalarEvent) and CONTROL.search(event.value):
            self._note(line, path, _("There is a control character here. Remove it."))
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            name = shortened(tag.replace("tag:yaml.org,2002:", "!!"))
            sentence = _("The type “%(name)s” is not read. Remove it.")
            self._note(line, path, sentence % {"name": name})

    def _value_of(self, event: yaml.NodeEvent) -> object:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        if isinstance(event, yaml.ScalarEvent):
            text = event.value[:MAX_TEXT]
            return text if event.style else _resolved(text)
        return None

    def _put(self, frame: _Frame | None, value: object, place: Place) -> None:
        if frame is None:
            self._data, self._place = value, place
        elif isinstance(frame.value, list):
            frame.place.inside[len(frame.value)] = place
            frame.value.append(value)
        else:
            self._put_field(frame, frame.value, value, place)

    def _put_field(
        self, frame: _Frame, fields: dict[str, object], value: object, place: Place
    ) -> None:
        key = frame.key or ""
        frame.key = None
        if key in fields:
            first = frame.place.inside[key].line
            sentence = _("The field “%(key)s” is given twice; the first is on line %(first)s.")
            self._note(
                place.line, (*frame.path, key), sentence % {"key": shortened(key), "first": first}
            )
        else:
            fields[key] = value
            frame.place.inside[key] = place

    def _note(self, line: int, path: DataPath, sentence: str) -> None:
        self._problems.append(Problem(line, dotted(path), sentence))
        if len(self._problems) >= MAX_PROBLEMS:
            raise BrokenOffError(
                line, _("There are more problems; the rest of the file was not read.")
            )


def _resolved(text: str) -> object:
    """Read an unquoted word: a number, true, false, nothing, or else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
