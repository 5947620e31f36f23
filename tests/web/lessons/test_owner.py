"""Who looks after a lesson: the author at first, somebody else, or its unit; never nobody."""

import pytest
from sqlalchemy import select

from cop.accounts import services as accounts
from cop.accounts.models import Member
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.core.errors import Refused
from cop.db import db, transaction
from cop.journal import Entry, dispatch
from cop.lessons import queries, services
from cop.lessons.models import Decision, Lesson
from cop.lessons.services import owning
from cop.notices.models import Notice
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import FULL, make_lesson

UNIT = "กองดูแลบทเรียนทดสอบ"
NAME = "นวลจันทร์ผู้ซ่อน"


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def give(lesson, to, by):
    with transaction():
        lesson = db.session.get_one(Lesson, lesson.id)
        to, by = (actor_of(to) if to else None), actor_of(by)
        services.reassign(lesson, to, version=None, by=by, at=now())


def told(kind):
    return set(db.session.scalars(select(Notice.member_id).where(Notice.kind == kind)))


def owner_line(page):
    (card,) = [one for one in page.all(".//section") if "tend" in one.get("class", "")]
    return page.words(card.findall(".//dd")[0])


def links(page):
    return {one.get("href") for one in page.all(".//main//a")}


@pytest.fixture
def judge(client):
    member = make_member(role="moderator")
    client.as_(member)
    return member


def test_the_author_looks_after_a_lesson_at_first(client, judge):
    author = make_member(given_name="สมหญิง", family_name="รักงาน")
    lesson = make_lesson(author=author)
    assert lesson.owner_id == author.id
    page = client.as_(make_member()).see(f"/lessons/{lesson.number}")
    assert owner_line(page) == "สมหญิง รักงาน"


def test_a_moderator_gives_it_to_somebody_else(client, judge):
    author, other = make_member(), make_member(given_name="มาลี", family_name="ใจดี")
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}/owner"
    assert address in links(client.see(f"/lessons/{lesson.number}"))
    client.send(address, {"to": "member", "email": other.email, "words": "ย้ายงาน"})
    assert again(lesson).owner_id == other.id
    assert owner_line(client.see(f"/lessons/{lesson.number}")) == "มาลี ใจดี"
    dispatch()
    assert told("lesson_reassigned") == {author.id, other.id}
    (step,) = db.session.scalars(select(Decision).where(Decision.act == "reassign"))
    assert (step.words, step.by_id, step.to_state) == ("ย้ายงาน", judge.id, "published")
    (entry,) = db.session.scalars(select(Entry).where(Entry.what == "lesson_reassigned"))
    assert (entry.codes["member"], entry.codes["before"]) == (other.id, author.id)


def test_the_new_owner_writes_and_never_judges(client, judge):
    owner = make_member(role="moderator")
    lesson = make_lesson()
    give(lesson, owner, judge)
    address = f"/lessons/{lesson.number}"
    page = client.as_(owner).see(address)
    assert {f"{address}/edit", f"{address}/minor"} <= links(page)
    change = {"lesson": "ฉบับใหม่ของผู้ดูแล", "note": "ปรับ", "act": "submit", "pdpa_check": "1"}
    client.send(f"{address}/edit", change)
    kept = again(lesson)
    assert (kept.state, kept.submitted_by_id) == ("submitted", owner.id)
    assert client.post(f"{address}/start-review").status_code == 403
    assert "ตัดสินบทเรียนนี้เองไม่ได้" in client.see(f"/moderation/{lesson.number}").text
    client.as_(judge).post(f"{address}/start-review")
    assert client.as_(owner).post(f"{address}/publish").status_code == 403
    assert client.as_(judge).post(f"{address}/publish").status_code == 303


def test_an_owner_goes_on_with_what_was_begun(client, judge):
    owner = make_member()
    lesson = make_lesson()
    give(lesson, owner, judge)
    client.as_(owner).send(f"/lessons/{lesson.number}/edit", {"lesson": "ฉบับใหม่"})
    (row,) = queries.unfinished(actor_of(db.session.get_one(Member, owner.id)))
    assert row.id == lesson.id
    assert lesson.number in client.see("/lessons?mine=1").text
    client.send(f"/lessons/{lesson.number}/discard", {}, page=f"/lessons/{lesson.number}")
    assert again(lesson).state == "published"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "เลือกหนึ่งรายการ"),
        ({"to": "member"}, "กรอกช่องนี้"),
        ({"to": "member", "email": "nobody@example.go.th"}, "ไม่พบบัญชี"),
        ({"to": "member", "email": "outside@example.go.th"}, "ไม่มีสิทธิ์อ่านบทเรียนนี้"),
        ({"to": "member", "email": "writer@example.go.th"}, "ดูแลบทเรียนนี้อยู่แล้ว"),
    ],
)
def test_what_cannot_be_is_said_in_words(client, judge, sent, says):
    make_member("outside@example.go.th")
    author = make_member("writer@example.go.th")
    place = make_community(kind="members", members=(author,))
    lesson = make_lesson(author=author, community=place)
    page = client.send(f"/lessons/{lesson.number}/owner", sent, status=422)
    assert says in page.text
    assert again(lesson).owner_id == author.id


