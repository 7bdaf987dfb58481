"""What programs may say: every field by its name, and nothing that would be passed over."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rest_framework import serializers

from portal.domain.wording import gettext as _

#: Told at the most, so that a refusal stays short whatever was sent.
MOST_TOLD: Final = 20
LONGEST_NAME: Final = 100

#: What stands in lists and heads, where a line break would make two of one.
ONE_LINE: Final = frozenset({"title", "name"})


class InputSerializer(serializers.Serializer[object]):
    """A shape that refuses fields it does not know, in one answer with all other faults."""

    #: Name of a field that is changed at another address to the sentence that says so.
    elsewhere: ClassVar[Mapping[str, Any]] = {}

    def to_internal_value(self, data: Any) -> Any:
        """Return checked data, or raise with every fault of every field."""
        unknown = self._unknown(data)
        try:
            said = super().to_internal_value(self._on_one_line(data))
        except serializers.ValidationError as error:
            faults: Any = error.detail
            raise serializers.ValidationError({**unknown, **faults}) from error
        if unknown:
            raise serializers.ValidationError(unknown)
        return said

    def _on_one_line(self, data: Any) -> Any:
        """Fold titles and names as a field of one line in a page does."""
        if not isinstance(data, Mapping):
            return data
        folded = {
            name: " ".join(data[name].split())
            for name in ONE_LINE.intersection(data)
            if name in self.fields and isinstance(data[name], str)
        }
        return {**data, **folded} if folded else data

    def _unknown(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, Mapping):
            return {}
        names = [str(name) for name in data if name not in self.fields]
        return {
            name[:LONGEST_NAME]: [str(self.elsewhere.get(name) or _("There is no such field."))]
            for name in names[:MOST_TOLD]
        }
