"""The notices of a person, by the thing that they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, or_, select

from cop.accounts.models import Member
from cop.core.actor import Actor
from cop.core.paging import Paging
from cop.journal import Entry
from cop.lessons.models import Lesson
from cop.lessons.policies import is_unnamed
from cop.notices.models import Notice
from cop.notices.policies import SUBJECTS, shown_to
from cop.notices.queries.things import Key, Thing, things
from cop.readers import Among, Numbers
from cop.reads import AnyRow, kept

PER_PAGE = 20
LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One notice: who did what, and when; `by` is "" for the site itself.

    `is_unnamed`: it was the author of a lesson who is not named to readers.
    """

    id: int
    kind: str
    by: str
    is_unnamed: bool
    codes: Mapping[str, Any]
    part: Thing | None
    at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A thing and what happened to it, newest first; `more` are older notices not listed.

    The thing is None where it is the reader's own account.
    """

    kind: str
    thing: Thing | None
    lines: Sequence[Line]
    more: int
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of groups, how many notices are unread in all, and the id of the newest one."""

    groups: Paging[Group]
    unread: int
    newest: int


def listing(actor: Actor, page: int, *, only_unread: bool) -> Listing:
    """Return a page of the actor's notices, the thing of which something happened last first.

    A thing that the actor may not read is neither shown nor counted. With `only_unread` these
    are the things with something unread, and of them what is unread. Four statements.
    """
    sums = _sums(actor).row()
    unread, newest = (sums.unread or 0, sums.newest or 0) if sums else (0, 0)
    total = (sums.fresh if only_unread else sums.things) or 0 if sums else 0
    if not total:
        return Listing(Paging((), page, 0, PER_PAGE), unread, newest)
    values = {"most": PER_PAGE, "start": (page - 1) * PER_PAGE}
    rows = _groups(actor, only_unread).rows(**values)
    keys = [(row.subject_kind, row.subject_id) for row in rows]
    lines = _lines(actor, only_unread).rows(**_ids(keys)) if keys else ()
    parts = [(one.part_kind, one.part_id) for one in lines if one.part_kind]
    known = things(actor, [*keys, *parts])
    of_thing: dict[Key, list[Line]] = {}
    for one in lines:
        of_thing.setdefault((one.subject_kind, one.subject_id), []).append(_line(one, known))
    groups = [_group(row, known, of_thing) for row in rows]
    return Listing(Paging(groups, page, total, PER_PAGE), unread, newest)


def _ids(keys: Sequence[Key]) -> dict[str, list[int]]:
    return {f"{kind}_ids": [one for named, one in keys if named == kind] for kind in SUBJECTS}


def _line(row: AnyRow, known: Mapping[Key, Thing]) -> Line:
    part = known.get((row.part_kind, row.part_id)) if row.part_kind else None
    return Line(
        id=row.id,
        kind=row.kind,
        by=row.by or "",
        is_unnamed=row.is_unnamed,
        codes=row.codes,
        part=part,
        at=row.made_at,
        is_unread=row.read_at is None,
    )


def _group(row: AnyRow, known: Mapping[Key, Thing], lines: Mapping[Key, list[Line]]) -> Group:
    key = row.subject_kind, row.subject_id
    shown = lines.get(key, [])
    return Group(key[0], known.get(key), shown, row.told - len(shown), bool(row.unread))


_THING = Notice.subject_kind, Notice.subject_id
_LATEST = Notice.made_at.desc(), Notice.entry_id.desc()
_UNREAD = func.sum(case((Notice.read_at.is_(None), 1), else_=0))


def _chosen(actor: Actor, *, only_unread: bool) -> list[ColumnElement[bool]]:
    return [shown_to(actor), *([Notice.read_at.is_(None)] if only_unread else [])]


@kept
def _sums(actor: Actor) -> Select[*tuple[Any, ...]]:
    of_thing = (
        select(_UNREAD.label("unread"), func.max(Notice.id).label("newest"))
        .where(shown_to(actor))
        .group_by(*_THING)
        .subquery()
    )
    return select(
        func.count().label("things"),
        func.sum(case((of_thing.c.unread > 0, 1), else_=0)).label("fresh"),
        func.sum(of_thing.c.unread).label("unread"),
        func.max(of_thing.c.newest).label("newest"),
    ).select_from(of_thing)


@kept
def _groups(actor: Actor, only_unread: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001 - a key
    return (
        select(*_THING, func.count().label("told"), _UNREAD.label("unread"))
        .where(*_chosen(actor, only_unread=only_unread))
        .group_by(*_THING)
        .order_by(func.max(Notice.made_at).desc(), func.max(Notice.entry_id).desc())
        .limit(bindparam("most"))
        .offset(bindparam("start"))
    )


def _is_unnamed() -> ColumnElement[bool]:
    """Return the condition that a lesson which the notice is about does not name who acted."""
    about = [
        (kind == "lesson") & (Lesson.id == one)
        for kind, one in (
            (Notice.subject_kind, Notice.subject_id),
            (Notice.part_kind, Notice.part_id),
            (Entry.subject_kind, Entry.subject_id),
        )
    ]
    return exists().where(is_unnamed(Entry.by_id), or_(*about))


@kept
def _lines(actor: Actor, only_unread: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001 - a key
    of_groups = or_(
        *(
            (Notice.subject_kind == kind)
            & Among(Notice.subject_id, bindparam(f"{kind}_ids", type_=Numbers()))
            for kind in SUBJECTS
        )
    )
    place = func.row_number().over(partition_by=_THING, order_by=_LATEST)
    numbered = (
        select(Notice.id, place.label("place"))
        .where(*_chosen(actor, only_unread=only_unread), of_groups)
        .subquery()
    )
    return (
        select(
            Notice.id, Notice.kind, *_THING, Notice.part_kind, Notice.part_id, Notice.made_at,
            Notice.read_at, Entry.codes, case((_is_unnamed(), None), else_=Member.name).label("by"),
            _is_unnamed().label("is_unnamed"),
        )
        .join(numbered, numbered.c.id == Notice.id)
        .join(Entry, Entry.id == Notice.entry_id)
        .outerjoin(Member, Member.id == Entry.by_id)
        .where(numbered.c.place <= LINES)
        .order_by(*_LATEST)
    )  # fmt: skip
