"""Keeping files that people hand in, once it is certain what they are."""

import hashlib
from datetime import datetime

from portal.domain.file_kinds import FileKind, clean_name
from portal.domain.roles import Member
from portal.models import Attachment


def store_attachment(
    content: bytes, *, kind: FileKind, name: str, by: Member, at: datetime
) -> Attachment:
    """Keep a file byte for byte, under a name that is safe and fits what it is.

    Runs in the transaction of the caller, who has checked the permission and asked
    `portal.domain.file_kinds.kind_of` what the bytes are: that takes its time, and no row should
    be locked meanwhile.
    """
    return Attachment.objects.create(
        name=clean_name(name, kind),
        media_type=kind.value,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=at,
        created_by_id=by.user_id,
    )
