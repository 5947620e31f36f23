"""From the queue to the readers: start, classify, send back, publish, reject."""

import pytest
from sqlalchemy import select

from cop.core.clock import today
from cop.db import db
from cop.journal import Entry
from cop.lessons.models import Decision, Lesson, Revision
from cop.terms.models import Term
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import CLASSIFICATION, TEXTS, make_lesson
from tests.make.terms import load_terms

TICK = {"pdpa_check": "1"}
SUBMIT = {"act": "submit", **TICK}
EMPTY = {
    **dict.fromkeys(("summary", "background", "applies_when", "cause", "process"), ""),
    "outcome": None,
    "principles": (),
    "topics": (),
    "tags": (),
    "recommendation": (),
    "occurred_from": None,
}
FORM = {
    **{name: CLASSIFICATION[name] for name in ("outcome", "summary", "background", "applies_when")},
    "principles": ["P1"],
    "topics": ["T02"],
    "process": "PR01",
    "occurred_from": "9 ก.ค. 2563",
    "cause": TEXTS["cause"],
    "recommendation": "\n".join(TEXTS["recommendation"]),
}


@pytest.fixture
def moderator(client):
    member = make_member("judge@example.go.th", "moderator")
    client.as_(member)
    return member


def again(lesson: Lesson) -> Lesson:
    db.session.expire_all()
    return db.session.get(Lesson, lesson.id)


def journal() -> list[str]:
    return list(db.session.scalars(select(Entry.what).order_by(Entry.id)))


def decide(client, lesson, decision, status=303, **data):
    page = f"/moderation/{lesson.ref}"
    return client.send(
        f"/lessons/{lesson.ref}/decide", {"decision": decision, **data}, status=status, page=page
    )


def test_the_way_from_capture_to_readers(client, moderator):
    agency = make_agency()
    author = make_member(agency_id=agency.id)
    lesson = make_lesson("submitted", author=author, **EMPTY)
    number = lesson.number
    assert number in client.see("/moderation").text
    client.send(f"/lessons/{number}/start-review", {}, page=f"/moderation/{number}")
    assert again(lesson).assignee_id == moderator.id
    refused = decide(client, lesson, "publish", status=422)
    assert f"/lessons/{number}/edit#summary" in refused.text
    assert f"/lessons/{number}/edit#principles-0" in refused.text
    # Cause and steps are claims: somebody who only files leaves them to the author.
    without = {k: v for k, v in FORM.items() if k not in {"cause", "recommendation"}}
    client.send(f"/lessons/{number}/edit", without)
    decide(client, lesson, "request_changes", reasons="too_general")
    client.as_(author)
    texts = {"cause": FORM["cause"], "recommendation": FORM["recommendation"]}
    client.send(f"/lessons/{number}/edit", {**texts, **SUBMIT})
    client.as_(moderator)
    client.send(f"/lessons/{number}/start-review", {}, page=f"/moderation/{number}")
    decide(client, lesson, "publish")
    kept = again(lesson)
    assert (kept.state, kept.number, kept.fiscal_year) == ("published", number, 2563)
    assert kept.published_revision_id == kept.current_revision_id
    assert kept.published_by_id == moderator.id
    client.as_(make_member())
    page = client.see(f"/lessons/{number}")
    assert TEXTS["recommendation"][0] in page.text
    told = ("submit", "start_review", "request_changes", "submit", "start_review", "publish")
    assert tuple(db.session.scalars(select(Decision.act).order_by(Decision.id))) == told
    assert {"lesson_published", "changes_requested"} <= set(journal())


def test_author_cannot_publish_own_lesson(client):
    author = make_member(role="moderator")
    lesson = make_lesson("in_review", author=author, moderator=make_member(role="moderator"))
    client.as_(author)
    answer = client.post(f"/lessons/{lesson.number}/publish")
    assert answer.status_code == 403
    assert "ผู้เขียนและผู้ส่งตรวจ" in answer.get_data(as_text=True)
    assert again(lesson).state == "in_review"
    assert "ผู้เขียนและผู้ดูแลบทเรียนตัดสินบทเรียนนี้เองไม่ได้" in client.see(f"/moderation/{lesson.number}").text


