"""Recordings with chapters and transcripts, and how their page loads them."""

import re

import pytest
from sqlalchemy import select

from cop.db import db
from cop.sessions import queries
from cop.sessions.models import Chapter, Cue, Recording, Transcript
from cop.sessions.views import spoken
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.sessions import (
    DATA,
    make_recording,
    make_series,
    make_session,
    make_transcript,
)

HOME = "/sessions/cops/2563/4"
WEBM = (DATA / "short.webm").read_bytes()


@pytest.fixture
def organiser(client):
    return client.as_(make_member(role="organiser"))


@pytest.fixture
def held(app):
    return make_session(make_series("cops"), number=4)


def policy(browser, address: str) -> dict[str, str]:
    parts = browser.get(address).headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_youtube_is_not_asked_before_the_click(organiser, held):
    data = {"title": "บันทึก", "url": "https://youtu.be/dQw4w9WgXcQ?t=4", "duration": "1:52:04"}
    answer = organiser.send(f"{HOME}/recordings/new", data)
    address = answer.response.headers["Location"]
    assert re.fullmatch(r"/recordings/\d+", address)
    page = organiser.see(f"{address}?t=90")
    player = page.tree.find(".//div[@class='player']")
    assert player.get("data-video") == "dQw4w9WgXcQ"
    assert player.get("data-origin") == "https://www.youtube-nocookie.com"
    assert player.get("data-start") == "90"
    assert page.tree.find(".//iframe") is None
    assert not [one for one in page.all(".//img") if "youtube" in (one.get("src") or "")]
    assert "เล่นต่อที่ 1:30" in page.words()
    allowed = policy(organiser, address)
    assert allowed["frame-src"] == "https://www.youtube-nocookie.com"
    assert allowed["media-src"] == "'self'"
    assert "1:52:04" in organiser.see(HOME).words()


def test_remote_media_adds_its_own_origin_only(organiser, held):
    recording = make_recording(held, url="https://media.example.go.th/talk.mp4")
    allowed = policy(organiser, f"/recordings/{recording.id}")
    assert allowed["media-src"] == "'self' https://media.example.go.th"
    assert allowed["frame-src"] == "'none'"
    page = organiser.see(f"/recordings/{recording.id}")
    assert page.tree.find(".//video").get("preload") == "none"


def test_any_other_page_is_a_link(organiser, held):
    recording = make_recording(held, url="https://www.facebook.com/watch/?v=1")
    page = organiser.see(f"/recordings/{recording.id}")
    assert "เปิดที่เว็บไซต์ต้นทาง" in page.words()
    assert page.tree.find(".//iframe") is None
    assert page.tree.find(".//video") is None


def test_own_file_is_kept_and_sent_in_ranges(organiser, held):
    files = {"file": (WEBM, "เสวนา.webm")}
    answer = organiser.send(f"{HOME}/recordings/new", {"title": "บันทึก"}, files=files)
    address = answer.response.headers["Location"]
    page = organiser.see(f"{address}?t=3")
    assert page.tree.find(".//video").get("src") == f"{address}/media#t=3"
    part = organiser.get(f"{address}/media", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.data == WEBM[10:20]
    assert part.headers["Content-Type"] == "video/webm"
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(WEBM)}"
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    whole = organiser.get(f"{address}/media")
    assert (whole.status_code, whole.data) == (200, WEBM)
    assert whole.headers["Accept-Ranges"] == "bytes"
    beyond = organiser.get(f"{address}/media", headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    ("data", "file", "words"),
    [
        ({"title": "ก ข"}, None, "ใส่ที่อยู่เว็บของบันทึก หรือเลือกไฟล์"),
        ({"title": "", "url": "https://youtu.be/dQw4w9WgXcQ"}, None, "กรอกช่องนี้"),
        ({"title": "ก ข", "url": "http://a.go.th/x"}, None, "ขึ้นต้นด้วย https://"),
        ({"title": "ก ข", "url": "javascript:alert(1)"}, None, "ขึ้นต้นด้วย https://"),
        ({"title": "ก ข", "url": "https://a.go.th/", "duration": "ยาว"}, None, "นาที:วินาที"),
        ({"title": "ก ข", "url": "https://a.go.th/", "language": "xx"}, None, "เลือกจากรายการที่มี"),
        ({"title": "ก ข"}, (b"", "a.webm"), "ไฟล์นี้ว่างเปล่า"),
        ({"title": "ก ข"}, (b"plain", "a.webm"), "ไฟล์ชนิดนี้รับไม่ได้"),
        ({"title": "ก ข", "url": "https://a.go.th/"}, (WEBM, "a.webm"), "อย่างใดอย่างหนึ่ง"),
    ],
)
def test_bad_recordings_are_refused(organiser, held, data, file, words):
    files = {"file": file} if file else None
    page = organiser.send(f"{HOME}/recordings/new", data, status=422, files=files)
    assert words in page.words()
    assert db.session.scalars(select(Recording)).all() == []


