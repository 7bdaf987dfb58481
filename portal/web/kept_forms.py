"""Keeps what somebody typed while they sign in again.

A session that ends while a form is open would take the text with it. The form carries a signed
mark of the person it was given to. When it arrives without a session, what was typed waits in the
session of the sign-in, and its page shows it again to that person, and to nobody else. It is never
saved by itself, and it carries the version it was typed over, so a later change is still noticed.
A file that came with it is not kept, only its name, so that the page can say what to choose again.
"""

from typing import Final

from django.core import signing
from django.http import HttpRequest, QueryDict

#: The name of the field with the mark.
MARK: Final = "kept_for"
FRESH: Final = "fresh"
#: Where the session holds the one form that waits: path, who, said, files.
KEPT: Final = "kept_form"
_NOT_SAID: Final = frozenset({"csrfmiddlewaretoken", MARK})
_SALT: Final = "portal.kept_form"
#: Seconds for which a form that stands open is still recognised.
LONGEST: Final = 14 * 24 * 3600
#: Characters that are kept, so that no session grows without bound.
LARGEST: Final = 300_000
#: Files whose names are kept, and the characters of each.
MOST_FILES: Final = 10
LONGEST_NAME: Final = 120


def mark_for(user_id: int) -> str:
    """Return the mark a form carries: who it was given to, signed."""
    return signing.dumps(user_id, salt=_SALT)


def keep_form(request: HttpRequest) -> bool:
    """Keep what was posted for the person whose form it is; tell whether it is kept.

    Only a form that this portal gave to somebody is kept, of its files the names alone, and not
    to anybody who is signed in as somebody else.
    """
    if request.method != "POST":
        return False
    who = _marked(request.POST.get(MARK, ""))
    said = {name: values for name, values in request.POST.lists() if name not in _NOT_SAID}
    size = sum(len(text) for values in said.values() for text in values)
    if who is None or size > LARGEST:
        return False
    if request.user.is_authenticated and request.user.pk != who:
        return False
    files = [file.name or "" for _field, sent in request.FILES.lists() for file in sent]
    request.session[KEPT] = {
        "path": request.path,
        "who": who,
        "said": said,
        "files": [name[:LONGEST_NAME] for name in files[:MOST_FILES]],
    }
    return True


def kept_form(request: HttpRequest, path: str | None = None) -> QueryDict | None:
    """Return what the reader typed into this page before they were signed out, if anything.

    ``path`` is where the form is sent, when that is another address than the page's own.
    """
    kept = request.session.get(KEPT)
    if not kept or FRESH in request.GET:
        return None
    if (kept["path"], kept["who"]) != (path or request.path, request.user.pk):
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["said"].items():
        data.setlist(name, values)
    return data


def files_to_choose_again(request: HttpRequest) -> tuple[str, ...]:
    """Name the files that came with the form the reader finds again; they were not kept."""
    kept = request.session.get(KEPT)
    if not kept or kept["who"] != request.user.pk:
        return ()
    return tuple(kept.get("files", ()))


def posted_or_kept(request: HttpRequest) -> QueryDict | None:
    """Return what a form of this page holds: as posted just now, else as kept, else nothing."""
    if request.method != "POST":
        return kept_form(request)
    if KEPT in request.session:
        del request.session[KEPT]
    return request.POST or None


def forget_kept_of_others(request: HttpRequest, user_id: int) -> None:
    """Drop what somebody else left behind at this browser."""
    if KEPT in request.session and request.session[KEPT]["who"] != user_id:
        del request.session[KEPT]


def _marked(text: str) -> int | None:
    try:
        who = signing.loads(text, salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return who if isinstance(who, int) else None
