"""Read the small, safe part of YAML that framework files need, and remember every line."""

import re

import yaml
from django.utils.translation import gettext as _

from assessments.services.framework_documents import BrokenOffError, Document
from assessments.services.framework_events import CONTROL, DocumentBuilder

MAX_BYTES = 1_000_000

_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


def read_yaml(source: bytes) -> Document:
    """Read one YAML document as plain data with the line of every value.

    Parameters
    ----------
    source
        The bytes of the file.

    Returns
    -------
    Document
        What was understood, and every problem found on the way.

    Notes
    -----
    Only ``true`` and ``false`` are truth values: ``No``, ``on`` or ``yes`` stay the words they are.
    """
    builder = DocumentBuilder()
    try:
        _read(_decoded(source), builder)
    except BrokenOffError as broken:
        return builder.document(broken.problem)
    return builder.document()


def _decoded(source: bytes) -> str:
    if len(source) > MAX_BYTES:
        raise BrokenOffError(1, _("The file is larger than 1 MB."))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        sentence = _("The text is not UTF-8 here. Save the file as UTF-8.")
        raise BrokenOffError(line, sentence) from error
    if found := CONTROL.search(text):
        sentence = _("There is a control character here. Remove it.")
        raise BrokenOffError(text.count("\n", 0, found.start()) + 1, sentence)
    # libyaml compares each directive with all before it, which a file of directives would abuse.
    if found := _DIRECTIVE.search(text):
        sentence = _("A line that begins with a percent sign is an instruction to YAML. Remove it.")
        raise BrokenOffError(text.count("\n", 0, found.start()) + 1, sentence)
    return text


def _read(text: str, builder: DocumentBuilder) -> None:
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _broken_syntax(error, text) from error
    except yaml.YAMLError as error:
        raise BrokenOffError(1, _("This is not a YAML file.")) from error


def _broken_syntax(error: yaml.MarkedYAMLError, text: str) -> BrokenOffError:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return BrokenOffError(1, _("This is not a YAML file."))
    here = "".join(text.split("\n")[mark.line : mark.line + 1])[mark.column :][:1]
    if error.context_mark and _is_unclosed(error):
        sentence = _("The bracket or quote that opens here is not closed properly.")
        return BrokenOffError(error.context_mark.line + 1, sentence)
    return BrokenOffError(mark.line + 1, _syntax_sentence(error.problem or "", here))


def _is_unclosed(error: yaml.MarkedYAMLError) -> bool:
    return (error.context or "").startswith(
        ("while parsing a flow", "while scanning a quoted scalar")
    )


def _syntax_sentence(told: str, here: str) -> str:
    if here == "\t":
        return _("There is a tab here. Indent with spaces.")
    if "cannot start any token" in told:
        return _("Text that begins with “%(character)s” must be in quotes.") % {"character": here}
    if "mapping values are not allowed" in told:
        return _("There is a colon too many here. Put text with a colon in quotes.")
    if "escape" in told:
        return _("A backslash between double quotes must be written twice.")
    if told.startswith("did not find expected"):
        return _("The indentation here does not fit the lines above.")
    return _("The YAML breaks off here: %(reason)s.") % {"reason": told}
