"""Publication ahead of the review, the second reading that follows, and appeals."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.core.clock import now, today
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import documents, queries, services
from cop.lessons.models import Decision, Lesson
from cop.moderation.models import Holiday
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import make_lesson


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def press(client, lesson, act, data=None, status=303):
    address = f"/lessons/{lesson.ref}"
    if act == "publish-trusted":  # a second button of the form that submits
        answer = client.post(f"{address}/{act}", data or {})
        assert answer.status_code == status
        return answer
    return client.send(f"{address}/{act}", data or {}, status=status, page=address)


def offered(client, lesson):
    page = client.see(f"/lessons/{lesson.ref}")
    found = {one.get("action", "").rpartition("/")[2] for one in page.all(".//form")}
    return found | {one.get("formaction", "").rpartition("/")[2] for one in page.all(".//button")}


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


@pytest.fixture
def trusted(judge):
    """Somebody with three lessons that stood the review."""
    author = make_member()
    for _time in range(3):
        make_lesson(author=author, moderator=judge)
    return author


def test_a_trusted_author_publishes_and_a_second_person_checks(client, trusted, judge):
    lesson = make_lesson("draft", author=trusted)
    client.as_(trusted)
    assert "publish-trusted" in offered(client, lesson)
    press(client, lesson, "publish-trusted", {"pdpa_check": "1"})
    lesson = again(lesson)
    assert (lesson.state, lesson.verified_at) == ("published", None)
    assert lesson.number
    assert lesson.check_due_on
    assert "check" not in offered(client, lesson)
    client.post(f"/lessons/{lesson.ref}/check")
    assert again(lesson).verified_at is None
    assert "ยังไม่ตรวจซ้ำ" in client.as_(make_member()).see(f"/lessons/{lesson.ref}").text
    client.as_(judge)
    assert f"/lessons/{lesson.number}" in {
        link.get("href") for link in client.see("/moderation?show=check").all(".//main//a")
    }
    press(client, lesson, "check", {"revision": lesson.published_revision_id})
    lesson = again(lesson)
    assert (lesson.verified_by_id, lesson.check_due_on) == (judge.id, None)
    assert "ไม่มีเรื่องรอตรวจซ้ำ" in client.see("/moderation?show=check").text
    client.see("/lessons")  # where the word about what was done is shown
    assert "ยังไม่ตรวจซ้ำ" not in client.see(f"/lessons/{lesson.ref}").text


@pytest.mark.parametrize("why", ["few", "rejected", "long ago", "lifted"])
def test_who_is_trusted(client, judge, why):
    author = make_member()
    for _time in range(2 if why == "few" else 3):
        make_lesson(author=author, moderator=judge)
    if why in {"rejected", "long ago"}:
        make_lesson("rejected", author=author, moderator=judge)
        with transaction():
            turned_down = db.session.scalars(select(Decision).where(Decision.act == "reject")).one()
            turned_down.at = now() - timedelta(days=366 if why == "long ago" else 300)
    if why == "lifted":
        with transaction():
            services.lift_trust(author, by=actor_of(judge), at=now())
    is_trusted = why == "long ago"
    assert queries.trusted_authors([author.id]) == (frozenset({author.id}) if is_trusted else set())
    draft = make_lesson("draft", author=author)
    client.as_(author)
    assert ("publish-trusted" in offered(client, draft)) is is_trusted
    if not is_trusted:
        client.post(f"/lessons/{draft.ref}/publish-trusted", {"pdpa_check": "1"})
        assert again(draft).state == "draft"


@pytest.mark.parametrize(
    ("over", "data", "status"),
    [
        ({"kind": "good_practice", "success_factors": "ก", "steps_method": "ข", "evidence": "ค"},
         {"pdpa_check": "1"}, 422),
        ({"cause": ""}, {"pdpa_check": "1"}, 422),
        ({}, {}, 303),
    ],
)  # fmt: skip
def test_what_trust_does_not_replace(client, trusted, over, data, status):
    lesson = make_lesson("draft", author=trusted, **over)
    client.as_(trusted)
    press(client, lesson, "publish-trusted", data, status=status)
    assert again(lesson).state == "draft"


def test_a_moderator_lifts_trust_and_gives_it_back(client, trusted, judge):
    lesson = make_lesson("draft", author=trusted)
    client.as_(trusted)
    press(client, lesson, "publish-trusted", {"pdpa_check": "1"})
    lesson = again(lesson)
    client.as_(judge)
    press(client, lesson, "lift-trust")
    assert not queries.trusted_authors([trusted.id])
    press(client, lesson, "give-trust-back")
    assert queries.trusted_authors([trusted.id])
    kinds = set(db.session.scalars(select(Entry.what).where(Entry.subject_kind == "member")))
    assert {"trust_lifted", "trust_given_back"} <= kinds


def test_an_urgent_publication_needs_a_reason_and_another_person(client, judge):
    other = make_member(role="moderator")
    lesson = make_lesson("submitted")
    client.as_(judge)
    press(client, lesson, "publish-urgently", {"words": " "}, status=422)
    assert again(lesson).state == "submitted"
    press(client, lesson, "publish-urgently", {"words": "น้ำท่วมคืนนี้"})
    lesson = again(lesson)
    assert (lesson.state, lesson.verified_at) == ("published", None)
    said = select(Decision.words).where(Decision.act == "publish_urgently")
    assert db.session.scalar(said) == "น้ำท่วมคืนนี้"
    client.post(f"/lessons/{lesson.ref}/check")
    assert again(lesson).verified_at is None
    client.as_(other)
    press(client, lesson, "check")
    assert again(lesson).verified_by_id == other.id


def test_what_was_read_must_be_what_is_published(client, judge):
    author, other = make_member(), make_member(role="moderator")
    lesson = make_lesson("submitted", author=author)
    client.as_(judge)
    press(client, lesson, "publish-urgently", {"words": "น้ำท่วมคืนนี้"})
    client.as_(author).send(f"/lessons/{lesson.ref}/edit", {"lesson": "ฉบับใหม่ที่ยังไม่มีใครอ่าน"})
    newest = again(lesson).current_revision_id
    client.as_(other)
    assert client.post(f"/lessons/{lesson.ref}/check", {"revision": newest}).status_code == 409
    assert again(lesson).verified_at is None


def test_holidays_are_no_days_for_a_second_check(client, judge):
    lesson = make_lesson("submitted")
    day = today(now())
    with transaction():
        db.session.add_all(Holiday(day=day + timedelta(days=n), name="หยุด") for n in range(1, 15))
    client.as_(judge)
    press(client, lesson, "publish-urgently", {"words": "น้ำท่วมคืนนี้"})
    assert again(lesson).check_due_on > day + timedelta(days=14)


def test_an_appeal_goes_once_to_another_reviewer(client, judge):
    author, other = make_member(), make_member(role="moderator")
    lesson = make_lesson("rejected", author=author, moderator=judge)
    client.as_(author)
    press(client, lesson, "appeal", {"words": ""}, status=422)
    press(client, lesson, "appeal", {"words": "ผู้ตรวจเข้าใจผิด"})
    assert again(lesson).state == "submitted"
    client.as_(judge)
    client.post(f"/lessons/{lesson.ref}/start-review")
    assert again(lesson).state == "submitted"
    client.as_(other)
    press(client, lesson, "start-review")
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        services.reject(held, reasons=["duplicate"], words="ซ้ำ", by=actor_of(other), at=now())
    client.as_(author)
    assert "appeal" not in offered(client, lesson)
    client.post(f"/lessons/{lesson.ref}/appeal", {"words": "อีกครั้ง"})
    assert again(lesson).state == "rejected"


def test_search_knows_what_a_second_person_has_read(client, trusted, judge):
    lesson = make_lesson("draft", author=trusted)
    client.as_(trusted)
    press(client, lesson, "publish-trusted", {"pdpa_check": "1"})
    lesson = again(lesson)
    first = documents.documents([lesson.id])[0]
    assert (first.weight, first.facets.get("is")) == (0.9, None)
    client.as_(judge)
    press(client, lesson, "check")
    second = documents.documents([lesson.id])[0]
    assert (second.weight, second.facets["is"]) == (1.0, ("verified",))
    assert second.version != first.version
