"""Links: addresses that may stand beside an answer, and nothing that a browser would run."""

from typing import Final
from urllib.parse import urlsplit

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

LONGEST_LINK: Final = 1000
LONGEST_TITLE: Final = 200


class LinkInvalid(Invalid):
    """An address that is no plain page of the web."""

    code = "link_invalid"

    def __init__(self) -> None:
        sentence = _("Give an address that begins with https:// or http:// and has no password.")
        super().__init__(sentence, fields={"link": sentence})


def checked_link(text: str) -> str:
    """Take an address as somebody typed it, without the blanks around it.

    Parameters
    ----------
    text
        What they typed.

    Returns
    -------
    str
        The address.

    Raises
    ------
    LinkInvalid
        When it is not of http or https, names no host, holds a name or password, a blank or a
        character that does not show, or is longer than `LONGEST_LINK`.

    Examples
    --------
    >>> checked_link(" https://wiki.example/register#owners ")
    'https://wiki.example/register#owners'
    """
    link = text.strip()
    if len(link) > LONGEST_LINK or not link.isprintable() or " " in link or "\\" in link:
        raise LinkInvalid
    try:
        parts = urlsplit(link)
        is_plain = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as error:
        raise LinkInvalid from error
    if not is_plain or "@" in parts.netloc or not link.lower().startswith(("http://", "https://")):
        raise LinkInvalid
    return link


def title_of_link(link: str) -> str:
    """Give a link its name in a list: the host and the path.

    Parameters
    ----------
    link
        A checked link.

    Returns
    -------
    str
        At most `LONGEST_TITLE` characters.

    Examples
    --------
    >>> title_of_link("https://wiki.example/register/?page=2")
    'wiki.example/register'
    """
    parts = urlsplit(link)
    title = f"{parts.netloc}{parts.path.rstrip('/')}"
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
