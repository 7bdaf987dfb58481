"""The base of every door for programs: what is asked for and not known is refused by name."""

from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import views
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from portal.domain.wording import gettext as _


class APIView(views.APIView):
    """A door for programs; a reading one knows the query parameters that it documents, no more."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a parameter that nobody documented, once it is known who asks.

        Raises
        ------
        ValidationError
            With one sentence for each, which names the known ones.
        """
        super().initial(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            return
        known = known_parameters(type(self))  # type: ignore[arg-type]
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            told = _told(known)
            raise ValidationError({name: [told] for name in unknown})


@cache
def known_parameters(door: type[views.APIView]) -> tuple[str, ...]:
    """Return the query parameters that the documentation of a reading door names, in order."""
    documented = getattr(getattr(door, "get", None), "kwargs", {}).get("schema")
    if documented is None:
        return ()
    schema = documented()
    schema.view, schema.method = door(request=None, kwargs={}), "GET"
    said = schema.get_override_parameters()
    return tuple(
        sorted(
            each.name
            for each in said
            if isinstance(each, OpenApiParameter) and each.location == OpenApiParameter.QUERY
        )
    )


def _told(known: tuple[str, ...]) -> str:
    if not known:
        return _("There is no such parameter; this address takes none.")
    return _("There is no such parameter; known are: {names}.", names=", ".join(known))
