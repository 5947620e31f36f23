"""What is said of a lesson in review and after it: remarks, questions to experts, flags."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, Versioned, pk

WHOLE = ""
"""The place of a remark on the lesson as a whole."""
PLACES = (
    WHOLE,
    "title_th",
    "kind",
    "outcome",
    "summary",
    "background",
    "occurred",
    "expected",
    "what_happened",
    "cause",
    "lesson",
    "recommendation",
    "applies_when",
    "not_when",
    "success_factors",
    "steps_method",
    "evidence",
    "principles",
    "topics",
    "process",
    "tags",
    "agency",
    "province",
    "community",
    "visibility",
)
"""What a remark can be made on: the fields of a lesson as its pages name them."""
FLAG_REASONS = ("outdated", "wrong", "personal_data", "duplicate", "other")
OUTCOMES = ("fixed", "passed_on", "no_problem")
OUTCOMES_OF_PERSONAL_DATA = ("not_personal", "redact")
OUTCOMES_BY_ITSELF = ("merged", "removed")
"""What is answered to a flag: to most, to one about personal data, and when the lesson ended."""
_OPEN, _HIDES = text("outcome = ''"), text("hides")
REMARK_STATES = ("open", "done", "settled")
"""Open; done, as its author says; settled, as whoever reviews has seen."""


class MinorEdit(Base):
    """A small correction that readers saw at once, and who has looked at it since.

    `before_id` is the revision that it took the place of, `letters` how many came and went.
    """

    __tablename__ = "minor_edits"
    __table_args__ = (Index("ix_minor_edits_unseen", "seen_at", "lesson_id"),)

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    before_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    letters: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    seen_at: Mapped[datetime | None]


class Remark(Versioned, Base):
    """A remark on a field of a revision, or on the whole of it; readers never see one.

    It stays with the lesson when later revisions come: `revision_id` says what was read.
    """

    __tablename__ = "remarks"
    __table_args__ = (Index("ix_remarks_of_lesson", "lesson_id", "state"),)

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    place: Mapped[str] = mapped_column(String(20), default=WHOLE)
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(7), default="open")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert_questions.id"))
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    moved_at: Mapped[datetime | None]


class RemarkAnswer(Base):
    """An answer under a remark. Rows are added, never changed."""

    __tablename__ = "remark_answers"

    id: Mapped[pk]
    remark_id: Mapped[int] = mapped_column(ForeignKey("remarks.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class ExpertQuestion(Base):
    """A question to somebody without an account, who answers once through a secret link.

    The link itself is kept nowhere: `token_hash` is the SHA-256 of its secret. The expert's name
    and address are words of whoever asked. What the expert answers becomes remarks.
    """

    __tablename__ = "expert_questions"

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    email: Mapped[str] = mapped_column(String(254))
    question: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class Flag(Versioned, Base):
    """A reader says that something is wrong with a published lesson; "" as outcome: it is open.

    `passage` is the personal data in the words of the lesson, one line; while `hides` holds,
    readers do not see it. `other_id` is the lesson that says the same.
    """

    __tablename__ = "flags"
    __table_args__ = (
        # One open flag of a person, lesson, reason and passage.
        Index(
            "uq_flags_open",
            "lesson_id",
            "by_id",
            "reason",
            "passage",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_flags_open", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        # What every page of a lesson asks: is anything hidden?
        Index("ix_flags_hiding", "lesson_id", sqlite_where=_HIDES, postgresql_where=_HIDES),
        Index("ix_flags_by", "by_id", "decided_at"),
    )

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    reason: Mapped[str] = mapped_column(String(13))
    words: Mapped[str] = mapped_column(Text, default="")
    passage: Mapped[str] = mapped_column(String(200), default="")
    hides: Mapped[bool] = mapped_column(default=False)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    due_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    decided_at: Mapped[datetime | None]


class Holiday(Base):
    """A day on which nobody works, as administrators enter it; it does not count as waiting."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(150))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class ReviewCall(Base):
    """Reviewers were reminded, or moderators called, of one submission; each once."""

    __tablename__ = "review_calls"
    __table_args__ = (UniqueConstraint("lesson_id", "kind", "submitted_at"),)

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    kind: Mapped[str] = mapped_column(String(8))
    submitted_at: Mapped[datetime]
    at: Mapped[datetime]
