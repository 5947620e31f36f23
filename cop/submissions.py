"""A form sent twice makes one thing: the first sending is remembered with its answer.

The key is the form's own hidden `form_key`, or, for a client that sends none, a hash of what was
sent; a hash counts for ten minutes, so that the same short reply may be given again later.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from cop.core.clock import now
from cop.db import Base, db, pk, transaction

HASH_COUNTS_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=2)


class Submission(Base):
    """One form that was sent, and the address of what it made."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("member_id", "key"),)

    id: Mapped[pk]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    key: Mapped[str] = mapped_column(String(70))
    location: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime] = mapped_column(index=True)


def once(member_id: int, key: str, make: Callable[[], str]) -> str:
    """Return the address that `make` gives, running it only for the first sending of this key.

    Both run in one transaction, so that a sending that failed leaves no trace and may be repeated.
    """
    try:
        with transaction():
            earlier = _earlier(member_id, key)
            if earlier is not None:
                return earlier.location
            row = Submission(member_id=member_id, key=key, sent_at=now())
            db.session.add(row)
            db.session.flush()
            row.location = make()
            return row.location
    except IntegrityError:
        earlier = _earlier(member_id, key)
        if earlier is None:
            raise
        return earlier.location


def content_key(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return the key of a form without a key of its own: its address and all that it says."""
    text = "\0".join([path, *(f"{name}\1{value}" for name, value in sorted(pairs))])
    return "hash:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sweep() -> None:
    """Forget sendings older than two days."""
    db.session.execute(delete(Submission).where(Submission.sent_at < now() - KEPT_FOR))


def _earlier(member_id: int, key: str) -> Submission | None:
    row = db.session.scalars(
        select(Submission).where(Submission.member_id == member_id, Submission.key == key)
    ).one_or_none()
    if row is not None and key.startswith("hash:") and row.sent_at < now() - HASH_COUNTS_FOR:
        db.session.delete(row)
        db.session.flush()
        return None
    return row
