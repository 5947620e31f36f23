"""Who may read threads and act in them."""

from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from cop.communities.policies import (
    CommunityFacts,
    Place,
    PlaceColumns,
    may_post,
    may_see,
    watched_by,
    watches,
    within,
)
from cop.communities.policies import tends as tends_community
from cop.core.actor import Actor
from cop.core.verdict import ALLOW, Verdict, allow_if
from cop.readers import facilitated_by
from cop.threads.models import OPEN, Thread

_AT = PlaceColumns(Thread.visibility, Thread.community_id, Thread.agency_id, Thread.author_id)


class ThreadFacts(Protocol):
    """What the rules must know about a thread: the record itself, or a row read for a page."""

    @property
    def community(self) -> CommunityFacts:
        """The community it stands in."""

    @property
    def community_id(self) -> int:
        """The id of that community."""

    @property
    def visibility(self) -> str:
        """Its own visibility."""

    @property
    def agency_id(self) -> int | None:
        """The unit that owns it."""

    @property
    def author_id(self) -> int:
        """Who started it."""

    @property
    def kind(self) -> str:
        """Question, discussion or announcement."""

    @property
    def state(self) -> str:
        """Open or locked."""

    @property
    def reply_count(self) -> int:
        """The highest position given so far."""

    @property
    def removed(self) -> bool:
        """Whether it has been taken away."""


class ReplyFacts(Protocol):
    """What the rules must know about a reply."""

    @property
    def author_id(self) -> int:
        """Who wrote it."""

    @property
    def removed(self) -> bool:
        """Whether it has been taken away."""


def place_of(thread: ThreadFacts) -> Place:
    """Return what the one visibility rule must know about the thread."""
    return Place(
        visibility=thread.visibility,
        community_id=thread.community_id,
        community_kind=thread.community.kind,
        community_agency_id=thread.community.agency_id,
        agency_id=thread.agency_id,
        author_id=thread.author_id,
    )


def may_read(actor: Actor, thread: ThreadFacts) -> bool:
    """Tell whether the place allows it; a removed thread is left to those who tend it."""
    if thread.removed and not tends(actor, thread):
        return False
    return may_see(actor, place_of(thread))


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return `may_read` as an SQL condition over threads."""
    return and_(within(actor, _AT), or_(Thread.removed_at.is_(None), _tended_by(actor)))


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for lists and search: readable, and not removed."""
    return and_(Thread.removed_at.is_(None), within(actor, _AT))


def tends(actor: Actor, thread: ThreadFacts) -> bool:
    """Tell whether the actor facilitates the community or moderates a scope that holds it."""
    if actor.is_system:
        return True
    return thread.community_id in actor.facilitates or watches(
        actor, thread.community_id, thread.agency_id
    )


def may_start(by: Actor, community: CommunityFacts, kind: str) -> Verdict:
    """Whoever may post in the community; an announcement is for those who tend it."""
    if kind == "announcement" and not tends_community(by, community):
        return Verdict("announcement_by_facilitators")
    return may_post(by, community)


def may_reply(by: Actor, thread: ThreadFacts) -> Verdict:
    """Whoever may read the thread and post in its community, while it is open."""
    if not (stands := _stands(by, thread)):
        return stands
    if thread.state != OPEN:
        return Verdict("thread_locked")
    return may_post(by, thread.community)


def may_change_thread(by: Actor, thread: ThreadFacts) -> Verdict:
    """Its author, while the thread is open, and those who tend it."""
    if not (stands := _stands(by, thread)):
        return stands
    if tends(by, thread):
        return ALLOW
    if by.id != thread.author_id:
        return Verdict("authors_only")
    return allow_if(thread.state == OPEN, "thread_locked")


def may_change_reply(by: Actor, thread: ThreadFacts, reply: ReplyFacts) -> Verdict:
    """Its author, while the thread is open."""
    if not (stands := _stands(by, thread, reply)):
        return stands
    if by.id != reply.author_id:
        return Verdict("authors_only")
    return allow_if(thread.state == OPEN, "thread_locked")


def may_remove_reply(by: Actor, thread: ThreadFacts, reply: ReplyFacts) -> Verdict:
    """Its author, and those who tend the thread."""
    if not (stands := _stands(by, thread, reply)):
        return stands
    return allow_if(by.id == reply.author_id or tends(by, thread), "facilitators_only")


def may_remove_thread(by: Actor, thread: ThreadFacts) -> Verdict:
    """Those who tend the thread, and its author as long as nobody has replied."""
    if not (stands := _stands(by, thread)):
        return stands
    alone = by.id == thread.author_id and thread.reply_count == 0
    return allow_if(alone or tends(by, thread), "facilitators_only")


def may_mark_answer(by: Actor, thread: ThreadFacts) -> Verdict:
    """Whoever asked the question, and those who tend it."""
    if not (stands := _stands(by, thread)):
        return stands
    if thread.kind != "question":
        return Verdict("no_question")
    return allow_if(by.id == thread.author_id or tends(by, thread), "askers_only")


may_unmark_answer = may_mark_answer


def may_lock(by: Actor, thread: ThreadFacts) -> Verdict:
    """Those who tend the thread."""
    stands = _stands(by, thread)
    return allow_if(tends(by, thread), "facilitators_only") if stands else stands


may_unlock = may_lock


def may_open_to_public(by: Actor, thread: ThreadFacts) -> Verdict:
    """Moderators, for a thread of an open community."""
    if not (stands := _stands(by, thread)):
        return stands
    if thread.community.kind != "open":
        return Verdict("community_is_closed")
    return allow_if(
        by.is_system or watches(by, thread.community_id, thread.agency_id), "moderators_only"
    )


may_close_to_public = may_open_to_public


def may_link(by: Actor, thread: ThreadFacts) -> Verdict:
    """Whoever may post in the community of the thread, and those who tend it."""
    if not (stands := _stands(by, thread)):
        return stands
    return ALLOW if tends(by, thread) else may_post(by, thread.community)


def may_unlink(by: Actor, thread: ThreadFacts) -> Verdict:
    """Its author, and those who tend it."""
    if not (stands := _stands(by, thread)):
        return stands
    return allow_if(by.id == thread.author_id or tends(by, thread), "facilitators_only")


def _stands(by: Actor, thread: ThreadFacts, reply: ReplyFacts | None = None) -> Verdict:
    """Return a no when nothing can be done here at all: unreadable, or removed."""
    if not by.is_member and not by.is_system:
        return Verdict("sign_in_first")
    if not may_read(by, thread):
        return Verdict("not_allowed")
    if thread.removed or (reply is not None and reply.removed):
        return Verdict("thread_removed")
    return ALLOW


def _tended_by(actor: Actor) -> ColumnElement[bool]:
    """Return `tends` as an SQL condition over threads."""
    if actor.is_system or actor.has("moderator"):
        return true()
    ways = watched_by(actor, Thread.community_id, Thread.agency_id)
    if actor.facilitates:
        ways.append(facilitated_by(actor, Thread.community_id))
    return or_(false(), *ways)
