"""GIF: blocks; the first picture is kept, without comments and what programs note."""

import struct

from cop.core.pictures.parts import Picture, damaged, taken

_MARKS = (b"GIF87a", b"GIF89a")
_EXTENSION, _IMAGE = 0x21, 0x2C
_CONTROL = 0xF9


def is_one(data: bytes) -> bool:
    """Tell whether the bytes begin as a GIF does."""
    return data[:6] in _MARKS


def read(data: bytes) -> Picture:
    """Return the first picture. Raises BadPicture."""
    width, height, flags = struct.unpack("<HHB", taken(data, 6, 5))
    at = 13 + _table(flags)
    head = taken(data, 0, at)
    control = b""
    while True:
        kind = taken(data, at, 1)[0]
        if kind == _IMAGE:
            break
        if kind != _EXTENSION:
            raise damaged()
        end = _end_of_blocks(data, at + 2)
        if taken(data, at + 1, 1)[0] == _CONTROL:
            control = data[at:end]
        at = end
    left, top, wide, high, own = struct.unpack("<HHHHB", taken(data, at + 1, 9))
    # The codes begin after the picture's own colours and one byte that says how wide they are.
    end = _end_of_blocks(data, at + 10 + _table(own) + 1)
    size = max(width, left + wide), max(height, top + high)
    return Picture(head + control + data[at:end] + b";", "image/gif", *size)


def _table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while size := taken(data, at, 1)[0]:
        at += 1 + size
    return at + 1
