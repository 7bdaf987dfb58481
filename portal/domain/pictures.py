"""Pictures: whether a PNG or a JPEG is whole, and the words that lie beside what it shows."""

import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA


def is_png(content: bytes) -> bool:
    """Tell whether these bytes are one PNG picture and nothing else.

    Parameters
    ----------
    content
        All of the file.

    Returns
    -------
    bool
        True when every chunk is whole, from the header to an end that ends the file.
    """
    place, names = len(_PNG), []
    if not content.startswith(_PNG):
        return False
    for name, data, check in _chunks(content):
        if zlib.crc32(name + data).to_bytes(4) != check:
            return False
        names.append(name)
        place += 12 + len(data)
        if name == b"IEND":
            break
    is_in_order = names[:1] == [b"IHDR"] and names[-1:] == [b"IEND"] and b"IDAT" in names
    return is_in_order and place == len(content)


def is_jpeg(content: bytes) -> bool:
    """Tell whether these bytes are JPEG pictures one after the other and nothing else.

    Phones put a second picture behind the first one, for brighter screens, and fill up with
    noughts.

    Parameters
    ----------
    content
        All of the file.

    Returns
    -------
    bool
        True when every segment is whole, to an end that ends the file.
    """
    place = 0
    while content.startswith(b"\xff\xd8\xff", place):
        end = _jpeg_end(content, place)
        if end is None:
            return False
        place = end
    return place > 0 and not content[place:].strip(b"\0")


def words_of(content: bytes) -> Iterator[bytes]:
    """Yield what a whole picture says beside what it shows: comments, descriptions, profiles.

    Compressed texts of a PNG come unpacked, their first 64 kB.
    """
    if content.startswith(_PNG):
        for name, data, _check in _chunks(content):
            if name != b"IDAT":
                yield data
            if name in {b"zTXt", b"iTXt"}:
                yield _unpacked(data)
        return
    place = 0
    while content.startswith(b"\xff\xd8\xff", place):
        for start, end in _segments(content, place):
            yield content[start:end]
        place = _jpeg_end(content, place) or len(content)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    place = len(_PNG)
    while place + 12 <= len(content):
        size = int.from_bytes(content[place : place + 4])
        end = place + 8 + size
        if end + 4 > len(content):
            return
        yield content[place + 4 : place + 8], content[place + 8 : end], content[end : end + 4]
        place = end + 4


def _unpacked(data: bytes) -> bytes:
    start = data.find(b"\x78")
    try:
        return zlib.decompressobj().decompress(data[start:], 65_536) if start >= 0 else b""
    except zlib.error:
        return b""


def _segments(content: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield where each segment of one picture lies, the scans' data left out."""
    place += 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _END:
            return
        if marker == 0xFF or marker in _BARE:
            place += 1 if marker == 0xFF else 2
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        yield place + 4, end
        place = _after_scan(content, end) if marker == _SCAN else end


def _jpeg_end(content: bytes, place: int) -> int | None:
    """Return where one picture ends, or None when it does not."""
    last = place + 2
    for start, end in _segments(content, place):
        if end < start or end > len(content):
            return None
        is_scan = content[start - 3] == _SCAN
        last = _after_scan(content, end) if is_scan else end
    while content[last : last + 2] == b"\xff\xff":
        last += 1
    has_more = last > place + 2
    return last + 2 if has_more and content[last : last + 2] == b"\xff\xd9" else None


def _after_scan(content: bytes, place: int) -> int:
    """Return where the next marker stands behind the data of a scan."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            return len(content)
        follows = content[place + 1]
        if follows != 0 and follows not in _BARE and follows != 0xFF:
            return place
        place += 1 if follows == 0xFF else 2
