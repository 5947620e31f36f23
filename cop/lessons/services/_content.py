"""What a lesson says: taken from a form, kept as a revision, laid down on the lesson for lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, func, insert, literal, select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.core.markup import render
from cop.db import db, upsert
from cop.lessons import queries
from cop.lessons.models import (
    AUTHORSHIP,
    MARKDOWN,
    PLACING,
    PLAIN,
    TIMING,
    Lesson,
    LessonReader,
    LessonTerm,
    Revision,
    RevisionTag,
    Tag,
)
from cop.lessons.services._steps import put_off
from cop.pictures.services import settle
from cop.thai.collation import thai_key
from cop.thai.fiscal_year import fiscal_year
from cop.thai.folding import fold, tidy_line

MOST_TAGS = 8
_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a lesson says. Texts are Markdown; terms are codes such as P1, T07, PR05."""

    title_th: str
    what_happened: str = ""
    lesson: str = ""
    kind: str = "lesson"
    outcome: str | None = None
    summary: str = ""
    background: str = ""
    expected: str = ""
    cause: str = ""
    recommendation: Sequence[str] = ()
    applies_when: str = ""
    not_when: str = ""
    success_factors: str = ""
    steps_method: str = ""
    evidence: str = ""
    principles: Sequence[str] = ()
    topics: Sequence[str] = ()
    process: str = ""
    tags: Sequence[str] = ()
    occurred_from: date | None = None
    occurred_to: date | None = None
    community_id: int
    visibility: str = "org"
    named: Sequence[int] = field(default=())
    agency_id: int | None = None
    province_code: str | None = None
    hides_author: bool | None = None
    """Of the lesson, not of the revision; None leaves it as it is."""

    @property
    def terms(self) -> dict[str, Sequence[str]]:
        """Return the chosen codes by scheme."""
        return {
            "principle": self.principles,
            "topic": self.topics,
            "process": [self.process] if self.process else [],
        }


def check(content: Content) -> None:
    """Return quietly when the content can be kept. Raises Invalid."""
    problems = {
        name: "required"
        for name in ("title_th", "what_happened", "lesson")
        if not getattr(content, name).strip()
    }
    start, end = content.occurred_from, content.occurred_to
    if start is not None and end is not None and end < start:
        problems["occurred_to"] = "date_order"
    if content.visibility == "unit" and content.agency_id is None:
        problems["agency"] = "choose"
    if content.visibility == "named" and not content.named:
        problems["named"] = "required"
    if problems:
        raise Invalid(problems)


def is_authorship(content: Content, before: Revision | None) -> bool:
    """Tell whether the content changes what the lesson claims, and not only how it is filed.

    Filling a field that the author left empty is what a review asks for, by whoever fills it; a
    lesson of three fields could not be published by one reviewer otherwise. Changing words that
    the author wrote is authorship.
    """
    if before is None:
        return True
    return any(
        _comparable(before, name) and _comparable(content, name) != _comparable(before, name)
        for name in AUTHORSHIP
    )


def add_revision(
    lesson: Lesson, content: Content, *, by: Actor, at: datetime, facts: Mapping[str, object]
) -> Revision:
    """Add the content as the lesson's newest revision. Raises Invalid for unknown terms.

    `facts` are `is_authorship` and `note`.
    """
    check(content)
    revision = Revision(
        lesson_id=lesson.id,
        number=_next(lesson),
        author_id=by.id,
        created_at=at,
        **facts,
    )
    for name in (*PLAIN, *PLACING, *TIMING):
        setattr(revision, name, getattr(content, name))
    revision.recommendation = list(content.recommendation)
    revision.named = sorted(content.named)
    texts = {name: getattr(content, name) for name in MARKDOWN}
    for name, text in settle(texts, "lesson", lesson.id, by=by, at=at).items():
        setattr(revision, name, text)
        setattr(revision, f"{name}_html", render(text))
    db.session.add(revision)
    db.session.flush()
    _add_terms(lesson, revision, content)
    _add_tags(revision, content.tags)
    lesson.current_revision_id = revision.id
    # Whoever put the publication off has not read this one.
    put_off(lesson, None)
    if lesson.published_revision_id is None:
        lay_down(lesson, revision)
    return revision


