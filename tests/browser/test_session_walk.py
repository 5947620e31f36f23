"""Organisers publish a session with its recordings, chapters, transcript and material."""

import json
from pathlib import Path

import pytest

from tests.browser.person import Person

MEDIA = Path(__file__).resolve().parents[2] / "cop" / "operations" / "content" / "media"
FOURTH = "/sessions/cops/2563/4"
YOUTUBE = "https://www.youtube-nocookie.com"
VIDEO = "dQw4w9WgXcQ"
# Stands for the player behind the frame: notes what it is told, and tells where it is.
STUB = """<!doctype html><title>stub</title><script>
window.told = [];
const tell = (event, message) => parent.postMessage(JSON.stringify(message), event.origin);
addEventListener("message", (event) => {
  const said = JSON.parse(event.data);
  told.push({ origin: event.origin, ...said });
  if (said.event === "listening") tell(event, { info: { playerState: 1 } });
  if (said.func === "seekTo") tell(event, { info: { currentTime: said.args[0] } });
});
</script>"""


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """Addresses of what the organiser has made."""
    return {}


def test_the_real_session_says_what_its_announcement_says(visit):
    reader = visit("outsider")
    reader.open(FOURTH)
    words = reader.words()
    for said in (
        "ครั้งที่ 4",
        "2563",
        "การสร้างองค์กรนวัตกรรมภาครัฐ",
        "รองปลัดกระทรวงมหาดไทย",
        "ได้รับมอบหมายจาก ปลัดกระทรวงมหาดไทย",
        "สำนักงานนวัตกรรมแห่งชาติ (องค์การมหาชน)",
        "สำนักงานส่งเสริมเศรษฐกิจดิจิทัล",
        "ห้องประชุมราชสีห์",
        "Video Conference",
        "Video Streaming",
        "76 แห่ง",
        "หลักสำคัญ 4 ประการ",
    ):
        assert said in words, said


def test_an_organiser_creates_the_next_free_session(visit, made):
    organiser = visit("organiser")
    organiser.open("/sessions/new?series=cops&fiscal_year=2563")
    number = organiser.field("number").input_value()
    assert int(number) > 4
    assert organiser.page.request.get(f"/sessions/cops/2563/{number}").status == 404
    organiser.fill(
        title_th="เสวนาแลกเปลี่ยนเรียนรู้ ครั้งถัดไป",
        theme="แบ่งปันนวัตกรรมบริการที่ทำได้จริง",
        start_at="๓ ก.ย. ๒๕๖๓ 13.30 น.",
        venue="ห้องประชุมราชบพิธ",
        chair="ผู้แทนหน่วยงานตัวอย่าง",
    )
    organiser.press("บันทึกและประกาศ")
    assert organiser.path == f"/sessions/cops/2563/{number}"
    assert "แบ่งปันนวัตกรรมบริการที่ทำได้จริง" in organiser.words("h1")
    made["session"] = organiser.path


def test_a_recording_of_a_file_with_chapters_words_and_material(visit, made):
    organiser = visit("organiser")
    add_recording(organiser, made, title="บันทึกการเสวนาทั้งงาน")
    made["file"] = organiser.path
    organiser.follow("แบ่งช่วง")
    for start, title in (("0:00", "เปิดเวที"), ("0:09", "คำถามแรก")):
        organiser.fill(start=start, title=title)
        organiser.press("เพิ่มช่วง")
    add_transcript(organiser, made["file"])
    organiser.open(f"{made['session']}/materials/new")
    organiser.fill(title="สรุปประเด็น")
    organiser.field("file").set_input_files(MEDIA / "summary.pdf")
    organiser.press("เพิ่มเอกสาร")
    words = organiser.words()
    for said in ("บันทึกการเสวนาทั้งงาน", "สรุปประเด็น"):
        assert said in words, said
    reader = visit("outsider")
    reader.open(made["session"])
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="สรุปประเด็น").click()
    assert download.value.path().read_bytes() == (MEDIA / "summary.pdf").read_bytes()


