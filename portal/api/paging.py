"""Pages of an API list."""

from rest_framework.pagination import PageNumberPagination


class Paging(PageNumberPagination):
    """``page`` and ``page_size`` (at most 200), with the total count."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