def test_recording_that_is_too_large(organiser, held, app):
    app.config["RECORDING_MB"] = 0
    try:
        files = {"file": (WEBM, "a.webm")}
        page = organiser.send(f"{HOME}/recordings/new", {"title": "ก ข"}, status=413, files=files)
    finally:
        app.config["RECORDING_MB"] = 2048
    assert "ไฟล์ใหญ่เกินไป" in page.words()


def test_sent_twice_makes_one(organiser, held):
    data = {"title": "บันทึก", "url": "https://youtu.be/dQw4w9WgXcQ", "form_key": "once"}
    first = organiser.post(f"{HOME}/recordings/new", data)
    second = organiser.post(f"{HOME}/recordings/new", data)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(db.session.scalars(select(Recording)).all()) == 1


def test_chapters_are_added_named_and_removed(organiser, held):
    recording = make_recording(held, duration_seconds=6724)
    new = f"/recordings/{recording.id}/chapters/new"
    for start in ("870", "0", "1:02:05"):
        organiser.send(new, {"start": start, "title": f"ช่วง {start}"})
    page = organiser.see(f"/recordings/{recording.id}")
    links = page.all(".//section[@data-chapters]//a")
    assert [one.get("data-seek") for one in links] == ["0", "870", "3725"]
    assert links[1].get("href") == "?t=870"
    assert "14:30" in organiser.see(HOME).words()
    for start, words in (
        ("14:30", "มีช่วงที่เริ่มตรงเวลานี้แล้ว"),
        ("2:00:00", "เลยความยาวของบันทึก"),
        ("", "ใส่เวลาที่ช่วงนี้เริ่ม"),
        ("ต้น", "นาที:วินาที"),
    ):
        assert words in organiser.send(new, {"start": start, "title": "ช่วง"}, status=422).words()
    chapter = db.session.scalars(select(Chapter.id).where(Chapter.start_seconds == 870)).one()
    organiser.send(f"/recordings/{recording.id}/chapters/{chapter}/remove", {}, page=new)
    assert len(db.session.scalars(select(Chapter)).all()) == 2
    assert (
        organiser.post(f"/recordings/{recording.id}/chapters/{chapter}/remove").status_code == 404
    )


def test_transcript_stands_beside_the_player(organiser, held):
    recording = make_recording(held)
    files = {"file": ((DATA / "short.vtt").read_bytes(), "คำบรรยาย.vtt")}
    data = {"language": "th", "source": "edited"}
    answer = organiser.send(f"/recordings/{recording.id}/transcripts/new", data, files=files)
    assert answer.response.headers["Location"] == f"/recordings/{recording.id}"
    page = organiser.see(f"/recordings/{recording.id}")
    lines = page.all(".//ol[@data-transcript]/li")
    assert [one.get("id") for one in lines] == ["c0", "c2", "c4"]
    assert (lines[1].get("data-start"), lines[1].get("data-end")) == ("2.0", "4.0")
    assert lines[1].find("a").get("href") == "?t=2"
    assert "วิทยากร" in page.words(lines[1])
    assert "เครื่องถอดเสียง คนแก้แล้ว" in page.words()
    organiser.send(f"/recordings/{recording.id}/transcripts/new", data, files=files)
    assert db.session.scalars(select(Transcript.version)).one() == 2
    assert len(db.session.scalars(select(Cue)).all()) == 3


def test_words_alone_ask_for_no_media(organiser, held):
    recording = make_recording(held)
    make_transcript(recording)
    page = organiser.see(f"/recordings/{recording.id}?read=1")
    assert "อ่านคำบรรยายอย่างเดียว" in page.words()
    assert page.tree.find(".//div[@data-provider]") is None
    assert policy(organiser, f"/recordings/{recording.id}?read=1")["frame-src"] == "'none'"


