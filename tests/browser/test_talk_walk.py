"""A thread is answered and tied to a lesson, the lesson to a session; each shows the others."""

import time

import pytest

SESSION = "/sessions/cops/2563/4"
TITLE = "จะแจ้งผู้สูงอายุล่วงหน้าอย่างไรให้ได้ผล"


@pytest.fixture(scope="module")
def thread() -> dict[str, str]:
    """Where the thread stands."""
    return {}


def test_a_question_gets_a_reply_and_the_asker_marks_the_answer(visit, thread):
    asker = visit("staff")
    asker.open("/communities/citizen-service/threads")
    asker.page.locator("main a[href^='/threads/new']").first.click()
    asker.choose("kind", "question")
    asker.fill(title=TITLE, body="ส่งจดหมายแล้วไม่ค่อยมีคนอ่าน มีวิธีอื่นหรือไม่")
    asker.press("ตั้งกระทู้")
    thread["is"] = "/".join(asker.path.split("/")[:3])
    helper = visit("staff2")
    helper.open(thread["is"])
    helper.fill(body="ฝากผู้ใหญ่บ้านประกาศเสียงตามสายก่อนสามวัน ได้ผลดี")
    helper.press("ส่งความเห็น")
    assert "#r1" in helper.path
    asker.open(thread["is"])
    with asker.page.expect_navigation():
        asker.page.get_by_role("button", name="เลือกเป็นคำตอบ").click()
    assert "มีคำตอบแล้ว" in asker.words()
    assert "เสียงตามสาย" in asker.words(".answer")


def test_thread_lesson_and_session_show_their_links_both_ways(visit, thread):
    writer = visit("staff")
    lesson = own_published_lesson(writer)
    number, title = lesson.removeprefix("/lessons/"), writer.words("h1")
    writer.open(thread["is"])
    writer.fill(address=number)
    writer.press("เชื่อม")
    assert title in writer.words("aside")
    writer.open(lesson)
    assert TITLE in writer.words()
    writer.open(f"{lesson}/links/new")
    writer.fill(address=f"{writer.site.address}{SESSION}")
    writer.press("เชื่อมโยง")
    assert writer.path.startswith(lesson)
    session_title = "การสร้างองค์กรนวัตกรรมภาครัฐ"
    assert session_title in writer.words()
    writer.open(SESSION)
    assert title in writer.words()
    assert TITLE in writer.words(), "threads of the lesson are shown, too"


def test_a_reply_is_found_within_two_seconds(visit, thread):
    helper = visit("staff2")
    helper.open(thread["is"])
    helper.fill(body="อีกวิธีคือใช้หอกระจายข่าวเคลื่อนที่ของเทศบาล")
    helper.press("ส่งความเห็น")
    began = time.monotonic()
    while helper.search("หอกระจายข่าวเคลื่อนที่") == 0:
        assert time.monotonic() - began < 2, "not found within 2 seconds"
        helper.page.wait_for_timeout(100)


def own_published_lesson(writer) -> str:
    """Return the address of one of the writer's lessons that is in use."""
    writer.open("/lessons?mine=1&state=published")
    link = writer.page.locator("article[data-kind='lesson'][data-id^='LL-'] a").first
    link.click()
    writer.page.wait_for_url("**/lessons/LL-*")
    return writer.path
