"""The page of notices: by thing, latest first, in the reader's language."""

import pytest

from cop.accounts.models import Member
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import What
from cop.lessons import services as lessons
from cop.lessons.services import End
from cop.threads.models import Thread
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_copies, make_lesson
from tests.make.notices import count_unread, make_notice
from tests.make.sessions import make_series, make_session
from tests.make.threads import make_reply, make_thread, mark


def titles(page: Page) -> list[str]:
    return [page.words(one) for one in page.all(".//ul[@class='told']/li//h2/a")]


def lines(page: Page) -> list[str]:
    return [page.words(one) for one in page.all(".//ul[@class='told']/li//ul/li/span[1]")]


def test_a_visitor_is_sent_to_sign_in(client: Browser) -> None:
    answer = client.get("/notices")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/notices"


def test_without_notices_the_page_says_what_will_stand_here(client: Browser) -> None:
    page = client.as_(make_member()).see("/notices")
    assert "ยังไม่มีการแจ้งเตือน" in page.words()
    assert "อ่านแล้วทั้งหมด" not in page.words()
    assert "อ่านครบทุกรายการแล้ว" in client.see("/notices?only=unread").words()


def test_things_stand_in_order_of_what_happened_last_with_what_happened(client: Browser) -> None:
    asker = make_member()
    malee = make_member(given_name="มาลี", family_name="เกิดผล")
    first = make_thread(author=asker, title="เรื่องแรกที่ถาม")
    second = make_thread(author=asker, title="เรื่องที่สอง")
    for thread in (first, second, first):
        make_reply(thread, malee)
    page = client.as_(asker).see("/notices")
    assert titles(page) == ["เรื่องแรกที่ถาม", "เรื่องที่สอง"]
    assert lines(page) == ["มาลี เกิดผล แสดงความเห็น"] * 3
    assert page.words().count("ยังไม่อ่าน:") == 2
    links = [one.get("href") for one in page.all(".//ul[@class='told']//li//ul//a")]
    assert links[0] == f"/threads/{first.id}/replies/2"
    times = page.all(".//ul[@class='told']//li//ul//time")
    assert len(times) == 3


def test_a_submitted_lesson_says_who_submitted_it(client: Browser) -> None:
    malee = make_member(given_name="มาลี", family_name="เกิดผล")
    moderator = make_member(role="moderator")
    make_lesson("submitted", author=malee, title_th="ลดคิวหน้าเคาน์เตอร์")
    client.as_(moderator)
    page = client.see("/notices")
    assert "ลดคิวหน้าเคาน์เตอร์" in titles(page)
    assert "มาลี เกิดผล ส่งบทเรียนเข้าตรวจ" in lines(page)


def test_english_readers_read_english_and_names_stay_thai(client: Browser) -> None:
    malee = make_member(given_name="มาลี", family_name="เกิดผล")
    moderator = make_member(role="moderator", language="en")
    make_lesson("submitted", author=malee, title_th="ลดคิวหน้าเคาน์เตอร์")
    page = client.as_(moderator).see("/notices", language="en")
    assert "มาลี เกิดผล submitted this lesson for review" in lines(page)
    assert "submitted this lesson" in page.text
    assert '<span lang="th">มาลี เกิดผล</span> submitted' in page.text
    bell = page.words(page.all(".//a[@class='icon-btn bell']/span")[0])
    assert bell == "Notifications 2 unread"


def test_every_kind_of_notice_reads_as_a_sentence(client: Browser) -> None:
    author, moderator = make_member(), make_member(role="moderator")
    lesson = make_lesson(author=author, title_th="บทเรียนที่หนึ่ง")
    near = make_lesson(author=author, title_th="บทเรียนที่สอง")
    thread = make_thread(title="กระทู้ที่โยงถึง")
    exchange = make_session(make_series(), theme="เสวนาที่โยงถึง")
    place = make_community(name="ชุมชนที่เพิ่งเข้า", kind="members", members=(author,))
    ends = [End("thread", thread.id), End("lesson", near.id), End("session", exchange.id)]
    with transaction():
        for end in ends:
            lessons.add_link(lesson, end, "", by=actor_of(moderator), at=now())
    make_notice(author, ("community", place.id), What.COMMUNITY_MEMBER_ADDED)
    make_notice(author, ("community", place.id), What.FACILITATOR_NAMED)
    own = make_thread(author=make_member(), title="ถามแล้วได้คำตอบ")
    make_reply(own, author)
    asker = _author_of(own)
    mark(own, 1, asker)
    text = " | ".join(lines(client.as_(author).see("/notices")))
    for words in (
        "เชื่อมโยงกับ “เสวนาที่โยงถึง”",
        "เชื่อมโยงกับ “บทเรียนที่สอง”",
        "ระบบ เพิ่มท่านเป็นสมาชิกชุมชน",
        "ระบบ ตั้งท่านเป็นผู้ประสานชุมชน",
        "เลือกความเห็นของท่านเป็นคำตอบ",
    ):
        assert words in text, words
    assert "%(" not in text