def test_whoever_submitted_cannot_publish(client, moderator):
    lesson = make_lesson("in_review", moderator=make_member(role="moderator"))
    lesson.submitted_by_id = moderator.id
    db.session.commit()
    assert client.post(f"/lessons/{lesson.number}/publish").status_code == 403


def test_author_cannot_review_own_lesson(client):
    author = make_member(role="moderator")
    lesson = make_lesson("submitted", author=author)
    client.as_(author)
    assert client.post(f"/lessons/{lesson.number}/start-review").status_code == 403
    assert client.post(f"/lessons/{lesson.number}/reject").status_code == 403


def test_staff_and_administrators_do_not_review(client):
    lesson = make_lesson("in_review")
    for role in ("staff", "admin", "organiser"):
        client.as_(make_member(role=role))
        client.see("/moderation", status=404)
        assert client.post(f"/lessons/{lesson.number}/publish").status_code == 404


def test_filling_what_the_author_left_empty_is_not_authorship(client, moderator):
    lesson = make_lesson("in_review", **EMPTY, moderator=moderator)
    client.send(f"/lessons/{lesson.number}/edit", FORM)
    revision = db.session.get(Revision, again(lesson).current_revision_id)
    assert (revision.author_id, revision.is_authorship) == (moderator.id, False)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("what_happened", "เล่าใหม่ทั้งหมด"),
        ("lesson", "สรุปใหม่"),
        ("cause", "สาเหตุอื่น"),
        ("recommendation", "ขั้นตอนใหม่"),
    ],
)
def test_changing_what_the_lesson_claims_makes_a_writer_who_cannot_publish(
    client, moderator, field, text
):
    lesson = make_lesson("in_review", moderator=moderator)
    client.send(f"/lessons/{lesson.number}/edit", {field: text})
    assert client.post(f"/lessons/{lesson.number}/publish").status_code == 403
    other = make_member(role="moderator")
    client.as_(other)
    decide(client, lesson, "publish")
    assert again(lesson).published_by_id == other.id


