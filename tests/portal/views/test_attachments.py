"""A file that somebody handed in is saved by a browser and never run by it."""

from portal.domain.file_kinds import FileKind
from portal.domain.roles import Member
from portal.services.attachments import store_attachment
from portal.views.attachments import attachment_response
from tests.builders import NOW
from tests.conftest import Cast


def test_it_comes_as_it_was_with_every_lock_on_it(cast: Cast) -> None:
    by: Member = cast.member("contributor")
    row = store_attachment(b"Who;what\r\n", kind=FileKind.TEXT, name="../Ä.csv", by=by, at=NOW)

    answer = attachment_response(row)

    assert answer.content == b"Who;what\r\n"
    assert dict(answer.headers) == {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''%C3%84.csv",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert (row.size, row.created_by_id, row.sha256[:8]) == (10, cast.contributor.pk, "3ae45edb")
