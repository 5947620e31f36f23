"""The page of one thread."""

import pytest
from flask import Flask
from sqlalchemy import update

from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, What
from cop.threads import services
from cop.threads.models import Reply, Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.threads import BODY, TITLE, make_replies, make_reply, make_thread, mark


def test_a_thread_shows_question_and_replies(client: Browser) -> None:
    agency = make_agency("กองแผนงาน")
    author = make_member(agency_id=agency.id)
    thread = make_thread(author=author, tags=["คิว", "คัดกรอง"])
    make_reply(thread, body="ตั้งโต๊ะเฉพาะ **ช่วงเช้า** พอ")
    page = client.as_(make_member()).see(f"/threads/{thread.id}")
    assert page.h1 == TITLE
    words = page.words()
    assert BODY in words
    assert "กองแผนงาน" in words
    assert "คัดกรอง" in words
    assert "<strong>ช่วงเช้า</strong>" in page.text
    assert page.tree.find(".//article[@id='r1']") is not None


def test_both_addresses_work_and_name_the_one_with_the_slug(client: Browser) -> None:
    thread = make_thread()
    client.as_(make_member())
    for address in (f"/threads/{thread.id}", f"/threads/{thread.id}/{thread.slug}"):
        page = client.see(address)
        links = [one.get("href") for one in page.all(".//link[@rel='canonical']")]
        assert links == [f"/threads/{thread.id}/{thread.slug}"]
    assert "โต๊ะ" in thread.slug


def test_a_slug_is_never_the_name_of_a_page(client: Browser) -> None:
    thread = make_thread(title="Edit")
    assert thread.slug == "edit-question"
    assert client.as_(make_member()).see(f"/threads/{thread.id}/{thread.slug}").h1 == "Edit"


