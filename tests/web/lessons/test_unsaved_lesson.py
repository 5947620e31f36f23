"""What is typed and not saved: kept on the server, offered to its writer, read by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons.models import Revision
from cop.unsaved import jobs
from cop.unsaved.models import UnsavedText
from cop.unsaved.services import MOST_TEXTS
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import SHORT, TITLE, make_lesson

NEWER = "ข้อความใหม่ที่ยังไม่ได้กดบันทึก"


@pytest.fixture
def author(client):
    member = make_member(agency_id=make_agency().id)
    make_community("open-one")
    client.as_(member)
    return member


def rows() -> list[UnsavedText]:
    db.session.expire_all()
    return list(db.session.scalars(select(UnsavedText).order_by(UnsavedText.id)))


def typed(client, address, tab="one", turn=1, status=200, **fields):
    answer = client.post(f"{address}/unsaved", {"tab": tab, "turn": str(turn), **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)[:300]
    return answer.get_json(silent=True) or {}


def test_typing_makes_no_revision_and_is_offered_on_another_device(client, author):
    lesson = make_lesson("draft", author=author)
    address = f"/lessons/{lesson.id}"
    typed(client, address, lesson=NEWER, version=str(lesson.version))
    assert len(db.session.scalars(select(Revision)).all()) == 1
    page = client.as_(author).see(f"{address}/edit")
    offer = page.words(page.tree.find(".//div[@data-unsaved]"))
    assert "มีข้อความที่ใหม่กว่าและยังไม่ได้บันทึก" in offer
    assert "ต่างจากที่บันทึกแล้ว 1 ช่อง" in offer
    assert NEWER in offer.replace("\u2060", "").replace(" ", "") or NEWER[:10] in offer
    (row,) = rows()
    taken = client.see(f"{address}/edit?unsaved={row.id}")
    assert f">\n{NEWER}</textarea>" in taken.text.replace("\r", "")
    assert taken.tree.find(".//div[@data-unsaved]") is None
    client.send(f"{address}/edit", {"lesson": NEWER, "taken": str(row.id), "tab": "two"})
    assert rows() == []
    assert "data-unsaved" not in client.see(f"{address}/edit").text


def test_a_text_that_is_dropped_is_gone_for_good(client, author):
    lesson = make_lesson("draft", author=author)
    typed(client, f"/lessons/{lesson.id}", lesson=NEWER)
    (row,) = rows()
    answer = client.post(f"/lessons/unsaved/{row.id}/drop")
    assert answer.headers["Location"] == f"/lessons/{lesson.id}/edit"
    assert rows() == []


def test_two_pages_open_at_once_keep_a_text_each_and_are_told(client, author):
    lesson = make_lesson("draft", author=author)
    address = f"/lessons/{lesson.id}"
    assert typed(client, address, tab="one", lesson="ข้อความของแท็บแรก")["others"] == ""
    assert typed(client, address, tab="two", lesson="ข้อความของแท็บสอง")["others"] == "own"
    assert typed(client, address, tab="one", turn=2, lesson="แท็บแรกเขียนต่อ")["others"] == "own"
    texts = [dict(one.fields)["lesson"] for one in rows()]
    assert texts == ["แท็บแรกเขียนต่อ", "ข้อความของแท็บสอง"]
    assert client.get(f"{address}/unsaved?tab=one").get_json() == {"others": "own"}
    page = client.see(f"{address}/edit")
    assert "อยู่ในอีกแท็บหรืออีกเครื่องหนึ่ง" in page.words(page.tree.find(".//p[@data-others]"))


def test_a_page_whose_text_was_taken_over_gets_a_row_of_its_own(client, author):
    lesson = make_lesson("draft", author=author)
    address = f"/lessons/{lesson.id}"
    number = typed(client, address, tab="phone", turn=9, lesson="เริ่มในโทรศัพท์")["id"]
    typed(client, address, tab="desk", taken=str(number), lesson="ต่อที่โต๊ะ")
    assert [(one.id, one.tab) for one in rows()] == [(number, "desk")]
    typed(client, address, tab="phone", turn=10, lesson="เขียนต่อในโทรศัพท์")
    texts = {one.tab: dict(one.fields)["lesson"] for one in rows()}
    assert texts == {"desk": "ต่อที่โต๊ะ", "phone": "เขียนต่อในโทรศัพท์"}


def test_a_sending_that_was_overtaken_changes_nothing(client, author):
    lesson = make_lesson("draft", author=author)
    address = f"/lessons/{lesson.id}"
    typed(client, address, turn=5, lesson="ส่งทีหลัง")
    typed(client, address, turn=4, lesson="ส่งก่อนแต่ถึงช้า")
    assert dict(rows()[0].fields)["lesson"] == "ส่งทีหลัง"
    data = {"lesson": "ส่งทีหลัง", "tab": "one", "turn": "6"}
    client.send(f"{address}/edit", data)
    typed(client, address, turn=5, lesson="ถึงหลังกดบันทึก")
    assert rows()[0].fields == []
    assert "data-unsaved" not in client.see(f"{address}/edit").text
    typed(client, address, turn=7, lesson="กลับมาเขียนต่อ")
    assert dict(rows()[0].fields)["lesson"] == "กลับมาเขียนต่อ"


def test_nobody_else_reads_it_whatever_the_role(client, author):
    lesson = make_lesson("in_review", author=author)
    typed(client, f"/lessons/{lesson.ref}", lesson=NEWER)
    (row,) = rows()
    for role in ("moderator", "admin", "staff"):
        other = make_member(role=role)
        client.as_(other).see(
            f"/lessons/{lesson.ref}/edit?unsaved={row.id}", 404 if role != "x" else 0
        )
        assert client.post(f"/lessons/unsaved/{row.id}/drop").status_code == 404
    judge = make_member(role="moderator")
    page = client.as_(judge).see(f"/lessons/{lesson.ref}/edit")
    assert NEWER not in page.text
    assert "มีผู้อื่นกำลังแก้ไขบทเรียนนี้อยู่" in page.words(page.tree.find(".//p[@data-others]"))


def test_what_is_typed_in_a_new_lesson_is_offered_and_gone_once_it_is_saved(client, author):
    typed(client, "/lessons/new", tab="new", turn=3, **SHORT)
    page = client.see("/lessons/new")
    assert page.tree.find(".//div[@data-unsaved]") is not None
    (row,) = rows()
    taken = client.see(f"/lessons/new?unsaved={row.id}")
    assert TITLE in taken.text
    client.send("/lessons/new", {**SHORT, "taken": str(row.id), "tab": "again"})
    assert rows() == []


def test_a_conflict_keeps_my_text_on_the_server_before_it_asks(client, author):
    lesson = make_lesson("draft", author=author)
    address, old = f"/lessons/{lesson.id}/edit", str(lesson.version)
    client.send(address, {"lesson": "ข้อความที่บันทึกก่อน"})
    data = {"lesson": NEWER, "version": old, "tab": "late"}
    shown = client.send(address, data, status=409)
    assert dict(rows()[0].fields)["lesson"] == NEWER
    assert shown.tree.find(".//input[@name='tab']").get("value") == "late"


def test_other_fields_and_boundless_texts_are_not_kept(client, author):
    typed(client, "/lessons/new", title_th=TITLE, pdpa_check="1", is_admin="1")
    assert rows()[0].fields == [["title_th", TITLE]]
    typed(client, "/lessons/new", status=400, what_happened="ก" * 200_001)
    typed(client, "/lessons/new", tab="", status=400, title_th=TITLE)
    for number in range(MOST_TEXTS + 3):
        typed(client, "/lessons/new", tab=f"tab-{number}", title_th=TITLE)
    assert len(rows()) == MOST_TEXTS


def test_it_is_forgotten_after_thirty_days(client, author):
    typed(client, "/lessons/new", tab="old", title_th=TITLE)
    typed(client, "/lessons/new", tab="fresh", title_th=TITLE)
    with transaction():
        rows()[0].saved_at = now() - timedelta(days=31)
    jobs.forget()
    assert [one.tab for one in rows()] == ["fresh"]


def test_after_the_sign_in_has_ended_the_answer_says_so(app, client, author):
    client.client.delete_cookie("cop_session")
    assert client.client.post("/lessons/new/unsaved", data={"tab": "one"}).status_code in {400, 401}
