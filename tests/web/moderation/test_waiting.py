"""What waits: days that count, late ones, passing on, giving back, and what follows in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.core.errors import Invalid, Refused
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons.models import Decision, Lesson
from cop.moderation import services
from cop.moderation.jobs import chase
from cop.moderation.models import Holiday
from cop.moderation.queries import working_days
from cop.notices.models import Notice
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.lessons import content, make_lesson

MONDAY = datetime(2020, 7, 13, 3, tzinfo=UTC)


@pytest.fixture
def moderator(client):
    member = make_member("judge@example.go.th", "moderator")
    client.as_(member)
    return member


def again(lesson: Lesson) -> Lesson:
    db.session.expire_all()
    return db.session.get(Lesson, lesson.id)


def happened(*kinds: str) -> list[str]:
    query = select(Entry.what).where(Entry.what.in_(kinds)).order_by(Entry.id)
    return list(db.session.scalars(query))


def assigned(client, lesson, to, status=303):
    page = f"/moderation/{lesson.ref}/assign"
    answer = client.post(page, {"to": str(to)})
    assert answer.status_code == status
    return again(lesson).assignee_id


def test_holidays_do_not_count_unless_they_fall_on_a_weekend():
    monday, next_monday = date(2020, 7, 6), date(2020, 7, 13)
    assert working_days(monday, next_monday) == 5
    assert working_days(monday, next_monday, {date(2020, 7, 7)}) == 4
    assert working_days(monday, next_monday, {date(2020, 7, 11), monday}) == 5
    assert working_days(monday, next_monday, {date(2020, 8, 3)}) == 5


def test_administrators_keep_the_holidays(client):
    client.as_(make_member(role="admin"))
    client.send("/admin/holidays", {"day": "6 ก.ค. 2563", "name": "วันอาสาฬหบูชา"})
    twice = client.send("/admin/holidays", {"day": "6/7/2563", "name": "อีกครั้ง"}, status=422)
    assert "มีผู้ใช้แล้ว" in twice.text
    page = client.see("/admin/holidays")
    assert "วันอาสาฬหบูชา" in page.text
    client.send("/admin/holidays/2020-07-06/remove", {}, page="/admin/holidays")
    assert db.session.scalars(select(Holiday.day)).all() == []
    assert client.post("/admin/holidays/2020-07-06/remove").status_code == 404
    assert client.post("/admin/holidays/not-a-date/remove").status_code == 404
    assert happened("holiday_added", "holiday_removed") == ["holiday_added", "holiday_removed"]
    client.as_(make_member(role="moderator"))
    assert client.get("/admin/holidays").status_code == 404


def test_late_ones_can_be_looked_at_alone(client, moderator):
    late = make_lesson("submitted", at=now() - timedelta(days=15))
    fresh = make_lesson("submitted")
    page = client.see("/moderation?show=late")
    assert late.number in page.text
    assert fresh.number not in page.text


def test_a_review_is_passed_on_taken_over_and_given_back(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    other = make_member(role="reviewer", given_name="สุดา")
    page = client.see(f"/moderation/{lesson.ref}/assign")
    assert "สุดา" in page.text
    assert assigned(client, lesson, other.id) == other.id
    told = select(Notice.member_id).where(Notice.kind == "review_assigned")
    assert db.session.scalars(told).all() == [other.id]
    assert assigned(client, lesson, moderator.id) == moderator.id
    assert assigned(client, lesson, "") is None
    assert assigned(client, lesson, "") is None
    kinds = ("review_assigned", "review_given_back")
    assert happened(*kinds) == ["review_assigned", "review_assigned", "review_given_back"]


def test_only_those_who_can_review_get_it(client, moderator):
    author = make_member(role="moderator")
    lesson = make_lesson("in_review", author=author, moderator=moderator)
    assert assigned(client, lesson, author.id, status=400) == moderator.id
    assert assigned(client, lesson, make_member().id, status=400) == moderator.id
    with pytest.raises(Invalid), transaction():
        services.assign(again(lesson), actor_of(author), by=actor_of(moderator), at=now())
    with pytest.raises(Refused), transaction():
        services.assign(again(lesson), None, by=actor_of(author), at=now())


def test_a_text_that_changed_since_the_review_began_says_so(client, moderator):
    from cop.communities.models import Community  # noqa: PLC0415
    from cop.lessons import services as lessons  # noqa: PLC0415

    lesson = make_lesson("in_review", moderator=moderator)
    assert "แก้หลังเริ่มตรวจ" not in client.see("/moderation").text
    own = again(lesson)
    text = content(
        db.session.get(Community, own.community_id), agency_id=own.agency_id, cause="ใหม่"
    )
    with transaction():
        lessons.classify(own, text, version=None, by=actor_of(moderator), at=now())
    assert "แก้หลังเริ่มตรวจ" in client.see("/moderation").text


def call(at: datetime) -> int:
    with transaction():
        return services.call_reviewers(by=SYSTEM, at=at)


def test_reviewers_are_reminded_once_and_moderators_called_once(client, moderator):
    reviewer = make_member(role="reviewer")
    lesson = make_lesson("submitted", at=MONDAY)
    make_lesson("in_review", at=MONDAY, moderator=moderator)
    assert call(MONDAY + timedelta(days=4)) == 0
    assert [call(MONDAY + timedelta(days=7)) for _ in range(2)] == [1, 0]
    assert call(MONDAY + timedelta(days=11)) == 0
    assert [call(MONDAY + timedelta(days=14)) for _ in range(2)] == [1, 0]
    assert call(MONDAY + timedelta(days=60)) == 0
    rows = db.session.execute(select(Notice.kind, Notice.member_id).order_by(Notice.id)).all()
    told = {(kind, member) for kind, member in rows if kind.startswith("review_")}
    assert ("review_reminded", reviewer.id) in told
    assert ("review_reminded", moderator.id) in told
    assert ("review_escalated", moderator.id) in told
    assert ("review_escalated", reviewer.id) not in told
    assert "ยังไม่มีผู้รับ" in client.see("/notices").text
    assert again(lesson).state == "submitted"


def test_holidays_put_the_reminder_off(client, moderator):
    make_lesson("submitted", at=MONDAY)
    with transaction():
        services.add_holiday(date(2020, 7, 15), "วันหยุดพิเศษ", by=SYSTEM, at=now())
    assert call(MONDAY + timedelta(days=7)) == 0
    assert call(MONDAY + timedelta(days=8)) == 1


def test_what_was_sent_back_thirty_days_ago_is_a_draft_again(client, moderator):
    author = make_member("author@example.go.th")
    author_id, judge, at = author.id, actor_of(moderator), now() - timedelta(days=31)
    old = make_lesson("changes_requested", author=author, moderator=moderator, at=at)
    lately = make_lesson("changes_requested", author=author, moderator=moderator)
    for _ in range(2):
        chase()
    assert (again(old).state, again(lately).state) == ("draft", "changes_requested")
    lapsed = select(Decision.by_id, Decision.to_state).where(Decision.act == "lapse")
    assert [tuple(row) for row in db.session.execute(lapsed)] == [(None, "draft")]
    told = select(Notice.member_id).where(Notice.kind == "changes_lapsed")
    assert db.session.scalars(told).all() == [author_id]
    client.as_("author@example.go.th")
    client.send(f"/lessons/{old.ref}/submit", {"pdpa_check": "1"}, page=f"/lessons/{old.ref}")
    with pytest.raises(Refused), transaction():
        services.give_back_stale(by=judge, at=now())


def test_what_looks_like_personal_data_is_flagged_in_the_queue(client, moderator):
    make_lesson("submitted")
    assert "อาจมีข้อมูลส่วนบุคคล" not in client.see("/moderation").text
    make_lesson("submitted", cause="ผู้ยื่นคำขอ 1-1017-00230-70-8 มาไม่ทัน")
    page = client.see("/moderation")
    flagged = [one for one in page.all(".//ol[@class='qlist']/li") if "อาจมี" in page.words(one)]
    assert len(flagged) == 1
