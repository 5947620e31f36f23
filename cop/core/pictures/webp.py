"""WebP: chunks in a RIFF file; of an animation the first frame."""

import struct
from collections.abc import Iterator

from cop.core.pictures.parts import Picture, damaged, taken

_ALPHA, _PROFILE = 0x10, 0x20
_DRAWN = {b"VP8 ", b"VP8L"}
_FRAME_HEAD = 16


def is_one(data: bytes) -> bool:
    """Tell whether the bytes begin as a WebP does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read(data: bytes) -> Picture:
    """Return the picture with its drawing, its transparency and its colours. Raises BadPicture."""
    size = int.from_bytes(taken(data, 4, 4), "little")
    found: dict[bytes, bytes] = {}
    for name, body in _chunks(taken(data, 12, size - 4)):
        if name == b"ANMF":
            for inner, part in _chunks(body[_FRAME_HEAD:]):
                found.setdefault(inner, part)
            break
        found.setdefault(name, body)
    drawn = [name for name in found if name in _DRAWN]
    if len(drawn) != 1:
        raise damaged()
    width, height = _size(drawn[0], found[drawn[0]])
    kept = [(name, found[name]) for name in (b"ICCP", b"ALPH", drawn[0]) if name in found]
    if len(kept) > 1:
        has_alpha = b"ALPH" in found or drawn[0] == b"VP8L"
        flags = (_ALPHA if has_alpha else 0) | (_PROFILE if b"ICCP" in found else 0)
        edges = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        kept.insert(0, (b"VP8X", bytes([flags, 0, 0, 0]) + edges))
    body = b"WEBP" + b"".join(_chunk(name, part) for name, part in kept)
    return Picture(b"RIFF" + struct.pack("<I", len(body)) + body, "image/webp", width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        name, size = struct.unpack("<4sI", taken(data, at, 8))
        yield name, taken(data, at + 8, size)
        at += 8 + size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    """Return the size that the drawing itself says, which is what a browser unfolds."""
    if name == b"VP8 ":
        if taken(body, 3, 3) != b"\x9d\x01\x2a":
            raise damaged()
        width, height = struct.unpack("<HH", taken(body, 6, 4))
        return width & 0x3FFF, height & 0x3FFF
    if taken(body, 0, 1) != b"\x2f":
        raise damaged()
    bits = int.from_bytes(taken(body, 1, 4), "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
