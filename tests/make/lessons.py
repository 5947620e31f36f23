"""Lessons in every state for tests."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from cop.accounts.models import Agency, Member
from cop.communities.models import Community
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services
from cop.lessons.models import Lesson
from cop.lessons.services import Content
from cop.terms.models import Term
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.terms import load_terms

TITLE = "ตั้งโต๊ะตรวจเอกสารก่อนรับบัตรคิว"
SHORT = {
    "title_th": TITLE,
    "what_happened": "ผู้จองคิวเกือบหนึ่งในสามเตรียมเอกสารมาไม่ครบ ต้องกลับบ้านแล้วมาใหม่",
    "lesson": "คนไม่ได้ลืมเอกสาร แต่ไม่รู้ว่าต้องใช้อะไรบ้าง",
}
CLASSIFICATION = {
    "outcome": "mixed",
    "summary": "บอกรายการเอกสารก่อนวันนัด ลดคนที่ต้องกลับมาใหม่",
    "background": "สำนักทะเบียนรับผู้จองคิววันละราว 60 คน มีเจ้าหน้าที่ 4 คน",
    "applies_when": "มีระบบจองคิวที่เก็บเบอร์ติดต่อไว้แล้ว",
    "principles": ("P1", "P3"),
    "topics": ("T02",),
    "process": "PR01",
    "tags": ("นัดหมาย", "บัตรคิว"),
    "occurred_from": date(2020, 7, 9),
}
TEXTS = {
    "cause": "ป้ายหน้าสำนักงานมีรายการครบ แต่ตัวอักษรเล็กและไม่มีใครอ่านก่อนมา",
    "recommendation": ("รวบรวมกรณีที่เตรียมเอกสารผิดบ่อย", "ส่งรูปตัวอย่าง 2 วันก่อนวันนัด"),
}
FULL = {**SHORT, **CLASSIFICATION, **TEXTS}


def content(community: Community, **over: Any) -> Content:
    """Return content with all that publishing needs, but for what is given otherwise."""
    return Content(community_id=community.id, **{**FULL, **over})


def make_lesson(
    state: str = "published",
    *,
    author: Member | None = None,
    moderator: Member | None = None,
    community: Community | None = None,
    at: datetime | None = None,
    **over: Any,
) -> Lesson:
    """Add a lesson and take it to a state, each step in a transaction of its own.

    `over` are fields of the content. Without an agency one is made: publishing needs it.
    """
    _reference()
    author = author or make_member()
    community = community or make_community()
    at = at or now()
    over.setdefault("agency_id", author.agency_id or _agency().id)
    by = actor_of(author)
    with transaction():
        is_sample = over.pop("is_sample", False)
        lesson = services.capture(content(community, **over), by=by, at=at, is_sample=is_sample)
    for step in _PATHS[state]:
        judge = moderator or _moderator()
        with transaction():
            step(lesson, by, actor_of(judge), at)
    return lesson


def make_copies(lesson: Lesson, count: int) -> None:
    """Add published lessons like this one, as rows at once, for tests that need many."""
    names = [column.name for column in Lesson.__table__.columns if column.name != "id"]
    row = {name: getattr(lesson, name) for name in names}
    first = int(str(lesson.number)[-4:])
    rows = [{**row, "number": f"LL-2599-{first + place:04}"} for place in range(1, count + 1)]
    with transaction():
        db.session.execute(insert(Lesson), rows)


def _reference() -> None:
    if db.session.scalar(select(Term.id).limit(1)) is None:
        load_terms()


def _agency() -> Agency:
    query = select(Agency).where(Agency.code == "owner-of-lessons")
    return db.session.scalars(query).one_or_none() or make_agency(code="owner-of-lessons")


def _moderator() -> Member:
    address = "judge@example.go.th"
    found = db.session.scalars(select(Member).where(Member.email == address)).one_or_none()
    return found or make_member(address, "moderator")


Step = Callable[[Lesson, Any, Any, datetime], object]


def _submit(lesson: Lesson, author: Any, _judge: Any, at: datetime) -> None:
    services.submit(lesson, pdpa_check=True, by=author, at=at)


def _start(lesson: Lesson, _author: Any, judge: Any, at: datetime) -> None:
    services.start_review(lesson, by=judge, at=at)


def _return(lesson: Lesson, _author: Any, judge: Any, at: datetime) -> None:
    services.request_changes(
        lesson, reasons=["too_general"], words="ขอตัวเลขก่อนและหลัง", by=judge, at=at
    )


def _reject(lesson: Lesson, _author: Any, judge: Any, at: datetime) -> None:
    services.reject(lesson, reasons=["duplicate"], words="ซ้ำกับเรื่องเดิม", by=judge, at=at)


def _publish(lesson: Lesson, _author: Any, judge: Any, at: datetime) -> None:
    services.publish(lesson, revision_id=lesson.current_revision_id, by=judge, at=at)


def _withdraw(lesson: Lesson, _author: Any, judge: Any, at: datetime) -> None:
    services.withdraw(lesson, words="ระเบียบเปลี่ยนแล้ว", by=judge, at=at)


_REVIEW: tuple[Step, ...] = (_submit, _start)
_PATHS: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "submitted": (_submit,),
    "in_review": _REVIEW,
    "changes_requested": (*_REVIEW, _return),
    "rejected": (*_REVIEW, _reject),
    "published": (*_REVIEW, _publish),
    "withdrawn": (*_REVIEW, _publish, _withdraw),
}
