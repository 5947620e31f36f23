"""Remarks in review: made at a field, talked about, called done, settled; readers see none."""

import pytest
from sqlalchemy import select

from cop.core.actor import Actor, Grant
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import queries as lesson_queries
from cop.lessons import services as lesson_services
from cop.lessons.models import STATES, Lesson
from cop.moderation import policies
from cop.moderation.models import REMARK_STATES, Remark, RemarkAnswer
from cop.notices.models import Notice
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import content, make_lesson
from tests.make.reviews import make_remark, move_remark

WORDS = "ขอที่มาของตัวเลข เก็บกี่วัน"


@pytest.fixture
def moderator(client):
    member = make_member("judge@example.go.th", "moderator")
    client.as_(member)
    return member


@pytest.fixture
def author():
    return make_member("author@example.go.th")


def again(record):
    db.session.expire_all()
    return db.session.get(type(record), record.id)


def remarks() -> list[Remark]:
    db.session.expire_all()
    return list(db.session.scalars(select(Remark).order_by(Remark.id)))


def say(client, lesson, place="cause", words=WORDS, status=303, **more):
    form = {"place": place, "words": words, **more}
    page = f"/moderation/{lesson.ref}"
    return client.send(f"/lessons/{lesson.ref}/remarks", form, status=status, page=page)


def revised(lesson: Lesson, author, **over) -> None:
    text = content(lesson.community, agency_id=lesson.agency_id, **over)
    with transaction():
        lesson_services.revise(lesson, text, version=None, by=actor_of(author), at=now())


def beside(page, heading: str):
    """Return the part of the review page about one field."""
    return next(
        bit
        for bit in page.all(".//div[@class='bit']")
        if any(page.words(head).startswith(heading) for head in bit.iter("h3"))
    )


