"""What programs may say: every field by its name, and nothing that would be passed over."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rest_framework import serializers

from portal.domain.wording import gettext as _

#: Told at the most, so that a refusal stays short whatever was sent.
MOST_TOLD: Final = 20
LONGEST_NAME: Final = 100


class InputSerializer(serializers.Serializer[object]):
    """A shape that refuses fields it does not know, in one answer with all other faults."""

    #: Name of a field that is changed at another address to the sentence that says so.
    elsewhere: ClassVar[Mapping[str, Any]] = {}

    def to_internal_value(self, data: Any) -> Any:
        """Return checked data, or raise with every fault of every field."""
        unknown = self._unknown(data)
        try:
            said = super().to_internal_value(data)
        except serializers.ValidationError as error:
            faults: Any = error.detail
            raise serializers.ValidationError({**unknown, **faults}) from error
        if unknown:
            raise serializers.ValidationError(unknown)
        return said

    def _unknown(self, data: Any) -> dict[str, list[str]]:
        if not isinstance(data, Mapping):
            return {}
        names = [str(name) for name in data if name not in self.fields]
        return {
            name[:LONGEST_NAME]: [str(self.elsewhere.get(name) or _("There is no such field."))]
            for name in names[:MOST_TOLD]
        }
