"""Drafts: a registration that somebody began and did not send."""

from collections.abc import Mapping
from typing import Any, Final

from portal.domain.errors import Invalid, Refusal
from portal.domain.wording import gettext as _

#: Drafts one person can keep.
MOST_DRAFTS: Final = 20
#: What a draft holds: the fields of a registration.
DRAFTED: Final = ("title", "outcome", "domain", "business_owner")
_WRITTEN: Final = ("title", "outcome")
_NAME_ENDS: Final = 60


class DraftEmpty(Invalid):
    """A draft without a word is none."""

    code = "draft_empty"

    def __init__(self) -> None:
        sentence = _("Write a title or an outcome first. A draft keeps what you wrote.")
        super().__init__(sentence, fields={"title": sentence})


class TooManyDrafts(Refusal):
    """Drafts are for a moment, not an archive."""

    code = "too_many_drafts"

    def __init__(self) -> None:
        super().__init__(
            _(
                "You keep {most} drafts, and more cannot be kept."
                " Register or discard one of them first.",
                most=MOST_DRAFTS,
            )
        )


def checked_draft(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a draft keeps of what somebody wrote.

    Parameters
    ----------
    said
        Title and outcome as written, domain and business owner by their keys; all may be missing.

    Raises
    ------
    DraftEmpty
        When neither a title nor an outcome is written; the rest is chosen before anybody writes.

    Examples
    --------
    >>> checked_draft({"title": " Dock plan ", "domain": 4, "version": 2})
    {'title': 'Dock plan', 'outcome': '', 'domain': 4, 'business_owner': None}
    """
    written = {name: str(said.get(name) or "").strip() for name in _WRITTEN}
    if not any(written.values()):
        raise DraftEmpty
    return {**written, **{name: said.get(name) or None for name in DRAFTED[len(_WRITTEN) :]}}


def draft_name(data: Mapping[str, Any]) -> str:
    """Return what a draft is called in a list: its title, else how its outcome begins.

    Examples
    --------
    >>> draft_name({"title": "", "outcome": "Trailers wait half as long."})
    'Trailers wait half as long.'
    """
    name = str(data.get("title") or data.get("outcome") or "")
    return name if len(name) <= _NAME_ENDS else f"{name[:_NAME_ENDS].rstrip()}…"
