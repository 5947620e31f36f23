"""Published lessons as the search index holds them. Drafts and reviews are in no search."""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from cop.communities.models import Community
from cop.communities.policies import Place, audience
from cop.core.markup import plain
from cop.db import db
from cop.lessons.models import (
    MARKDOWN,
    Lesson,
    LessonLink,
    LessonReader,
    LessonTerm,
    Revision,
    RevisionTag,
    Tag,
)
from cop.lessons.policies import hidden_words, masking_of
from cop.search.port import Document
from cop.sessions.models import Recording
from cop.terms.models import Term

KIND = "lesson"
_WITHDRAWN_WEIGHT, _UNVERIFIED_WEIGHT = 0.3, 0.9
_HTML = tuple(f"{name}_html" for name in MARKDOWN)
_LESSONS = (
    select(
        Lesson.id,
        Lesson.number,
        Lesson.state,
        Lesson.kind,
        Lesson.outcome,
        Lesson.community_id,
        Lesson.visibility,
        Lesson.agency_id,
        Lesson.province_code,
        Lesson.fiscal_year,
        Lesson.author_id,
        Lesson.hides_author,
        Lesson.published_at,
        Lesson.verified_at,
        hidden_words().label("hidden"),
        Revision.id.label("revision_id"),
        Revision.title_th,
        Revision.summary,
        Revision.recommendation,
        Revision.applies_when,
        Revision.not_when,
        *(getattr(Revision, name) for name in _HTML),
        Community.kind.label("community_kind"),
        Community.agency_id.label("community_agency_id"),
    )
    .join(Revision, Revision.id == Lesson.published_revision_id)
    .join(Community, Community.id == Lesson.community_id)
)


def all_ids() -> list[int]:
    """Return the ids of all lessons that may be found."""
    query = select(Lesson.id).where(Lesson.published_revision_id.is_not(None))
    return list(db.session.scalars(query))


def documents(ids: Sequence[int]) -> list[Document]:
    """Return the documents of these lessons; those without a published revision have none."""
    rows = db.session.execute(_LESSONS.where(Lesson.id.in_(ids))).all()
    revisions = [row.revision_id for row in rows]
    terms: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for term in db.session.execute(
        select(LessonTerm.revision_id, Term.scheme, Term.code, Term.label_th, Term.label_en)
        .join(Term, Term.id == LessonTerm.term_id)
        .where(LessonTerm.revision_id.in_(revisions))
    ):
        terms.setdefault(term.revision_id, []).append(term)
    tags: dict[int, list[str]] = {}
    for revision_id, label in db.session.execute(
        select(RevisionTag.revision_id, Tag.label)
        .join(Tag, Tag.id == RevisionTag.tag_id)
        .where(RevisionTag.revision_id.in_(revisions))
        .order_by(RevisionTag.place)
    ):
        tags.setdefault(revision_id, []).append(label)
    readers: dict[int, set[int]] = {}
    for lesson_id, member_id in db.session.execute(
        select(LessonReader.lesson_id, LessonReader.member_id).where(
            LessonReader.lesson_id.in_([row.id for row in rows])
        )
    ):
        readers.setdefault(lesson_id, set()).add(member_id)
    filmed = _filmed([row.id for row in rows])
    return [
        _document(
            row,
            tags.get(row.revision_id, []),
            frozenset(readers.get(row.id, ())),
            _Kept(terms.get(row.revision_id, []), row.id in filmed),
        )
        for row in rows
    ]


def _filmed(ids: Sequence[int]) -> set[int]:
    """Return those of the lessons that lead to a place in a recording."""
    query = (
        select(LessonLink.lesson_id)
        .join(Recording, Recording.id == LessonLink.to_id)
        .where(LessonLink.to_kind == "recording", LessonLink.lesson_id.in_(ids))
    )
    return set(db.session.scalars(query))


class _Kept(NamedTuple):
    """What a lesson has beside its row: its terms, and whether a recording."""

    terms: Sequence[Row[*tuple[Any, ...]]]
    filmed: bool


def _document(
    row: Row[*tuple[Any, ...]], tags: Sequence[str], named: frozenset[int], kept: _Kept
) -> Document:
    place = Place(
        visibility=row.visibility,
        community_id=row.community_id,
        community_kind=row.community_kind,
        community_agency_id=row.community_agency_id,
        agency_id=row.agency_id,
        author_id=row.author_id,
        named=named,
    )
    masking = masking_of(row.hidden)
    tags = [tag for tag in tags if not masking.stands_in(tag)]
    title = masking.text(row.title_th)
    labels = [text for term in kept.terms for text in (term.label_th, term.label_en) if text]
    keywords = (*tags, *labels, row.number)
    body, readers, facets = masking.text(_body(row)), audience(place), _facets(row, kept)
    weight = _WITHDRAWN_WEIGHT if row.state == "withdrawn" else 1.0
    if row.verified_at is None:
        weight *= _UNVERIFIED_WEIGHT
    said = repr((title, body, keywords, readers, sorted(facets.items()), weight))
    return Document(
        kind=KIND,
        id=str(row.id),
        version=zlib.crc32(said.encode()) >> 1,
        title=title,
        body=body,
        at=row.published_at,
        keywords=keywords,
        audience=readers,
        facets=facets,
        weight=weight,
    )


def _body(row: Row[*tuple[Any, ...]]) -> str:
    texts = [row.summary, *(plain(getattr(row, name)) for name in _HTML)]
    texts += [*row.recommendation, row.applies_when, row.not_when]
    return "\n".join(text for text in texts if text)


def _facets(row: Row[*tuple[Any, ...]], kept: _Kept) -> dict[str, tuple[str, ...]]:
    one = {
        "community": row.community_id,
        "agency": row.agency_id,
        "fiscal_year": row.fiscal_year,
        "province": row.province_code,
        "outcome": row.outcome,
        "type": row.kind,
        "state": "withdrawn" if row.state == "withdrawn" else "published",
        # Neither the field, nor a name among running words, nor a saved search may lead here.
        "author": None if row.hides_author else row.author_id,
        "is": "verified" if row.verified_at and row.state != "withdrawn" else None,
        "has": "recording" if kept.filmed else None,
    }
    found: dict[str, tuple[str, ...]] = {
        name: (str(value),) for name, value in one.items() if value is not None
    }
    for scheme in ("topic", "principle"):
        if codes := tuple(term.code for term in kept.terms if term.scheme == scheme):
            found[scheme] = codes
    return found
