"""Who is told of what: one table, from what happened to the people it concerns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union

from cop.accounts import queries as accounts
from cop.accounts.models import Member
from cop.core.errors import Missing
from cop.db import db
from cop.journal import Entry, What
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson, Revision
from cop.lessons.policies.reading import oversees
from cop.moderation.policies import may_decide_flag
from cop.notices.queries.reviewing import (
    answered_flag,
    concerned_by_answer,
    corrector_undone,
    flag_of,
    flagged_thing,
    moderators_of_all,
    remark_of,
    tenders_of,
    who_blanks,
    who_flagged,
    writers_under_remark,
)
from cop.threads.models import Reply, Thread

Key = tuple[str, int]
"""Kind and id of a thing."""
_EVERYBODYS_ROLE = "staff"


@dataclass(frozen=True, slots=True)
class Told:
    """One person is told of one entry: about which thing, and which other one it names."""

    member_id: int
    entry_id: int
    kind: str
    subject: Key
    part: Key | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Acted:
    """One person did something to a thing: what they were told of it before is no news."""

    member_id: int
    subject: Key
    entry_id: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A line of the table: who is told, about what, and what else is named."""

    who: Callable[[Entry], Iterable[int | None]]
    about: Callable[[Entry], Key | None]
    part: Callable[[Entry], Key | None] = lambda _entry: None


def _subject(entry: Entry) -> Key | None:
    return entry.subject_kind, entry.subject_id


def _reply(entry: Entry) -> Key | None:
    return "reply", _number(entry, "reply")


def _other_end(entry: Entry) -> Key | None:
    return str(entry.codes.get("to", "")), _number(entry, "to_id")


def _scheduler(entry: Entry) -> Iterable[int | None]:
    return [_number(entry, "scheduler")]


def _merged_into(entry: Entry) -> Key | None:
    return entry.subject_kind, _number(entry, "into")


def _scope(entry: Entry) -> Key | None:
    kind = str(entry.codes.get("scope_kind", "body"))
    return None if kind == "body" else (kind, _number(entry, "scope_id"))


def _reviewers(entry: Entry) -> Iterable[int | None]:
    """Return who reviews the lesson, by scope and topic; its authors never do."""
    try:
        standing = lessons.standing(entry.subject_id)
    except Missing:
        return []
    judges = accounts.actors_holding(("moderator", "reviewer"))
    covering = {one.id for one in judges if oversees(one, standing)}
    return covering - {standing.author_id, standing.submitted_by_id, standing.owner_id}


def _writers(entry: Entry) -> Iterable[int | None]:
    """Return who wrote a lesson or a revision of it, looks after it, and submitted it."""
    of_lesson = Lesson.id == entry.subject_id
    return db.session.scalars(
        union(
            select(Lesson.author_id).where(of_lesson),
            select(Lesson.owner_id).where(of_lesson),
            select(Lesson.submitted_by_id).where(of_lesson),
            select(Revision.author_id).where(
                Revision.lesson_id == entry.subject_id, Revision.is_authorship
            ),
        )
    )


def _author(entry: Entry) -> Iterable[int | None]:
    return tenders_of(entry.subject_id)


def _author_of_other_end(entry: Entry) -> Iterable[int | None]:
    """Return who wrote the lesson or thread at the other end; sessions are nobody's own."""
    kind, number = _other_end(entry) or ("", 0)
    if kind == "lesson":
        return tenders_of(number)
    if kind == "thread":
        return db.session.scalars(select(Thread.author_id).where(Thread.id == number))
    return []


def _talkers(entry: Entry) -> Iterable[int | None]:
    """Return who started the thread and who replied before.

    Those who came later saw this reply, so handing the entry over again tells nobody more.
    """
    thread, position = entry.subject_id, _number(entry, "position")
    before = (Reply.thread_id == thread, Reply.position < position, Reply.removed_at.is_(None))
    return db.session.scalars(
        union(
            select(Thread.author_id).where(Thread.id == thread),
            select(Reply.author_id).where(*before),
        )
    )


def _replier(entry: Entry) -> Iterable[int | None]:
    return db.session.scalars(select(Reply.author_id).where(Reply.id == _number(entry, "reply")))


def _named(entry: Entry) -> Iterable[int | None]:
    return [_number(entry, "member")]


def _former_owner(entry: Entry) -> Iterable[int | None]:
    return [_number(entry, "before")]


def _holder(entry: Entry) -> Iterable[int | None]:
    """Return who got the role, unless it is the one that every account begins with."""
    return [] if entry.codes.get("role") == _EVERYBODYS_ROLE else [entry.subject_id]


def _moderators(entry: Entry) -> Iterable[int | None]:
    """Return who answers what is flagged of the lesson."""
    try:
        standing = lessons.standing(entry.subject_id)
    except Missing:
        return []
    judges = accounts.actors_holding(("moderator",))
    return [one.id for one in judges if may_decide_flag(one, standing)]


