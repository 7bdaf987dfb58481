"""What the API writes: JSON, with every moment in one form."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder


class MomentEncoder(JSONEncoder):
    """Writes moments in UTC with a Z, whatever zone the reader or the organisation has."""

    def default(self, obj: Any) -> Any:
        """Turn what JSON does not know into what it knows."""
        if isinstance(obj, datetime) and timezone.is_aware(obj):
            return obj.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return super().default(obj)


class MomentRenderer(JSONRenderer):
    """JSON for programs. Serializers leave moments alone, so that they are written here."""

    encoder_class = MomentEncoder
