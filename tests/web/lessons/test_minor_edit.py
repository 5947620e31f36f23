"""Small corrections: live at once, counted, looked at by somebody else afterwards."""

import pytest
from sqlalchemy import select

from cop.core.clock import now
from cop.core.errors import Refused
from cop.db import db, transaction
from cop.journal import Entry, dispatch
from cop.lessons import documents, queries, services
from cop.lessons.models import Decision, Lesson, LessonTerm, Revision
from cop.moderation.models import MinorEdit
from cop.notices.models import Notice
from tests.browser_without_scripts import Page, _filled
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import FULL, make_lesson

NOTE = "แก้คำผิด"
FIXED = FULL["summary"].replace("บอกรายการ", "บอกรายชื่อ")


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def shown(lesson):
    return db.session.get_one(Revision, again(lesson).published_revision_id)


def correct(lesson, member, **texts):
    with transaction():
        return services.minor_edit(
            lesson, texts, note=NOTE, version=None, by=actor_of(member), at=now()
        )


@pytest.fixture
def author(client):
    member = make_member()
    client.as_(member)
    return member


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


def test_the_author_corrects_what_readers_see_at_once(client, author):
    lesson = make_lesson(author=author)
    verified = lesson.verified_at
    address = f"/lessons/{lesson.number}"
    assert f"{address}/minor" in links(client.see(address))
    client.send(f"{address}/minor", {"summary": FIXED, "note": NOTE})
    revision = shown(lesson)
    assert (revision.number, revision.summary, revision.note) == (2, FIXED, NOTE)
    kept = again(lesson)
    assert (kept.state, kept.summary, kept.verified_at) == ("published", FIXED, verified)
    assert kept.current_revision_id == kept.published_revision_id
    client.as_(make_member())
    assert FIXED in client.see(address).text
    assert NOTE in client.see(f"{address}/history").text
    (document,) = documents.documents([lesson.id])
    assert FIXED in document.body


def test_all_else_stays_as_it_is_filed(client, author):
    lesson = make_lesson(author=author)
    more = {"recommendation": "ขั้นตอนใหม่", "applies_when": "เมื่อใดก็ได้", "kind": "caution",
            "outcome": "success", "visibility": "named", "topics": "T05"}  # fmt: skip
    before = queries.values(lesson.published_revision_id)
    client.send(f"/lessons/{lesson.number}/minor", {"summary": FIXED, "note": NOTE, **more})
    after = queries.values(again(lesson).published_revision_id)
    assert {name for name in after if after[name] != before[name]} == {"id", "summary"}


def test_terms_that_are_out_of_use_do_not_stop_a_correction(author):
    lesson = make_lesson(author=author)
    of = select(LessonTerm.term_id).where(LessonTerm.revision_id == lesson.published_revision_id)
    terms = set(db.session.scalars(of))
    db.session.execute(db.text("UPDATE terms SET status = 'retired'"))
    db.session.commit()
    revision = correct(lesson, author, summary=FIXED)
    of = select(LessonTerm.term_id).where(LessonTerm.revision_id == revision.id)
    assert set(db.session.scalars(of)) == terms


def test_too_much_comes_back_with_its_text_and_makes_a_new_version(client, author):
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}/minor"
    long = FULL["cause"] + "ก" * 250
    page = client.send(address, {"cause": long, "note": NOTE}, status=422)
    assert "เปลี่ยน 250 อักษร แก้ไขเล็กน้อยได้ไม่เกิน 200 อักษร" in page.text
    assert len(revisions()) == 1
    (button,) = [one for one in page.all(".//button") if one.get("formaction")]
    fields = _filled(page.form(address))
    assert fields["cause"].strip() == long
    assert client.client.post(button.get("formaction"), data=fields).status_code == 303
    kept = again(lesson)
    assert (kept.state, db.session.get_one(Revision, kept.current_revision_id).cause) == (
        "draft",
        long,
    )
    assert shown(lesson).number == 1