def _author_of(thread: Thread) -> Member:
    return db.session.get_one(Member, thread.author_id)


def test_a_role_names_what_it_is_held_over(client: Browser) -> None:
    place = make_community(name="ชุมชนงานคลัง")
    person = make_member(role="moderator", scope=("community", place.id))
    page = client.as_(person).see("/notices")
    assert lines(page) == ["ระบบ มอบสิทธิ์ผู้ดูแลเนื้อหาให้ท่าน (ชุมชน ชุมชนงานคลัง)"]
    assert client.as_(make_member(role="admin")).see("/notices").words().count("ทั้งองค์กร") == 1


def test_names_and_titles_are_escaped(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker, title="<b>หนา</b> & เอียง")
    make_reply(thread, make_member(given_name="<i>มาลี", family_name="</i>"))
    page = client.as_(asker).see("/notices")
    assert titles(page) == ["<b>หนา</b> & เอียง"]
    assert lines(page) == ["<i>มาลี </i> แสดงความเห็น"]


def test_many_notices_of_one_thing_are_three_lines_and_a_number(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    for _ in range(5):
        make_reply(thread)
    page = client.as_(asker).see("/notices")
    assert len(lines(page)) == 3
    assert "และก่อนหน้านี้อีก 2 รายการ" in page.words()


def test_twenty_things_a_page_in_a_bounded_number_of_statements(client: Browser) -> None:
    author = make_member()
    lesson = make_lesson(author=author)
    make_copies(lesson, 24)
    for number in range(lesson.id, lesson.id + 25):
        make_notice(author, ("lesson", number))
    client.as_(author)
    page = client.see("/notices", queries=6)
    assert len(titles(page)) == 20
    assert len(titles(client.see("/notices?page=2", queries=6))) == 5
    assert "ไม่มีหน้านี้" in client.see("/notices?page=9").words()


@pytest.mark.parametrize("asked", ["page=-1", "page=x", "page=99999999999", "only=x"])
def test_a_strange_address_is_a_page(client: Browser, asked: str) -> None:
    client.as_(make_member()).see(f"/notices?{asked}")


def test_only_the_unread_can_be_listed(client: Browser) -> None:
    asker = make_member()
    read, fresh = make_thread(author=asker, title="อ่านไปแล้ว"), make_thread(author=asker)
    make_reply(read)
    client.as_(asker).see(f"/threads/{read.id}/{read.slug}")
    make_reply(fresh)
    assert titles(client.see("/notices?only=unread")) == [fresh.title]
    assert titles(client.see("/notices")) == [fresh.title, "อ่านไปแล้ว"]
    tab = client.see("/notices").all(".//nav[@class='tabs']/a")[1]
    assert Page.words(client.see("/notices"), tab) == "ยังไม่อ่าน 1"


def test_all_are_marked_as_read_and_twice_is_the_same(client: Browser) -> None:
    asker = make_member()
    for _ in range(2):
        make_reply(make_thread(author=asker))
    client.as_(asker)
    for _ in range(2):
        answer = client.post("/notices/read-all")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/notices"
        assert count_unread(asker) == 0
    assert "ยังไม่อ่าน:" not in client.see("/notices").words()


def test_what_came_after_the_page_was_made_stays_unread(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread)
    newest = (
        client.as_(asker).see("/notices").form("/notices/read-all").find("input[@name='newest']")
    )
    make_reply(thread)
    client.post("/notices/read-all", {"newest": newest.get("value")})
    assert count_unread(asker) == 1


def test_nobody_marks_what_others_were_told(client: Browser) -> None:
    asker = make_member()
    make_reply(make_thread(author=asker))
    client.as_(make_member()).post("/notices/read-all")
    assert count_unread(asker) == 1
