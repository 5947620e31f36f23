"""What the front page shows. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cop.communities import queries as communities
from cop.core.actor import Actor
from cop.lessons import queries as lessons
from cop.search.queries import following
from cop.sessions import queries as sessions
from cop.thai.fiscal_year import bangkok_day
from cop.threads import queries as threads

LESSONS, QUESTIONS, UNFINISHED, WAITING = 4, 3, 4, 3


@dataclass(frozen=True, slots=True)
class Front:
    """A member's front page; `days` is the number of days until the next session, 0 today."""

    unfinished: Sequence[lessons.Unfinished]
    waiting: Sequence[lessons.Awaiting]
    session: sessions.SessionCard | None
    days: int
    recording: sessions.RecordingCard | None
    lessons: Sequence[lessons.Card]
    questions: Sequence[threads.Card]
    communities: Sequence[communities.Own]
    following: Sequence[following.Followed]


@dataclass(frozen=True, slots=True)
class PublicFront:
    """What a visitor sees: lessons open to the public, where reading without sign-in is on."""

    lessons: Sequence[lessons.Card]


def front(actor: Actor, at: datetime) -> Front:
    """Return the front page of a member; the last recording stands in for a missing session."""
    session = sessions.next_session(actor, at)
    waiting = [one for one in lessons.awaiting_review(actor, WAITING + 1) if not one.is_own]
    return Front(
        unfinished=lessons.unfinished(actor, UNFINISHED),
        waiting=waiting[:WAITING],
        session=session,
        days=(bangkok_day(session.start_at) - bangkok_day(at)).days if session else 0,
        recording=None if session else sessions.latest_recording(actor),
        lessons=tuple(lessons.latest(actor, LESSONS)),
        questions=threads.unanswered(actor, limit=QUESTIONS),
        communities=communities.of_member(actor),
        following=following.front(actor),
    )


def public_front(actor: Actor) -> PublicFront:
    """Return the front page of a visitor."""
    return PublicFront(lessons.latest(actor, LESSONS) if actor.public_reading else ())