def test_many_small_corrections_that_nobody_looked_at_count_as_one(client, author, judge):
    lesson = make_lesson(author=author)
    correct(lesson, author, cause=FULL["cause"] + "ก" * 150)
    address = f"/lessons/{lesson.number}/minor"
    more = {"cause": FULL["cause"] + "ก" * 210, "note": NOTE}
    refused = client.send(address, more, status=422)
    assert "เปลี่ยน 210 อักษร แก้ไขเล็กน้อยได้ไม่เกิน 200 อักษร" in refused.text
    client.send(address, {"cause": FULL["cause"] + "ก" * 120, "note": NOTE})
    for edit in db.session.scalars(select(MinorEdit).order_by(MinorEdit.id)):
        with transaction():
            services.see_minor(again(lesson), db.session.get_one(MinorEdit, edit.id),
                               by=actor_of(judge), at=now())  # fmt: skip
    client.send(address, more)
    assert shown(lesson).cause.count("ก" * 210) == 1


def test_exactly_two_hundred_letters_are_little(author):
    lesson = make_lesson(author=author)
    assert correct(lesson, author, cause=FULL["cause"] + "ก" * 200).number == 2


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"summary": FIXED}, "กรอกช่องนี้"),
        ({"note": NOTE}, "ยังไม่มีข้อความใดเปลี่ยน"),
        ({"cause": "", "note": NOTE}, "ลบข้อความทั้งช่องไม่ใช่การแก้ไขเล็กน้อย"),
    ],
)
def test_what_is_no_correction_is_refused_in_words(client, author, sent, says):
    lesson = make_lesson(author=author)
    page = client.send(f"/lessons/{lesson.number}/minor", sent, status=422)
    assert says in page.text
    assert len(revisions()) == 1


def test_sent_twice_it_is_one_correction(client, author):
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}/minor"
    fields = {**_filled(client.see(address).form(address)), "summary": FIXED, "note": NOTE}
    answers = [client.client.post(address, data=fields) for _time in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert len(revisions()) == 2
    assert len(list(db.session.scalars(select(MinorEdit)))) == 1


def test_the_second_tab_is_shown_both_texts(client, author):
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}/minor"
    tabs = [_filled(client.see(address).form(address)) for _tab in range(2)]
    first = {**tabs[0], "summary": FIXED, "note": NOTE}
    assert client.client.post(address, data=first).status_code == 303
    mine = {**tabs[1], "summary": f"{FULL['summary']} ของฉัน", "note": NOTE}
    late = client.client.post(address, data=mine)
    assert late.status_code == 409
    page = Page(late, 0).check()
    assert "ของฉัน" in page.text
    assert FIXED in page.text
    assert shown(lesson).summary == FIXED
    fields = _filled(page.form(address))
    assert client.client.post(address, data=fields).status_code == 303
    assert shown(lesson).summary.endswith("ของฉัน")


def test_a_begun_version_stands_in_the_way_and_nothing_is_lost(client, author, judge):
    lesson = make_lesson(author=author)
    address = f"/lessons/{lesson.number}/minor"
    client.as_(judge)
    fields = {**_filled(client.see(address).form(address)), "summary": FIXED, "note": NOTE}
    secret = "ร่างที่ยังไม่มีใครเห็น"
    client.as_(author).send(f"/lessons/{lesson.number}/edit", {"summary": secret})
    assert "/minor" not in " ".join(links(client.see(f"/lessons/{lesson.number}")))
    assert "มีฉบับแก้ไขที่ยังไม่เผยแพร่อยู่" in client.see(address, status=403).text
    client.as_(judge)
    fields["csrf_token"] = client.token()
    answer = client.client.post(address, data=fields)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert FIXED.split()[-1] in text
    assert secret not in text
    assert len(revisions()) == 2


def test_readers_may_not(client, author):
    lesson = make_lesson()
    page = client.see(f"/lessons/{lesson.number}/minor", status=403)
    assert "เฉพาะผู้เขียน ผู้ดูแลบทเรียน หรือผู้ดูแลเนื้อหา" in page.text
    draft = make_lesson("draft")
    client.see(f"/lessons/{draft.id}/minor", status=404)


