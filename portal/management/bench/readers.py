"""A signed-in reader whose requests the WSGI application answers in this process."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils.crypto import get_random_string

from portal.models import User

HTMX: Final = {"HTTP_HX_REQUEST": "true"}


class Reader:
    """Sends requests as a browser would, through every middleware, and reads the whole answer."""

    def __init__(self, user: User) -> None:
        self._answer = WSGIHandler()
        self._client = Client()
        self._client.force_login(user)
        self._token = get_random_string(32)
        session = self._client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"sessionid={session}; csrftoken={self._token}"

    def get(self, url: str, **headers: str) -> bytes:
        """Return the body of a page; any status but 200 is an error of the bench."""
        return b"".join(self._send("GET", url, b"", headers))

    def drain(self, url: str) -> None:
        """Read a page piece by piece and keep none of it."""
        for _piece in self._send("GET", url, b"", {}):
            pass

    def post(self, url: str, data: dict[str, Any]) -> bytes:
        """Return the body of the answer to a form."""
        headers = {
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "HTTP_X_CSRFTOKEN": self._token,
        }
        return b"".join(self._send("POST", url, urlencode(data).encode(), headers))

    def _send(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Iterator[bytes]:
        path, _mark, query = url.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_COOKIE": self.cookies,
            "wsgi.input": BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            **headers,
        }
        setup_testing_defaults(environ)
        said: list[str] = []

        def start(status: str, *_rest: Any) -> Callable[[bytes], object]:
            said.append(status)
            return len

        response = self._answer(environ, start)
        if not said[0].startswith("200"):
            raise RuntimeError(f"{method} {url} answered {said[0]}.")
        try:
            yield from response
        finally:
            response.close()
