"""What is read of the journal, for administrators and auditors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from cop.accounts.models import Member
from cop.core.paging import Paging
from cop.db import db
from cop.journal import Entry

PER_PAGE = 50
AT_ONCE = 1_000
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Sought:
    """What the reader of the journal asks for; `until` is the first instant not wanted."""

    what: str = ""
    member: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def entries(sought: Sought, page: int) -> Paging[AnyRow]:
    """Return a page of journal entries, newest first, with the name of who did it."""
    total = db.session.scalar(_where(select(func.count(Entry.id)), sought)) or 0
    query = _rows().order_by(Entry.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Paging(db.session.execute(_where(query, sought)).all(), page, total, PER_PAGE)


def all_entries(sought: Sought) -> Iterator[AnyRow]:
    """Give all journal entries, oldest first, a thousand at a time: there may be millions."""
    last = 0
    while True:
        query = _rows().where(Entry.id > last).order_by(Entry.id).limit(AT_ONCE)
        rows = db.session.execute(_where(query, sought)).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Entry.id,
        Entry.what,
        Entry.subject_kind,
        Entry.subject_id,
        Entry.at,
        Entry.codes,
        Entry.by_id,
        Member.given_name,
        Member.family_name,
    ).outerjoin(Member, Member.id == Entry.by_id)


def _where(query: Select[*tuple[Any, ...]], sought: Sought) -> Select[*tuple[Any, ...]]:
    equal: Mapping[Any, object] = {
        Entry.what: sought.what or None,
        Entry.subject_kind: sought.subject_kind or None,
        Entry.subject_id: sought.subject_id,
    }
    for column, wanted in equal.items():
        if wanted is not None:
            query = query.where(column == wanted)
    if sought.since is not None:
        query = query.where(Entry.at >= sought.since)
    if sought.until is not None:
        query = query.where(Entry.at < sought.until)
    if sought.member:
        query = query.where(Entry.by_id.in_(_named(sought.member)))
    return query


def _named(words: str) -> Select[int]:
    query = select(Member.id)
    for word in words.split()[:5]:
        query = query.where(
            Member.given_name.icontains(word, autoescape=True)
            | Member.family_name.icontains(word, autoescape=True)
            | Member.email.icontains(word, autoescape=True)
        )
    return query
