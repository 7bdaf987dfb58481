"""Pages of an API list."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.paginator import Page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from portal.web.paging import CountedPaginator

PAGES: Final = [
    OpenApiParameter("page", OpenApiTypes.INT),
    OpenApiParameter("page_size", OpenApiTypes.INT),
]
"""How programs ask for a page of a list, as the documentation says it."""


class Paging(PageNumberPagination):
    """``page`` and ``page_size`` (at most 200), with the total count."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def asked(self, request: Request) -> tuple[int, int]:
        """Return number and size of the page that a program asks for.

        Raises
        ------
        NotFound
            When what was asked for is no number from 1 on.
        """
        self.request = request
        size = self.get_page_size(request) or self.page_size
        asked = request.query_params.get(self.page_query_param, "1")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 8 and int(asked)):
            raise NotFound
        return int(asked), size

    def answer(
        self, rows: Sequence[Any], *, number: int, wanted: int, size: int, total: int
    ) -> Response:
        """Answer with rows that a selector cut already.

        Raises
        ------
        NotFound
            When the selector gave another page than was wanted: there is none of that number.
        """
        if number != wanted:
            raise NotFound
        self.page = Page(rows, number, CountedPaginator([], size, total=total))
        return self.get_paginated_response(rows)
