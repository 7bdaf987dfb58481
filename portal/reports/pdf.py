"""The one PDF builder: a finished HTML text becomes a tagged PDF, the same bytes each time."""

import hashlib
import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT: Final = "pdf/ua-1"
STATIC: Final = "static"
KINDS: Final = (".css", ".svg", ".png", ".jpg", ".woff2")


class OwnFilesOnly(URLFetcher):
    """Fetches ``data:`` and, as ``static:img/mark.svg``, our own static files. Nothing else.

    What a report shows comes from people. A name that manages to be markup must neither reach
    the network nor this machine's files.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data", STATIC], allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what an address stands for.

        Raises
        ------
        ValueError
            When it is none of ours; the builder leaves the picture out and goes on.
        """
        scheme, _, name = url.partition(":")
        if scheme.lower() != STATIC:
            return super().fetch(url, headers)
        file = static_file(name)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


def static_file(name: str) -> Path:
    """Return one of our static files.

    Raises
    ------
    ValueError
        When there is no such file, or it lies outside the static folders.
    """
    try:
        found = finders.find(name) if name.endswith(KINDS) else None
    except SuspiciousFileOperation:
        found = None
    path = found if isinstance(found, str) else ""
    if not path:
        raise ValueError(f"There is no static file {name}.")
    return Path(path)


class Layout:
    """Pages that are laid out and only have to be written.

    Laying out takes the time; a job tells how far it is between the two. ``rules`` are styles of
    ours that are worked out with the text.
    """

    def __init__(self, html: str, stylesheets: Sequence[str], *, rules: str = "") -> None:
        fetcher = OwnFilesOnly()
        fonts = FontConfiguration()
        sheets = [
            CSS(string=text, url_fetcher=fetcher, font_config=fonts)
            for text in (*(static_file(name).read_text() for name in stylesheets), rules)
        ]
        # The file names itself after its content, not after the moment it was made.
        self._identifier = hashlib.sha256(f"{html}{rules}".encode()).digest()[:16]
        self._document = HTML(
            string=html, base_url=f"{STATIC}:", url_fetcher=fetcher, media_type="print"
        ).render(font_config=fonts, stylesheets=sheets, pdf_variant=VARIANT)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._document.pages)

    def as_bytes(self) -> bytes:
        """Write the file: tagged for PDF/UA-1, with its fonts inside."""
        content: bytes = self._document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=self._identifier.hex().encode(), pdf_tags=True
        )
        return content
