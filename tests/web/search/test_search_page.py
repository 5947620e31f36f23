"""A search, as the person at the page sees it."""

import pytest

from cop.core.clock import now
from cop.db import db, transaction
from cop.search.engine import index
from cop.search.jobs import rebuild_broken
from cop.search.port import IndexBroken
from cop.threads import services as threads
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_material, make_recording, make_session, make_transcript
from tests.make.threads import make_reply, make_thread

LONG = "หน่วยงานเร่งสร้างองค์กรนวัตกรรมภาครัฐที่คล่องตัวและตอบสนองประชาชน"
VTT = "WEBVTT\n\n00:00:12.000 --> 00:00:15.000\nเราเริ่มจากการสร้างองค์กรนวัตกรรมภาครัฐก่อน\n"


def _find(client: Browser, words: str, more: str = ""):
    index().refresh()
    return client.see(f"/search?q={words}{more}")


def test_word_inside_an_unbroken_phrase_is_found_and_marked(client: Browser) -> None:
    lesson = make_lesson(what_happened=LONG)
    page = _find(client.as_(make_member()), "นวัตกรรม")
    assert page.hits == [("lesson", lesson.number)]
    assert page.total == 1
    assert "นวัตกรรม" in [page.words(mark) for mark in page.all(".//mark")]


def test_digits_of_both_kinds_find_the_same(client: Browser) -> None:
    make_lesson(what_happened="ประชุมครั้งแรกในปี ๒๕๖๓ ที่ศาลากลาง")
    make_lesson(what_happened="ประชุมครั้งที่สองในปี 2563 ที่ห้องประชุม")
    client.as_(make_member())
    arabic, thai = _find(client, "2563"), _find(client, "๒๕๖๓")
    assert len(arabic.hits) == 2
    assert arabic.hits == thai.hits


def test_word_of_other_tone_is_another_word(client: Browser) -> None:
    make_lesson(what_happened="ชาวบ้านปลูกข้าวหอมมะลิในฤดูฝน")
    client.as_(make_member())
    assert _find(client, "ข่าว").total == 0
    assert _find(client, "ข้าว").total == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "changes_requested"])
def test_unpublished_lesson_is_found_by_nobody(client: Browser, state: str) -> None:
    author = make_member()
    make_lesson(state, author=author, what_happened="ครุฑพ่าห์จำลองหน้าศาลากลาง")
    for reader in (author, make_member(), make_member(role="moderator")):
        page = _find(client.as_(reader), "ครุฑพ่าห์จำลอง")
        assert page.total == 0
        assert page.hits == []


def test_closed_community_is_betrayed_by_neither_hit_nor_count(client: Browser) -> None:
    inside, outside = make_member(), make_member()
    closed = make_community(kind="members", members=(inside,))
    make_lesson(community=closed, author=inside, title_th="แผนครุฑพ่าห์จำลองของชุมชนปิด")
    make_thread(closed, inside, title="ถามเรื่องครุฑพ่าห์จำลอง")
    make_session(community_id=closed.id, theme="เสวนาครุฑพ่าห์จำลอง")
    assert _find(client.as_(inside), "ครุฑพ่าห์จำลอง").total == 3
    page = _find(client.as_(outside), "ครุฑพ่าห์จำลอง")
    assert page.total == 0
    assert "ของชุมชนปิด" not in page.text
    rows = client.get("/search/suggest?q=แผนครุฑ").get_json()["suggestions"]
    assert rows == []


def test_right_that_was_lost_counts_at_once(client: Browser) -> None:
    reader = make_member()
    closed = make_community(kind="members", members=(reader,))
    make_thread(closed, reader, title="ถามเรื่องครุฑพ่าห์จำลอง")
    assert _find(client.as_(reader), "ครุฑพ่าห์จำลอง").total == 1
    from cop.communities import services  # noqa: PLC0415

    with transaction():
        services.leave(closed, by=actor_of(reader), at=now())
    assert _find(client, "ครุฑพ่าห์จำลอง").total == 0


def test_reply_is_found_where_it_stands(client: Browser) -> None:
    thread = make_thread()
    make_reply(thread, body="ลองใช้บัตรคิวกระดาษแล้วได้ผล")
    page = _find(client.as_(make_member()), "บัตรคิวกระดาษ")
    assert page.hits == [("thread", str(thread.id))]
    assert f"/threads/{thread.id}/replies/1" in page.text