def test_a_click_in_the_transcript_moves_the_file(visit, made):
    reader = visit("outsider")
    reader.open(made["file"])
    reader.page.wait_for_function("document.querySelector('video').readyState > 0")
    reader.page.locator("li[data-start='9.0'] a.cue-time").click()
    reader.page.wait_for_function("document.querySelector('video').currentTime >= 9")
    reader.page.wait_for_selector("li[data-start='9.0'][aria-current='true']")
    reader.page.get_by_role("link", name="คำถามแรก").click()
    assert reader.path.endswith("?t=9")
    reader.open(f"{made['file']}?t=6")
    reader.page.wait_for_function("document.querySelector('video').currentTime >= 6")


def test_a_click_in_the_transcript_moves_youtube_once_it_is_wanted(visit, made):
    organiser = visit("organiser")
    organiser.stub(YOUTUBE, STUB)
    address = f"https://www.youtube.com/watch?v={VIDEO}"
    add_recording(organiser, made, title="บันทึกบนเว็บไซต์ภายนอก", url=address)
    made["youtube"] = organiser.path
    add_transcript(organiser, made["youtube"])
    organiser.open(made["youtube"])
    organiser.page.locator("li[data-start='3.0'] a.cue-time").click()
    organiser.page.wait_for_timeout(300)
    assert organiser.asked_elsewhere == [], "nothing is asked before the reader wants it"
    organiser.page.get_by_role("button", name="เล่นต่อที่").click()
    frame = organiser.page.wait_for_selector(".player iframe").content_frame()
    frame.wait_for_function("window.told && told.some((one) => one.event === 'listening')")
    assert organiser.asked_elsewhere[0].startswith(f"{YOUTUBE}/embed/{VIDEO}?")
    assert "start=3" in organiser.asked_elsewhere[0]
    organiser.page.locator("li[data-start='12.0'] a.cue-time").click()
    frame.wait_for_function("told.some((one) => one.func === 'seekTo' && one.args[0] === 12)")
    told = json.loads(frame.evaluate("JSON.stringify(told)"))
    assert {one["origin"] for one in told} == {organiser.site.address}
    organiser.page.wait_for_selector("li[data-start='12.0'][aria-current='true']")


def test_what_was_said_is_found_at_its_moment(visit, made):
    reader = visit("outsider")
    reader.page.goto("/")
    reader.page.wait_for_function(
        """async (id) => (await (await fetch('/search?q=ปลายทางได้ยินเรา&kind=recording')).text())
        .includes(`data-id="${id}"`)""",
        arg=made["file"].split("/")[-1],
    )
    reader.open("/search?q=ปลายทางได้ยินเรา&kind=recording")
    hit = reader.page.locator(f"article[data-id='{made['file'].split('/')[-1]}']")
    assert hit.get_attribute("data-seconds")
    hit.locator("a[data-seconds='9']").click()
    reader.page.wait_for_url(f"**{made['file']}?t=9")


def test_a_transcript_with_broken_cues_names_the_line(visit, made):
    organiser = visit("organiser")
    organiser.open(f"{made['file']}/transcripts/new")
    broken = b"WEBVTT\n\n00:00.000 --> 00:02.000\nok\n\n00:09.000 -> 00:03.000\nbroken\n"
    organiser.field("file").set_input_files(
        {"name": "broken.vtt", "mimeType": "text/vtt", "buffer": broken}
    )
    organiser.press("เพิ่มคำบรรยาย")
    assert organiser.answers[-1] is not None
    assert "6" in organiser.words("[data-error-summary]")


def add_recording(organiser: Person, made: dict[str, str], **fields: str) -> None:
    organiser.open(f"{made['session']}/recordings/new")
    organiser.fill(**fields)
    if "url" not in fields:
        organiser.field("file").set_input_files(MEDIA / "talk.webm")
    organiser.press("เพิ่มบันทึก")
    assert organiser.path.startswith("/recordings/"), organiser.words()


def add_transcript(organiser: Person, recording: str) -> None:
    organiser.open(f"{recording}/transcripts/new")
    organiser.field("file").set_input_files(MEDIA / "talk.vtt")
    organiser.press("เพิ่มคำบรรยาย")
    assert organiser.path == recording