def test_two_who_choose_at_once_and_one_who_presses_twice(client, judge):
    first, second = make_member(), make_member()
    lesson = make_lesson()
    address = f"/lessons/{lesson.number}/owner"
    old = str(lesson.version)
    sent = {"to": "member", "email": first.email, "version": old, "form_key": "one"}
    assert [client.post(address, sent).status_code for _time in range(2)] == [303, 303]
    late = {**sent, "email": second.email, "words": "คำที่พิมพ์ไว้", "form_key": "two"}
    answer = client.post(address, late)
    assert answer.status_code == 409
    assert "คำที่พิมพ์ไว้" in answer.get_data(as_text=True)
    assert again(lesson).owner_id == first.id


def test_who_may_not(client, judge):
    lesson = make_lesson(author=make_member("writer@example.go.th"))
    for one in (make_member(), db.session.get_one(Member, lesson.author_id)):
        client.as_(one)
        assert f"/lessons/{lesson.number}/owner" not in links(client.see(f"/lessons/{lesson.ref}"))
        client.see(f"/lessons/{lesson.number}/owner", status=403)


def test_the_coordinator_of_the_unit_may_and_of_another_may_not(client, judge):
    unit, other = make_agency(UNIT), make_agency()
    lesson = make_lesson(agency_id=unit.id)
    for agency, status in ((unit, 200), (other, 403)):
        one = make_member(role="coordinator", scope=("agency", agency.id))
        client.as_(one).see(f"/lessons/{lesson.number}/owner", status=status)


def test_the_unit_looks_after_what_somebody_left(client, judge, monkeypatch):
    monkeypatch.setattr(owning, "PASSED_AT_ONCE", 2)
    unit = make_agency(UNIT)
    author, owner = make_member(), make_member("owner@example.go.th", agency_id=unit.id)
    own = [make_lesson(author=owner, agency_id=unit.id) for _time in range(3)]
    draft = make_lesson("draft", author=owner, agency_id=unit.id)
    given = make_lesson(author=author, agency_id=unit.id)
    give(given, owner, judge)
    kept = make_lesson(author=author, agency_id=unit.id)
    with transaction():
        member = db.session.get_one(Member, owner.id)
        accounts.disable(member, by=SYSTEM, at=now())
    dispatch()
    for one in (*own, draft, given):
        assert again(one).owner_id is None
    assert again(kept).owner_id == author.id
    steps = list(db.session.scalars(select(Decision).where(Decision.by_id.is_(None))))
    assert len(steps) == 5
    assert owner_line(client.see(f"/lessons/{given.number}")) == f"หน่วยงาน {UNIT}"
    with transaction():
        member = db.session.get_one(Member, owner.id)
        accounts.enable(member, by=SYSTEM, at=now())
    dispatch()
    assert again(own[0]).owner_id is None
    client.send(f"/lessons/{given.number}/owner", {"to": "member", "email": author.email})
    assert again(given).owner_id == author.id


def test_only_the_site_passes_lessons_on_by_itself(app, judge):
    with pytest.raises(Refused), transaction():
        services.pass_to_unit(judge.id, by=actor_of(judge), at=now())


def test_the_line_of_the_owner_does_not_betray_an_author_who_is_not_named(client, judge):
    unit = make_agency(UNIT)
    hidden = make_member(given_name=NAME, agency_id=make_agency().id)
    lesson = make_lesson(author=hidden, agency_id=unit.id, hides_author=True)
    address = f"/lessons/{lesson.number}"
    for one in (make_member(), judge):
        assert owner_line(client.as_(one).see(address)) == f"หน่วยงาน {UNIT}"
    assert NAME not in client.see(f"{address}/owner").text
    assert NAME in owner_line(client.as_(hidden).see(address))


def test_whoever_looks_after_a_lesson_is_not_told_who_wrote_it(client, judge):
    hidden = make_member(given_name=NAME)
    owner = make_member()
    lesson = make_lesson(author=hidden, hides_author=True)
    give(lesson, owner, judge)
    address = f"/lessons/{lesson.number}"
    change = {
        "summary": FULL["summary"] + " ใหม่",
        "note": "ปรับ",
        "act": "submit",
        "pdpa_check": "1",
    }
    client.as_(owner).send(f"{address}/edit", change)
    assert again(lesson).hides_author
    with transaction():
        by = actor_of(db.session.get_one(Member, judge.id))
        services.start_review(db.session.get_one(Lesson, lesson.id), by=by, at=now())
    client.as_(judge).post(f"{address}/remarks", {"words": "ขอที่มา", "place": "cause"})
    remark = db.session.execute(db.text("SELECT id FROM remarks")).scalar_one()
    answer = client.as_(hidden).post(f"/remarks/{remark}/answers", {"words": "เติมแล้ว"})
    assert answer.status_code == 303
    client.as_(owner)
    assert "เติมแล้ว" in client.see(f"{address}/remarks").text
    for page in ("", "/history", "/diff", "/edit", "/remarks"):
        answer = client.get(f"{address}{page}")
        assert answer.status_code in {200, 403}, page
        assert NAME not in answer.get_data(as_text=True), page