def test_removed_thread_is_found_no_more(client: Browser) -> None:
    author = make_member()
    thread = make_thread(author=author, title="ถามเรื่องครุฑพ่าห์จำลอง")
    make_reply(thread, body="ตอบเรื่องครุฑพ่าห์จำลอง")
    judge = make_member(role="moderator")
    with transaction():
        threads.remove_thread(thread, reason="ผิดที่", by=actor_of(judge), at=now())
    assert _find(client.as_(make_member()), "ครุฑพ่าห์จำลอง").total == 0
    index().refresh()
    assert not [key for key in index().versions() if key[0] == "thread"]


def test_moment_of_a_recording_carries_its_second(client: Browser) -> None:
    recording = make_recording()
    make_transcript(recording, VTT)
    page = _find(client.as_(make_member()), "นวัตกรรม", "&kind=recording")
    assert page.hits == [("recording", str(recording.id))]
    assert 'data-seconds="12"' in page.text
    assert f"/recordings/{recording.id}?t=12" in page.text


def test_words_of_a_pdf_are_found(client: Browser) -> None:
    material = make_material()
    db.session.refresh(material)
    assert material.text
    word = max(material.text.split(), key=len)[:40]
    page = _find(client.as_(make_member()), f'"{word}"', "&kind=material")
    assert page.hits == [("material", str(material.id))]


def test_kind_keeps_the_numbers_of_the_other_tabs(client: Browser) -> None:
    make_lesson(what_happened=LONG)
    make_thread(title="ใครทำองค์กรนวัตกรรมภาครัฐแล้วบ้าง")
    page = _find(client.as_(make_member()), "นวัตกรรม", "&kind=thread")
    assert page.total == 1
    tabs = page.words(page.tree.find(".//nav[@class='tabs']"))
    assert "ทั้งหมด 2" in tabs
    assert "บทเรียน 1" in tabs


def test_filters_narrow_and_are_counted(client: Browser) -> None:
    make_lesson(what_happened=LONG, kind="caution")
    make_lesson(what_happened=LONG, kind="lesson")
    page = _find(client.as_(make_member()), "นวัตกรรม", "&type=caution")
    assert page.total == 1


def test_page_without_words_explains_search(client: Browser) -> None:
    page = client.as_(make_member()).see("/search")
    assert "พิมพ์คำ" in page.words()


@pytest.mark.parametrize(
    "words",
    ["((((((", '"""', "NOT " * 100, "ก" * 5000, "%01%02", "*?[]", "a:b:c", "OR AND", "🙂", "\\"],
)
def test_any_words_get_a_page(client: Browser, words: str) -> None:
    make_lesson()
    page = client.as_(make_member()).see(f"/search?q={words}")
    assert page.status == 200


def test_twenty_a_page(client: Browser) -> None:
    for number in range(23):
        make_thread(title=f"คำถามเรื่องบัตรคิวกระดาษ ข้อ {number}")
    first = _find(client.as_(make_member()), "บัตรคิวกระดาษ")
    second = _find(client, "บัตรคิวกระดาษ", "&page=2")
    assert first.total == second.total == 23
    assert len(first.hits) == 20
    assert len(second.hits) == 3
    assert not set(first.hits) & set(second.hits)


def test_broken_index_says_so_and_what_to_do(client: Browser, monkeypatch) -> None:
    def broken(*_args: object) -> None:
        raise IndexBroken("gone")

    monkeypatch.setattr(type(index()), "find", broken)
    monkeypatch.setattr(rebuild_broken, "later", lambda _asked_at: None)
    make_lesson(title_th="แผนครุฑพ่าห์จำลอง")
    page = client.as_(make_member()).see("/search?q=แผนครุฑพ่าห์จำลอง")
    assert page.total == 1
    assert "กำลังจัดทำดัชนีค้นหาใหม่" in page.words(
        page.tree.find(".//div[@role='status'][@class='notice warn']")
    )


def test_visitor_is_sent_to_sign_in(client: Browser) -> None:
    assert client.get("/search?q=ก").status_code == 302
    assert client.get("/search/suggest?q=ก").get_json() == {"suggestions": []}