def add_copy(
    lesson: Lesson,
    before: Revision,
    texts: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object],
) -> Revision:
    """Add a revision that says what an earlier one says but for these texts; readers see it now.

    It is filed as the earlier one is, under terms that are out of use as well.
    """
    said = {name: getattr(before, name) for name in (*PLAIN, *PLACING, *TIMING, *MARKDOWN)}
    said |= {f"{name}_html": getattr(before, f"{name}_html") for name in MARKDOWN}
    said |= texts
    said |= {f"{name}_html": render(texts[name]) for name in MARKDOWN if name in texts}
    revision = Revision(
        lesson_id=lesson.id, number=_next(lesson), author_id=by.id, created_at=at, **facts, **said
    )
    db.session.add(revision)
    db.session.flush()
    for table in (LessonTerm, RevisionTag):
        same = [one for one in table.__table__.columns if one.name != "revision_id"]
        kept = select(literal(revision.id), *same).where(table.revision_id == before.id)
        names = ["revision_id", *(one.name for one in same)]
        db.session.execute(insert(table).from_select(names, kept))
    lesson.current_revision_id = lesson.published_revision_id = revision.id
    lay_down(lesson, revision)
    return revision


def lay_down(lesson: Lesson, revision: Revision) -> None:
    """Repeat a revision on its lesson, where lists and rules read it.

    A lesson that a moderator opened to the public stays open unless the revision is narrower than
    the whole body. What is hidden while a moderator looks at it is hidden here, so in every list.
    """
    # Nothing of this is waiting to be written, and half of a lesson would be a version of its own.
    with db.session.no_autoflush:
        said = shown_of(lesson.id, revision)
    lesson.title, lesson.summary, lesson.sort_key = said
    lesson.kind = revision.kind
    lesson.outcome = revision.outcome
    lesson.community_id = revision.community_id
    if not (lesson.visibility == "public" and revision.visibility in {"org", "public"}):
        lesson.visibility = revision.visibility
    lesson.agency_id = revision.agency_id
    lesson.province_code = revision.province_code
    lesson.occurred_from = revision.occurred_from
    lesson.occurred_to = revision.occurred_to
    lesson.fiscal_year = fiscal_year(revision.occurred_from) if revision.occurred_from else None
    named = revision.named if revision.visibility == "named" else []
    db.session.execute(delete(LessonReader).where(LessonReader.lesson_id == lesson.id))
    db.session.add_all(LessonReader(lesson_id=lesson.id, member_id=one) for one in named)


def _next(lesson: Lesson) -> int:
    newest = select(func.max(Revision.number)).where(Revision.lesson_id == lesson.id)
    return (db.session.scalar(newest) or 0) + 1


def shown_of(lesson_id: int, revision: Revision) -> tuple[str, str, str]:
    """Return title, summary and key for sorting of a revision as lists may show them."""
    masking = queries.hidden_in(lesson_id)
    title = masking.text(revision.title_th)[:_LONGEST_TITLE]
    return title, masking.text(revision.summary), thai_key(title)[:600]


def _comparable(source: Content | Revision, name: str) -> str:
    value = getattr(source, name)
    return " ".join((value if isinstance(value, str) else "\n".join(value)).split())


def _add_terms(lesson: Lesson, revision: Revision, content: Content) -> None:
    chosen = content.terms
    ids = queries.term_ids(chosen)
    for scheme, name in (("principle", "principles"), ("topic", "topics"), ("process", "process")):
        if any((scheme, code) not in ids for code in chosen[scheme]):
            raise Invalid({name: "not_a_choice"})
    for (scheme, _code), term_id in ids.items():
        db.session.add(
            LessonTerm(lesson_id=lesson.id, revision_id=revision.id, scheme=scheme, term_id=term_id)
        )


def _add_tags(revision: Revision, labels: Sequence[str]) -> None:
    wanted = {fold(label): tidy_line(label) for label in labels if label.strip()}
    if len(wanted) > MOST_TAGS:
        raise Invalid({"tags": "too_many"}, {"most": MOST_TAGS})
    if not wanted:
        return
    rows = [{"key": key, "label": label} for key, label in wanted.items()]
    db.session.execute(upsert(Tag).on_conflict_do_nothing(index_elements=[Tag.key]), rows)
    query = select(Tag.key, Tag.id).where(Tag.key.in_(list(wanted)))
    ids = {row.key: row.id for row in db.session.execute(query)}
    for place, key in enumerate(wanted):
        db.session.add(RevisionTag(revision_id=revision.id, tag_id=ids[key], place=place))
