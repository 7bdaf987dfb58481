"""Fifteen files that are made to do harm, each as small as it can be."""

import io
import zipfile
from collections.abc import Callable

from tests.portfolio.uploads import PLAIN_BOOK, SHEET, repacked, workbook

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def hostile_files() -> dict[str, tuple[bytes, str, str]]:
    """Return what each file is, to its bytes, its name, and why it has to be refused."""
    made: dict[str, tuple[Callable[[], bytes], str, str]] = {
        "bomb": (lambda: _sheet(b"<!--" + b" " * 120_000_000 + b"-->"), "a.xlsx", "suspicious"),
        "bomb within a bomb": (lambda: _archive(("a.zip", _sheet(b""))), "a.xlsx", "not_a_table"),
        "lying sizes": (_lying, "a.xlsx", "damaged"),
        "billion laughs": (lambda: _sheet(_LAUGHS), "a.xlsx", "suspicious"),
        "external links": (
            lambda: repacked(PLAIN_BOOK, add={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
            "a.xlsx",
            "links",
        ),
        "a link to another file": (_symlink, "a.xlsx", "suspicious"),
        "a way out of its folder": (
            lambda: repacked(PLAIN_BOOK, add={"../../evil.xml": b"<a/>"}),
            "a.xlsx",
            "suspicious",
        ),
        "macros": (
            lambda: repacked(PLAIN_BOOK, add={"xl/vbaProject.bin": b"x"}),
            "a.xlsm",
            "macros",
        ),
        "encrypted": (
            lambda: _OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "protected",
        ),
        "truncated": (lambda: PLAIN_BOOK[: len(PLAIN_BOOK) // 2], "a.xlsx", "damaged"),
        "16,000 columns": (
            lambda: workbook(["Title", *range(16_000)], ["a"]),
            "a.xlsx",
            "too_many_columns",
        ),
        "a flood of merged cells": (
            lambda: _after_data(b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 30_000),
            "a.xlsx",
            "suspicious",
        ),
        "merged cells over everything": (_merged_over_everything, "a.xlsx", "suspicious"),
        "another kind of file": (
            lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
            "a.xlsx",
            "not_a_table",
        ),
        "empty": (lambda: b"", "a.xlsx", "empty"),
        "two files in one": (lambda: b"GIF89a\x01\x00" + PLAIN_BOOK, "a.xlsx", "not_a_table"),
    }
    return {name: (make(), filename, why) for name, (make, filename, why) in made.items()}


_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><l>&b;</l>'
)


def _archive(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def _sheet(content: bytes) -> bytes:
    return repacked(PLAIN_BOOK, change={SHEET: content})


def _after_data(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAIN_BOOK)) as archive:
        sheet = archive.read(SHEET)
    return _sheet(sheet.replace(b"</sheetData>", b"</sheetData>" + content + b"</mergeCells>"))


def _lying() -> bytes:
    """Say in the directory that a part is much smaller than it is."""
    content = bytearray(repacked(PLAIN_BOOK, change={SHEET: b"<a>" + b" " * 3_000_000 + b"</a>"}))
    start = content.rindex(SHEET.encode())
    content[start - 46 + 24 : start - 46 + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def _symlink() -> bytes:
    link = zipfile.ZipInfo("xl/worksheets/sheet9.xml")
    link.external_attr = 0o120777 << 16
    target = io.BytesIO(PLAIN_BOOK)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(link, "/etc/hostname")
    return target.getvalue()


def _merged_over_everything() -> bytes:
    rows = [["Title", "Stage"], *([["a", "b"]] * 400)]
    with zipfile.ZipFile(io.BytesIO(workbook(*rows))) as archive:
        sheet = archive.read(SHEET)
    cells = b"".join(b'<mergeCell ref="A%d:A401"/>' % row for row in range(2, 401)) * 1
    more = b"".join(b'<mergeCell ref="B%d:C401"/>' % row for row in range(2, 401))
    wide = b"".join(
        b'<mergeCell ref="%s%d:%s401"/>' % (b"A", row, column)
        for row in range(2, 401)
        for column in (b"B", b"C", b"D", b"E")
    )
    flood = b"<mergeCells>" + cells + more + wide + b"</mergeCells>"
    changed = sheet.replace(b"</sheetData>", b"</sheetData>" + flood)
    return repacked(workbook(*rows), change={SHEET: changed})
