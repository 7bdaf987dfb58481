"""Cutting one page out of a long list, as the query string asks for it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

PAGE_SIZES = (25, 50, 100)


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator that was told how many rows there are, so it need not count them."""

    def __init__(self, rows: Any, per_page: int, *, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        if total is not None:
            self.__dict__["count"] = total


def rows_per_page(query: QueryDict) -> int:
    """Return how many rows a page holds; only the offered sizes count."""
    wanted = query.get("per_page", "")
    return int(wanted) if wanted in {str(size) for size in PAGE_SIZES} else 50


def paginate(
    rows: Any, *, query: QueryDict, total: int | None = None, per_page: int | None = None
) -> "Page[Any]":
    """Return the page that ``query`` asks for; nonsense means the first, too far the last."""
    paginator = CountedPaginator(rows, per_page or rows_per_page(query), total=total)
    return paginator.get_page(query.get("page"))
