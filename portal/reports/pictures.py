"""Drawings as pictures of their own: the renderer then lays out one box, not every mark."""

import base64
import re
from typing import Final

from django.utils.safestring import SafeString

_TITLE: Final = re.compile("<title>(.*?)</title>", re.DOTALL)


def as_data(drawing: str) -> str:
    """Write a drawing as a ``data:`` address."""
    named = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"data:image/svg+xml;base64,{base64.b64encode(named.encode()).decode()}"


def as_picture(drawing: SafeString) -> SafeString:
    """Turn an ``<svg>`` made for a report into an ``<img>`` that shows the same.

    Within the text, the parser of HTML and the cascade of styles would go through each of its
    marks, which takes several times as long as drawing them.

    Parameters
    ----------
    drawing
        A drawing for the PDF, with its title; "" for none.

    Returns
    -------
    SafeString
        The picture, with the title of the drawing as its words.
    """
    if not drawing:
        return drawing
    title = _TITLE.search(drawing)
    words = title[1] if title else ""
    return SafeString(f'<img src="{as_data(drawing)}" alt="{words}">')
