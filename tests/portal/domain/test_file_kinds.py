"""A file is taken when it is wholly what it shows, and refused with one sentence when not."""

import pytest

from portal.domain.file_flaws import FileRefused, Flaw
from portal.domain.file_kinds import LARGEST_FILE, FileKind, clean_name, kind_of
from tests.portal.domain import files
from tests.portal.domain.files import GIF, PDF, SCRIPT, archive, office, parts, picture, png

JPEG = picture("JPEG")
TAKEN = {
    "pdf": (PDF, FileKind.PDF),
    "pdf without a last line break": (PDF.rstrip(), FileKind.PDF),
    "pdf changed and saved again": (PDF + PDF[9:], FileKind.PDF),
    "png": (picture("PNG"), FileKind.PNG),
    "png with a description": (png((b"tEXt", b"Title\0Who decides")), FileKind.PNG),
    "jpeg": (JPEG, FileKind.JPEG),
    "jpeg in several scans": (picture("JPEG", progressive=True), FileKind.JPEG),
    "jpeg with where it was taken": (picture("JPEG", exif=b"Exif\0\0MM\0*"), FileKind.JPEG),
    "jpeg of a phone, a second one behind it": (JPEG + JPEG, FileKind.JPEG),
    "jpeg filled up with noughts": (JPEG + b"\0" * 64, FileKind.JPEG),
    "text": ("Größe: 5 \u20ac\n".encode(), FileKind.TEXT),
    "text with a mark of its order": (b"\xef\xbb\xbfRegister", FileKind.TEXT),
    "csv": (b"system;owner\r\nslots;Mara\r\n", FileKind.TEXT),
    "csv of a western code page": ("Gr\u00f6\u00dfe;5 \u20ac".encode("cp1252"), FileKind.TEXT),
    "text with less and more than": (b"latency < 200 ms and recall > 0.9", FileKind.TEXT),
    "docx": (office("docx"), FileKind.WORD),
    "pptx": (office("pptx"), FileKind.POWERPOINT),
    "xlsx of a writer": (files.workbook(), FileKind.EXCEL),
    "docx stored unpacked": (archive(parts(), compression=0), FileKind.WORD),
    "docx with a link to a page": (
        office(word___rels__document_xml_rels=files.relation("hyperlink", "https://a.example")),
        FileKind.WORD,
    ),
    "pptx with a drawing": (office("pptx", ppt__media__image1_svg=b"<svg/>"), FileKind.POWERPOINT),
}
REFUSED = {
    "nothing": (b"", Flaw.EMPTY),
    "more than 10 MB": (b"a" * (LARGEST_FILE + 1), Flaw.TOO_LARGE),
    # other kinds, whatever their names say
    "gif": (GIF, Flaw.UNKNOWN),
    "gif that is a script": (b"GIF89a/*ab*/=1;alert(1)", Flaw.SCRIPT),
    "gif that is a script behind noughts": (b"GIF89a/*\0\0*/=1;alert(1)//;", Flaw.UNKNOWN),
    "program for windows": (b"MZ\x90\x00\x03\x00\x00\x00", Flaw.UNKNOWN),
    "program for linux": (b"\x7fELF\x02\x01\x01\x00", Flaw.UNKNOWN),
    "bytes of no kind": (bytes(range(256)), Flaw.UNKNOWN),
    "old office file, or one with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        Flaw.OLD_OFFICE,
    ),
    "archive of anything": (archive({"notes.txt": b"Notes"}), Flaw.UNKNOWN),
    "program for java": (archive({"META-INF/MANIFEST.MF": b"Main-Class: A"}), Flaw.UNKNOWN),
    "open document": (
        archive({"mimetype": b"application/vnd.oasis.opendocument.text"}, compression=0),
        Flaw.UNKNOWN,
    ),
    "office file of no main part": (
        archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        Flaw.UNKNOWN,
    ),
    # pages and scripts
    "page": (b"<!DOCTYPE html><title>Policy</title>", Flaw.SCRIPT),
    "page behind blanks": (b"\xef\xbb\xbf \n <HTML><body>", Flaw.SCRIPT),
    "page in a text": (b"Minutes of May\n\n" + SCRIPT, Flaw.SCRIPT),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', Flaw.SCRIPT),
    "drawing with a declaration": (b"<?xml version='1.0'?><svg/>", Flaw.SCRIPT),
    "link that is a script": (b"see javascript:alert(1)", Flaw.SCRIPT),
    "shell script": (b"#!/bin/sh\nrm -r /", Flaw.SCRIPT),
    "batch file": (b"@echo off\r\ndel *.*", Flaw.SCRIPT),
    "postscript": (b"%!PS-Adobe-3.0\n", Flaw.SCRIPT),
    "rich text": (rb"{\rtf1\ansi{\object\objdata 0105}}", Flaw.SCRIPT),
    "saved mail with a page": (b"MIME-Version: 1.0\nContent-Type: text/plain", Flaw.SCRIPT),
    "mail with its heads further down": (
        b"From: a@example.org\r\nSubject: x\r\nMime-Version : 1.0\r\n\r\nHi",
        Flaw.SCRIPT,
    ),
    "mail behind an old Mac's line ends": (b"From: a\rMIME-Version: 1.0\rHi", Flaw.SCRIPT),
    "encoded mail": (b"note\n Content-Transfer-Encoding: base64\n\nPGh0bWw+", Flaw.SCRIPT),
    "a part of several": (b"x\nContent-Type: multipart/related; boundary=b", Flaw.SCRIPT),
    "pdf that begins with a page": (
        PDF.replace(b"%\xe2\xe3\xcf\xd3", b"%<html>" + SCRIPT),
        Flaw.SCRIPT,
    ),
    "png with a page in its description": (png((b"tEXt", b"Title\0" + SCRIPT)), Flaw.SCRIPT),
    "png with a page in a packed description": (
        png((b"zTXt", b"Title\0\0" + files.zlib.compress(SCRIPT))),
        Flaw.SCRIPT,
    ),
    "jpeg with a page in its comment": (picture("JPEG", comment=SCRIPT), Flaw.SCRIPT),
    "docx with a page": (office(word__chunk_html=b"<html/>"), Flaw.SCRIPT),
    # two things at once
    "pdf and archive": (PDF + archive({"a": b"a"}), Flaw.TWOFOLD),
    "pdf and archive, the end of the pdf behind it": (
        PDF + archive({"a": b"a"}) + b"%%EOF\n",
        Flaw.TWOFOLD,
    ),
    "pdf and page": (PDF + b"<html>" + SCRIPT, Flaw.TWOFOLD),
    "text and pdf": (b"Notes\n" + PDF.replace(b"\xe2\xe3\xcf\xd3", b""), Flaw.TWOFOLD),
    "png and archive": (picture("PNG") + archive({"a": b"a"}), Flaw.DAMAGED),
    "jpeg and archive": (JPEG + archive({"a": b"a"}), Flaw.DAMAGED),
    "jpeg and archive in its comment": (
        picture("JPEG", comment=archive({"a": b"a"})),
        Flaw.TWOFOLD,
    ),
    "docx with something behind it": (office() + b"MZ" * 40, Flaw.TWOFOLD),
    "docx with something between its parts": (
        office().replace(b"PK\x01\x02", b"MZ" * 20 + b"PK\x01\x02", 1),
        Flaw.TWOFOLD,
    ),
    "docx and another docx": (office() + office(), Flaw.TWOFOLD),
    "docx with a part twice": (files.doubled(), Flaw.TWOFOLD),
    "docx that unpacks outside": (archive(parts() | {"../../x.xml": b"<x/>"}), Flaw.TWOFOLD),
    "docx with a link of the file system": (files.with_link(), Flaw.TWOFOLD),
    "word and excel at once": (
        archive(
            parts()
            | {
                "[Content_Types].xml": files.types(
                    *(f"{each}.main+xml" for each in files.MAIN.values())
                )
            }
        ),
        Flaw.TWOFOLD,
    ),
    # damaged
    "pdf that breaks off": (PDF[:60], Flaw.DAMAGED),
    "png that breaks off": (picture("PNG")[:-8], Flaw.DAMAGED),
    "png with a wrong sum": (picture("PNG").replace(b"IDAT", b"IDAU", 1), Flaw.DAMAGED),
    "jpeg that breaks off": (JPEG[:200], Flaw.DAMAGED),
    "jpeg header and nothing": (b"\xff\xd8\xff\xd9", Flaw.DAMAGED),
    "docx that breaks off": (office()[:120], Flaw.DAMAGED),
    "docx with a wrong sum": (
        archive(parts(), compression=0).replace(b"Policy", b"Police"),
        Flaw.DAMAGED,
    ),
    # office files that do something
    "docx with macros": (office(word__vbaProject_bin=b"\0"), Flaw.MACROS),
    "docx that says it has macros": (
        archive(
            parts()
            | {
                "[Content_Types].xml": files.types(
                    "application/vnd.ms-word.document.macroEnabled.main+xml"
                )
            }
        ),
        Flaw.MACROS,
    ),
    "xlsx with a macro sheet": (office("xlsx", xl__macrosheets__sheet1_xml=b"<x/>"), Flaw.MACROS),
    "pptx with controls": (office("pptx", ppt__activeX__activeX1_xml=b"<x/>"), Flaw.MACROS),
    "docx with a program": (office(word__embeddings__oleObject1_bin=b"MZ"), Flaw.MACROS),
    "pptx with a workbook of macros": (
        office("pptx", ppt__embeddings__Book1_xlsm=b"PK"),
        Flaw.MACROS,
    ),
    "docx with a password on its parts": (files.with_flag(office(), 1), Flaw.PROTECTED),
    "docx that loads its template": (
        office(
            word___rels__settings_xml_rels=files.relation(
                "attachedTemplate", "https://a.example/t.dotm"
            )
        ),
        Flaw.REACHES_OUT,
    ),
    "xlsx that reads another": (
        office("xlsx", xl___rels__link_rels=files.relation("externalLinkPath", "file:///b.xlsx")),
        Flaw.REACHES_OUT,
    ),
    # bombs
    "docx that unpacks without end": (files.bomb(), Flaw.OVERBLOWN),
    "docx of too many parts": (
        archive(parts() | {f"word/p{n}.xml": b"" for n in range(2_000)}),
        Flaw.OVERBLOWN,
    ),
    "docx with definitions that expand": (
        office(word__x_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        Flaw.OVERBLOWN,
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_people_hand_in_is_known_by_its_bytes(name: str) -> None:
    content, kind = TAKEN[name]
    assert kind_of(content) is kind


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_more_or_other_than_it_shows_is_refused(name: str) -> None:
    content, flaw = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        kind_of(content)
    assert (refused.value.flaw, refused.value.code) == (flaw, f"file_{flaw}")
    assert refused.value.fields == {"file": refused.value.sentence}


def test_a_file_that_is_too_large_is_told_in_one_sentence() -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(b"a" * (LARGEST_FILE + 1))
    sentence = "The file is larger than 10 MB. Add a smaller one, or a link to it."
    assert refused.value.sentence == sentence


def test_a_file_of_exactly_10_mb_is_taken() -> None:
    assert kind_of(b"a" * LARGEST_FILE) is FileKind.TEXT


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("Policy.pdf", FileKind.PDF, "Policy.pdf"),
        ("C:\\Users\\mara\\Policy 2026.PDF", FileKind.PDF, "Policy 2026.PDF"),
        ("/etc/passwd", FileKind.TEXT, "passwd.txt"),
        ("..\\..\\..", FileKind.PNG, "File.png"),
        ("", FileKind.JPEG, "File.jpg"),
        (".pdf", FileKind.PDF, "pdf.pdf"),
        ("page.html", FileKind.TEXT, "page.html.txt"),
        ("invoice.pdf.exe", FileKind.PDF, "invoice.pdf.exe.pdf"),
        ("macro.docm", FileKind.WORD, "macro.docm.docx"),
        ("a\r\nSet-Cookie: b.csv", FileKind.TEXT, "a Set-Cookie b.csv"),
        ("evil\u202egnp.exe", FileKind.PNG, "evil gnp.exe.png"),
        ('a"; filename="b.pdf', FileKind.PDF, "a filename= b.pdf"),
        ("<b>.png", FileKind.PNG, "b.png"),
        ("Zugriff für Ärzte.txt", FileKind.TEXT, "Zugriff für Ärzte.txt"),
        ("x" * 300 + ".pdf", FileKind.PDF, "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save(name: str, kind: FileKind, clean: str) -> None:
    assert clean_name(name, kind) == clean


@pytest.mark.parametrize(
    "content",
    [
        b"The mail said MIME-Version: 1.0 in its head.\n",
        b"GET /health\nContent-Type: application/json\n",
        b"mime-version,count\n1.0,4\n",
    ],
)
def test_a_text_that_speaks_of_mail_is_a_text(content: bytes) -> None:
    assert kind_of(content) is FileKind.TEXT
