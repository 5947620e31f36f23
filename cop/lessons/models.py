"""Lessons learned, their immutable revisions, and what was decided about them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Versioned, pk

if TYPE_CHECKING:
    from cop.communities.models import Community

KINDS = ("lesson", "caution", "good_practice", "how_to")
OUTCOMES = ("success", "unexpected", "mixed")
STATES = (
    "draft", "submitted", "in_review", "changes_requested", "published", "withdrawn", "rejected",
    "trashed", "merged", "removed",
)  # fmt: skip
TAKEN_AWAY = ("trashed", "merged", "removed")  # readers have nothing
CLOSED = ("merged", "removed")  # for everybody: the address leads elsewhere, or says so
WAITING = ("submitted", "in_review")  # for somebody who reviews
UNDER_REVIEW = ("submitted", "in_review", "changes_requested")
REASONS = (
    "too_general",
    "no_evidence",
    "duplicate",
    "personal_data",
    "out_of_scope",
    "blame",
    "wrong_in_law",
    "language",
)
LINK_KINDS = (
    "related_session",
    "derived_from_session",
    "presented_in_session",
    "discussed_in_thread",
    "distilled_from_thread",
    "cued_in_recording",
    "related",
)
LINK_ENDS = ("lesson", "thread", "session", "recording")
AUTHORSHIP = ("what_happened", "lesson", "cause", "recommendation")
"""Whoever changes one of these is an author; classification and language are not authorship."""
MARKDOWN = (
    "what_happened",
    "lesson",
    "background",
    "expected",
    "cause",
    "success_factors",
    "steps_method",
    "evidence",
)
PLAIN = ("title_th", "kind", "outcome", "summary", "applies_when", "not_when", "recommendation")
PLACING = ("community_id", "visibility", "named", "agency_id", "province_code")
TIMING = ("occurred_from", "occurred_to")


class Lesson(Versioned, Base):
    """A lesson: its identity, state, owner and dates; what it says stands in its revisions.

    Readers see `published_revision_id`, the review works on `current_revision_id`. The columns
    from `title` to `sort_key` and the place repeat the published revision, or the current one as
    long as nothing is published, so that lists and rules need no join. `fiscal_year` (B.E.) comes
    from `occurred_from`; the year in `number` is that of the first submission.

    What was taken away has no published revision: readers saw `withheld_revision_id`. What is
    published unread is not verified; a second person checks it until `check_due_on`.
    `hides_author` keeps the name of its author from readers, in all revisions and at once. Who
    looks after it is `owner_id`, at first the author; where there is none, its unit does.
    """

    __tablename__ = "lessons"
    __table_args__ = (
        # The newest first without sorting, and counts without reading a row.
        Index("ix_lessons_newest", "published_at", "id"),
        Index(
            "ix_lessons_shown",
            "published_revision_id",
            "state",
            "community_id",
            "visibility",
            "author_id",
            "agency_id",
        ),
        Index("ix_lessons_waiting", "state", "submitted_at"),
        Index("ix_lessons_in_community", "community_id", "published_at"),
        Index("ix_lessons_own", "author_id", "state"),
        Index("ix_lessons_tended", "owner_id", "state"),
        Index("ix_lessons_taken", "state", "taken_away_at"),
        Index("ix_lessons_unchecked", "check_due_on"),
    )

    id: Mapped[pk]
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    visibility: Mapped[str] = mapped_column(String(9), default="org")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    hides_author: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(17), default="draft")
    current_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("revisions.id", use_alter=True)
    )
    published_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("revisions.id", use_alter=True)
    )
    withheld_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("revisions.id", use_alter=True)
    )
    taken_from: Mapped[str] = mapped_column(String(17), default="")
    taken_away_at: Mapped[datetime | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id"), index=True)
    has_merged: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None] = mapped_column(index=True)
    publish_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    publish_revision_id: Mapped[int | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    check_due_on: Mapped[date | None]
    rejected_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    appealed_at: Mapped[datetime | None]
    review_due_on: Mapped[date | None]
    pdpa_checked_at: Mapped[datetime | None]
    pdpa_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    occurred_from: Mapped[date | None]
    occurred_to: Mapped[date | None]
    fiscal_year: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(150), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(13), default="lesson")
    outcome: Mapped[str | None] = mapped_column(String(10))
    sort_key: Mapped[str] = mapped_column(String(600), default="", index=True)
    is_sample: Mapped[bool] = mapped_column(default=False)

    community: Mapped["Community"] = relationship()

    @property
    def ref(self) -> str:
        """Return what stands in addresses: the number, or the id until there is one."""
        return self.number or str(self.id)


class Revision(Base):
    """What a lesson says at one time. Rows are added, never changed.

    `number` counts from 1 within the lesson. `is_authorship` is false when a reviewer only
    classified or mended the language. Texts are Markdown with their HTML beside them; summary,
    steps and conditions are plain.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("lesson_id", "number"),)

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    is_authorship: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")
    title_th: Mapped[str] = mapped_column(String(150))
    kind: Mapped[str] = mapped_column(String(13), default="lesson")
    outcome: Mapped[str | None] = mapped_column(String(10))
    summary: Mapped[str] = mapped_column(Text, default="")
    what_happened: Mapped[str] = mapped_column(Text, default="")
    what_happened_html: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    lesson_html: Mapped[str] = mapped_column(Text, default="")
    background: Mapped[str] = mapped_column(Text, default="")
    background_html: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[str] = mapped_column(Text, default="")
    expected_html: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    cause_html: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[list[str]] = mapped_column(JSON, default=list)
    applies_when: Mapped[str] = mapped_column(Text, default="")
    not_when: Mapped[str] = mapped_column(Text, default="")
    success_factors: Mapped[str] = mapped_column(Text, default="")
    success_factors_html: Mapped[str] = mapped_column(Text, default="")
    steps_method: Mapped[str] = mapped_column(Text, default="")
    steps_method_html: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    evidence_html: Mapped[str] = mapped_column(Text, default="")
    occurred_from: Mapped[date | None]
    occurred_to: Mapped[date | None]
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    visibility: Mapped[str] = mapped_column(String(9), default="org")
    named: Mapped[list[int]] = mapped_column(JSON, default=list)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    province_code: Mapped[str | None] = mapped_column(ForeignKey("provinces.code"))


