"""A link beside an answer leads to a page and does nothing else."""

import pytest

from assessments.domain.links import LinkInvalid, checked_link, title_of_link

TAKEN = [
    "https://wiki.tessenbrook.example/register",
    "http://wiki/register?page=2#owners",
    "HTTPS://Wiki.example/",
    "https://[2001:db8::1]:8443/a",
    "https://bücher.example/ä",
    "https://a.example/?q=javascript:alert(1)",
]
REFUSED = [
    "",
    "wiki.example/register",
    "//wiki.example/register",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "https:javascript:alert(1)",
    "https:///register",
    "https://",
    "https:/wiki.example",
    "https:\\\\wiki.example",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://a.example/x",
    "blob:https://a.example/1",
    "view-source:https://a.example",
    "intent://a.example#Intent;scheme=http;end",
    "https://mara:secret@a.example/",
    "https://tessenbrook.example@evil.example/",
    "https://a.example/a b",
    "https://a.example/\u202egnp.exe",
    "https://a.example:0/",
    "https://a.example:99999/",
    "https://[::1",
    "https://a.example/" + "x" * 1000,
]


@pytest.mark.parametrize("link", TAKEN)
def test_pages_are_taken(link: str) -> None:
    assert checked_link(f" {link}\n") == link


@pytest.mark.parametrize("link", REFUSED)
def test_everything_else_is_refused(link: str) -> None:
    with pytest.raises(LinkInvalid) as refused:
        checked_link(link)
    sentence = "Give an address that begins with https:// or http:// and has no password."
    assert refused.value.fields == {"link": sentence}


def test_a_long_link_has_a_short_title() -> None:
    title = title_of_link("https://a.example/" + "x" * 400)
    assert (len(title), title[:12], title[-1]) == (200, "a.example/xx", "…")
