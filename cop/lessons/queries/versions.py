"""What a lesson says and said: the values of a revision, its history, and its decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, literal, select, union_all

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
from cop.lessons.policies import is_unnamed
from cop.lessons.policies.workflow import PUBLISHING
from cop.reads import AnyRow, Read
from cop.terms.models import Term

_VALUES = [getattr(Revision, name) for name in (*PLAIN, *MARKDOWN, *TIMING)]


@dataclass(frozen=True, slots=True)
class Version:
    """One revision in the history; `was_published` when readers have seen it.

    `is_unnamed`: it is the author's, and the reader is not told who that is.
    """

    id: int
    number: int
    created_at: datetime
    author_name: str
    is_unnamed: bool
    is_authorship: bool
    note: str
    was_published: bool
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in the public history; `is_unnamed` as of a `Version`."""

    act: str
    to_state: str
    reasons: tuple[str, ...]
    words: str
    by_name: str
    is_unnamed: bool
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
    `process` is one code or "", `tags` are labels in the writer's order. `is_next`: readers see a
    revision of the lesson; `note` says of a later one what it changes.
    """
    row = db.session.execute(_said().where(Revision.id == revision_id)).one_or_none()
    if row is None:
        raise Missing
    return _under_names(row, *marks(revision_id))


def values_of_several(
    revision_ids: Iterable[int],
) -> tuple[dict[int, dict[str, Any]], list[TermLabel]]:
    """Return `values` of several revisions, and all of their terms, in two statements."""
    ids = sorted(set(revision_ids))
    terms = (
        select(
            LessonTerm.revision_id, Term.scheme, Term.code, Term.label_th, Term.label_en, Term.place
        )
        .join(LessonTerm, LessonTerm.term_id == Term.id)
        .where(LessonTerm.revision_id.in_(ids))
    )
    tags = (
        select(
            RevisionTag.revision_id,
            literal("tag"),
            Tag.key,
            Tag.label,
            literal(""),
            RevisionTag.place,
        )
        .join(RevisionTag, RevisionTag.tag_id == Tag.id)
        .where(RevisionTag.revision_id.in_(ids))
    )
    found = db.session.execute(union_all(terms, tags)).all()
    marked = sorted(found, key=lambda row: (row[1], row[5], row[2]))
    labels: dict[int, list[TermLabel]] = {one: [] for one in ids}
    named: dict[int, list[str]] = {one: [] for one in ids}
    for revision, scheme, code, label_th, label_en, _place in marked:
        if scheme == "tag":
            named[revision].append(label_th)
        else:
            labels[revision].append(TermLabel(scheme, code, label_th, label_en))
    rows = db.session.execute(_said().where(Revision.id.in_(ids)))
    said = {row.id: _under_names(row, labels[row.id], named[row.id]) for row in rows}
    return said, list(dict.fromkeys(label for some in labels.values() for label in some))


def _said() -> Select[*tuple[Any, ...]]:
    query = select(
        *_VALUES,
        Revision.id,
        Revision.note,
        Revision.community_id,
        Revision.visibility,
        Revision.named,
        Revision.agency_id,
        Revision.province_code,
        Lesson.hides_author,
        Lesson.published_revision_id,
        Agency.name_th.label("agency_th"),
        Agency.name_en.label("agency_en"),
        Province.name_th.label("province_th"),
        Province.name_en.label("province_en"),
        Community.name.label("community_name"),
    )
    return (
        query.join(Lesson, Lesson.id == Revision.lesson_id)
        .join(Community, Community.id == Revision.community_id)
        .outerjoin(Agency, Agency.id == Revision.agency_id)
        .outerjoin(Province, Province.code == Revision.province_code)
    )


def _under_names(row: AnyRow, chosen: Sequence[TermLabel], tags: Sequence[str]) -> dict[str, Any]:
    found = dict(row._mapping)  # noqa: SLF001 - the library's public name for a row as a mapping
    in_use = found.pop("published_revision_id")
    found["is_next"] = in_use is not None
    found["note"] = "" if in_use == row.id else row.note
    found["community"] = found["community_id"]
    found["agency"] = found["agency_id"]
    found["province"] = found["province_code"] or ""
    found["tags"] = list(tags)
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


_MARKS = Read(
    union_all(
        select(Term.scheme, Term.code, Term.label_th, Term.label_en, Term.place)
        .join(LessonTerm, LessonTerm.term_id == Term.id)
        .where(LessonTerm.revision_id == bindparam("revision")),
        select(literal("tag"), Tag.key, Tag.label, literal(""), RevisionTag.place)
        .join(RevisionTag, RevisionTag.tag_id == Tag.id)
        .where(RevisionTag.revision_id == bindparam("revision")),
    )
)


def marks(revision_id: int) -> tuple[tuple[TermLabel, ...], tuple[str, ...]]:
    """Return the terms of a revision by scheme and place, and its tags in the writer's order."""
    found = _MARKS.rows(revision=revision_id)
    rows = sorted(found, key=lambda row: (row[0], row[4], row[1]))
    labels = tuple(TermLabel(*row[:4]) for row in rows if row[0] != "tag")
    return labels, tuple(row[2] for row in rows if row[0] == "tag")


def id_of(lesson_id: int, number: int) -> int:
    """Return the id of a lesson's revision by its number. Raises Missing."""
    query = select(Revision.id).where(Revision.lesson_id == lesson_id, Revision.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def versions(lesson_id: int, *, drafts: bool, names_author: bool) -> list[Version]:
    """Return the revisions of a lesson, newest first; without drafts, those readers have seen.

    `names_author`: whether to name an author who is kept from readers.
    """
    seen = exists().where(
        Decision.lesson_id == lesson_id,
        Decision.revision_id == Revision.id,
        Decision.act.in_(PUBLISHING),
    )
    query = (
        select(
            Revision.id,
            Revision.number,
            Revision.created_at,
            Revision.is_authorship,
            Revision.note,
            Member.name,
            is_unnamed(Revision.author_id).label("is_kept_back"),
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
            author_name=row.name if names_author or not row.is_kept_back else "",
            is_unnamed=row.is_kept_back and not names_author,
            is_authorship=row.is_authorship,
            note=row.note,
            was_published=row.was_published,
            is_in_use=row.id == row.published_revision_id,
        )
        for row in db.session.execute(query)
        if drafts or row.was_published or row.id == row.published_revision_id
    ]


def answer(lesson_id: int, state: str) -> "Decided | None":
    """Return what whoever reviewed a lesson told its author, of one that was turned down."""
    if state not in {"changes_requested", "rejected"}:
        return None
    found = decisions(lesson_id, "request_changes", "reject")
    return found[0] if found else None


def decisions(lesson_id: int, *acts: str, names_author: bool = False) -> list[Decided]:
    """Return the decisions about a lesson, newest first, of these acts if named.

    `names_author` as in `versions`.
    """
    query = (
        select(
            Decision.act,
            Decision.to_state,
            Decision.reasons,
            Decision.words,
            Decision.at,
            Decision.revision_id,
            Member.name,
            is_unnamed(Decision.by_id).label("is_kept_back"),
        )
        .join(Lesson, Lesson.id == Decision.lesson_id)
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
            by_name=(row.name or "") if names_author or not row.is_kept_back else "",
            is_unnamed=bool(row.is_kept_back) and not names_author,
            at=row.at,
            revision_id=row.revision_id,
        )
        for row in db.session.execute(query)
    ]
