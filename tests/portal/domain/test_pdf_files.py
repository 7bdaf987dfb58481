import zlib

import pytest

from portal.domain.file_flaws import FileRefused, Flaw
from portal.domain.file_kinds import FileKind, kind_of
from tests.portal.domain.files import PDF


def with_object(written: bytes) -> bytes:
    return PDF.replace(b"%%EOF", b"9 0 obj\n" + written + b"\nendobj\n%%EOF", 1)


def packed(
    written: bytes, *, name: bytes = b"/ObjStm", also: bytes = b"", deflated: bool = True
) -> bytes:
    content = zlib.compress(written) if deflated else written
    filters = b"/Filter /FlateDecode" if deflated else b""
    head = b"<< /Type " + name + b" /N 1 /First 4 " + filters + also + b" >>\nstream\n"
    return with_object(head + content + b"\nendstream")


SCRIPT = b"9 0 << /S /JavaScript /JS (x) >>"


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (with_object(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), Flaw.SCRIPT),
        (with_object(b"<< /S /Java#53cript /JS (app.alert\\(1\\)) >>"), Flaw.SCRIPT),
        (with_object(b"<< /S /Launch /F (a.exe) >>"), Flaw.SCRIPT),
        (with_object(b"<< /S /SubmitForm /F (http://x) >>"), Flaw.SCRIPT),
        (with_object(b"<< /AcroForm << /XFA 7 0 R >> >>"), Flaw.SCRIPT),
        (with_object(b"<< /AcroForm << /XFA[(template) 7 0 R] >> >>"), Flaw.SCRIPT),
        (with_object(b"<< /Type /EmbeddedFile >>"), Flaw.TWOFOLD),
        (with_object(b"<< /Names << /EmbeddedFiles 3 0 R >> >>"), Flaw.TWOFOLD),
        (with_object(b"trailer << /Encrypt 5 0 R >>"), Flaw.PROTECTED),
        (packed(SCRIPT), Flaw.SCRIPT),
        (packed(SCRIPT, deflated=False), Flaw.SCRIPT),
        (packed(SCRIPT, name=b"/Obj#53tm"), Flaw.SCRIPT),
        (packed(SCRIPT, also=b"/X (" + b" " * 5000 + b")"), Flaw.SCRIPT),
        (packed(SCRIPT, also=b"/X (stream\n)"), Flaw.SCRIPT),
        (packed(SCRIPT, also=b"/Filter /ASCIIHexDecode"), Flaw.DAMAGED),
        (packed(b" " * (65 * 1024 * 1024)), Flaw.OVERBLOWN),
    ],
)
def test_a_pdf_that_does_more_than_show_its_pages_is_refused(content: bytes, flaw: Flaw) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(content)
    assert refused.value.flaw is flaw


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        with_object(b"<< /OpenAction [3 0 R /Fit] >>"),
        with_object(b"(We talk about JavaScript and the launch.)"),
        packed(b"9 0 << /Type /Page >>"),
        packed(b"9 0 << /Type /Page >>", deflated=False),
    ],
)
def test_a_pdf_that_shows_its_pages_is_taken(content: bytes) -> None:
    assert kind_of(content) is FileKind.PDF
