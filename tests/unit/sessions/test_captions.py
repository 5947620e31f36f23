"""Cues out of WebVTT and SRT files."""

import pytest

from cop.core.errors import Invalid
from cop.sessions.forms.captions import read_cues


def problem(text: str | bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Invalid) as caught:
        read_cues(text.encode() if isinstance(text, str) else text)
    return caught.value.problems["file"], caught.value.details


def test_reads_webvtt_with_speaker_marks_and_settings():
    cues = read_cues(
        "WEBVTT - ชื่อ\nKind: captions\n\nSTYLE\n::cue{color:red}\n\nNOTE\nหมายเหตุ\n\nแรก\n"
        "00:01.000 --> 00:02.500 align:start\n<v สมชาย><b>น้ำ</b> &amp; ไฟ</v>\nสองบรรทัด\n".encode()
    )
    assert len(cues) == 1
    assert (cues[0].start_seconds, cues[0].end_seconds) == (1.0, 2.5)
    assert (cues[0].speaker, cues[0].text) == ("สมชาย", "น้ำ & ไฟ สองบรรทัด")


def test_reads_srt_in_tis_620_with_split_sara_am():
    text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nนํ้าท่วม\r\n"
    assert read_cues(text.encode("tis-620"))[0].text == "น้ำท่วม"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_tolerated(encoding):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nสวัสดี\n"
    assert read_cues(text.encode(encoding))[0].text == "สวัสดี"


def test_overlaps_are_allowed():
    text = "WEBVTT\n\n00:01.000 --> 00:05.000\nก\n\n00:02.000 --> 00:03.000\nข\n"
    assert len(read_cues(text.encode())) == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("WEBVTT\n\n00:01.000 -> 00:02.000\nก", 3, "00:01.000 -> 00:02.000"),
        ("WEBVTT\n\n1\n00:01 --> 00:02\nก", 4, "00:01 --> 00:02"),
        ("WEBVTT\n\n00:99.000 --> 01:99.000\nก", 3, "00:99.000 --> 01:99.000"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nก\n00:03.000 --> 00:04.000\nข",
            5,
            "00:03.000 --> 00:04.000",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nก\n\nข้อความลอย", 6, "ข้อความลอย"),
        ("เพียงข้อความ", 1, "เพียงข้อความ"),
    ],
)
def test_broken_cue_is_named_by_line_and_text(text, line, words):
    code, details = problem(text)
    assert code == "transcript_line"
    assert (details["line"], details["text"]) == (line, words)


def test_end_before_start_is_named():
    code, details = problem("WEBVTT\n\n00:05.000 --> 00:02.000\nก")
    assert (code, details["line"]) == ("transcript_order", 3)


@pytest.mark.parametrize("text", ["", "WEBVTT", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"])
def test_no_cue_at_all(text):
    assert problem(text)[0] == "transcript_empty"


def test_bytes_that_are_no_text():
    assert problem(b"\x00\xff\x01\xfe" * 40)[0] == "transcript_encoding"
