"""Pictures are told by their bytes, tell nothing but the drawing, and are never unfolded here."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.pictures import LONGEST_SIDE, BadPicture, cleaned
from tests.make.pictures import GIF, JPEG, SECRET, exif, jpeg, moving_webp, png, webp

STILL = GIF[: GIF.index(b"\x2c")]
TALKATIVE = {
    "png": png(12, 8, (b"tEXt", SECRET), (b"iTXt", SECRET), (b"zTXt", SECRET), (b"eXIf", SECRET)),
    "png time": png(12, 8, (b"tIME", SECRET), (b"prVt", SECRET)),
    "png tail": png() + SECRET,
    "jpeg exif": jpeg(exif(1)),
    "jpeg comment": jpeg((0xFE, SECRET)),
    "jpeg xmp": jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)),
    "jpeg iptc": jpeg((0xED, b"Photoshop 3.0\0" + SECRET)),
    "jpeg maker": jpeg((0xE4, SECRET), (0xE2, b"MPF\0" + SECRET)),
    "jpeg preview": jpeg((0xE0, b"JFXX\0" + SECRET)),
    "jpeg tail": JPEG + SECRET,
    "webp": webp((b"EXIF", SECRET), (b"XMP ", SECRET), (b"zqzq", SECRET)),
    "webp lossless": webp((b"EXIF", SECRET), name=b"VP8L"),
    "webp tail": webp() + SECRET,
    "gif": GIF + b"\x21\xfe\x03abc\0;" + SECRET,
}


def problem(data: bytes) -> str:
    with pytest.raises(BadPicture) as found:
        cleaned(data)
    return found.value.code


@pytest.mark.parametrize("name", TALKATIVE)
def test_nothing_but_the_drawing_is_kept(name: str):
    picture = cleaned(TALKATIVE[name])
    assert SECRET not in picture.data
    assert (picture.width, picture.height) == (12, 8)
    assert picture.content_type == f"image/{name.partition(' ')[0]}"
    again = cleaned(picture.data)
    assert again == picture


@pytest.mark.parametrize("data", [png(), JPEG], ids=["png", "jpeg"])
def test_a_picture_that_tells_nothing_stays_as_it_is(data: bytes):
    assert cleaned(data).data == data


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("way_up", range(1, 9))
def test_which_way_is_up_is_kept_and_the_size_is_the_one_shown(way_up: int, order: str):
    picture = cleaned(jpeg(exif(way_up, order)))
    assert (picture.width, picture.height) == ((8, 12) if way_up > 4 else (12, 8))
    assert (b"Exif" in picture.data) == (way_up > 1)
    assert cleaned(picture.data) == picture


@pytest.mark.parametrize(
    "tiff", [b"", b"XX*\0", b"MM\0*\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff"]
)
def test_broken_exif_says_nothing(tiff: bytes):
    picture = cleaned(jpeg((0xE1, b"Exif\0\0" + tiff + bytes(12))))
    assert picture.data == JPEG


def test_colours_are_meant_as_they_were():
    profile = (0xE2, b"ICC_PROFILE\0\x01\x01colours")
    assert b"ICC_PROFILE" in cleaned(jpeg(profile)).data
    packed = b"name\0\0" + zlib.compress(b"colours")
    assert b"iCCP" in cleaned(png(12, 8, (b"iCCP", packed))).data
    assert b"ICCP" in cleaned(webp((b"ICCP", b"colours"))).data


def test_a_profile_that_unfolds_too_far_is_left_out():
    bomb = b"name\0\0" + zlib.compress(bytes(5_000_000))
    assert b"iCCP" not in cleaned(png(12, 8, (b"iCCP", bomb))).data
    assert b"iCCP" not in cleaned(png(12, 8, (b"iCCP", b"name\0\0no zlib"))).data


def test_of_what_moves_the_first_picture_is_kept():
    still = cleaned(moving_webp())
    assert b"ANMF" not in still.data
    assert b"ANIM" not in still.data
    two = GIF + b"\x2c" + GIF.partition(b"\x2c")[2] + b";"
    assert cleaned(two).data.count(b"\x2c\0\0\0\0") == 1
    assert b"NETSCAPE" not in cleaned(two).data
    frames = png(12, 8, (b"acTL", bytes(8)), (b"fcTL", bytes(26)), (b"fdAT", SECRET))
    assert cleaned(frames).data == png()


def _webp_of(width: int, height: int) -> bytes:
    data = webp()
    at = data.index(b"\x9d\x01\x2a") + 3
    return data[:at] + struct.pack("<HH", width, height) + data[at + 4 :]


def _jpeg_of(width: int, height: int) -> bytes:
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + struct.pack(">HH", height, width) + JPEG[at + 4 :]


def _gif_of(width: int, height: int) -> bytes:
    at = GIF.index(b"\x2c") + 5
    return GIF[:at] + struct.pack("<HH", width, height) + GIF[at + 4 :] + b";"


@pytest.mark.parametrize("of", [png, _webp_of, _jpeg_of, _gif_of])
def test_what_would_unfold_to_a_huge_picture_is_refused_unread(of):
    side = LONGEST_SIDE
    assert problem(of(side + 1, 10)) == "picture_too_wide"
    assert problem(of(10, side + 1)) == "picture_too_wide"
    assert problem(of(side, side)) == "picture_too_wide"
    assert cleaned(of(4000, 3000)).width == 4000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"BM" + bytes(60),
        b"II*\0" + bytes(60),
        b"\0\0\0\x20ftypheic" + bytes(40),
        b"\0\0\0\x20ftypavif" + bytes(40),
        b"GIF90a" + bytes(40),
        b"RIFF\x10\0\0\0WAVEfmt ",
    ],
)
def test_other_kinds_are_not_taken(data: bytes):
    assert problem(data) == "file_kind"


@pytest.mark.parametrize("whole", [png(), JPEG, webp(), webp(name=b"VP8L")])
def test_what_breaks_off_is_refused(whole: bytes):
    for end in range(16, len(whole) - 1):
        assert problem(whole[:end]) == "picture_damaged"


def test_of_a_gif_nothing_is_needed_behind_the_first_picture():
    end = cleaned(GIF).data[-12:-1]
    assert GIF.endswith(end)
    for short in range(20, len(GIF)):
        assert problem(GIF[:short]) == "picture_damaged"


def test_a_wrong_checksum_is_damage():
    data = bytearray(png())
    data[-20] ^= 1
    assert problem(bytes(data)) == "picture_damaged"


@given(st.sampled_from([png(), JPEG, webp(), moving_webp(), GIF]), st.data())
def test_any_harm_to_the_bytes_is_a_picture_or_a_refusal(whole: bytes, draw: st.DataObject):
    data = bytearray(whole)
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        picture = cleaned(bytes(data))
    except BadPicture:
        return
    assert 0 < picture.width <= LONGEST_SIDE
    assert 0 < picture.height <= LONGEST_SIDE
    assert len(picture.data) <= len(data) + 64
