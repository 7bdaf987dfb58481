"""One page of a list."""

from collections.abc import Callable, Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from portal.api.doors import APIView
from portal.api.paging import Paging

type Build = Callable[[Sequence[Any]], Sequence[Any]]


def listed(
    request: Request,
    view: APIView,
    rows: Any,
    shape: type[Serializer[Any]],
    build: Build | None = None,
) -> Response:
    """Return the page that was asked for; ``build`` turns its rows into what is shown."""
    paging = Paging()
    page: list[Any] = paging.paginate_queryset(rows, request, view=view) or []
    return paging.get_paginated_response(shape(build(page) if build else page, many=True).data)
