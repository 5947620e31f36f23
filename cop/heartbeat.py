"""The worker's sign of life, kept in the database so that every machine can see it."""

import threading
from datetime import datetime

from flask import Flask
from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from cop.core.clock import now
from cop.db import Base, db, transaction

BEAT_SECONDS = 20
LATE_SECONDS = 90


class Beat(Base):
    """When a worker last said that it lives."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]


def last_beat() -> datetime | None:
    """Return when any worker last reported."""
    return db.session.scalar(select(func.max(Beat.at)))


def beat(name: str) -> None:
    """Report that this worker lives."""
    with transaction():
        db.session.merge(Beat(name=name, at=now()))


def keep_beating(app: Flask, name: str, stop: threading.Event) -> threading.Thread:
    """Report every 20 seconds from a thread of its own until told to stop."""

    def run() -> None:
        while True:
            with app.app_context():
                try:
                    beat(name)
                except Exception:
                    app.logger.exception("could not report")
                finally:
                    db.session.remove()
            if stop.wait(BEAT_SECONDS):
                return

    thread = threading.Thread(target=run, name="heartbeat", daemon=True)
    thread.start()
    return thread