def test_a_moderator_corrects_and_the_author_is_told(client, author, judge):
    lesson = make_lesson(author=author)
    client.as_(judge)
    client.send(f"/lessons/{lesson.number}/minor", {"summary": FIXED, "note": NOTE})
    assert not shown(lesson).is_authorship
    dispatch()
    assert told("lesson_edited_slightly") == {author.id}
    acts = list(db.session.scalars(select(Decision.act).order_by(Decision.id)))
    assert acts[-1] == "minor_edit"


def test_another_moderator_looks_at_it_after(client, author, judge):
    lesson = make_lesson(author=author)
    correct(lesson, judge, summary=FIXED)
    address = f"/lessons/{lesson.number}/minor/2/seen"
    page = client.as_(judge).see("/moderation?show=minor")
    assert lesson.title in page.text
    assert "ให้ผู้ตรวจคนอื่นดู" in page.text
    assert address not in acts(page)
    assert client.post(address).status_code == 403
    client.as_(make_member(role="moderator"))
    page = client.see("/moderation?show=minor")
    (diff,) = {one for one in links(page) if "/diff" in one}
    assert "ชื่อ" in client.see(diff).text
    assert address in acts(client.see(diff))
    client.send(address, {}, page="/moderation?show=minor")
    edit = db.session.scalars(select(MinorEdit)).one()
    assert edit.seen_by_id
    assert "ไม่มีการแก้ไขเล็กน้อยที่รอดู" in client.see("/moderation?show=minor").text
    assert client.post(address).status_code == 303
    assert len(entries("minor_edit_seen")) == 1


def test_a_moderator_does_not_look_at_corrections_of_an_own_lesson(client, judge):
    lesson = make_lesson(author=judge)
    correct(lesson, judge, summary=FIXED)
    client.as_(judge)
    for act in ("seen", "undo"):
        answer = client.post(f"/lessons/{lesson.number}/minor/2/{act}", {"words": "x"})
        assert answer.status_code == 403


def test_the_text_before_is_put_back_with_a_reason(client, author, judge):
    lesson = make_lesson(author=author)
    correct(lesson, author, summary=FIXED)
    client.as_(judge)
    address = f"/lessons/{lesson.number}/minor/2/undo"
    client.send(address, {"words": ""}, page="/moderation?show=minor", status=422)
    client.send(address, {"words": "ของเดิมถูก"}, page="/moderation?show=minor")
    revision = shown(lesson)
    assert (revision.number, revision.summary) == (3, FULL["summary"])
    assert revision.recommendation == list(FULL["recommendation"])
    dispatch()
    assert told("minor_edit_undone") == {author.id}
    assert client.post(address, {"words": "อีกครั้ง"}).status_code == 403
    assert len(revisions()) == 3


def test_only_the_last_correction_is_put_back(app, author, judge):
    lesson = make_lesson(author=author)
    correct(lesson, author, summary=FIXED)
    correct(lesson, author, summary=f"{FIXED} อีก")
    first, by = queries.minor_edit_of(lesson.id, 2), actor_of(judge)
    with pytest.raises(Refused, match="corrected_since"), transaction():
        services.undo_minor(lesson, first, words="x", by=by, at=now())
    db.session.remove()
    rows = queries.corrected(by)
    assert [(one.number, one.may_undo) for one in rows] == [(2, False), (3, True)]


def test_an_author_who_is_not_named_is_not_betrayed(client, judge):
    hidden = make_member(given_name="นวลจันทร์ผู้ซ่อน")
    lesson = make_lesson(author=hidden, hides_author=True)
    correct(lesson, hidden, summary=FIXED)
    client.as_(judge)
    for address in ("/moderation?show=minor", f"/lessons/{lesson.number}/diff?from=1&to=2"):
        page = client.see(address)
        assert "ไม่แสดงชื่อผู้เขียน" in page.text
        assert "นวลจันทร์ผู้ซ่อน" not in page.text


def links(page):
    return {one.get("href") for one in page.all(".//main//a")}


def revisions():
    db.session.expire_all()
    return list(db.session.scalars(select(Revision)))


def entries(what):
    return list(db.session.scalars(select(Entry).where(Entry.what == what)))


def told(kind):
    return set(db.session.scalars(select(Notice.member_id).where(Notice.kind == kind)))


def acts(page):
    return {one.get("action") for one in page.all(".//form")}
