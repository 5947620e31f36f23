"""JPEG: segments between markers. Of EXIF only which way is up is kept."""

import re
import struct
from collections.abc import Iterator

from cop.core.pictures.parts import Picture, damaged, taken

_BEGIN, _END, _SCAN, _EXIF = b"\xff\xd8", 0xD9, 0xDA, b"Exif\0\0"
_FRAMES = {0xC0, 0xC1, 0xC2}
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_TABLES = {0xC4, 0xDB, 0xDD}
# In the drawn data a marker is FF before anything but a stuffed zero, a restart or another FF.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MOST_SCANS = 100
_ORIENTATION, _SHORT = 0x0112, 3
_MOST_TAGS = 200
_TURNED = {5, 6, 7, 8}


def is_one(data: bytes) -> bool:
    """Tell whether the bytes begin as a JPEG does."""
    return data.startswith(_BEGIN + b"\xff")


def read(data: bytes) -> Picture:
    """Return the picture without what tells of its making. Raises BadPicture."""
    way_up, sizes, scans = 1, [], 0
    parts: list[bytes] = []
    for marker, body, drawn in _segments(data):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", taken(body, 1, 4))
            sizes.append((width, height))
        elif marker == 0xE1 and body.startswith(_EXIF):
            way_up = _orientation(body[len(_EXIF) :])
        if _is_needed(marker, body):
            parts += [_segment(marker, body), drawn]
        scans += marker == _SCAN
    if len(sizes) != 1 or not 0 < scans <= _MOST_SCANS:
        raise damaged()
    head = _BEGIN + (_segment(0xE1, _way_up(way_up)) if way_up > 1 else b"")
    width, height = sizes[0][::-1] if way_up in _TURNED else sizes[0]
    return Picture(head + b"".join(parts) + b"\xff\xd9", "image/jpeg", width, height)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each marker with its segment, and with the drawn data that follows a scan."""
    marker, at = _marker(data, len(_BEGIN))
    while marker != _END:
        body = taken(data, at + 2, int.from_bytes(taken(data, at, 2), "big") - 2)
        at += 2 + len(body)
        end = at
        if marker == _SCAN:
            found = _MARKER.search(data, at)
            if found is None:
                raise damaged()
            end = found.start()
        if marker in _OTHER_FRAMES:
            raise damaged()
        yield marker, body, data[at:end]
        marker, at = _marker(data, end)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the marker that stands here, and where its segment begins."""
    if taken(data, at, 1) != b"\xff":
        raise damaged()
    while data[at] == 0xFF:
        at += 1
    return data[at], at + 1


def _is_needed(marker: int, body: bytes) -> bool:
    """Tell whether drawing needs it: tables, the frame, and what says how colours are meant."""
    if marker in _FRAMES or marker in _TABLES or marker == _SCAN:
        return True
    if marker == 0xE0:
        # A longer one holds a preview, which may show what was cut off later.
        return body.startswith(b"JFIF\0") and len(body) == 14
    return (marker == 0xE2 and body.startswith(b"ICC_PROFILE\0")) or (
        marker == 0xEE and body.startswith(b"Adobe")
    )


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    """Return which way is up (1 to 8); 1 where EXIF does not say so in good order."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    if start + 2 > len(tiff):
        return 1
    count = struct.unpack(f"{order}H", tiff[start : start + 2])[0]
    for place in range(min(count, _MOST_TAGS)):
        entry = tiff[start + 2 + 12 * place : start + 14 + 12 * place]
        if len(entry) < 12:
            return 1
        tag, kind, _count, value = struct.unpack(f"{order}HHIH", entry[:10])
        if tag == _ORIENTATION and kind == _SHORT:
            return value if 1 <= value <= 8 else 1
    return 1


def _way_up(value: int) -> bytes:
    """Return EXIF that says which way is up and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, value, 0)
    return _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
