"""The same walk with scripts off: every form does its work, and moments are links."""

from pathlib import Path

import pytest

from tests.browser.person import Person

MEDIA = Path(__file__).resolve().parents[2] / "cop" / "operations" / "content" / "media"
TITLE = "พิมพ์แบบคำร้องไว้ล่วงหน้าก่อนออกหน่วย"
REST = {
    "summary": "พิมพ์แบบคำร้องไว้ก่อน ช่วยให้ออกหน่วยได้เร็วขึ้น",
    "background": "ออกหน่วยเคลื่อนที่เดือนละสองครั้ง",
    "cause": "เครื่องพิมพ์ในหน่วยเคลื่อนที่ช้า",
    "recommendation": "พิมพ์ไว้ล่วงหน้า",
    "applies_when": "ออกหน่วยในพื้นที่ไม่มีไฟฟ้า",
    "occurred_from": "12/2/2563",
}


@pytest.fixture
def plain(visit):
    """`plain("staff")` opens a window in which scripts are off."""

    def open_window(account: str) -> Person:
        return visit(account, java_script_enabled=False)

    return open_window


def test_writing_reviewing_and_publishing(plain):
    staff = plain("staff")
    staff.open("/lessons/new")
    staff.fill(title_th=TITLE, what_happened="แบบคำร้องหมดกลางวัน", lesson="ควรพิมพ์ไว้ก่อน")
    staff.field("pdpa_check").check()
    staff.press("ส่งตรวจเลย")
    address = staff.path
    moderator = plain("moderator")
    moderator.open("/moderation")
    moderator.follow(TITLE)
    moderator.press("รับตรวจ")
    moderator.open(f"{address}/edit")
    moderator.fill(**REST)
    for name, value in (
        ("outcome", "mixed"),
        ("principles", "P2"),
        ("topics", "T02"),
        ("process", "PR01"),
    ):
        moderator.choose(name, value)
    moderator.press("บันทึกการจัดหมวด")
    moderator.page.locator("input[name='decision'][value='publish']").check()
    moderator.press("ยืนยันผล")
    assert moderator.path == address


def test_asking_answering_and_linking(plain):
    asker = plain("staff")
    asker.open("/threads/new?community=citizen-service")
    asker.choose("kind", "question")
    asker.fill(title="ถามโดยไม่ใช้สคริปต์", body="หน้านี้ยังทำงานได้หรือไม่")
    asker.press("ตั้งกระทู้")
    address = "/".join(asker.path.split("/")[:3])
    helper = plain("staff2")
    helper.open(address)
    helper.fill(body="ทำงานได้ครบทุกอย่าง")
    helper.press("ส่งความเห็น")
    asker.open(address)
    with asker.page.expect_navigation():
        asker.page.get_by_role("button", name="เลือกเป็นคำตอบ").click()
    assert "มีคำตอบแล้ว" in asker.words()
    asker.open("/lessons")
    number = asker.page.locator("article[data-kind='lesson']").first.get_attribute("data-id")
    asker.open(address)
    asker.fill(address=number)
    asker.press("เชื่อม")
    asker.open(f"/lessons/{number}")
    assert "ถามโดยไม่ใช้สคริปต์" in asker.words()


def test_a_session_with_its_recording(plain):
    organiser = plain("organiser")
    organiser.open("/sessions/new?series=cops&fiscal_year=2562")
    organiser.fill(title_th="เสวนาที่เพิ่มโดยไม่ใช้สคริปต์", start_at="9/7/2562 13:30")
    organiser.press("บันทึกและประกาศ")
    session = organiser.path
    organiser.open(f"{session}/recordings/new")
    organiser.fill(title="บันทึกที่เพิ่มโดยไม่ใช้สคริปต์")
    organiser.field("file").set_input_files(MEDIA / "talk.webm")
    organiser.press("เพิ่มบันทึก")
    recording = organiser.path
    organiser.open(f"{recording}/chapters/new")
    organiser.fill(start="0:09", title="คำถามแรก")
    organiser.press("เพิ่มช่วง")
    organiser.open(f"{recording}/transcripts/new")
    organiser.field("file").set_input_files(MEDIA / "talk.vtt")
    organiser.press("เพิ่มคำบรรยาย")
    organiser.follow("0:12")
    assert organiser.path == f"{recording}?t=12"
    player = organiser.page.locator("video")
    assert player.get_attribute("src").endswith("#t=12")
    organiser.open(f"{session}/materials/new")
    organiser.fill(title="สรุปประเด็นโดยไม่ใช้สคริปต์")
    organiser.field("file").set_input_files(MEDIA / "summary.pdf")
    organiser.press("เพิ่มเอกสาร")
    assert "สรุปประเด็นโดยไม่ใช้สคริปต์" in organiser.words()


def test_menus_language_and_search(plain):
    person = plain("outsider")
    person.open("/")
    person.page.locator("details.menu summary").first.click()
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="English").click()
    assert person.page.locator("html").get_attribute("lang") == "en"
    person.page.locator("details.menu summary").first.click()
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="ไทย").click()
    with person.page.expect_navigation():
        person.page.locator("input[name='q']:visible").first.fill("บริการ")
        person.page.keyboard.press("Enter")
    assert int(person.page.locator("output[data-total]").get_attribute("data-total")) > 0