class LessonTerm(Base):
    """A controlled term of a revision: its principles, topics and work process."""

    __tablename__ = "lesson_terms"
    __table_args__ = (Index("ix_lesson_terms_term", "term_id", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(12))


class Tag(Base):
    """A free key word; `key` is its folded form, so that two spellings are one tag."""

    __tablename__ = "tags"

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(60))


class RevisionTag(Base):
    """A tag of a revision; `place` keeps the writer's order."""

    __tablename__ = "revision_tags"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True)
    place: Mapped[int] = mapped_column(default=0)


class LessonReader(Base):
    """A person whom a lesson of visibility `named` names as its reader."""

    __tablename__ = "lesson_readers"

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, index=True)


class TrustLift(Base):
    """A person whose lessons wait for a review whatever they published before."""

    __tablename__ = "trust_lifts"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class NumberCounter(Base):
    """The last running number given in a fiscal year (B.E.)."""

    __tablename__ = "number_counters"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


class Decision(Base):
    """One step of a lesson from state to state: who, when, on which revision, and why."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_of_lesson", "lesson_id", "at"),)

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    act: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(17))
    to_state: Mapped[str] = mapped_column(String(17))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class LessonLink(Base):
    """A link from a lesson to a lesson, thread, session or recording; shown from both ends."""

    __tablename__ = "lesson_links"
    __table_args__ = (
        UniqueConstraint("lesson_id", "kind", "to_kind", "to_id", "at_seconds"),
        Index("ix_lesson_links_to", "to_kind", "to_id"),
    )

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    kind: Mapped[str] = mapped_column(String(21))
    to_kind: Mapped[str] = mapped_column(String(9))
    to_id: Mapped[int]
    at_seconds: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(300), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]
