"""Addresses of the same page with another query string."""

from portal.web.access import MemberRequest


def without(request: MemberRequest, *names: str, **changes: str) -> str:
    """Return the query string without some names and the page, and with some values set."""
    parameters = request.GET.copy()
    for name in (*names, "page"):
        parameters.pop(name, None)
    for name, value in changes.items():
        parameters[name] = value
    return f"?{parameters.urlencode()}"


def number_in(request: MemberRequest, name: str) -> int | None:
    """Return the whole number that a name stands for, or nothing where it stands for none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def posted_version(request: MemberRequest) -> int:
    """Return the version a button was drawn for; 0, which no row has, where it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