@pytest.mark.parametrize("count", [20, 220, 2000])
def test_every_page_of_a_thread_costs_the_same(client: Browser, count: int) -> None:
    thread = make_thread()
    make_replies(thread, count)
    client.as_(make_member())
    pages = [client.see(f"/threads/{thread.id}?page={n}") for n in (1, count // 20)]
    assert [page.queries for page in pages] == [3, 3]
    shown = [
        [one.get("id") for one in page.all(".//article") if one.get("id", "").startswith("r")]
        for page in pages
    ]
    assert shown[0] == [f"r{n}" for n in range(1, 21)]
    assert shown[1] == [f"r{n}" for n in range(count - 19, count + 1)]


def test_twenty_replies_weigh_at_most_60_kb(client: Browser) -> None:
    thread = make_thread()
    body = "ตั้งโต๊ะคัดกรองเฉพาะช่วงเช้า แล้วติดแผ่นรายการเอกสารหน้าประตู " * 6
    for _ in range(20):
        make_reply(thread, body=body[:364])
    page = client.as_(make_member()).see(f"/threads/{thread.id}")
    assert len(page.text.encode()) <= 60_000


def test_a_page_after_the_last_is_the_last(client: Browser) -> None:
    thread = make_thread()
    make_replies(thread, 25)
    page = client.as_(make_member()).see(f"/threads/{thread.id}?page=9")
    assert page.tree.find(".//article[@id='r25']") is not None


def test_each_reply_has_an_address(client: Browser) -> None:
    thread = make_thread()
    make_replies(thread, 41)
    client.as_(make_member())
    here = f"/threads/{thread.id}"
    first = client.see(f"{here}/replies/3", 302)
    assert first.response.headers["Location"] == f"{here}#r3"
    last = client.see(f"{here}/replies/41", 302)
    assert last.response.headers["Location"] == f"{here}?page=3#r41"
    client.see(f"{here}/replies/42", 404)
    client.see(f"{here}/replies/0", 404)


def test_the_field_leads_to_a_reply_by_number(client: Browser) -> None:
    thread = make_thread()
    make_replies(thread, 41)
    client.as_(make_member())
    page = client.see(f"/threads/{thread.id}")
    assert page.tree.find(".//input[@name='p']") is not None
    went = client.see(f"/threads/{thread.id}?p=22", 302)
    assert went.response.headers["Location"] == f"/threads/{thread.id}?page=2#r22"
    client.see(f"/threads/{thread.id}?p=สามสิบ")


def test_a_short_thread_has_no_timeline(client: Browser) -> None:
    thread = make_thread()
    make_replies(thread, 20)
    page = client.as_(make_member()).see(f"/threads/{thread.id}")
    assert page.tree.find(".//input[@name='p']") is None


def test_the_accepted_answer_stands_under_the_question_with_its_number(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_replies(thread, 3)
    mark(thread, 2, asker)
    page = client.as_(asker).see(f"/threads/{thread.id}")
    ids = [one.get("id") for one in page.all(".//article")]
    assert ids == ["ask", "r2", "r1", "r3"]
    stub = page.words(page.tree.find(".//p[@id='c2']"))
    assert "#2" in stub
    assert "แสดงไว้ด้านบน" in stub
    assert "ผู้ถามเลือกเป็นคำตอบ" in page.words()


def test_an_answer_of_a_later_page_is_on_the_first_page_too(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_replies(thread, 45)
    mark(thread, 43, asker)
    client.as_(make_member())
    first = client.see(f"/threads/{thread.id}")
    assert [one.get("id") for one in first.all(".//article")][:3] == ["ask", "r43", "r1"]
    third = client.see(f"/threads/{thread.id}?page=3")
    assert "r43" in [one.get("id") for one in third.all(".//article")]


def test_a_quote_fills_the_form_with_markdown_and_a_link(client: Browser) -> None:
    thread = make_thread()
    make_reply(thread, body="ตั้งโต๊ะเช้า\n\nบ่ายไม่ต้อง")
    client.as_(make_member())
    page = client.see(f"/threads/{thread.id}?quote=1")
    area = page.words(page.tree.find(".//textarea[@name='body']"))
    assert f"(/threads/{thread.id}/replies/1)" in area
    assert "> ตั้งโต๊ะเช้า" in area
    assert "> บ่ายไม่ต้อง" in area
    empty = client.see(f"/threads/{thread.id}?quote=7")
    assert not empty.words(empty.tree.find(".//textarea[@name='body']"))


def test_an_outsider_of_a_closed_community_finds_no_thread(client: Browser) -> None:
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    thread = make_thread(closed, member)
    make_reply(thread, member)
    client.as_(make_member())
    for end in ("", "/replies/1", "/edit", "/removal", "/replies/1/edit", "/replies/1/removal"):
        assert client.get(f"/threads/{thread.id}{end}").status_code == 404, end
    for end in ("/replies", "/lock", "/mark-answer", "/links", "/edit", "/remove"):
        assert client.post(f"/threads/{thread.id}{end}").status_code == 404, end
    client.as_(member).see(f"/threads/{thread.id}")


def test_unknown_threads_are_not_found(client: Browser) -> None:
    client.as_(make_member())
    client.see("/threads/999999", 404)
    client.see("/threads/99999999999999", 404)


def test_a_visitor_is_sent_to_sign_in(client: Browser) -> None:
    thread = make_thread(visibility="public")
    answer = client.get(f"/threads/{thread.id}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login?next=")


def test_a_visitor_reads_what_is_public_where_the_site_allows_it(
    client: Browser, app: Flask
) -> None:
    thread = make_thread(visibility="public")
    make_reply(thread)
    hidden = make_thread()
    app.config["PUBLIC_READING"] = True
    try:
        page = client.see(f"/threads/{thread.id}")
        assert "เข้าสู่ระบบเพื่อร่วมตอบ" in page.words()
        assert page.tree.find(".//textarea") is None
        assert client.get(f"/threads/{hidden.id}").status_code == 302
    finally:
        app.config["PUBLIC_READING"] = False


def test_a_removed_thread_is_gone_for_readers_and_marked_for_moderators(client: Browser) -> None:
    thread = make_thread()
    moderator = make_member(role="moderator")
    with transaction():
        services.remove_thread(thread, "ซ้ำ", by=actor_of(moderator), at=now())
    client.as_(make_member()).see(f"/threads/{thread.id}", 404)
    page = client.as_(moderator).see(f"/threads/{thread.id}")
    assert "กระทู้นี้ถูกนำออกแล้ว" in page.words()
    assert page.tree.find(".//textarea") is None


def test_a_removed_reply_keeps_its_number_and_hides_its_words(client: Browser) -> None:
    thread = make_thread()
    writer = make_member()
    for words in ("ข้อความแรก", "ข้อความลับ", "ข้อความท้าย"):
        make_reply(thread, writer, words)
    with transaction():
        row = db.session.query(Reply).filter_by(thread_id=thread.id, position=2).one()
        services.remove_reply(thread, row, by=actor_of(writer), at=now())
    page = client.as_(make_member()).see(f"/threads/{thread.id}")
    assert "ข้อความลับ" not in page.text
    assert "ความเห็นที่ 2 ถูกนำออกแล้ว" in page.words()
    assert page.tree.find(".//article[@id='r3']") is not None
    moderator = make_member(role="moderator")
    assert "ข้อความลับ" in client.as_(moderator).see(f"/threads/{thread.id}").text


def test_reading_closed_content_by_office_is_noted_once_an_hour(client: Browser) -> None:
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    thread = make_thread(closed, member)
    open_thread = make_thread()
    client.as_(make_member(role="moderator"))
    for _ in range(2):
        client.see(f"/threads/{thread.id}")
        client.see(f"/threads/{open_thread.id}")
    client.as_(member).see(f"/threads/{thread.id}")
    noted = db.session.query(Entry).filter_by(what=What.CLOSED_CONTENT_READ.value).all()
    assert [(one.subject_kind, one.subject_id) for one in noted] == [("thread", thread.id)]


def test_names_and_titles_are_escaped(client: Browser) -> None:
    author = make_member(given_name="<b>ก</b>")
    thread = make_thread(author=author, title="<script>alert(1)</script>", body="<img onerror=x>ดี")
    make_reply(thread, author, "<script>alert(2)</script> ปกติ")
    page = client.as_(author).see(f"/threads/{thread.id}")
    assert "<script>alert" not in page.text
    assert not page.all(".//*[@onerror]")


def test_the_page_speaks_english(client: Browser) -> None:
    thread = make_thread()
    with transaction():
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(is_sample=True))
    reader = make_member(language="en")
    client.as_(reader).see(f"/threads/{thread.id}", language="en")
