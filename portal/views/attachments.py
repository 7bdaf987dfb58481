"""Downloading a file that somebody handed in: to be saved, never to be run by the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.models import Attachment


def attachment_response(attachment: Attachment) -> HttpResponse:
    """Answer with the stored file; the caller has checked that it may be seen."""
    answer = HttpResponse(bytes(attachment.content), content_type=attachment.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=attachment.name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
