"""Synthetic threads of 0 to 20 replies, and one each of 20, 220 and 2,000."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from cop.journal import Entry, What
from cop.operations.content import synthetic
from cop.operations.content.world import TAG, Row, World, entry, lay_down, lay_down_for_ids
from cop.thai.slug import slug
from cop.threads.models import Reply, Thread
from cop.threads.services.wording import excerpt, good_body

FIRST_AT = datetime(2019, 10, 21, 2, tzinfo=UTC)
SPAN_DAYS = 2_100
LONG = (20, 220, 2_000)
"""Replies of the first threads; the rest have 0 to 20."""


def add_threads(world: World, first: int, last: int, long: Sequence[int] = LONG) -> None:
    """Add the threads with the places `first` up to, not with, `last`."""
    if first >= last:
        return
    sizes = dict(enumerate(long))
    written = [_thread(world, place, sizes.get(place)) for place in range(first, last)]
    replies = [row.pop("replies") for row in written]
    thread_ids = lay_down_for_ids(Thread, written)
    journal: list[Row] = []
    for row, said, thread_id in zip(written, replies, thread_ids, strict=True):
        for one in said:
            one["thread_id"] = thread_id
        journal.append(
            entry(What.THREAD_STARTED, "thread", thread_id, row["author_id"], row["created_at"])
        )
    flat = [one for said in replies for one in said]
    reply_ids = lay_down_for_ids(Reply, flat)
    for one, reply_id in zip(flat, reply_ids, strict=True):
        codes = {"reply": reply_id, "position": one["position"]}
        at = one["created_at"]
        journal.append(
            entry(What.REPLY_POSTED, "thread", one["thread_id"], one["author_id"], at, **codes)
        )
    lay_down(Entry, journal)


def _thread(world: World, place: int, size: int | None) -> Row:
    chance = Random(f"thread {place}")  # noqa: S311 - not for secrets: the same on every machine
    many = chance.randint(0, 20) if size is None else size
    kind = "question" if size is not None or chance.random() < 0.6 else "discussion"
    author_id, agency_id = chance.choice(world.authors)
    begun = FIRST_AT + timedelta(days=chance.random() * SPAN_DAYS)
    title = synthetic.title(chance, asked=kind == "question")
    if size is not None:
        title = f"{title} ({many:,} ความเห็น)"
    body, markup = good_body(synthetic.post(chance))
    replies = _replies(world, chance, begun, many)
    end = replies[-1] if replies else None
    row = {
        "title": title,
        "slug": slug(title),
        "body": body,
        "body_html": markup,
        "excerpt": excerpt(markup),
        "tags": [TAG],
        "kind": kind,
        "community_id": chance.choice(world.community_ids),
        "visibility": "org",
        "agency_id": agency_id,
        "author_id": author_id,
        "created_at": begun,
        "reply_count": many,
        "last_activity_at": end["created_at"] if end else begun,
        "last_replier_id": end["author_id"] if end else None,
        "is_sample": True,
        "replies": replies,
    }
    return row | _answer(row, replies, chance)


def _answer(row: Row, replies: list[Row], chance: Random) -> Row:
    """Return the columns of an accepted answer; about half of the questions have one."""
    if row["kind"] != "question" or not replies or chance.random() < 0.5:
        chosen = None
    else:
        chosen = chance.choice(replies[:12])
    return {
        "answer_position": chosen["position"] if chosen else None,
        "answer_excerpt": excerpt(chosen["body_html"]) if chosen else "",
        "answered_at": chosen["created_at"] + timedelta(minutes=30) if chosen else None,
        "answered_by_id": row["author_id"] if chosen else None,
    }


def _replies(world: World, chance: Random, begun: datetime, many: int) -> list[Row]:
    rows: list[Row] = []
    at = begun
    for position in range(1, many + 1):
        at += timedelta(minutes=chance.randint(4, 400))
        body, markup = good_body(synthetic.post(chance))
        rows.append(
            {
                "position": position,
                "author_id": chance.choice(world.authors)[0],
                "body": body,
                "body_html": markup,
                "created_at": at,
            }
        )
    return rows
