"""The pictures of the small world: one in the text of each lesson, thread and first reply."""

import io

from sqlalchemy import select, update

from cop import files
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons.models import Lesson, Revision
from cop.pictures.models import Picture
from cop.threads.models import Reply, Thread
from tests.make.pictures import png
from tests.web.matrix.world import Thing, World

_LETTERS = str.maketrans("0123456789", "bcdfghjkmn")


def add_pictures(world: World) -> None:
    """Put a picture into each text. Whoever reads the text sees it, and nobody else."""
    bytes_of = png()
    digest = files.keep(io.BytesIO(bytes_of), len(bytes_of)).digest
    for thing in (*world.of_kind("lesson"), *world.of_kind("thread")):
        with transaction():
            if thing.kind == "lesson":
                _of_lesson(world, thing, digest)
            else:
                _of_thread(world, thing, digest)


def _of_lesson(world: World, thing: Thing, digest: str) -> None:
    lesson = db.session.get_one(Lesson, thing.more["id"])
    shown = lesson.published_revision_id or lesson.withheld_revision_id
    picture = _picture(world, thing, "lesson", lesson.id, digest)
    said = Revision.what_happened + f"\n\n![ภาพ]({picture.address})"
    revision = Revision.id == (shown or lesson.current_revision_id)
    db.session.execute(update(Revision).where(revision).values(what_happened=said))


def _of_thread(world: World, thing: Thing, digest: str) -> None:
    number = thing.values["thread_id"]
    picture = _picture(world, thing, "thread", number, digest)
    drawn = f'<p><img src="{picture.address}" alt="ภาพ" width="12" height="8"></p>'
    said = Thread.body_html + drawn
    db.session.execute(update(Thread).where(Thread.id == number).values(body_html=said))
    first = (Reply.thread_id == number) & (Reply.position == 1)
    reply = db.session.scalars(select(Reply.id).where(first)).one()
    other = _picture(world, thing, "reply", reply, digest)
    said = Reply.body_html + drawn.replace(picture.address, other.address)
    db.session.execute(update(Reply).where(Reply.id == reply).values(body_html=said))


def _picture(world: World, thing: Thing, place: str, place_id: int, digest: str) -> Picture:
    key = f"{len(world.of_kind('picture')):016}".translate(_LETTERS)
    picture = Picture(
        key=key,
        member_id=world.people[thing.owner or "writer"].id,
        place=place,
        place_id=place_id,
        digest=digest,
        sent_digest=digest,
        content_type="image/png",
        size_bytes=90,
        width=12,
        height=8,
        sent_at=now(),
    )
    db.session.add(picture)
    values = {"key": key, "width": 12, "height": 8}
    name = f"{thing.name}_{place}_picture"
    world.add(Thing(name, "picture", thing.readers, values, says=thing.name))
    return picture
