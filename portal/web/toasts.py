"""Short messages after something was done: Django's messages, with an undo where there is one."""

from dataclasses import asdict, dataclass
from typing import Literal

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

type Tone = Literal["good", "neutral", "bad"]

LEVELS: dict[Tone, int] = {
    "good": messages.SUCCESS,
    "neutral": messages.INFO,
    "bad": messages.ERROR,
}
UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """One message: what happened, how it ended, and the address that takes it back."""

    text: str
    tone: Tone
    undo_url: str


def add_toast(request: HttpRequest, text: str, *, tone: Tone = "good", undo_url: str = "") -> None:
    """Tell the reader what happened, on this page or on the one that follows a redirect."""
    tags = f"{UNDO}{undo_url}" if undo_url else ""
    messages.add_message(request, LEVELS[tone], text, extra_tags=tags)


def waiting_toasts(request: HttpRequest) -> tuple[Toast, ...]:
    """Take the messages that no page has shown yet; the next page does not show them again."""
    return tuple(_toast(message) for message in messages.get_messages(request))


def send_toasts(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let an htmx answer carry the waiting messages as the event ``st:toast``."""
    toasts = waiting_toasts(request)
    if toasts:
        trigger_client_event(response, "st:toast", {"toasts": [asdict(toast) for toast in toasts]})
    return response


def _toast(message: Message) -> Toast:
    tags = message.extra_tags or ""
    tone: Tone = "neutral"
    if message.level >= messages.WARNING:
        tone = "bad"
    elif message.level == messages.SUCCESS:
        tone = "good"
    return Toast(str(message), tone, tags.removeprefix(UNDO) if tags.startswith(UNDO) else "")
