"""Who looks after a lesson: a person, or its unit; never nobody."""

from datetime import datetime

from sqlalchemy import select

from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db, expect_version
from cop.lessons.models import CLOSED, Lesson
from cop.lessons.policies import may_own, may_pass_to_unit, may_reassign
from cop.lessons.services._steps import expect_short, hold, note

PASSED_AT_ONCE = 100


def reassign(
    lesson: Lesson,
    to: Actor | None,
    *,
    version: int | None,
    by: Actor,
    at: datetime,
    words: str = "",
) -> None:
    """Give a lesson to somebody who may read it, or, with nobody, to its unit.

    Raises Invalid for whoever may not read it or looks after it already, Stale.
    """
    standing = hold(lesson)
    may_reassign(by, standing).require()
    expect_version(lesson, version)
    expect_short(words)
    if to is not None and not may_own(to, standing):
        raise Invalid({"email": "owner_cannot_read"})
    if (to.id if to else None) == lesson.owner_id:
        raise Invalid({"to": "owner_already"})
    _give(lesson, to.id if to else None, by=by, at=at, words=words)


def pass_to_unit(member_id: int, *, by: Actor, at: datetime) -> int:
    """Give the unit what somebody looked after whose account is shut; return how many it was.

    A few at a time: it is asked again until nothing is left. Opening the account again gives
    nothing back.
    """
    may_pass_to_unit(by).require()
    member = db.session.get(Member, member_id)
    if member is None or member.is_active:
        return 0
    theirs = (
        select(Lesson)
        .where(Lesson.owner_id == member_id, Lesson.state.not_in(CLOSED))
        .order_by(Lesson.id)
        .limit(PASSED_AT_ONCE)
        .with_for_update()
    )
    found = db.session.scalars(theirs).all()
    for lesson in found:
        _give(lesson, None, by=by, at=at)
    return len(found)


def _give(
    lesson: Lesson, owner_id: int | None, *, by: Actor, at: datetime, words: str = ""
) -> None:
    before, lesson.owner_id = lesson.owner_id, owner_id
    revision = lesson.current_revision_id
    note(lesson, "reassign", revision, by=by, at=at, words=words, member=owner_id, before=before)
