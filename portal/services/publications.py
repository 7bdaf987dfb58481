"""Keeping finished documents."""

import hashlib
from datetime import datetime

from django.db import transaction

from portal.domain.roles import Member
from portal.models import Publication
from portal.services import ledger
from portal.services.ledger import PortalEvent, Subject


@transaction.atomic
def store_publication(
    content: bytes,
    *,
    kind: str,
    subject: Subject,
    title: str,
    filename: str,
    media_type: str,
    by: Member,
    at: datetime,
) -> Publication:
    """Keep a document byte for byte; a second call for the same subject returns the first.

    The ledger records the SHA-256, so that a changed file is found out.
    """
    subject_type = subject._meta.label_lower  # noqa: SLF001
    row, is_new = Publication.objects.get_or_create(
        kind=kind,
        subject_type=subject_type,
        subject_id=str(subject.pk),
        defaults={
            "title": title[:300],
            "filename": filename,
            "media_type": media_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
            "created_at": at,
            "created_by_label": by.label,
        },
    )
    if is_new:
        changes = {"sha256": row.sha256, "size": row.size, "kind": kind}
        ledger.record(PortalEvent.PUBLICATION_STORED, subject=row, by=by, at=at, changes=changes)
    return row
