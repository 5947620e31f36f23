"""One lesson as readers see it, the list, and the words it puts in the index."""

import pytest
from sqlalchemy import select

from cop.communities.policies import audience_of
from cop.db import db, transaction
from cop.lessons import documents, queries, services
from cop.lessons.models import Lesson
from cop.lessons.queries import Filters
from tests.make.accounts import load_reference, make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import FULL, SHORT, TITLE, make_copies, make_lesson


@pytest.fixture
def reader(client):
    member = make_member()
    client.as_(member)
    return member


def test_the_page_tells_the_lesson_in_its_own_order(client, reader):
    load_reference()
    agency = make_agency("สำนักทะเบียนอำเภอ")
    author = make_member(position="ปลัดอำเภอ", agency_id=agency.id)
    lesson = make_lesson(author=author, province_code="16", not_when="คนส่วนใหญ่ไม่จองคิว")
    page = client.see(f"/lessons/{lesson.number}")
    heads = [page.words(one) for one in page.all(".//h2")]
    order = ["ความเป็นมาและบริบท", "สิ่งที่เกิดขึ้นจริง", "สาเหตุและปัจจัย", "บทเรียนที่ได้", "ข้อเสนอแนะ"]
    assert [head for head in heads if head in order] == order
    assert heads.index("สรุปใน 1 นาที") < heads.index(order[0])
    for words in ("ปลัดอำเภอ", "สำนักทะเบียนอำเภอ", "ลพบุรี", lesson.number, "ฉบับที่ 1", "ผสมผสาน"):
        assert words in page.text
    assert "คนส่วนใหญ่ไม่จองคิว" in page.words(page.tree.find(".//section[@class='note']"))


def test_the_page_asks_the_database_little(client, reader):
    lesson = make_lesson()
    assert client.see(f"/lessons/{lesson.number}").queries <= 5


def test_parts_that_were_rendered_before_follow_what_changes(client, reader):
    author = make_member(given_name="มาลี", family_name="ใจงาม")
    lesson = make_lesson(author=author)
    path = f"/lessons/{lesson.number}"
    assert "มาลี ใจงาม" in client.see(path).text
    with transaction():
        db.session.merge(author).family_name = "วงศ์ดี"
        changed = db.session.get_one(Lesson, lesson.id)
        changed.community.name = "ชุมชนชื่อใหม่"
        changed.state = "withdrawn"
    page = client.see(path)
    assert "มาลี วงศ์ดี" in page.text
    assert "มาลี ใจงาม" not in page.text
    assert "ชุมชนชื่อใหม่" in page.text
    assert "เลิกใช้" in page.text
    assert "ตรวจแล้ว" not in page.words(page.tree.find(".//header[@class='lesson-head']"))


def test_what_was_typed_as_markup_stays_text(client, reader):
    lesson = make_lesson(
        what_happened="<script>alert(1)</script> **หนา**", title_th=f"<b>{TITLE}</b>"
    )
    page = client.see(f"/lessons/{lesson.number}")
    assert "<script>alert" not in page.text
    assert f"<b>{TITLE}" not in page.text
    assert "<strong>หนา</strong>" in page.text


def test_an_id_leads_to_the_number(client, reader):
    lesson = make_lesson()
    answer = client.get(f"/lessons/{lesson.id}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/lessons/{lesson.number}")
    assert client.get(f"/lessons/{lesson.number.lower()}").status_code == 301


@pytest.mark.parametrize("ref", ["LL-2563-9999", "999999", "9" * 30, "LL-2563-0001x", "ก", "-1"])
def test_no_such_lesson(client, reader, ref):
    make_lesson()
    client.see(f"/lessons/{ref}", status=404)


