"""Starting a thread."""

import pytest

from cop.db import db
from cop.journal import Entry
from cop.threads.models import Thread
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community

GOOD = {
    "kind": "question",
    "title": "มีเจ้าหน้าที่ 3 คน จะจัดอย่างไร",
    "body": "ช่องบริการ 2 ช่อง",
    "tags": "คิว, #คัดกรอง,คิว",
}


def only() -> Thread:
    return db.session.query(Thread).one()


def test_a_member_starts_a_thread(client: Browser) -> None:
    agency = make_agency()
    writer = make_member(agency_id=agency.id)
    place = make_community("บริการ")
    client.as_(writer)
    answer = client.send("/threads/new", {**GOOD, "community": "บริการ"})
    thread = only()
    assert answer.response.headers["Location"] == f"/threads/{thread.id}"
    assert (thread.community_id, thread.author_id) == (place.id, writer.id)
    assert (thread.kind, thread.visibility, thread.agency_id) == ("question", "org", agency.id)
    assert thread.tags == ["คิว", "คัดกรอง"]
    assert thread.excerpt == "ช่องบริการ 2 ช่อง"
    assert [e.what for e in db.session.query(Entry).filter_by(subject_kind="thread")] == [
        "thread_started"
    ]


def test_in_a_closed_community_it_is_for_members(client: Browser) -> None:
    writer = make_member()
    make_community("ปิด", kind="members", members=(writer,))
    client.as_(writer).send("/threads/new", {**GOOD, "community": "ปิด"})
    assert only().visibility == "community"


def test_a_form_sent_twice_makes_one_thread(client: Browser) -> None:
    make_community("บริการ")
    client.as_(make_member())
    data = {**GOOD, "community": "บริการ", "form_key": "same"}
    answers = [client.post("/threads/new", data) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert db.session.query(Thread).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "กรอกช่องนี้"),
        ({"title": "ก" * 201}, "ยาวเกินไป เขียนได้ไม่เกิน 200 ตัวอักษร"),
        ({"body": "   "}, "กรอกช่องนี้"),
        ({"body": "ข" * 20_001}, "ยาวเกินไป เขียนได้ไม่เกิน 20,000 ตัวอักษร"),
        ({"body": "<!-- -->"}, "กรอกช่องนี้"),
        ({"kind": "poll"}, "เลือกจากรายการที่มี"),
        ({"kind": "announcement"}, "เลือกจากรายการที่มี"),
        ({"community": ""}, "เลือกหนึ่งรายการ"),
        ({"community": "ไม่มี"}, "เลือกจากรายการที่มี"),
        ({"tags": ",".join(f"คำ{n}" for n in range(11))}, "ใส่ได้ไม่เกิน 10 คำ"),
        ({"tags": "ค" * 41}, "คำละไม่เกิน 40 ตัวอักษร"),
    ],
)
def test_bad_input_comes_back_with_what_was_written(
    client: Browser, wrong: dict[str, str], words: str
) -> None:
    make_community("บริการ")
    client.as_(make_member())
    page = client.send("/threads/new", {**GOOD, "community": "บริการ", **wrong}, 422)
    assert words in page.words()
    assert page.words(page.tree.find(".//title")).startswith("ข้อผิดพลาด:")
    if "title" not in wrong:
        assert GOOD["title"] in page.text
    assert db.session.query(Thread).count() == 0


def test_a_community_closed_to_the_writer_is_no_choice(client: Browser) -> None:
    make_community("บริการ")
    make_community("ปิด", kind="members", members=(make_member(),))
    page = client.as_(make_member()).see("/threads/new?community=ปิด")
    assert "ปิด" not in [one.get("value") for one in page.all(".//option")]
    client.send("/threads/new", {**GOOD, "community": "ปิด"}, 422)
    assert db.session.query(Thread).count() == 0


def test_facilitators_may_announce_in_their_community_only(client: Browser) -> None:
    leader = make_member()
    make_community("ของเรา", leads=(leader,))
    make_community("อื่น")
    client.as_(leader)
    client.send("/threads/new", {**GOOD, "kind": "announcement", "community": "ของเรา"})
    answer = client.post("/threads/new", {**GOOD, "kind": "announcement", "community": "อื่น"})
    assert answer.status_code == 403
    assert db.session.query(Thread).count() == 1


def test_the_address_chooses_community_and_kind(client: Browser) -> None:
    make_community("หนึ่ง")
    second = make_community("สอง")
    page = client.as_(make_member()).see("/threads/new?community=สอง&kind=discussion")
    chosen = [page.words(one) for one in page.all(".//option[@selected]")]
    assert chosen == [second.name]
    ticked = [one.get("value") for one in page.all(".//input[@checked]")]
    assert ticked == ["discussion"]


def test_without_any_community_the_page_says_where_to_go(client: Browser) -> None:
    page = client.as_(make_member()).see("/threads/new")
    assert page.tree.find(".//main//form") is None
    assert "ยังไม่มีชุมชนที่ท่านเขียนได้" in page.words()


def test_a_visitor_signs_in_first(client: Browser) -> None:
    assert client.get("/threads/new").status_code == 302
