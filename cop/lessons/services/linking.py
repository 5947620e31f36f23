"""Where lessons are tied to lessons, threads, sessions and recordings."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.lessons import queries
from cop.lessons.models import LINK_ENDS, LINK_KINDS, Lesson, LessonLink
from cop.lessons.policies import may_add_link, may_remove_link

ENDS = {
    "related_session": "session",
    "derived_from_session": "session",
    "presented_in_session": "session",
    "discussed_in_thread": "thread",
    "distilled_from_thread": "thread",
    "cued_in_recording": "recording",
    "related": "lesson",
}
USUAL_KIND = {
    "session": "related_session",
    "thread": "discussed_in_thread",
    "recording": "cued_in_recording",
    "lesson": "related",
}


@dataclass(frozen=True, slots=True)
class End:
    """The other end of a link; `at_seconds` is a moment of a recording."""

    kind: str
    id: int
    at_seconds: int = 0


def add_link(
    lesson: Lesson, end: End, kind: str, *, by: Actor, at: datetime, note: str = ""
) -> LessonLink:
    """Tie the lesson to something that the caller has made sure the actor may read.

    An empty kind is the usual one for such an end. Raises Invalid for a kind that does not fit, an
    end that is the lesson itself, and a link that exists.
    """
    may_add_link(by, queries.standing(lesson.id), end.kind).require()
    kind = kind or USUAL_KIND.get(end.kind, "")
    if kind not in LINK_KINDS or end.kind not in LINK_ENDS or ENDS[kind] != end.kind:
        raise Invalid({"kind": "link_kind"})
    if end.kind == "lesson" and end.id == lesson.id:
        raise Invalid({"address": "link_self"})
    link = LessonLink(
        lesson_id=lesson.id,
        kind=kind,
        to_kind=end.kind,
        to_id=end.id,
        at_seconds=end.at_seconds,
        note=note,
        created_by_id=by.id,
        created_at=at,
    )
    if _exists(link):
        raise Invalid({"address": "link_twice"})
    db.session.add(link)
    db.session.flush()
    record(What.LINK_ADDED, "lesson", lesson.id, by=by, at=at, link=kind, to=end.kind, to_id=end.id)
    return link


def remove_link(lesson: Lesson, link: LessonLink, *, by: Actor, at: datetime) -> None:
    """Take a link away; both ends stay."""
    may_remove_link(by, queries.standing(lesson.id), link.created_by_id).require()
    db.session.delete(link)
    record(
        What.LINK_REMOVED,
        "lesson",
        lesson.id,
        by=by,
        at=at,
        link=link.kind,
        to=link.to_kind,
        to_id=link.to_id,
    )


def _exists(link: LessonLink) -> bool:
    query = select(LessonLink.id).where(
        LessonLink.lesson_id == link.lesson_id,
        LessonLink.kind == link.kind,
        LessonLink.to_kind == link.to_kind,
        LessonLink.to_id == link.to_id,
        LessonLink.at_seconds == link.at_seconds,
    )
    return db.session.scalar(query) is not None
