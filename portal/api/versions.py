"""Versions over HTTP: a strong ETag on every detail, ``If-Match`` on every change."""

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

#: Digits of a version; Python refuses to read thousands of them.
LONGEST = 18


class VersionMissing(APIException):
    """A change must say which version it was made from."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = _("Send If-Match with the ETag of the version you changed.")
    default_code = "version_missing"


class VersionUnreadable(APIException):
    """An ``If-Match`` header names one version."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = _("If-Match does not name a version of this resource. Read it again.")
    default_code = "stale_version"


def require_version(request: Request) -> int:
    """Return the version a change was made from.

    Raises
    ------
    VersionMissing
        Without ``If-Match``.
    VersionUnreadable
        When the header is not an ETag this API gave out.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise VersionMissing
    text = header.strip('"')
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise VersionUnreadable
    return int(text)


def with_etag(response: Response, version: int) -> Response:
    """Give a response the ETag of the version it shows."""
    response["ETag"] = f'"{version}"'
    return response
