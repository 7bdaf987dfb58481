"""Downloading a publication, byte for byte as it was stored."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.models import Publication


def publication_response(publication: Publication) -> HttpResponse:
    """Answer with the stored file; the caller has checked that it may be seen."""
    answer = HttpResponse(bytes(publication.content), content_type=publication.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=publication.filename)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-SHA256"] = publication.sha256
    return answer
