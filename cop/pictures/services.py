"""Pictures: kept while somebody writes, tied to the text that is saved with them, forgotten.

None of it is in the journal: what happens to a text is, and a picture goes with its text.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.core.markup import PICTURE, pictures_in
from cop.db import db, upsert
from cop.pictures.models import NOWHERE, Picture
from cop.pictures.policies import may_forget, may_keep, may_place
from cop.pictures.queries import is_shown

KEPT_FOR = timedelta(days=31)
"""A day longer than a text that was typed and never saved."""
# No digits, which might look like somebody's number, and no vowels, which might make words.
_LETTERS = "bcdfghjkmnprstvwxz"
MOST_WAITING = 60
"""Of one person, in texts that have not been saved."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes that were cleaned and kept; `sent_digest` is of what came in."""

    digest: str
    sent_digest: str
    content_type: str
    size_bytes: int
    width: int
    height: int


def keep(sent: Sent, *, by: Actor, at: datetime) -> Picture:
    """Keep a picture for a text that is being written; the same bytes again are the same picture.

    Raises Invalid when too many wait for their texts.
    """
    may_keep(by).require()
    own = (Picture.member_id == by.id, *_at(NOWHERE, 0))
    same = select(Picture).where(*own, Picture.sent_digest == sent.sent_digest)
    found = db.session.scalars(same).one_or_none()
    if found is not None:
        found.sent_at = at
        return found
    waiting = db.session.scalar(select(func.count()).select_from(Picture).where(*own)) or 0
    if waiting >= MOST_WAITING:
        raise Invalid({"picture": "too_many_pictures"}, {"most": MOST_WAITING})
    put = upsert(Picture).values(
        key=_key(),
        member_id=by.id,
        place=NOWHERE,
        place_id=0,
        digest=sent.digest,
        sent_digest=sent.sent_digest,
        content_type=sent.content_type,
        size_bytes=sent.size_bytes,
        width=sent.width,
        height=sent.height,
        sent_at=at,
    )
    names = [Picture.member_id, Picture.place, Picture.place_id, Picture.sent_digest]
    db.session.execute(put.on_conflict_do_nothing(index_elements=names))
    return db.session.scalars(same).one()


def settle(
    texts: Mapping[str, str], place: str, place_id: int, *, by: Actor, at: datetime
) -> dict[str, str]:
    """Tie the pictures that texts name to the thing that is saved; return the texts to keep.

    A picture belongs to one thing. One that stands in another text which the writer may read is
    copied, and the text returned names the copy: what happens to the other no longer touches it.
    """
    may_place(by).require()
    keys = {key for text in texts.values() for key in pictures_in(text)}
    if not keys or by.id is None:
        return dict(texts)
    named = select(Picture).where(Picture.key.in_(keys)).with_for_update()
    away = [
        one for one in db.session.scalars(named) if (one.place, one.place_id) != (place, place_id)
    ]
    if not away:
        return dict(texts)
    here = {
        one.digest: one for one in db.session.scalars(select(Picture).where(*_at(place, place_id)))
    }
    instead: dict[str, str] = {}
    for picture in away:
        if not is_shown(by, picture):
            continue
        if picture.digest in here:
            instead[picture.key] = here[picture.digest].address
            continue
        settled = picture
        if picture.place != NOWHERE:
            settled = _copy(picture, by=by, at=at)
            instead[picture.key] = settled.address
        settled.place, settled.place_id = place, place_id
        here[settled.digest] = settled
    db.session.flush()
    return {
        name: PICTURE.sub(lambda found: instead.get(found["key"], found[0]), text)
        for name, text in texts.items()
    }


def drop_unnamed(
    place: str, place_id: int, texts: Iterable[str], *, by: Actor, at: datetime
) -> None:
    """Delete what belonged to a thing until `at` and stands in none of its texts any more."""
    may_place(by).require()
    keys = {key for text in texts for key in pictures_in(text)}
    gone = (*_at(place, place_id), Picture.sent_at <= at, Picture.key.not_in(keys))
    db.session.execute(delete(Picture).where(*gone))


def drop_all(place: str, place_id: int, *, by: Actor, at: datetime) -> None:
    """Delete whatever belongs to a thing whose texts are taken out of the database."""
    drop_unnamed(place, place_id, (), by=by, at=at)


def forget(*, by: Actor, at: datetime) -> None:
    """Forget pictures whose texts were never saved."""
    may_forget(by).require()
    old = (*_at(NOWHERE, 0), Picture.sent_at < at - KEPT_FOR)
    db.session.execute(delete(Picture).where(*old))


def _copy(picture: Picture, *, by: Actor, at: datetime) -> Picture:
    copy = Picture(
        key=_key(),
        member_id=by.id,
        digest=picture.digest,
        sent_digest=picture.sent_digest,
        content_type=picture.content_type,
        size_bytes=picture.size_bytes,
        width=picture.width,
        height=picture.height,
        sent_at=at,
    )
    db.session.add(copy)
    return copy


def _key() -> str:
    """Return what an address says of a picture: nobody guesses it (66 bits)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def _at(place: str, place_id: int) -> tuple[ColumnElement[bool], ...]:
    return Picture.place == place, Picture.place_id == place_id
