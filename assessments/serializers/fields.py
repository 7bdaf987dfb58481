"""Shapes that several subjects share: a level or the reason there is none."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.domain.answers import NotScored


@extend_schema_field(
    {
        "oneOf": [
            {"type": "number"},
            {
                "type": "object",
                "properties": {"not_scored": {"type": "string"}},
                "required": ["not_scored"],
            },
        ]
    }
)
class LevelField(serializers.Field[Any, Any, Any, Any]):
    """A level, or ``{"not_scored": reason}``: what is missing is never a number."""

    def to_representation(self, value: Any) -> Any:
        """Write the level or the reason."""
        if isinstance(value, NotScored):
            return {"not_scored": value.reason.value}
        return value
