"""Unsaved texts: kept while somebody types, let go when the form is saved, forgotten in time.

None of it is in the journal: nothing has happened to any thing yet.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, update

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db, upsert
from cop.unsaved.models import UnsavedText
from cop.unsaved.policies import may_drop, may_forget, may_keep
from cop.unsaved.queries import Pairs

KEPT_FOR = timedelta(days=30)
MOST_TEXTS = 20
"""Of one person; the oldest goes first."""
MOST_CHARACTERS = 200_000
LATEST_TURN = 2**53


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds: names and values, the version it is based on, and the page's clock."""

    fields: Pairs
    base: int | None = None
    turn: int = 0


def keep(place: str, tab: str, typed: Typed, *, by: Actor, at: datetime) -> int:
    """Keep what a page's form holds in place of what it held before; return the row's id.

    A sending that was overtaken by a later one of the same page changes nothing. Raises Invalid
    when the text is longer than any form takes.
    """
    may_keep(by).require()
    if len(json.dumps(typed.fields, ensure_ascii=False)) > MOST_CHARACTERS:
        raise Invalid({"main": "too_long"}, {"most": f"{MOST_CHARACTERS:,}"})
    turn = min(typed.turn, LATEST_TURN)
    row = {"base": typed.base, "turn": turn, "fields": typed.fields, "saved_at": at}
    names = [UnsavedText.member_id, UnsavedText.place, UnsavedText.tab]
    put = upsert(UnsavedText).values(member_id=by.id, place=place, tab=tab, **row)
    put = put.on_conflict_do_update(
        index_elements=names, set_=row, where=UnsavedText.turn <= put.excluded.turn
    )
    db.session.execute(put)
    _keep_few(by)
    return db.session.scalars(select(UnsavedText.id).where(*_page(place, tab, by))).one()


def take_over(text_id: int, place: str, tab: str, *, by: Actor, at: datetime) -> None:
    """Let a page go on with an own text: it is that page's from now on.

    The page that wrote it may still be open elsewhere; when it writes again it gets a new row.
    """
    may_keep(by).require()
    taken = exists().where(*_page(place, tab, by))
    own = (UnsavedText.id == text_id, UnsavedText.member_id == by.id, UnsavedText.place == place)
    db.session.execute(update(UnsavedText).where(*own, ~taken).values(tab=tab, turn=0, saved_at=at))


def let_go(place: str, tab: str, *, turn: int, by: Actor, at: datetime) -> None:
    """Let go of what a page had kept: its form has been saved.

    An empty row stays where a sending from before may still be under way (`turn` says until when),
    or it would bring the text back.
    """
    may_drop(by).require()
    if not turn:
        db.session.execute(delete(UnsavedText).where(*_page(place, tab, by)))
        return
    gone = {"fields": [], "turn": min(turn, LATEST_TURN), "saved_at": at}
    put = upsert(UnsavedText).values(member_id=by.id, place=place, tab=tab, **gone)
    names = [UnsavedText.member_id, UnsavedText.place, UnsavedText.tab]
    db.session.execute(put.on_conflict_do_update(index_elements=names, set_=gone))


def drop(text_id: int, *, by: Actor, at: datetime) -> None:
    """Drop one of the actor's own texts for good."""
    may_drop(by).require()
    own = (UnsavedText.id == text_id, UnsavedText.member_id == by.id)
    db.session.execute(delete(UnsavedText).where(*own, UnsavedText.saved_at <= at))


def forget(*, by: Actor, at: datetime) -> None:
    """Forget texts to which nobody came back for 30 days."""
    may_forget(by).require()
    db.session.execute(delete(UnsavedText).where(UnsavedText.saved_at < at - KEPT_FOR))


def _keep_few(by: Actor) -> None:
    kept = (
        select(UnsavedText.id)
        .where(UnsavedText.member_id == by.id)
        .order_by(UnsavedText.saved_at.desc(), UnsavedText.id.desc())
        .offset(MOST_TEXTS)
    )
    if old := db.session.scalars(kept).all():
        db.session.execute(delete(UnsavedText).where(UnsavedText.id.in_(old)))


def _page(place: str, tab: str, by: Actor) -> tuple[ColumnElement[bool], ...]:
    text = UnsavedText
    return text.member_id == by.id, text.place == place, text.tab == tab
