"""Files as people hand them in, and as attackers do."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image
from xlsxwriter import Workbook

OFFICE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
}
PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n"
    b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
SCRIPT = b"<script>alert(1)</script>"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


def picture(form: str, **how: Any) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(made, form, **how)
    return made.getvalue()


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture with more chunks behind its header."""
    plain = picture("PNG")
    more = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return plain[:33] + more + plain[33:]


def archive(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def types(*names: str) -> bytes:
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{n}"/>' for n in names)
    return f"<?xml version='1.0'?><Types>{overrides}</Types>".encode()


def parts(kind: str = "docx") -> dict[str, bytes]:
    return {
        "[Content_Types].xml": types(f"{MAIN[kind]}.main+xml"),
        "_rels/.rels": b"<Relationships/>",
        "word/document.xml": b"<w:document>Policy</w:document>",
    }


def office(kind: str = "docx", **more: bytes) -> bytes:
    """A small document; ``word__x_xml`` stands for word/x.xml."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return archive(parts(kind) | named)


def relation(kind: str, target: str) -> bytes:
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def workbook() -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Systems")
        sheet.write_url(1, 0, "https://wiki.tessenbrook.example/register")
    return made.getvalue()


def with_flag(content: bytes, flag: int) -> bytes:
    """Set a flag of every member, as an archive with a password has it."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= flag
            place = changed.find(signature, place + 4)
    return bytes(changed)


def bomb() -> bytes:
    return archive(parts() | {"word/media/image1.bmp": b"\0" * 40_000_000})


def doubled() -> bytes:
    made = io.BytesIO(office())
    with zipfile.ZipFile(made, "a") as file:
        info = zipfile.ZipInfo("WORD/document.xml")
        file.writestr(info, b"<w:document>Another</w:document>")
    return made.getvalue()


def with_link() -> bytes:
    made = io.BytesIO(office())
    with zipfile.ZipFile(made, "a") as file:
        info = zipfile.ZipInfo("word/media/link")
        info.external_attr = 0o120777 << 16
        file.writestr(info, b"/etc/passwd")
    return made.getvalue()
