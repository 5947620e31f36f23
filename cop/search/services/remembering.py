"""The log of searches: written, forgotten in time, and cleared of what curators have dealt with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.search.masking import masked
from cop.search.models import DismissedQuery, FollowedSearch, Search
from cop.search.policies import may_dismiss, may_forget, may_log, may_note_click, may_recall
from cop.thai.folding import fold, tidy_line

LONGEST = 200
PERSON_KEPT_FOR = timedelta(days=30)
ROW_KEPT_FOR = timedelta(days=400)
CLICK_COUNTS_FOR = timedelta(hours=2)
LAST_RANK = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as it is handed to the log; `key` is that of its address, for who follows it."""

    typed: str
    found: int
    member_id: int | None = None
    agency_id: int | None = None
    kinds: list[str] = field(default_factory=list)
    filters: dict[str, list[str]] = field(default_factory=dict)
    key: str = ""


def question_of(typed: str) -> str:
    """Return the text by which two questions count as the same."""
    return " ".join(fold(masked(tidy_line(typed))).split())[:LONGEST]


def log(asked: Asked, *, by: Actor, at: datetime) -> None:
    """Keep one search, numbers and addresses of people masked.

    Whoever follows this search has now looked at it: nothing is new there any more.
    """
    may_log(by).require()
    db.session.add(
        Search(
            typed=masked(tidy_line(asked.typed))[:LONGEST],
            folded=question_of(asked.typed),
            kinds=asked.kinds,
            filters={name: [masked(one) for one in some] for name, some in asked.filters.items()},
            found=asked.found,
            agency_id=asked.agency_id,
            member_id=asked.member_id,
            is_members=asked.member_id is not None,
            at=at,
        )
    )
    if asked.member_id is not None and asked.key:
        theirs = (FollowedSearch.member_id == asked.member_id, FollowedSearch.key == asked.key)
        db.session.execute(update(FollowedSearch).where(*theirs).values(opened_at=at, new_count=0))


def note_click(member_id: int, typed: str, rank: int, *, by: Actor, at: datetime) -> None:
    """Note which result of a person's search was opened first; without such a search, nothing."""
    may_note_click(by).require()
    if not 1 <= rank <= LAST_RANK:
        raise Invalid({"rank": "number_range"})
    newest = (
        select(Search.id)
        .where(
            Search.member_id == member_id,
            Search.folded == question_of(typed),
            Search.at > at - CLICK_COUNTS_FOR,
        )
        .order_by(Search.id.desc())
        .limit(1)
    )
    number = db.session.scalar(newest)
    theirs = (Search.id == number, Search.clicked_rank.is_(None))
    db.session.execute(update(Search).where(*theirs).values(clicked_rank=rank))


def forget(*, by: Actor, at: datetime) -> None:
    """Forget whose searches they were after 30 days, and the searches after 400."""
    may_forget(by).require()
    old = (Search.member_id.is_not(None), Search.at < at - PERSON_KEPT_FOR)
    db.session.execute(update(Search).where(*old).values(member_id=None))
    db.session.execute(delete(Search).where(Search.at < at - ROW_KEPT_FOR))


def dismiss(folded: str, *, by: Actor, at: datetime) -> None:
    """Take a question off the curators' lists; one that is off already stays so."""
    may_dismiss(by).require()
    if not folded or len(folded) > LONGEST:
        raise Invalid({"folded": "not_a_choice"})
    known = select(DismissedQuery.id).where(DismissedQuery.folded == folded)
    if db.session.scalar(known) is not None:
        return
    row = DismissedQuery(folded=folded, by_id=by.id, at=at)
    db.session.add(row)
    db.session.flush()
    record(What.QUERY_DISMISSED, "query", row.id, by=by, at=at)


def recall(folded: str, *, by: Actor, at: datetime) -> None:
    """Have a question on the curators' lists again."""
    may_recall(by).require()
    row = db.session.scalars(
        select(DismissedQuery).where(DismissedQuery.folded == folded)
    ).one_or_none()
    if row is not None:
        db.session.delete(row)
        record(What.QUERY_RECALLED, "query", row.id, by=by, at=at)
