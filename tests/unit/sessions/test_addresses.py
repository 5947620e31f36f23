"""Addresses of recordings, places in them, and kinds of files."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.sessions.forms.addresses import origin_of, read_address
from cop.sessions.forms.fields import read_seconds, written
from cop.sessions.forms.uploads import file_name, is_empty, material_type, recording_type
from tests.make.sessions import DATA

VIDEO = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={VIDEO}",
        f"https://youtube.com/watch?feature=share&v={VIDEO}&t=90s",
        f"http://m.youtube.com/watch?v={VIDEO}",
        f"https://youtu.be/{VIDEO}?si=abc&t=5",
        f"youtu.be/{VIDEO}",
        f"www.youtube.com/live/{VIDEO}?feature=share",
        f"https://www.youtube.com/embed/{VIDEO}",
        f"https://www.youtube.com/shorts/{VIDEO}",
        f"https://www.youtube-nocookie.com/embed/{VIDEO}?start=3",
        f"https://www.youtube.com/v/{VIDEO}",
        f"https://music.youtube.com/watch?v={VIDEO}",
    ],
)
def test_every_usual_form_of_youtube(address):
    found = read_address(address)
    assert found is not None
    assert (found.provider, found.video_id) == ("youtube", VIDEO)


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "javascript:alert(1)", "ftp://a.go.th/x", "http://a.go.th/x.mp4", "https://a b",
        "https://user:pw@a.go.th/", "https://a.go.th/'x'", "https://a.go.th/;<x>",
        "https://youtube.com/watch?v=short", "https://youtube.com/@channel", "https://youtu.be/",
        "https:///x", "https://a.go.th:99999999/", "https://-a.go.th/x",
        "https://a.go.th/" + "x" * 999,
    ],
)  # fmt: skip
def test_what_is_no_address(address):
    assert read_address(address) is None


def test_a_media_file_and_any_other_page():
    media = read_address("https://media.example.go.th:8443/a/talk.MP4?x=1")
    assert media is not None
    assert (media.provider, media.content_type) == ("file", "video/mp4")
    assert origin_of(media.url) == "https://media.example.go.th:8443"
    page = read_address("https://www.facebook.com/watch/?v=1")
    assert page is not None
    assert page.provider == "link"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_addresses(text):
    found = read_address(text)
    assert found is None or found.url.startswith(("https://", "http://"))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("870", 870), ("14:30", 870), ("1:02:05", 3725), ("๑๔:๓๐", 870), ("0", 0), ("0:00", 0),
        (" 14 : 30 ", 870), ("120:00", 7200), ("14:75", None), ("1:99:00", None), ("-3", None),
        ("1.5", None), ("x", None), ("", None), ("9999999", None),
    ],
)  # fmt: skip
def test_places_in_a_recording(text, seconds):
    assert read_seconds(text) == seconds


@given(st.integers(min_value=0, max_value=359_999))
def test_a_place_is_read_as_it_is_written(seconds):
    assert read_seconds(written(seconds)) == seconds


def packed(**members: str) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    stream.seek(0)
    return stream


def test_kinds_by_content():
    with (DATA / "thai.pdf").open("rb") as pdf:
        assert material_type(pdf, "a.docx") == "application/pdf"
    office = packed(**{"[Content_Types]_xml": "<x/>", "word__document_xml": "<x/>"})
    assert str(material_type(office, "x")).endswith("wordprocessingml.document")
    with (DATA / "short.webm").open("rb") as media:
        assert recording_type(media) == "video/webm"
        assert material_type(media, "a.pdf") is None
    assert material_type(io.BytesIO(b"WEBVTT\n\n"), "a.vtt") == "text/vtt"
    assert material_type(io.BytesIO("ชื่อ,จำนวน\n".encode()), "a.csv") == "text/csv"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png"),
        (b"<!doctype html><p>x", "a.csv"),
        (b"\xef\xbb\xbf <HTML>", "a.csv"),
        (b"MZ\x90\x00" + b"\0" * 60, "a.pdf"),
        (b"plain text", "a.txt"),
        (b"plain text", "a.vtt"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b"GIF89a" + b"\0" * 40, "a.jpg"),
    ],
)
def test_kinds_that_are_refused(content, name):
    assert material_type(io.BytesIO(content), name) is None
    assert recording_type(io.BytesIO(content)) is None


def test_a_zip_that_is_no_office_file_or_is_hostile():
    assert material_type(packed(x="y"), "a.docx") is None
    macro = packed(
        **{"[Content_Types]_xml": "", "word__document_xml": "", "word__vbaProject.bin": "x"}
    )
    assert material_type(macro, "a.docx") is None
    bomb = packed(**{"[Content_Types]_xml": "", "word__document_xml": "0" * 30_000_000})
    assert material_type(bomb, "a.docx") is None


def test_names_are_kept_as_data():
    assert file_name("C:\\งาน\\ถอดบทเรียน.pdf") == "ถอดบทเรียน.pdf"
    assert file_name("../../etc/passwd") == "passwd"
    assert file_name("a\u202egnp.exe") == "agnp.exe"
    assert file_name("") == "file"
    long = file_name("ก" * 500 + ".pdf")
    assert len(long) == 200
    assert long.endswith(".pdf")
    assert is_empty(io.BytesIO(b""))