def test_captions_are_sent_as_webvtt_with_marks_escaped(organiser, held):
    recording = make_recording(held, file=True)
    make_transcript(recording, "WEBVTT\n\n00:01.000 --> 01:02:03.456\n1 &lt; 2 &amp; น้ำ\n")
    page = organiser.see(f"/recordings/{recording.id}")
    track = page.tree.find(".//track").get("src")
    answer = organiser.get(track)
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    text = answer.get_data(as_text=True)
    assert text.startswith("WEBVTT\n\n00:00:01.000 --> 01:02:03.456\n1 &lt; 2 &amp; น้ำ\n")
    organiser.see(f"/recordings/{recording.id}/captions/fr.vtt", 404)


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"WEBVTT\n\n00:01.000 --> oops\nx\n", 422, "บรรทัดที่ 3 อ่านไม่ได้: 00:01.000 --> oops"),
        (b"WEBVTT\n\n00:05.000 --> 00:01.000\nx\n", 422, "บรรทัดที่ 3 จบก่อนเริ่ม"),
        (b"WEBVTT\n", 422, "ไฟล์นี้ไม่มีคำบรรยาย"),
        (b"", 422, "ไฟล์นี้ว่างเปล่า"),
    ],
)
def test_broken_transcript_is_refused_by_line(organiser, held, content, status, words):
    recording = make_recording(held)
    address = f"/recordings/{recording.id}/transcripts/new"
    page = organiser.send(address, {}, status=status, files={"file": (content, "a.vtt")})
    assert words in page.words()
    assert db.session.scalars(select(Transcript)).all() == []
    assert "เลือกไฟล์ก่อน" in organiser.send(address, {}, status=422).words()


def test_transcript_that_is_too_large(organiser, held, monkeypatch):
    monkeypatch.setattr(spoken, "MOST_BYTES", 100)
    address = f"/recordings/{make_recording(held).id}/transcripts/new"
    page = organiser.send(address, {}, status=413, files={"file": (b"x" * 101, "a.vtt")})
    assert "ไฟล์ใหญ่เกินไป" in page.words()


def test_edit_keeps_the_address_and_shows_both_versions_when_stale(organiser, held):
    recording = make_recording(held, url="https://media.example.go.th/talk.mp4")
    address = f"/recordings/{recording.id}/edit"
    old = str(recording.version)
    organiser.send(address, {"title": "ชื่อที่บันทึกก่อน", "duration": "10:00"})
    late = {"title": "ชื่อของฉัน", "url": recording.url, "version": old}
    answer = organiser.post(address, late)
    assert answer.status_code == 409
    assert "ชื่อที่บันทึกก่อน" in answer.get_data(as_text=True)
    assert "ชื่อของฉัน" in answer.get_data(as_text=True)
    db.session.expire_all()
    saved = db.session.scalars(select(Recording)).one()
    assert (saved.title, saved.duration_seconds) == ("ชื่อที่บันทึกก่อน", 600)
    assert saved.url == "https://media.example.go.th/talk.mp4"


def test_own_file_stays_when_only_the_title_changes(organiser, held):
    recording = make_recording(held, file=True)
    organiser.send(f"/recordings/{recording.id}/edit", {"title": "ชื่อใหม่"})
    db.session.expire_all()
    saved = db.session.scalars(select(Recording)).one()
    assert saved.digest is not None
    assert saved.title == "ชื่อใหม่"


def test_removed_recording_takes_its_words_along(organiser, held):
    recording = make_recording(held)
    make_transcript(recording)
    page = f"/recordings/{recording.id}/edit"
    organiser.send(f"/recordings/{recording.id}/remove", {}, page=page)
    assert db.session.scalars(select(Cue)).all() == []
    organiser.see(f"/recordings/{recording.id}", 404)


def test_staff_watch_and_change_nothing(client, held):
    recording = make_recording(held, file=True)
    client.as_(make_member())
    assert "จัดการบันทึก" not in client.see(f"/recordings/{recording.id}").text
    for act in ("edit", "remove", "chapters/new", "transcripts/new"):
        assert client.post(f"/recordings/{recording.id}/{act}", {"title": "x"}).status_code == 403


def test_outsider_reaches_neither_page_nor_media_nor_captions(client, app):
    closed = make_community(kind="members")
    exchange = make_session(make_series(community=closed), visibility="community")
    recording = make_recording(exchange, file=True)
    make_transcript(recording)
    addresses = ("", "/media", "/captions/th.vtt")
    for address in addresses:
        assert client.get(f"/recordings/{recording.id}{address}").status_code == 302
    client.as_(make_member())
    for address in addresses:
        assert client.get(f"/recordings/{recording.id}{address}").status_code == 404


def test_moments_hold_the_words_most_first_and_at_most_three(app):
    recording = make_recording()
    cues = "\n\n".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{'คิว' if n % 2 else 'คิว รอ'} ที่ {n}" for n in range(8)
    )
    make_transcript(recording, f"WEBVTT\n\n{cues}\n")
    other = make_recording()
    found = queries.moments([recording.id, other.id], ["คิว", "รอ"])
    assert [second for second, _text in found[recording.id]] == [0, 2, 4]
    assert other.id not in found
    assert queries.moments([recording.id], ["%"]) == {}
    assert queries.moments([recording.id], []) == {}
