"""Reading what programs send."""

from collections.abc import Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MOST_NESTED: Final = 50
"""As deep as the YAML of a framework may be."""


class BoundedJSONParser(JSONParser):
    """Reads JSON, and refuses what is nested deeper than anything here has a use for."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the data of a body.

        Raises
        ------
        ParseError
            When it is no JSON, or nested too deep.
        """
        sentence = _("More than %(count)s lists or groups of fields lie inside one another.")
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(sentence % {"count": MOST_NESTED}) from error
        if is_deeper(data, MOST_NESTED):
            raise ParseError(sentence % {"count": MOST_NESTED})
        return data


def is_deeper(data: object, most: int) -> bool:
    """Say whether lists and groups lie inside one another more often than that; no recursion."""
    level = [data]
    for _depth in range(most):
        level = [
            each
            for value in level
            if isinstance(value, dict | list)
            for each in (value.values() if isinstance(value, dict) else value)
            if isinstance(each, dict | list)
        ]
        if not level:
            return False
    return True
