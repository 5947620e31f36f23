"""Materials: files of a session, and the text that was read out of them."""

from datetime import datetime

from sqlalchemy import func, select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.db import db
from cop.journal import What, record
from cop.sessions.models import MATERIAL_KINDS, ExchangeSession, Material
from cop.sessions.policies import may_add_material, may_note_text, may_remove_material
from cop.sessions.services.facts import StoredFile

MOST_TEXT = 2_000_000
"""Characters of one material that are kept for searching."""


def add_material(  # noqa: PLR0913 - what it is, who and when
    exchange: ExchangeSession,
    stored: StoredFile,
    *,
    title: str,
    kind: str,
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> Material:
    """Add a kept file to a session; its text is read afterwards. Raises Invalid."""
    may_add_material(by, exchange).require()
    if kind not in MATERIAL_KINDS:
        raise Invalid({"kind": "not_a_choice"})
    query = select(func.count()).where(Material.session_id == exchange.id)
    material = Material(
        session_id=exchange.id,
        place=db.session.scalars(query).one(),
        title=title,
        kind=kind,
        digest=stored.digest,
        name=stored.name,
        content_type=stored.content_type,
        size_bytes=stored.size_bytes,
        added_by_id=by.id,
        created_at=at,
        is_sample=is_sample,
    )
    db.session.add(material)
    db.session.flush()
    record(
        What.MATERIAL_ADDED,
        "material",
        material.id,
        by=by,
        at=at,
        session=exchange.id,
        digest=stored.digest,
    )
    return material


def remove_material(
    material: Material, exchange: ExchangeSession, *, by: Actor, at: datetime
) -> None:
    """Take a material away; its bytes are swept when no row names them."""
    may_remove_material(by, exchange).require()
    db.session.delete(material)
    record(What.MATERIAL_REMOVED, "material", material.id, by=by, at=at, session=exchange.id)


def note_text(
    material: Material,
    text: str,
    *,
    pages: int | None = None,
    unread_reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Keep what was read out of a material, or the code of why it could not be read."""
    may_note_text(by).require()
    material.text = text[:MOST_TEXT]
    material.pages = pages
    material.read_state = "unread" if unread_reason else "read"
    material.unread_reason = unread_reason
    record(What.MATERIAL_READ, "material", material.id, by=by, at=at, state=material.read_state)