def test_a_signed_out_visitor_is_sent_to_sign_in(client):
    lesson = make_lesson()
    for path in (f"/lessons/{lesson.number}", "/lessons", "/lessons/LL-1-1"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/login" in answer.headers["Location"]


def test_visitors_read_public_lessons_where_that_is_switched_on(app, client):
    judge = make_member(role="moderator")
    shown, hidden = make_lesson(), make_lesson(title_th="เรื่องที่อ่านได้เฉพาะบุคลากร")
    with transaction():
        services.open_to_public(shown, by=actor_of(judge), at=shown.created_at)
    app.config["PUBLIC_READING"] = True
    try:
        assert TITLE in client.see(f"/lessons/{shown.number}").text
        client.see(f"/lessons/{shown.number}/print")
        page = client.see("/lessons")
        assert page.total == 1
        assert "เรื่องที่อ่านได้เฉพาะบุคลากร" not in page.text
        assert client.get(f"/lessons/{hidden.number}").status_code == 302
    finally:
        app.config["PUBLIC_READING"] = False


def test_the_print_page_stands_alone(client, reader):
    lesson = make_lesson()
    page = client.see(f"/lessons/{lesson.number}/print")
    assert not page.all(".//header[@class='top']")
    assert SHORT["lesson"] in page.text


def test_samples_say_so(client, reader):
    lesson = make_lesson(is_sample=True)
    assert "ข้อมูลตัวอย่าง" in client.see(f"/lessons/{lesson.number}").text
    assert "ข้อมูลตัวอย่าง" in client.see("/lessons").text


def test_the_list_is_narrowed_by_what_the_address_says(client, reader):
    load_reference()
    one = make_lesson(kind="caution", outcome="unexpected", topics=("T05",), principles=("P2",))
    two = make_lesson(community=make_community("other-place"))
    assert client.see("/lessons").total == 2
    for query, found in (
        ("kind=caution", one),
        ("outcome=unexpected", one),
        ("topic=T05", one),
        ("principle=P2", one),
        ("process=PR01&kind=lesson", two),
        ("community=other-place", two),
    ):
        page = client.see(f"/lessons?{query}")
        assert page.hits == [("lesson", found.number)], query
    assert client.see("/lessons?fiscal_year=2563").total == 2
    for query in ("fiscal_year=2562", "fiscal_year=x", "kind=nonsense", "topic=T05&kind=lesson"):
        page = client.see(f"/lessons?{query}")
        assert page.total == 0
        assert "ไม่มีบทเรียนตามที่เลือก" in page.text


def test_own_lessons_stand_in_a_list_of_their_own_with_drafts(client, reader):
    make_lesson("draft", author=reader, title_th="ฉบับร่างของฉันเอง")
    make_lesson("published", author=reader, title_th="เรื่องที่เผยแพร่แล้ว")
    make_lesson("draft", title_th="ฉบับร่างของคนอื่น")
    assert client.see("/lessons").total == 1
    page = client.see("/lessons?mine=1")
    assert page.total == 2
    assert "ฉบับร่างของคนอื่น" not in page.text
    assert client.see("/lessons?mine=1&state=draft").total == 1
    assert client.see("/lessons?state=mine").total == 2


def test_an_empty_list_says_what_to_do(client, reader):
    assert "ยังไม่มีบทเรียนที่เผยแพร่" in client.see("/lessons").text
    assert "ยังไม่มีบทเรียนของฉัน" in client.see("/lessons?mine=1").text


def test_a_list_has_pages_of_twenty_and_the_same_queries(client, reader):
    first = make_lesson()
    few = client.see("/lessons").queries
    make_copies(first, 21)
    page = client.see("/lessons")
    assert (page.total, len(page.hits), page.queries) == (22, 20, few)
    second = client.see("/lessons?page=2")
    assert len(second.hits) == 2
    assert second.hits[-1] == ("lesson", first.number)
    assert client.see("/lessons?page=99").total == 22


def test_closed_lessons_betray_neither_title_nor_count(client, reader):
    insider = make_member()
    closed = make_community(kind="members", members=(insider,))
    secret = make_lesson(author=insider, community=closed, title_th="เรื่องภายในของชุมชนปิด")
    page = client.see("/lessons")
    assert page.total == 0
    client.see(f"/lessons/{secret.number}", status=404)
    client.as_(insider)
    assert client.see("/lessons").total == 1


def test_documents_hold_published_texts_only(app):
    lesson = make_lesson(tags=("นัดหมาย",))
    make_lesson("draft", lesson="ลับสุดยอดในร่าง")
    make_lesson("in_review")
    assert documents.all_ids() == [lesson.id]
    (found,) = documents.documents([row.id for row in db.session.scalars(select(Lesson))])
    assert (found.kind, found.id, found.title) == ("lesson", str(lesson.id), TITLE)
    for text in (SHORT["lesson"], FULL["cause"], FULL["recommendation"][0], FULL["applies_when"]):
        assert text in found.body
    assert "นัดหมาย" in found.keywords
    assert lesson.number in found.keywords
    assert found.facets["fiscal_year"] == ("2563",)
    assert found.facets["type"] == ("lesson",)
    assert found.facets["topic"] == ("T02",)
    assert set(found.facets["principle"]) == {"P1", "P3"}
    assert set(found.audience) & audience_of(actor_of(make_member()))


def test_a_draft_begun_on_a_published_lesson_does_not_change_its_document(app):
    author = make_member()
    lesson = make_lesson(author=author)
    (before,) = documents.documents([lesson.id])
    with transaction():
        services.revise(
            lesson,
            services.Content(**{**FULL, "lesson": "ลับ"}, community_id=lesson.community_id),
            version=None,
            by=actor_of(author),
            at=lesson.created_at,
        )
    assert documents.documents([lesson.id]) == [before]


def test_withdrawn_lessons_weigh_less(app):
    (found,) = documents.documents([make_lesson("withdrawn").id])
    assert found.weight < 1
    assert found.facets["state"] == ("withdrawn",)


def test_what_waits_for_me(app):
    author, judge = make_member(), make_member(role="moderator")
    draft = make_lesson("draft", author=author)
    returned = make_lesson("changes_requested", author=author)
    waiting = make_lesson("submitted", author=author)
    make_lesson("published", author=author)
    own = make_lesson("submitted", author=judge)
    mine = queries.unfinished(actor_of(author))
    assert [one.id for one in mine] == [returned.id, draft.id]
    assert queries.awaiting_review(actor_of(author)) == []
    queue = queries.awaiting_review(actor_of(judge))
    assert [(one.id, one.is_own) for one in queue] == [(waiting.id, False), (own.id, True)]


def test_cards_show_only_what_may_be_read(app):
    reader = actor_of(make_member())
    shown, draft = make_lesson(), make_lesson("draft")
    found = queries.cards(reader, [shown.id, draft.id, 999])
    assert list(found) == [shown.id]
    assert found[shown.id].ref == shown.number
    assert [card.id for card in queries.latest(reader)] == [shown.id]
    assert queries.listing(reader, Filters(), 1).total == 1
