"""What synthetic content is spread over, and how its rows are laid down many at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from cop.accounts.models import Agency, Member, Province, RoleGrant
from cop.communities.models import Community
from cop.db import Base, db
from cop.journal import What
from cop.terms.models import Term

TAG = "load-test"
"""Every synthetic lesson and thread carries it, so that it is known and may be filtered out."""
BATCH = 500
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """Ids in a fixed order; `authors` are (member, agency) and `terms` ids by scheme."""

    authors: Sequence[tuple[int, int]]
    moderator_id: int
    community_ids: Sequence[int]
    agency_ids: Sequence[int]
    province_codes: Sequence[str]
    terms: dict[str, Sequence[int]]


def survey() -> World:
    """Return what there is, after the demo has been loaded."""
    moderates = select(RoleGrant.member_id).where(RoleGrant.role == "moderator")
    authors = (
        select(Member.id, Agency.id)
        .join(Agency, Agency.id == Member.agency_id)
        .where(Member.is_sample, Member.id.not_in(moderates))
    )
    open_ones = select(Community.id).where(Community.kind == "open").order_by(Community.id)
    offices = select(Agency.id).where(Agency.code.startswith("demo-")).order_by(Agency.id)
    terms: dict[str, list[int]] = {}
    for scheme, term_id in db.session.execute(select(Term.scheme, Term.id).order_by(Term.id)):
        terms.setdefault(scheme, []).append(term_id)
    return World(
        authors=db.session.execute(authors.order_by(Member.id)).all(),
        moderator_id=db.session.scalars(moderates.order_by(RoleGrant.id)).all()[0],
        community_ids=db.session.scalars(open_ones).all(),
        agency_ids=db.session.scalars(offices).all(),
        province_codes=db.session.scalars(select(Province.code).order_by(Province.code)).all(),
        terms=dict(terms),
    )


def lay_down(table: type[Base], rows: Sequence[Row]) -> None:
    """Insert the rows."""
    for some in _batches(rows):
        db.session.execute(insert(table), some)


def lay_down_for_ids(table: Any, rows: Sequence[Row]) -> list[int]:  # noqa: ANN401 - has an id
    """Insert the rows and return their ids, in their order."""
    ids: list[int] = []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    for some in _batches(rows):
        ids += db.session.scalars(statement, some)
    return ids


def entry(what: What, kind: str, subject_id: int, by_id: int, at: datetime, **codes: int) -> Row:
    """Return a journal entry whose handlers have nothing to do: the index is built anew."""
    return {
        "what": what.value,
        "subject_kind": kind,
        "subject_id": subject_id,
        "by_id": by_id,
        "at": at,
        "codes": codes,
        "dispatched_at": at,
    }


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
