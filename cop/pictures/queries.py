"""What is read about pictures: one for whoever may read the text that shows it."""

from sqlalchemy import func, select

from cop.core.actor import Actor
from cop.core.markup import pictures_in
from cop.db import db
from cop.lessons import policies as lesson_rules
from cop.lessons import queries as lessons
from cop.lessons.models import MARKDOWN, Lesson, Revision
from cop.pictures.models import NOWHERE, Picture
from cop.threads import policies as thread_rules
from cop.threads import queries as threads
from cop.threads.models import Reply


def shown(actor: Actor, key: str) -> Picture | None:
    """Return the picture of a key, if the actor may see it now."""
    picture = db.session.scalars(select(Picture).where(Picture.key == key)).one_or_none()
    return picture if picture is not None and is_shown(actor, picture) else None


def is_shown(actor: Actor, picture: Picture) -> bool:
    """Tell whether a text that the actor may read shows the picture.

    As long as no text that names it has been saved, its writer alone sees it.
    """
    if picture.place == NOWHERE:
        return actor.is_member and picture.member_id == actor.id
    if picture.place == "lesson":
        return _in_lesson(actor, picture)
    if picture.place == "thread":
        head = threads.head(actor, picture.place_id)
        return head is not None and picture.key in head.body_html
    return _in_reply(actor, picture)


def file_digests() -> set[str]:
    """Return the hashes of all bytes that pictures name."""
    return set(db.session.scalars(select(Picture.digest)))


def _in_lesson(actor: Actor, picture: Picture) -> bool:
    """Tell whether the actor reads drafts of the lesson, or what is published shows the picture."""
    standing = lessons.standing(picture.place_id)
    if not lesson_rules.may_read(actor, standing):
        return False
    if lesson_rules.may_read_versions(actor, standing):
        return True
    said = func.coalesce(
        Lesson.published_revision_id, Lesson.withheld_revision_id, Lesson.current_revision_id
    )
    query = (
        select(*(getattr(Revision, name) for name in MARKDOWN))
        .join(Lesson, Revision.id == said)
        .where(Lesson.id == picture.place_id)
    )
    return any(picture.key in pictures_in(text) for text in db.session.execute(query).one())


def _in_reply(actor: Actor, picture: Picture) -> bool:
    query = select(Reply.thread_id, Reply.body_html, Reply.removed_at)
    row = db.session.execute(query.where(Reply.id == picture.place_id)).one_or_none()
    head = threads.head(actor, row.thread_id) if row is not None else None
    if row is None or head is None or picture.key not in row.body_html:
        return False
    return row.removed_at is None or (actor.is_member and thread_rules.tends(actor, head))
