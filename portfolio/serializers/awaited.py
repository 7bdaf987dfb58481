"""The shape of what is about to be worked out anew, for programs."""

from typing import Any

from rest_framework import serializers

from portal.domain.jobs import OPEN_STATES
from portfolio.selectors.awaited import Awaited


class AwaitedSerializer(serializers.Serializer[object]):
    state = serializers.ChoiceField(choices=[state.value for state in OPEN_STATES])
    requested_at = serializers.DateTimeField()


def awaited_data(awaited: Awaited | None) -> dict[str, Any] | None:
    """Return what waits or runs, in the shape of ``AwaitedSerializer``, or nothing."""
    if awaited is None:
        return None
    return {"state": awaited.state.value, "requested_at": awaited.asked_at}