_OF_REVIEW = (Telling(_writers, _subject),)
_OF_COMMUNITY = (Telling(_named, _subject),)
TOLD: Mapping[What, Sequence[Telling]] = {
    What.LESSON_SUBMITTED: (Telling(_reviewers, _subject),),
    What.REVIEW_STARTED: _OF_REVIEW,
    What.CHANGES_REQUESTED: _OF_REVIEW,
    What.LESSON_PUBLISHED: _OF_REVIEW,
    What.PUBLICATION_SCHEDULED: _OF_REVIEW,
    What.SCHEDULE_DROPPED: (Telling(_scheduler, _subject), Telling(_writers, _subject)),
    What.LESSON_PUBLISHED_UNREVIEWED: (Telling(_reviewers, _subject),),
    What.LESSON_PUBLISHED_URGENTLY: (Telling(_writers, _subject), Telling(_reviewers, _subject)),
    What.LESSON_CHECKED: _OF_REVIEW,
    What.LESSON_CONFIRMED: _OF_REVIEW,
    What.LESSON_EDITED_SLIGHTLY: (Telling(_author, _subject),),
    What.MINOR_EDIT_UNDONE: (Telling(_author, _subject), Telling(corrector_undone, _subject)),
    What.REJECTION_APPEALED: (Telling(_reviewers, _subject),),
    What.LESSON_REJECTED: _OF_REVIEW,
    What.LESSON_WITHDRAWN: _OF_REVIEW,
    What.LESSON_TRASHED: _OF_REVIEW,
    What.LESSON_UNTRASHED: _OF_REVIEW,
    # The merged one leads to the other, which is what its writers can read.
    What.LESSON_MERGED: (Telling(_writers, _merged_into),),
    What.LESSON_REASSIGNED: (Telling(_named, _subject), Telling(_former_owner, _subject)),
    What.REVIEW_ASSIGNED: (Telling(_named, _subject),),
    What.REVIEW_REMINDED: (Telling(_reviewers, _subject),),
    What.REVIEW_ESCALATED: (Telling(moderators_of_all, _subject),),
    What.CHANGES_LAPSED: (Telling(_author, _subject),),
    What.REMARK_MADE: (Telling(_writers, _subject, remark_of),),
    What.EXPERT_ANSWERED: (Telling(concerned_by_answer, _subject),),
    What.REMARK_ANSWERED: (Telling(writers_under_remark, _subject, remark_of),),
    What.REMARK_MOVED: (Telling(writers_under_remark, _subject, remark_of),),
    What.CONTENT_FLAGGED: (Telling(_moderators, _subject, flag_of),),
    What.FLAG_DECIDED: (
        Telling(who_flagged, flagged_thing, answered_flag),
        Telling(who_blanks, _subject),
    ),
    What.REPLY_POSTED: (Telling(_talkers, _subject, _reply),),
    What.ANSWER_MARKED: (Telling(_replier, _subject, _reply),),
    What.LINK_ADDED: (
        Telling(_author, _subject, _other_end),
        Telling(_author_of_other_end, _other_end, _subject),
    ),
    What.COMMUNITY_MEMBER_ADDED: _OF_COMMUNITY,
    What.FACILITATOR_NAMED: _OF_COMMUNITY,
    What.GRANT_GIVEN: (Telling(_holder, _subject, _scope),),
}
"""What happened, and who is told. Nobody is told of what they did; the inactive of nothing."""


def told_of(entry: Entry) -> list[Told]:
    """Return who is told of an entry, each person once: by the first line that names them."""
    found: dict[int, Told] = {}
    for line in TOLD[What(entry.what)]:
        subject = line.about(entry)
        if subject is None:
            continue
        for one in _active(line.who(entry), but=entry.by_id):
            told = Told(one, entry.id, entry.what, subject, line.part(entry), entry.at)
            found.setdefault(one, told)
    return list(found.values())


def acted_in(entries: Iterable[Entry]) -> list[Acted]:
    """Return who acted on what, as far as people did it."""
    return [
        Acted(one.by_id, (one.subject_kind, one.subject_id), one.id)
        for one in entries
        if one.by_id is not None
    ]


def _active(people: Iterable[int | None], *, but: int | None) -> Sequence[int]:
    wanted = {one for one in people if one is not None} - {but}
    if not wanted:
        return ()
    query = select(Member.id).where(Member.id.in_(wanted), Member.is_active)
    return db.session.scalars(query.order_by(Member.id)).all()


def _number(entry: Entry, code: str) -> int:
    """Return a code that is an id, 0 where an entry of an older kind has none."""
    value = entry.codes.get(code)
    return value if isinstance(value, int) else 0
