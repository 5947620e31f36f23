"""Synthetic published lessons, with their revisions, terms, decisions and journal."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Protocol

from sqlalchemy import select, update

from cop.core.clock import today
from cop.core.markup import render
from cop.db import db
from cop.journal import Entry, What
from cop.lessons.models import (
    MARKDOWN,
    OUTCOMES,
    Decision,
    Lesson,
    LessonTerm,
    NumberCounter,
    Revision,
    RevisionTag,
    Tag,
)
from cop.operations.content import synthetic
from cop.operations.content.world import TAG, Row, World, entry, lay_down, lay_down_for_ids
from cop.thai.collation import thai_key
from cop.thai.fiscal_year import fiscal_year

FIRST_AT = datetime(2019, 10, 14, 3, tzinfo=UTC)
SPAN_DAYS = 2_150
KINDS = ("lesson", "lesson", "lesson", "caution", "how_to", "good_practice")
# Sentences of each field; together about 3,000 characters.
LENGTHS = {
    "background": 5,
    "expected": 2,
    "what_happened": 10,
    "cause": 4,
    "lesson": 2,
    "success_factors": 2,
    "steps_method": 3,
    "evidence": 2,
}
_OF_GOOD_PRACTICE = ("success_factors", "steps_method", "evidence")
# A lesson and its revision hold these in common.
_SHARED = (
    "kind", "outcome", "summary", "occurred_from", "community_id", "visibility", "agency_id",
    "province_code", "author_id", "created_at",
)  # fmt: skip


class Writer(Protocol):
    """Whoever makes up the texts; the module `synthetic` is one."""

    def sentence(self, chance: Random, /) -> str:
        """Return a sentence of about 100 characters."""

    def passage(self, chance: Random, sentences: int, /) -> str:
        """Return so many sentences in paragraphs."""

    def title(self, chance: Random, /) -> str:
        """Return a title of at most 150 characters."""

    def steps(self, chance: Random, /) -> list[str]:
        """Return the steps of a recommendation."""


def add_lessons(world: World, first: int, last: int, writer: Writer = synthetic) -> None:
    """Add the lessons with the places `first` up to, not with, `last`."""
    if first >= last:
        return
    written = [_lesson(world, place, writer) for place in range(first, last)]
    numbers = _numbers([row["submitted_at"] for row in written])
    for row, number in zip(written, numbers, strict=True):
        row["number"] = number
    columns = {column.key for column in Lesson.__table__.columns}
    lesson_ids = lay_down_for_ids(Lesson, [_only(row, columns) for row in written])
    revisions = [
        _revision(row, lesson_id) for row, lesson_id in zip(written, lesson_ids, strict=True)
    ]
    revision_ids = lay_down_for_ids(Revision, revisions)
    newest = (
        select(Revision.id).where(Revision.lesson_id == Lesson.id).correlate(Lesson)
    ).scalar_subquery()
    db.session.execute(
        update(Lesson)
        .where(Lesson.current_revision_id.is_(None))
        .values(current_revision_id=newest, published_revision_id=newest)
        .execution_options(synchronize_session=False)
    )
    triples = list(zip(written, lesson_ids, revision_ids, strict=True))
    lay_down(LessonTerm, [term for triple in triples for term in _terms(*triple)])
    tag_id = _tag_id()
    lay_down(RevisionTag, [{"revision_id": one, "tag_id": tag_id} for one in revision_ids])
    lay_down(Decision, [step for triple in triples for step in _decisions(world, *triple)])
    lay_down(Entry, [one for triple in triples for one in _journal(world, *triple)])


def _lesson(world: World, place: int, writer: Writer) -> Row:
    chance = Random(f"lesson {place}")  # noqa: S311 - not for secrets: the same on every machine
    author_id, agency_id = chance.choice(world.authors)
    submitted = FIRST_AT + timedelta(days=chance.random() * SPAN_DAYS)
    published = submitted + timedelta(days=1 + chance.random() * 9)
    occurred = today(submitted) - timedelta(days=chance.randint(10, 200))
    kind = chance.choice(KINDS)
    title = writer.title(chance)
    texts = {
        name: writer.passage(chance, sentences)
        for name, sentences in LENGTHS.items()
        if kind == "good_practice" or name not in _OF_GOOD_PRACTICE
    }
    return {
        "title": title,
        "sort_key": thai_key(title)[:600],
        "summary": writer.sentence(chance),
        "kind": kind,
        "outcome": chance.choice(OUTCOMES),
        "state": "published",
        "community_id": chance.choice(world.community_ids),
        "visibility": "org",
        "agency_id": agency_id,
        "province_code": chance.choice(world.province_codes),
        "author_id": author_id,
        "owner_id": author_id,
        "submitted_by_id": author_id,
        "assignee_id": world.moderator_id,
        "published_by_id": world.moderator_id,
        "pdpa_checked_by_id": author_id,
        "created_at": submitted - timedelta(hours=chance.randint(1, 200)),
        "submitted_at": submitted,
        "pdpa_checked_at": submitted,
        "published_at": published,
        "verified_at": published,
        "verified_by_id": world.moderator_id,
        "review_due_on": today(published) + timedelta(days=547),
        "occurred_from": occurred,
        "fiscal_year": fiscal_year(occurred),
        "is_sample": True,
        "texts": texts,
        "recommendation": writer.steps(chance),
        "applies_when": writer.sentence(chance),
        "terms": _chosen(world, chance),
    }


def _chosen(world: World, chance: Random) -> dict[str, Sequence[int]]:
    most = {"principle": 2, "topic": 3, "process": 1}
    return {
        scheme: chance.sample(world.terms[scheme], chance.randint(1, many))
        for scheme, many in most.items()
    }


def _revision(row: Row, lesson_id: int) -> Row:
    facts = {name: row[name] for name in _SHARED}
    texts = {name: row["texts"].get(name, "") for name in MARKDOWN}
    markup = {f"{name}_html": render(text) for name, text in texts.items()}
    return {
        **facts,
        **texts,
        **markup,
        "lesson_id": lesson_id,
        "number": 1,
        "title_th": row["title"],
        "recommendation": row["recommendation"],
        "applies_when": row["applies_when"],
    }


def _terms(row: Row, lesson_id: int, revision_id: int) -> list[Row]:
    return [
        {"lesson_id": lesson_id, "revision_id": revision_id, "term_id": one, "scheme": scheme}
        for scheme, ids in row["terms"].items()
        for one in ids
    ]


def _decisions(world: World, row: Row, lesson_id: int, revision_id: int) -> list[Row]:
    author, judge = row["author_id"], world.moderator_id
    acts = (
        ("submit", "draft", "submitted", author, row["submitted_at"]),
        ("start_review", "submitted", "in_review", judge, row["submitted_at"]),
        ("publish", "in_review", "published", judge, row["published_at"]),
    )
    return [
        {
            "lesson_id": lesson_id,
            "revision_id": revision_id,
            "act": act,
            "from_state": before,
            "to_state": after,
            "by_id": by_id,
            "at": at,
        }
        for act, before, after, by_id, at in acts
    ]


def _journal(world: World, row: Row, lesson_id: int, revision_id: int) -> list[Row]:
    author, judge = row["author_id"], world.moderator_id
    acts = (
        (What.LESSON_CAPTURED, author, row["created_at"]),
        (What.LESSON_SUBMITTED, author, row["submitted_at"]),
        (What.REVIEW_STARTED, judge, row["submitted_at"]),
        (What.LESSON_PUBLISHED, judge, row["published_at"]),
    )
    return [
        entry(what, "lesson", lesson_id, by_id, at, revision=revision_id)
        for what, by_id, at in acts
    ]


def _numbers(submitted: Sequence[datetime]) -> list[str]:
    """Return the next numbers of the fiscal years of these submissions, and count them."""
    last = Counter(
        dict(db.session.execute(select(NumberCounter.fiscal_year, NumberCounter.last)).all())
    )
    numbers = []
    for at in submitted:
        year = fiscal_year(at)
        last[year] += 1
        numbers.append(f"LL-{year}-{last[year]:04}")
    for year, count in last.items():
        db.session.merge(NumberCounter(fiscal_year=year, last=count))
    return numbers


def _tag_id() -> int:
    tag = db.session.scalars(select(Tag).where(Tag.key == TAG)).one_or_none()
    if tag is None:
        tag = Tag(key=TAG, label=TAG)
        db.session.add(tag)
        db.session.flush()
    return tag.id


def _only(row: Row, names: set[str]) -> Row:
    return {name: value for name, value in row.items() if name in names}