def test_a_title_mended_in_review_is_credited_and_may_be_published(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    client.send(f"/lessons/{lesson.number}/edit", {"title_th": "ตั้งโต๊ะตรวจเอกสารก่อนบัตรคิว"})
    decide(client, lesson, "publish")
    assert again(lesson).title == "ตั้งโต๊ะตรวจเอกสารก่อนบัตรคิว"
    assert "จัดหมวดและภาษา" in client.see(f"/lessons/{lesson.number}/history").text


def test_classifying_a_waiting_lesson_begins_its_review(client, moderator):
    lesson = make_lesson("submitted", **EMPTY)
    client.send(f"/lessons/{lesson.number}/edit", {"summary": "สรุปสั้น"})
    kept = again(lesson)
    assert (kept.state, kept.assignee_id) == ("in_review", moderator.id)


@pytest.mark.parametrize("name", ["outcome", "summary", "background", "cause", "applies_when"])
def test_publishing_needs_each_field(client, moderator, name):
    lesson = make_lesson(
        "in_review", moderator=moderator, **{name: None if name == "outcome" else ""}
    )
    answer = client.post(f"/lessons/{lesson.number}/publish")
    assert answer.status_code == 422
    assert f"edit#{name}" in answer.get_data(as_text=True)
    assert again(lesson).published_revision_id is None


def test_a_good_practice_also_needs_evidence(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator, kind="good_practice")
    text = client.post(f"/lessons/{lesson.number}/publish").get_data(as_text=True)
    assert "edit#evidence" in text
    client.send(
        f"/lessons/{lesson.number}/edit",
        {"evidence": "34 เหลือ 11", "steps_method": "ทำทีละขั้น", "success_factors": "หัวหน้าร่วมทำ"},
    )
    decide(client, lesson, "publish")
    assert (again(lesson).review_due_on - today()).days in {365, 366}


def test_what_was_read_is_what_is_published(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    page = client.see(f"/moderation/{lesson.number}")
    read = page.tree.find(".//input[@name='revision']").get("value")
    client.send(f"/lessons/{lesson.number}/edit", {"summary": "แก้ระหว่างที่อีกคนอ่าน"})
    answer = client.post(f"/lessons/{lesson.number}/publish", {"revision": read})
    assert answer.status_code == 409
    assert again(lesson).state == "in_review"


def test_sending_back_needs_a_reason_and_keeps_what_was_written(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    decide(client, lesson, "request_changes", status=422)
    page = client.post(f"/lessons/{lesson.number}/reject", {"words": "ขออภัย ซ้ำกับเรื่องเดิม"})
    assert page.status_code == 422
    assert "ขออภัย ซ้ำกับเรื่องเดิม" in page.get_data(as_text=True)
    address = f"/lessons/{lesson.number}/request-changes"
    assert client.post(address, {"reasons": "nonsense"}).status_code == 422
    assert again(lesson).state == "in_review"


def test_nothing_chosen_says_so(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    page = client.see(f"/moderation/{lesson.number}")
    assert not page.all(".//input[@name='decision'][@checked]")
    answer = client.post(f"/lessons/{lesson.number}/decide", {"words": "ยังไม่เลือก"})
    assert answer.status_code == 422
    assert "ยังไม่เลือก" in answer.get_data(as_text=True)


def test_the_author_reads_why_and_submits_again(client):
    author = make_member()
    lesson = make_lesson("changes_requested", author=author)
    page = client.as_(author).see(f"/lessons/{lesson.number}")
    assert "ขอตัวเลขก่อนและหลัง" in page.text
    assert "กว้างเกินไป" in page.text
    client.send(
        f"/lessons/{lesson.number}/submit", {"pdpa_check": "1"}, page=f"/lessons/{lesson.number}"
    )
    assert again(lesson).state == "submitted"


def test_a_rejected_lesson_is_seen_by_its_author_only(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    decide(client, lesson, "reject", reasons="duplicate", words="ซ้ำกับเรื่องเดิม")
    client.see(f"/lessons/{lesson.number}", status=404)
    client.as_(make_member()).see(f"/lessons/{lesson.number}", status=404)


def test_a_topic_reviewer_publishes_lessons_of_the_topic(client):
    load_terms()
    topic = db.session.scalars(select(Term.id).where(Term.code == "T02")).one()
    expert = make_member(role="reviewer", scope=("topic", topic))
    mine = make_lesson("submitted", topics=("T02",))
    other = make_lesson("submitted", topics=("T05",))
    client.as_(expert)
    page = client.see("/moderation")
    assert mine.number in page.text
    assert other.number not in page.text
    client.send(f"/lessons/{mine.number}/start-review", {}, page=f"/moderation/{mine.number}")
    decide(client, mine, "publish")
    assert again(mine).state == "published"
    assert client.post(f"/lessons/{other.number}/start-review").status_code == 404


def test_reading_closed_content_by_right_of_moderation_is_in_the_journal_once_a_day(
    client, moderator
):
    author = make_member()
    closed = make_community(kind="members", members=(author,))
    hidden = make_lesson("published", author=author, community=closed, visibility="community")
    shown = make_lesson("published")
    for _time in range(2):
        # In tests the worker's part of the note comes before the page has gone out.
        client.see(f"/lessons/{hidden.number}", queries=14)
        client.see(f"/lessons/{shown.number}")
    noted = db.session.execute(
        select(Entry.subject_id, Entry.by_id).where(Entry.what == "closed_content_read")
    ).all()
    assert [tuple(row) for row in noted] == [(hidden.id, moderator.id)]
