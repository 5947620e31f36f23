"""What the readers of all formats share."""

from dataclasses import dataclass


class BadPicture(Exception):
    """Bytes that are no picture for a page. `code` has a text in `cop.web.messages`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, its type, and the size at which a browser shows it."""

    data: bytes
    content_type: str
    width: int
    height: int


def damaged() -> BadPicture:
    """Return the problem of bytes that break off or contradict themselves."""
    return BadPicture("picture_damaged")


def taken(data: bytes, start: int, size: int) -> bytes:
    """Return so many bytes. Raises BadPicture where they break off."""
    part = data[start : start + size]
    if start < 0 or size < 0 or len(part) != size:
        raise damaged()
    return part
