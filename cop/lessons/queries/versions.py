"""What a lesson says and said: the values of a revision, its history, and its decisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, literal, select, union_all

from cop.accounts.models import Agency, Member, Province
from cop.communities.models import Community
from cop.core.errors import Missing
from cop.db import db
from cop.lessons.models import (
    MARKDOWN,
    PLAIN,
    TIMING,
    Decision,
    Lesson,
    LessonTerm,
    Revision,
    RevisionTag,
    Tag,
)
from cop.terms.models import Term

_VALUES = [getattr(Revision, name) for name in (*PLAIN, *MARKDOWN, *TIMING)]


@dataclass(frozen=True, slots=True)
class Version:
    """One revision in the history; `was_published` when readers have seen it."""

    id: int
    number: int
    created_at: datetime
    author_name: str
    is_authorship: bool
    note: str
    was_published: bool
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in the public history."""

    act: str
    to_state: str
    reasons: tuple[str, ...]
    words: str
    by_name: str
    at: datetime
    revision_id: int | None


@dataclass(frozen=True, slots=True)
class TermLabel:
    """A term of a lesson."""

    scheme: str
    code: str
    label_th: str
    label_en: str


def values(revision_id: int) -> dict[str, Any]:
    """Return what a revision says under the names of the form's fields. Raises Missing.

    Also the names of agency, province and community. Principles and topics are lists of codes,
    `process` is one code or "", `tags` are labels in the writer's order.
    """
    query = select(
        *_VALUES,
        Revision.community_id,
        Revision.visibility,
        Revision.named,
        Revision.agency_id,
        Revision.province_code,
        Agency.name_th.label("agency_th"),
        Agency.name_en.label("agency_en"),
        Province.name_th.label("province_th"),
        Province.name_en.label("province_en"),
        Community.name.label("community_name"),
    )
    query = (
        query.join(Community, Community.id == Revision.community_id)
        .outerjoin(Agency, Agency.id == Revision.agency_id)
        .outerjoin(Province, Province.code == Revision.province_code)
        .where(Revision.id == revision_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    found = dict(row._mapping)  # noqa: SLF001 - the library's public name for a row as a mapping
    found["community"] = found["community_id"]
    found["agency"] = found["agency_id"]
    found["province"] = found["province_code"] or ""
    chosen, found["tags"] = marks(revision_id)
    found["principles"] = [term.code for term in chosen if term.scheme == "principle"]
    found["topics"] = [term.code for term in chosen if term.scheme == "topic"]
    found["process"] = next((term.code for term in chosen if term.scheme == "process"), "")
    return found


def values_of(lesson: Lesson) -> dict[str, Any]:
    """Return what the current revision says, with `pdpa_check`, for the rule of completeness."""
    if lesson.current_revision_id is None:
        raise Missing
    found = values(lesson.current_revision_id)
    found["pdpa_check"] = lesson.pdpa_checked_at is not None
    return found


_MARKS = union_all(
    select(Term.scheme, Term.code, Term.label_th, Term.label_en, Term.place)
    .join(LessonTerm, LessonTerm.term_id == Term.id)
    .where(LessonTerm.revision_id == bindparam("revision")),
    select(literal("tag"), Tag.key, Tag.label, literal(""), RevisionTag.place)
    .join(RevisionTag, RevisionTag.tag_id == Tag.id)
    .where(RevisionTag.revision_id == bindparam("revision")),
)


def marks(revision_id: int) -> tuple[list[TermLabel], list[str]]:
    """Return the terms of a revision by scheme and place, and its tags in the writer's order."""
    found = db.session.execute(_MARKS, {"revision": revision_id})
    rows = sorted(found, key=lambda row: (row[0], row[4], row[1]))
    labels = [TermLabel(*row[:4]) for row in rows if row[0] != "tag"]
    return labels, [row[2] for row in rows if row[0] == "tag"]


def id_of(lesson_id: int, number: int) -> int:
    """Return the id of a lesson's revision by its number. Raises Missing."""
    query = select(Revision.id).where(Revision.lesson_id == lesson_id, Revision.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def versions(lesson_id: int, *, drafts: bool) -> list[Version]:
    """Return the revisions of a lesson, newest first; without drafts, those readers have seen."""
    seen = exists().where(Decision.revision_id == Revision.id, Decision.act == "publish")
    query = (
        select(
            Revision.id,
            Revision.number,
            Revision.created_at,
            Revision.is_authorship,
            Revision.note,
            Member.given_name,
            Member.family_name,
            Lesson.published_revision_id,
            seen.label("was_published"),
        )
        .join(Member, Member.id == Revision.author_id)
        .join(Lesson, Lesson.id == Revision.lesson_id)
        .where(Revision.lesson_id == lesson_id)
        .order_by(Revision.number.desc())
    )
    return [
        Version(
            id=row.id,
            number=row.number,
            created_at=row.created_at,
            author_name=f"{row.given_name} {row.family_name}".strip(),
            is_authorship=row.is_authorship,
            note=row.note,
            was_published=row.was_published,
            is_in_use=row.id == row.published_revision_id,
        )
        for row in db.session.execute(query)
        if drafts or row.was_published or row.id == row.published_revision_id
    ]


def decisions(lesson_id: int, *acts: str) -> list[Decided]:
    """Return the decisions about a lesson, newest first, of these acts if named."""
    query = (
        select(
            Decision.act,
            Decision.to_state,
            Decision.reasons,
            Decision.words,
            Decision.at,
            Decision.revision_id,
            Member.given_name,
            Member.family_name,
        )
        .outerjoin(Member, Member.id == Decision.by_id)
        .where(Decision.lesson_id == lesson_id)
        .order_by(Decision.at.desc(), Decision.id.desc())
    )
    if acts:
        query = query.where(Decision.act.in_(acts))
    return [
        Decided(
            act=row.act,
            to_state=row.to_state,
            reasons=tuple(row.reasons),
            words=row.words,
            by_name=f"{row.given_name or ''} {row.family_name or ''}".strip(),
            at=row.at,
            revision_id=row.revision_id,
        )
        for row in db.session.execute(query)
    ]
