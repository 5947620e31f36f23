"""The demo content: whole, loaded once, found, and readable by those who may."""

from sqlalchemy import func, select

from cop import journal
from cop.accounts import queries as accounts
from cop.accounts import services as account_services
from cop.accounts.models import Member
from cop.communities.models import Community, Membership
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import Base, db, transaction
from cop.lessons.models import Lesson, LessonLink
from cop.notices.models import Notice
from cop.operations import demo
from cop.sessions import services as session_services
from cop.sessions.models import Cue, ExchangeSession, Material, Recording
from cop.terms import services as term_services
from cop.threads.models import Thread

ROLES = {
    "staff@demo.example": set(),
    "staff2@demo.example": set(),
    "moderator@demo.example": {"moderator"},
    "organiser@demo.example": {"organiser"},
    "admin@demo.example": {"admin"},
    "outsider@demo.example": set(),
}


def load_all() -> None:
    with transaction():
        for services in (account_services, term_services, session_services):
            services.load_reference(by=SYSTEM, at=now())
    demo.load()


def count(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def in_state(state: str) -> list[Lesson]:
    return list(db.session.scalars(select(Lesson).where(Lesson.state == state)))


def test_demo_is_whole_and_loaded_once(app):
    assert not demo.is_loaded()
    load_all()
    assert demo.is_loaded()
    assert demo.has_members()
    tables = (Member, Community, Membership, Lesson, Thread, ExchangeSession, journal.Entry)
    before = [count(table) for table in tables]
    demo.load()
    assert [count(table) for table in tables] == before
    check_accounts()
    check_lessons()
    check_notices()
    check_sessions()
    check_nothing_is_ahead()


def check_notices() -> None:
    """Some are unread, lately told; what is long past has been read."""
    staff = db.session.scalars(select(Member.id).where(Member.email == "staff@demo.example")).one()
    theirs = db.session.scalars(select(Notice).where(Notice.member_id == staff)).all()
    assert {"lesson", "thread", "community"} <= {one.subject_kind for one in theirs}
    assert 0 < sum(one.read_at is None for one in theirs) < len(theirs)
    moderator = db.session.scalars(
        select(Notice.kind)
        .join(Member, Member.id == Notice.member_id)
        .where(Member.email == "moderator@demo.example", Notice.read_at.is_(None))
    )
    assert "lesson_submitted" in moderator


def check_accounts() -> None:
    for email, extra in ROLES.items():
        member = db.session.scalars(select(Member).where(Member.email == email)).one()
        assert member.is_sample
        assert account_services.prove(email, demo.PASSWORD).is_right
        actor = accounts.actor_by_id(member.id)
        assert {grant.role for grant in actor.grants} == {"staff"} | extra
        assert email in demo.ACCOUNTS_TEXT
    closed = db.session.scalars(select(Community.id).where(Community.kind == "members")).one()
    insiders = set(
        db.session.scalars(
            select(Member.email)
            .join(Membership, Membership.member_id == Member.id)
            .where(Membership.community_id == closed)
        )
    )
    assert "staff@demo.example" in insiders
    everywhere = select(Member.email).join(Membership, Membership.member_id == Member.id)
    assert "outsider@demo.example" not in set(db.session.scalars(everywhere))


def check_lessons() -> None:
    first = db.session.scalars(
        select(Lesson).where(Lesson.number.like("LL-2563-%")).order_by(Lesson.number)
    ).all()
    assert [(one.number, one.fiscal_year, one.outcome) for one in first] == [
        ("LL-2563-0001", 2563, "mixed"),
        ("LL-2563-0002", 2563, "success"),
        ("LL-2563-0003", 2562, "unexpected"),
    ]
    published = in_state("published")
    assert len(published) >= 12
    assert all(one.is_sample and one.author_id != one.published_by_id for one in published)
    assert {one.kind for one in published} == {"lesson", "caution", "good_practice", "how_to"}
    assert {one.fiscal_year for one in published} >= set(range(2562, 2569))
    assert "public" in {one.visibility for one in published}
    for state in ("draft", "submitted", "in_review", "changes_requested", "withdrawn"):
        assert len(in_state(state)) == 1, state
    ends = set(db.session.scalars(select(LessonLink.to_kind)))
    assert ends == {"lesson", "thread", "session", "recording"}


def check_sessions() -> None:
    real = db.session.scalars(
        select(ExchangeSession).where(
            ExchangeSession.fiscal_year == 2563, ExchangeSession.number == 4
        )
    ).one()
    assert "ครั้งที่ 4 ประจำปีงบประมาณ พ.ศ. 2563" in real.title_th
    assert (real.theme, real.hall_count) == ("การสร้างองค์กรนวัตกรรมภาครัฐ", 76)
    assert not real.is_sample
    assert real.agenda_is_sample
    assert real.venue_id is not None
    others = select(ExchangeSession).where(ExchangeSession.id != real.id)
    for one in db.session.scalars(others):
        assert one.is_sample
        assert "ตัวอย่าง" in one.title_th
    talk = db.session.scalars(select(Recording)).one()
    assert talk.session_id != real.id
    assert count(Cue) == 25
    assert db.session.scalars(select(Material)).one().read_state == "read"


def check_nothing_is_ahead() -> None:
    at = now()
    assert (db.session.scalar(select(func.max(Lesson.published_at))) or at) <= at
    assert (db.session.scalar(select(func.max(Thread.last_activity_at))) or at) <= at
    ahead = select(ExchangeSession.state).where(ExchangeSession.start_at > at)
    assert list(db.session.scalars(ahead)) == ["announced"]


def test_demo_is_found_and_read_by_those_who_may(app, client):
    load_all()
    staff = client.as_("staff@demo.example")
    for address in (
        "/",
        "/lessons",
        "/lessons/LL-2563-0001",
        "/lessons/LL-2563-0003",
        "/threads",
        "/sessions",
        "/sessions/cops/2563/4",
        "/sessions/cops/2563/5",
        "/communities",
        "/communities/citizen-service",
    ):
        staff.see(address)
    for thread_id in db.session.scalars(select(Thread.id).where(Thread.visibility != "community")):
        if thread_id <= 3:
            staff.see(f"/threads/{thread_id}")
    staff.see(f"/recordings/{db.session.scalars(select(Recording.id)).one()}")
    # In tests the worker's part, the log of searches, comes before the page has gone out.
    found = staff.see("/search?q=นวัตกรรม", queries=14).hits
    assert ("lesson", "LL-2563-0002") in found
    assert "<mark>" in staff.see("/search?q=นวัตกรรม&kind=lesson").text
    years = [staff.see(f"/search?q={year}").hits for year in ("2563", "๒๕๖๓")]
    assert years[0] == years[1] != []
    assert staff.see("/search?q=หิ่งห้อย").total == 1
    assert staff.see("/search?q=โคมลอย").total == 0
    outsider = client.as_("outsider@demo.example")
    assert outsider.see("/search?q=หิ่งห้อย").total == 0