def test_a_remark_stands_at_its_field_for_reviewers_and_author(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    say(client, lesson)
    page = client.see(f"/moderation/{lesson.ref}")
    assert WORDS in page.words(beside(page, "สาเหตุและปัจจัย"))
    assert WORDS not in page.words(beside(page, "ชื่อเรื่อง"))
    assert "ข้อสังเกตเปิดอยู่ 1 ข้อ" in page.words(page.tree.find(".//ol[@class='qlist']"))
    client.as_(author)
    assert f"/lessons/{lesson.ref}/remarks" in client.see(f"/lessons/{lesson.ref}").text
    own = client.see(f"/lessons/{lesson.ref}/remarks")
    assert WORDS in own.text
    assert "สาเหตุและปัจจัย" in [own.words(head) for head in own.all(".//h2")]
    with transaction():
        by = actor_of(moderator)
        lesson_services.request_changes(again(lesson), reasons=[], words="", by=by, at=now())
    # What was said when it was sent back is one statement more.
    edit = client.see(f"/lessons/{lesson.ref}/edit", queries=13)
    near = edit.words(edit.tree.find(".//section[@id='p4']"))
    assert WORDS in near
    assert WORDS not in edit.words(edit.tree.find(".//section[@id='p1']"))


def test_readers_never_see_a_remark(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    made = make_remark(lesson, moderator, WORDS).id
    with transaction():
        lesson_services.publish(
            again(lesson), revision_id=lesson.current_revision_id, by=actor_of(moderator), at=now()
        )
    reader = make_member()
    client.as_(reader)
    for address in ("", "/history", "/print"):
        assert WORDS not in client.get(f"/lessons/{lesson.ref}{address}").text
    assert client.get(f"/lessons/{lesson.ref}/remarks").status_code == 404
    assert client.post(f"/remarks/{made}/answers", {"words": "x"}).status_code == 404
    assert client.get(f"/remarks/{made}/edit").status_code == 404
    client.as_("author@example.go.th")
    assert WORDS in client.see(f"/lessons/{lesson.ref}/remarks").text


def test_a_remark_sent_twice_is_one(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    form = {"place": "", "words": WORDS, "form_key": "the same"}
    first = client.post(f"/lessons/{lesson.ref}/remarks", form)
    second = client.post(f"/lessons/{lesson.ref}/remarks", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(remarks()) == 1
    answer = {"words": "จะเติมให้", "form_key": "and this"}
    client.as_(author)
    for _ in range(2):
        assert client.post(f"/remarks/{remarks()[0].id}/answers", answer).status_code == 303
    assert db.session.scalars(select(RemarkAnswer.words)).all() == ["จะเติมให้"]


def test_remarking_on_what_nobody_took_begins_the_review(client, moderator, author):
    lesson = make_lesson("submitted", author=author)
    say(client, lesson)
    assert (again(lesson).state, again(lesson).assignee_id) == ("in_review", moderator.id)


def test_a_remark_on_a_revision_that_is_no_longer_the_newest_is_stale(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    say(client, lesson, status=409, revision=str(lesson.current_revision_id - 1 or 99))
    assert remarks() == []


def test_an_empty_remark_says_what_to_do(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    page = say(client, lesson, words=" ", status=422)
    assert page.words(page.all(".//title")[0]).startswith("ข้อผิดพลาด: ")
    assert "กรอกช่องนี้" in page.text


def test_the_author_calls_it_done_and_the_reviewer_settles_or_reopens_it(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    made = make_remark(lesson, moderator)
    client.as_(author)
    page = f"/lessons/{lesson.ref}/remarks"
    client.send(f"/remarks/{made.id}/move", {"to": "done"}, page=page)
    assert "แก้แล้ว รอผู้ตรวจดู" in client.see(page).text
    assert client.post(f"/remarks/{made.id}/move", {"to": "settled"}).status_code == 403
    assert client.post(f"/remarks/{made.id}/move", {"to": "done"}).status_code == 303
    client.as_(moderator)
    item = f"/moderation/{lesson.ref}"
    client.send(f"/remarks/{made.id}/move", {"to": "settled"}, page=item)
    assert again(made).state == "settled"
    client.send(f"/remarks/{made.id}/move", {"to": "open"}, page=item)
    assert again(made).state == "open"
    assert client.post(f"/remarks/{made.id}/move", {"to": "nowhere"}).status_code == 400
    assert lesson_queries.open_remarks(lesson.id) == 1


def test_remarks_outlive_revisions_and_tell_whether_their_field_changed(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    for place in ("cause", "lesson", "topics", ""):
        make_remark(lesson, moderator, f"ดูช่องนี้ {place or 'ทั้งหมด'}", place)
    with transaction():
        by = actor_of(moderator)
        lesson_services.request_changes(lesson, reasons=[], words="", by=by, at=now())
    revised(lesson, author, cause="เขียนสาเหตุใหม่ให้ครบ", topics=("T02", "T07"))
    with transaction():
        lesson_services.submit(lesson, pdpa_check=True, by=actor_of(author), at=now())
    page = client.see(f"/moderation/{lesson.ref}")
    cards = {
        page.words(card.find(".//p[@class='flat']")): page.words(card)
        for card in page.all(".//article")
        if (card.get("id") or "").startswith("remark-")
    }
    assert "ทำที่ฉบับที่ 1 ช่องนี้เปลี่ยนแล้ว" in _apart(cards["ดูช่องนี้ cause"])
    assert "ช่องนี้เปลี่ยนแล้ว" in cards["ดูช่องนี้ topics"]
    assert "ช่องนี้ยังไม่เปลี่ยน" in cards["ดูช่องนี้ lesson"]
    assert "มีฉบับใหม่กว่า" in cards["ดูช่องนี้ ทั้งหมด"]


def _apart(text: str) -> str:
    return text.replace("ฉบับที่ 1ช่อง", "ฉบับที่ 1 ช่อง")


def test_an_open_remark_is_reason_enough_to_send_a_lesson_back(moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    by = actor_of(moderator)
    with pytest.raises(Invalid), transaction():
        lesson_services.request_changes(lesson, reasons=[], words="", by=by, at=now())
    made = make_remark(again(lesson), moderator)
    move_remark(made, "settled", moderator)
    with pytest.raises(Invalid), transaction():
        lesson_services.request_changes(again(lesson), reasons=[], words="", by=by, at=now())
    move_remark(again(made), "open", moderator)
    with transaction():
        lesson_services.request_changes(again(lesson), reasons=[], words="", by=by, at=now())
    assert again(lesson).state == "changes_requested"


def test_only_ones_own_words_are_mended_and_a_stale_edit_gets_both_texts(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    made = make_remark(lesson, moderator)
    address = f"/remarks/{made.id}/edit"
    client.send(address, {"words": "ขอที่มาของตัวเลขทุกตัว"})
    late = client.send(address, {"words": "ข้อความที่สาม", "version": "1"}, status=409)
    assert "ขอที่มาของตัวเลขทุกตัว" in late.text
    assert "ข้อความที่สาม" in late.text
    client.as_(make_member(role="moderator"))
    assert client.get(address).status_code == 403
    client.as_(author)
    assert client.get(address).status_code == 403


def test_those_concerned_are_told_and_led_to_the_remark(client, moderator, author):
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    say(client, lesson)
    made = remarks()[0]
    told = select(Notice.member_id).where(Notice.kind == "remark_made")
    assert db.session.scalars(told).all() == [author.id]
    client.as_(author)
    page = client.see("/notices")
    assert "เขียนข้อสังเกตต่อบทเรียนนี้" in page.text
    assert f"/lessons/{lesson.ref}/remarks#remark-{made.id}" in page.text
    client.post(f"/remarks/{made.id}/answers", {"words": "เก็บ 10 วัน"})
    client.post(f"/remarks/{made.id}/move", {"to": "done"})
    told = select(Notice.kind).where(Notice.member_id == moderator.id).order_by(Notice.id)
    assert db.session.scalars(told).all()[-2:] == ["remark_answered", "remark_moved"]
    journal = list(
        db.session.scalars(select(Entry.what).where(Entry.what.like("remark%")).order_by(Entry.id))
    )
    assert journal == ["remark_made", "remark_answered", "remark_moved"]
    assert WORDS not in str(list(db.session.scalars(select(Entry.codes))))


def test_in_every_state_the_law_says_who_moves_a_remark(client):
    place = make_lesson("draft").id
    base = lesson_queries.standing(place)
    author = Actor(id=base.author_id)
    judge = Actor(id=99_999, grants=frozenset({Grant("moderator")}))
    other = Actor(id=88_888, grants=frozenset({Grant("staff")}))
    own, reviewing = {("open", "done"), ("done", "open")}, {
        ("open", "settled"),
        ("done", "settled"),
        ("done", "open"),
        ("settled", "open"),
    }  # fmt: skip
    for state in STATES:
        standing = type(base)(
            **{name: getattr(base, name) for name in base.__slots__} | {"state": state}
        )
        in_review = state in {"submitted", "in_review", "changes_requested"}
        for actor, law in (
            (author, own if in_review or state == "draft" else set()),
            (judge, reviewing if in_review else set()),
            (other, set()),
        ):
            found = {
                (here, to)
                for here in REMARK_STATES
                for to in REMARK_STATES
                if policies.may_move_remark(actor, standing, here, to)
            }
            assert found == law, state
            assert bool(policies.may_remark(actor, standing)) == (
                actor is judge and state in {"submitted", "in_review"}
            )


def test_the_rule_for_one_and_the_condition_for_lists_agree(moderator):
    other = make_community()
    people = [
        make_member(),
        make_member(role="reviewer", scope=("community", other.id)),
        make_member(role="reviewer"),
        moderator,
    ]
    made = [
        make_remark(make_lesson("in_review", author=people[0], community=place), moderator)
        for place in (make_community(), other)
    ]
    back, kept = (db.session.get(Lesson, one.lesson_id) for one in made)
    assert kept is not None
    with transaction():
        by = actor_of(moderator)
        lesson_services.reject(back, reasons=["duplicate"], words="ซ้ำ", by=by, at=now())
    for person in people:
        actor = actor_of(person)
        seen = set(db.session.scalars(select(Remark.id).where(policies.remarks_shown_to(actor))))
        assert seen == {
            one.id
            for one in made
            if policies.may_read_remarks(actor, lesson_queries.standing(one.lesson_id))
        }
