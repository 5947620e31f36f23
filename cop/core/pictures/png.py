"""PNG: chunks with their checksums."""

import struct
import zlib
from collections.abc import Iterator

from cop.core.pictures.parts import Picture, damaged, taken

_MARK = b"\x89PNG\r\n\x1a\n"
# The drawing and its colours. Texts, times, EXIF and the further pictures of an animation go.
_NEEDED = {
    b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD",
    b"IDAT", b"IEND",
}  # fmt: skip
_LARGEST_PROFILE = 1_000_000


def is_one(data: bytes) -> bool:
    """Tell whether the bytes begin as a PNG does."""
    return data.startswith(_MARK)


def read(data: bytes) -> Picture:
    """Return the picture with the chunks that are needed to draw it. Raises BadPicture."""
    parts, width, height, has_pixels = [_MARK], 0, 0, False
    for name, body in _chunks(data):
        if (name == b"IHDR") != (len(parts) == 1):
            raise damaged()
        if name == b"IHDR":
            width, height = struct.unpack(">II", taken(body, 0, 8))
        has_pixels = has_pixels or name == b"IDAT"
        if name in _NEEDED and not (name == b"iCCP" and _unfolds_too_far(body)):
            parts.append(_chunk(name, body))
    if not has_pixels:
        raise damaged()
    return Picture(b"".join(parts), "image/png", width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = len(_MARK), b""
    while name != b"IEND":
        size, name = struct.unpack(">I4s", taken(data, at, 8))
        body = taken(data, at + 8, size)
        if taken(data, at + 8 + size, 4) != struct.pack(">I", zlib.crc32(name + body)):
            raise damaged()
        yield name, body
        at += 12 + size


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def _unfolds_too_far(body: bytes) -> bool:
    """Tell whether a packed colour profile is larger than any real one, or broken."""
    packed = body.partition(b"\0")[2][1:]
    try:
        return len(zlib.decompressobj().decompress(packed, _LARGEST_PROFILE)) >= _LARGEST_PROFILE
    except zlib.error:
        return True
