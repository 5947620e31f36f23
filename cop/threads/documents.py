"""Threads as the search index holds them: the opening post, and its replies by twenties.

A long thread is many small documents, so that a new reply makes one of them anew.
"""

import zlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select

from cop.communities.models import Community
from cop.communities.policies import Place, audience
from cop.core.markup import plain
from cop.db import db
from cop.search.port import Document
from cop.thai.fiscal_year import fiscal_year
from cop.threads.models import REPLIES_A_PAGE, Reply, Thread, page_of

KIND = "thread"
_THREADS = (
    select(
        Thread.id,
        Thread.title,
        Thread.body_html,
        Thread.tags,
        Thread.kind,
        Thread.community_id,
        Thread.visibility,
        Thread.agency_id,
        Thread.author_id,
        Thread.answer_position,
        Thread.created_at,
        Community.kind.label("community_kind"),
        Community.agency_id.label("community_agency_id"),
    )
    .join(Community, Community.id == Thread.community_id)
    .where(Thread.removed_at.is_(None))
)
_REPLIES = (
    select(Reply.thread_id, Reply.position, Reply.body_html, Reply.author_id, Reply.created_at)
    .where(Reply.removed_at.is_(None))
    .order_by(Reply.thread_id, Reply.position)
)


def all_ids() -> list[int]:
    """Return the ids of all threads that may be found."""
    return list(db.session.scalars(select(Thread.id).where(Thread.removed_at.is_(None))))


def ids_in(community_id: int) -> list[int]:
    """Return the ids of a community's threads, for when its readers have changed."""
    query = select(Thread.id).where(
        Thread.community_id == community_id, Thread.removed_at.is_(None)
    )
    return list(db.session.scalars(query))


def documents(ids: Sequence[int]) -> list[Document]:
    """Return all documents of these threads; removed and unknown ones have none."""
    threads = {row.id: row for row in db.session.execute(_THREADS.where(Thread.id.in_(ids)))}
    made = [_opening(thread) for thread in threads.values()]
    replies = db.session.execute(_REPLIES.where(Reply.thread_id.in_(sorted(threads))))
    for (thread_id, page), rows in groupby(replies, _chunk_of):
        made.append(_chunk(threads[thread_id], page, rows))
    return made


def chunk(thread_id: int, position: int) -> Document | None:
    """Return the document that holds the reply at a position, None when nothing is left in it."""
    thread = db.session.execute(_THREADS.where(Thread.id == thread_id)).one_or_none()
    page = page_of(position)
    first = (page - 1) * REPLIES_A_PAGE + 1
    among = Reply.position.between(first, first + REPLIES_A_PAGE - 1)
    rows = db.session.execute(_REPLIES.where(Reply.thread_id == thread_id, among)).all()
    return _chunk(thread, page, rows) if thread is not None and rows else None


def chunk_id(thread_id: int, position: int) -> str:
    """Return the id of the document that holds the reply at a position."""
    return f"{thread_id}.p{page_of(position)}"


def keys(thread_id: int) -> list[str]:
    """Return the ids of every document that the thread may have in the index, removed or not."""
    count = db.session.scalar(select(Thread.reply_count).where(Thread.id == thread_id)) or 0
    pages = page_of(count) if count else 0
    return [str(thread_id), *(f"{thread_id}.p{page}" for page in range(1, pages + 1))]


def _opening(thread: Row[*tuple[Any, ...]]) -> Document:
    authors = {thread.author_id}
    return _document(thread, str(thread.id), plain(thread.body_html), authors, thread.created_at)


def _chunk(
    thread: Row[*tuple[Any, ...]], page: int, replies: Iterable[Row[*tuple[Any, ...]]]
) -> Document:
    said = list(replies)
    body = "\n\n".join(plain(row.body_html) for row in said)
    authors = {row.author_id for row in said}
    return _document(thread, f"{thread.id}.p{page}", body, authors, said[-1].created_at)


def _document(
    thread: Row[*tuple[Any, ...]], key: str, body: str, authors: Collection[int], at: datetime
) -> Document:
    place = Place(
        visibility=thread.visibility,
        community_id=thread.community_id,
        community_kind=thread.community_kind,
        community_agency_id=thread.community_agency_id,
        agency_id=thread.agency_id,
        author_id=thread.author_id,
    )
    readers, facets = audience(place), _facets(thread, authors)
    words = (thread.title, body, tuple(thread.tags))
    return Document(
        kind=KIND,
        id=key,
        version=zlib.crc32(repr((words, readers, sorted(facets.items()))).encode()) >> 1,
        title=thread.title,
        body=body,
        at=at,
        keywords=tuple(thread.tags),
        audience=readers,
        facets=facets,
    )


def _facets(thread: Row[*tuple[Any, ...]], authors: Collection[int]) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {
        "author": tuple(str(one) for one in sorted(authors)),
        "community": (str(thread.community_id),),
        "type": (thread.kind,),
        "fiscal_year": (str(fiscal_year(thread.created_at)),),
    }
    if thread.agency_id is not None:
        facets["agency"] = (str(thread.agency_id),)
    if thread.kind == "question":
        answered = thread.answer_position is not None
        facets["state"] = ("answered" if answered else "unanswered",)
    return facets


def _chunk_of(row: Row[*tuple[Any, ...]]) -> tuple[int, int]:
    return row.thread_id, page_of(row.position)
