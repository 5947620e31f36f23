"""What is kept of building the index: the words it is built with, and how far it has come."""

from datetime import datetime

from sqlalchemy import delete, select, update

from cop.core.actor import Actor
from cop.db import db
from cop.search.models import IndexBuild, WordList
from cop.search.policies import may_end_build, may_keep_list, may_note_progress, may_start_build

MOST_LISTS = 20
MOST_BUILDS = 50


def keep_list(version: str, words: tuple[str, ...], *, by: Actor, at: datetime) -> None:
    """Keep the added words of a dictionary under its version; the newest 20 lists stay."""
    may_keep_list(by).require()
    if db.session.get(WordList, version) is None:
        db.session.add(WordList(version=version, words="\n".join(words), made_at=at))
        db.session.flush()
        newest = select(WordList.version).order_by(WordList.made_at.desc()).limit(MOST_LISTS)
        db.session.execute(delete(WordList).where(WordList.version.not_in(newest)))
    else:
        renewed = update(WordList).where(WordList.version == version)
        db.session.execute(renewed.values(made_at=at))


def start_build(*, by: Actor, at: datetime) -> int:
    """Note that a building begins; return its number."""
    may_start_build(by).require()
    row = IndexBuild(started_at=at, seen_at=at)
    db.session.add(row)
    db.session.flush()
    db.session.execute(delete(IndexBuild).where(IndexBuild.id <= row.id - MOST_BUILDS))
    return row.id


def note_progress(number: int, done: int, total: int, *, by: Actor, at: datetime) -> None:
    """Note how many things of all have been read."""
    may_note_progress(by).require()
    ours = update(IndexBuild).where(IndexBuild.id == number)
    db.session.execute(ours.values(done=done, total=total, seen_at=at))


def end_build(number: int, *, by: Actor, at: datetime, has_failed: bool = False) -> None:
    """Note that a building is over."""
    may_end_build(by).require()
    ours = update(IndexBuild).where(IndexBuild.id == number)
    db.session.execute(ours.values(finished_at=at, seen_at=at, has_failed=has_failed))
