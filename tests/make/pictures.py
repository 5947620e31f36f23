"""Small pictures of every kind, 12 by 8, and what cameras and programs put beside a drawing."""

import base64
import io
import struct
import zlib
from typing import Any

from cop.accounts.models import Member
from cop.core.clock import now
from cop.db import db, transaction
from cop.pictures.forms import Sent
from cop.pictures.models import Picture
from cop.pictures.services import keep
from tests.make.communities import actor_of

SECRET = b"zqsecretplace 13.7563N"
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4"
    "UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIAAwDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAEE/8QAFBAB"
    "AAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAQG/8QAGhEAAwADAQAAAAAAAAAAAAAAAQIDABESIf/a"
    "AAwDAQACEQMRAD8AwIA1KNQ9MfcoJSSS8oNDP//Z"
)
_LOSSY = base64.b64decode(
    "sAEAnQEqDAAIAALATCWwAnS6AAQwAAD+6MTdTaa/PE0meDJv7XWQl/XJFzrO9JvpN5gAAA=="
)
_LOSSLESS = base64.b64decode("LwvAAQAPcLPmz2T+jHn+gwcK2UaAEM7f7kx+iIj+B/F6AA==")
GIF = (
    b"GIF89a" + struct.pack("<HHBBB", 12, 8, 0x80, 0, 0) + bytes([200, 40, 40, 40, 80, 200])
    + b"\x21\xfe" + bytes([len(SECRET)]) + SECRET + b"\0"
    + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    + b"\x21\xf9\x04\0\x0a\0\0\0"
    + b"\x2c" + struct.pack("<HHHHB", 0, 0, 12, 8, 0) + b"\x02\x07\x84\x8f\xa9\xcb\xed\x0f\x63\0"
)  # fmt: skip


def png(width: int = 12, height: int = 8, *more: tuple[bytes, bytes], shade: int = 0) -> bytes:
    """Return a PNG of one colour; `more` are chunks beside the drawing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * min(width, 64)) * min(height, 64)
    body = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in body)


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Return a JPEG with segments of a camera before its drawing."""
    told = b"".join(
        struct.pack(">BBH", 255, marker, len(body) + 2) + body for marker, body in segments
    )
    return JPEG[:20] + told + JPEG[20:]


def exif(orientation: int, order: str = ">") -> tuple[int, bytes]:
    """Return the segment of a camera: which way is up, and where it stood."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = mark + struct.pack(f"{order}IH", 8, 1) + entry + bytes(4)
    return 0xE1, b"Exif\0\0" + tiff + SECRET


def webp(*more: tuple[bytes, bytes], name: bytes = b"VP8 ") -> bytes:
    """Return a WebP with chunks beside its drawing."""
    drawn = (name, _LOSSY if name == b"VP8 " else _LOSSLESS)
    head = (b"VP8X", bytes([0x0C, 0, 0, 0, 11, 0, 0, 7, 0, 0]))
    return _riff([*([head] if more else []), drawn, *more])


def moving_webp() -> bytes:
    """Return a WebP of two frames."""
    place = bytes(6) + bytes([11, 0, 0, 7, 0, 0, 100, 0, 0, 0])
    frame = (b"ANMF", place + _riff_chunk(b"VP8L", _LOSSLESS))
    head = (b"VP8X", bytes([0x12, 0, 0, 0, 11, 0, 0, 7, 0, 0]))
    return _riff([head, (b"ANIM", bytes(6)), frame, frame])


def sending(data: bytes, name: str = "ภาพ.png", **more: Any) -> dict[str, Any]:
    """Return the form that sends a picture."""
    return {"file": (io.BytesIO(data), name), **more}


def make_picture(member: Member, *, shade: int = 0) -> Picture:
    """Keep a picture that the member has sent for a text which is not saved yet."""
    # Its bytes are of no matter here: the site keeps them before anything else.
    digest = f"{shade:064x}"
    sent = Sent(digest, digest, "image/png", 90, 12, 8)
    with transaction():
        picture = keep(sent, by=actor_of(member), at=now())
    db.session.expire_all()
    return picture


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def _riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"WEBP" + b"".join(_riff_chunk(*one) for one in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
