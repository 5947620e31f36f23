"""Who is shown a notice: whoever was told, as long as they may read what it is about.

Nothing here is a rule of visibility of its own: a notice asks the rule of each thing that it
names, whenever it is shown or counted. One that may not be shown is as if it had never been.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from cop.accounts.models import Agency, Member
from cop.communities.models import Community
from cop.communities.policies import community_open_to, readable_communities
from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if
from cop.lessons import policies as lesson_rules
from cop.lessons.models import Lesson
from cop.moderation.models import Flag, Remark
from cop.moderation.policies import flags_shown_to, remarks_shown_to
from cop.notices.models import Notice
from cop.readers import reader_id
from cop.sessions import policies as session_rules
from cop.sessions.models import ExchangeSession, Recording, Series
from cop.terms.models import Term
from cop.threads import policies as thread_rules
from cop.threads.models import Reply, Thread

_Rule = Callable[[Actor], ColumnElement[bool]]


def may_tell(by: Actor) -> Verdict:
    """Allow the system alone, which follows the journal and forgets in time."""
    return allow_if(by.is_system, "not_allowed")


may_settle = may_tell
may_forget = may_tell


def may_mark_read(by: Actor) -> Verdict:
    """Whoever is signed in, of the own notices."""
    return allow_if(by.is_member, "sign_in_first")


may_mark_all_read = may_mark_read


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the notices of the actor whose things the actor may read now."""
    return and_(
        Notice.member_id == reader_id(actor),
        _readable(actor, SUBJECTS, Notice.subject_kind, Notice.subject_id),
        or_(
            Notice.part_kind.is_(None),
            _readable(actor, PARTS, Notice.part_kind, Notice.part_id),
        ),
    )


def _of_recording(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the session of a recording may be read."""
    of_session = ExchangeSession.id == Recording.session_id
    return exists().where(of_session, session_rules.readable_by(actor))


RULES: dict[str, tuple[InstrumentedAttribute[int], _Rule]] = {
    "lesson": (Lesson.id, lesson_rules.readable_by),
    "thread": (Thread.id, thread_rules.readable_by),
    "community": (Community.id, community_open_to),
    "member": (Member.id, lambda actor: Member.id == reader_id(actor)),
    # Whoever sees the thread sees its replies, but for those that were removed.
    "reply": (Reply.id, lambda _actor: Reply.removed_at.is_(None)),
    "remark": (Remark.id, remarks_shown_to),
    "flag": (Flag.id, flags_shown_to),
    "session": (ExchangeSession.id, session_rules.readable_by),
    "recording": (Recording.id, _of_recording),
    "series": (Series.id, lambda actor: Series.community_id.in_(readable_communities(actor))),
    "agency": (Agency.id, lambda _actor: true()),
    "topic": (Term.id, lambda _actor: true()),
}
"""By kind of thing: its id, and who may read it. The names of agencies and topics are no secret."""
SUBJECTS = ("lesson", "thread", "community", "member")
PARTS = ("reply", "remark", "flag", "lesson", "thread", "session", "recording", "community",
         "series", "agency", "topic")  # fmt: skip


def _readable(
    actor: Actor,
    kinds: tuple[str, ...],
    kind: ColumnElement[Any] | InstrumentedAttribute[Any],
    one: ColumnElement[Any] | InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    ways = []
    for name in kinds:
        of, rule = RULES[name]
        ways.append(and_(kind == name, exists().where(of == one, rule(actor))))
    return or_(*ways)
