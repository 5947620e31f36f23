"""Threads are started and changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cop.communities.models import Community
from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused
from cop.db import db, expect_version
from cop.journal import What, record
from cop.thai.slug import slug
from cop.threads.models import KINDS, Thread
from cop.threads.policies import may_change_thread, may_start
from cop.threads.services._picturing import change_pictures, settle_pictures
from cop.threads.services.wording import excerpt, good_body, good_tags, good_title

PAGES = {"edit", "removal"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the writer of a thread says; `body` is Markdown."""

    title: str
    body: str
    tags: Sequence[str] = ()


def start(
    community: Community,
    kind: str,
    draft: Draft,
    *,
    by: Actor,
    at: datetime,
    is_sample: bool = False,
) -> Thread:
    """Start a thread, owned by the writer's unit. Raises Invalid, Refused.

    It can be read by all staff, or by members only where the community is for its members.
    Recorded as THREAD_STARTED.
    """
    if kind not in KINDS:
        raise Invalid({"kind": "not_a_choice"})
    may_start(by, community, kind).require()
    if by.id is None:
        raise Refused("sign_in_first")
    thread = Thread(
        community_id=community.id,
        community=community,
        visibility="community" if community.kind == "members" else "org",
        agency_id=by.agency_id,
        author_id=by.id,
        kind=kind,
        created_at=at,
        last_activity_at=at,
        is_sample=is_sample,
    )
    _take(thread, draft)
    db.session.add(thread)
    db.session.flush()
    settle_pictures(thread, by=by, at=at)
    record(What.THREAD_STARTED, "thread", thread.id, by=by, at=at)
    return thread


def change_thread(
    thread: Thread, draft: Draft, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Change title, text and key words. Raises Stale, Invalid, Refused.

    Recorded as THREAD_CHANGED.
    """
    may_change_thread(by, thread).require()
    expect_version(thread, version)
    _take(thread, draft)
    thread.edited_at = at
    change_pictures(thread, by=by, at=at)
    record(What.THREAD_CHANGED, "thread", thread.id, by=by, at=at)


def _take(thread: Thread, draft: Draft) -> None:
    thread.title = good_title(draft.title)
    thread.slug = _slug(thread)
    thread.body, thread.body_html = good_body(draft.body)
    thread.excerpt = excerpt(thread.body_html)
    thread.tags = good_tags(draft.tags)


def _slug(thread: Thread) -> str:
    """Return the readable end of its address, which is never the name of a page under it."""
    name = slug(thread.title)
    return f"{name}-{thread.kind}" if name in PAGES else name
