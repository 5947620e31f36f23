"""What a form's writer has not saved yet, and who else is writing in the same form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import case, null, or_, select

from cop.core.actor import Actor
from cop.core.errors import Missing
from cop.db import db
from cop.unsaved.models import UnsavedText
from cop.unsaved.policies import written_by

LIVE = timedelta(minutes=3)
"""Whoever wrote within this time is taken to be writing now."""
MOST_OFFERED = 3

Pairs = Sequence[Sequence[str]]
Others = Literal["", "own", "somebody"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One unsaved text of the reader's own; `base` as in the record."""

    id: int
    place: str
    tab: str
    base: int | None
    fields: Pairs
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies about in one form: own texts, newest first, and who else writes just now.

    `others` is "own" for another page of the same person, "somebody" for another person; whose
    text it is and what it says is told to nobody.
    """

    own: tuple[Kept, ...] = ()
    others: Others = ""


def desk(actor: Actor, place: str, *, at: datetime, tab: str = "") -> Desk:
    """Return what lies about in a form, without what the page `tab` itself has kept."""
    own = written_by(actor)
    text = UnsavedText
    columns = (text.id, text.place, text.tab, text.base)
    fields = case((own, text.fields), else_=null()).label("fields")
    query = (
        select(*columns, fields, text.saved_at, own.label("is_own"))
        .where(text.place == place, or_(own, text.saved_at > at - LIVE))
        .order_by(text.saved_at.desc(), text.id.desc())
    )
    found: list[Kept] = []
    others: Others = ""
    for row in db.session.execute(query):
        *known, is_own = row
        one = Kept(*known)
        if is_own and (one.tab == tab or not one.fields):
            continue
        live = one.saved_at > at - LIVE
        if is_own:
            found.append(one)
            others = "own" if live else others
        elif others == "":
            others = "somebody"
    return Desk(tuple(found[:MOST_OFFERED]), others)


def own_text(actor: Actor, text_id: int, place: str = "") -> Kept:
    """Return one of the actor's own texts, of one form where it is named. Raises Missing."""
    text = UnsavedText
    query = select(text.id, text.place, text.tab, text.base, text.fields, text.saved_at)
    query = query.where(text.id == text_id, written_by(actor))
    row = db.session.execute(query).one_or_none()
    if row is None or not row.fields or (place and row.place != place):
        raise Missing
    return Kept(*row)
