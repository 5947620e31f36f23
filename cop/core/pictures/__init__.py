"""A picture that was sent: what kind it is, how large it is, and its bytes without what they tell.

The kind is told by the bytes. Each format is taken apart into its blocks and put together again
from those that a browser needs to draw it: the place and the device of a photograph, comments,
previews, further pictures and whatever hangs behind the end are left out. Nothing is decoded, so
a small file that would unfold to a huge picture costs nothing here; its size is read and refused.
Of what moves, the first picture is kept.
"""

from cop.core.pictures import gif, jpeg, png, webp
from cop.core.pictures.parts import BadPicture, Picture

KINDS = "PNG JPEG WebP GIF"
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 10_000
__all__ = ["KINDS", "LONGEST_SIDE", "MOST_PIXELS", "BadPicture", "Picture", "cleaned"]


def cleaned(data: bytes) -> Picture:
    """Return the picture without what it tells beside itself. Raises BadPicture."""
    for kind in (png, jpeg, webp, gif):
        if kind.is_one(data):
            try:
                found = kind.read(data)
            except (IndexError, ValueError) as error:
                raise BadPicture("picture_damaged") from error
            return _bounded(found)
    raise BadPicture("file_kind")


def _bounded(picture: Picture) -> Picture:
    width, height = picture.width, picture.height
    if not width or not height:
        raise BadPicture("picture_damaged")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise BadPicture("picture_too_wide")
    return picture
