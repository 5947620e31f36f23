"""A personal datum blanked in everything that a lesson ever said."""

from datetime import datetime

from sqlalchemy import or_, select

from cop.core.actor import Actor
from cop.core.errors import Invalid
from cop.core.markup import render
from cop.core.masking import pattern_of
from cop.db import db, erase_for_good
from cop.journal import Entry, Note, What, record
from cop.lessons import queries
from cop.lessons.models import MARKDOWN, Decision, Lesson, LessonLink, Revision, RevisionTag, Tag
from cop.lessons.policies import may_redact
from cop.lessons.services._content import lay_down
from cop.lessons.services._steps import expect_words, hold
from cop.moderation.models import ExpertQuestion, Flag, Remark, RemarkAnswer
from cop.pictures.services import drop_unnamed
from cop.thai.folding import tidy_line
from cop.unsaved.models import UnsavedText

MASK = "[ปกปิด]"
_LEAST = 3
MOST_PASSAGE = 200
_PLAIN = ("title_th", "summary", "applies_when", "not_when", "note")


def places_of(lesson: Lesson, text: str) -> int:
    """Return in how many places a lesson, its versions and what was decided say the text."""
    with db.session.no_autoflush:
        return _rewritten(lesson, _Masking(text), dry=True)


def redact(lesson: Lesson, text: str, *, reason: str, by: Actor, at: datetime) -> int:
    """Put a mask in place of a text in all versions of a lesson; return in how many places.

    Numbers are found with or without the signs between their digits, in both kinds of digits. The
    journal says that words were blanked and why, never which. Raises Invalid when there are none.
    """
    may_redact(by, hold(lesson)).require()
    expect_words(reason)
    masking = _Masking(text)
    erase_for_good()
    places = _rewritten(lesson, masking)
    if not places:
        raise Invalid({"text": "not_in_lesson"})
    drop_unnamed("lesson", lesson.id, _texts_of(lesson), by=by, at=at)
    shown = lesson.published_revision_id or lesson.withheld_revision_id
    _release_hidden(lesson, masking)
    revision = db.session.get(Revision, shown or lesson.current_revision_id)
    if revision is not None:
        lay_down(lesson, revision)
    record(
        What.LESSON_REDACTED, "lesson", lesson.id, by=by, at=at, note=masking(reason), places=places
    )
    return places


def _texts_of(lesson: Lesson) -> list[str]:
    """Return all Markdown of a lesson, of every version: a picture named in none of it goes."""
    revisions = db.session.scalars(select(Revision).where(Revision.lesson_id == lesson.id))
    return [getattr(one, name) for one in revisions for name in MARKDOWN]


def _release_hidden(lesson: Lesson, masking: "_Masking") -> None:
    """Hide no longer for the time being what is blanked by now in all versions."""
    versions = db.session.scalars(select(Revision.id).where(Revision.lesson_id == lesson.id)).all()
    for flag in db.session.scalars(select(Flag).where(Flag.lesson_id == lesson.id)):
        passage = masking.pattern.sub(MASK, flag.passage)
        said = any(queries.says(one, flag.passage) for one in versions)
        if passage != flag.passage and not said:
            flag.passage, flag.hides = passage[:MOST_PASSAGE], False
    db.session.flush()


class _Masking:
    """What stands for a text: its pattern, and how often it was found."""

    def __init__(self, text: str) -> None:
        typed = tidy_line(text)
        if len(typed) < _LEAST:
            raise Invalid({"text": "too_short"}, {"least": _LEAST})
        self.pattern = pattern_of(typed)
        self.in_markdown = pattern_of(typed, in_markdown=True)
        self.found = 0

    def __call__(self, text: str, *, in_markdown: bool = False) -> str:
        pattern = self.in_markdown if in_markdown else self.pattern
        masked, times = pattern.subn(MASK, text)
        self.found += times
        return masked


def _rewritten(lesson: Lesson, masking: _Masking, *, dry: bool = False) -> int:
    """Rewrite all that belongs to the lesson; with `dry`, only count."""
    for revision in db.session.scalars(select(Revision).where(Revision.lesson_id == lesson.id)):
        _rewrite_revision(revision, masking, dry=dry)
    of_lesson = Decision.lesson_id == lesson.id
    for decision in db.session.scalars(select(Decision).where(of_lesson)):
        _set(decision, "words", masking(decision.words), dry=dry)
    ends = (LessonLink.to_kind == "lesson") & (LessonLink.to_id == lesson.id)
    links = select(LessonLink).where(or_(LessonLink.lesson_id == lesson.id, ends))
    for link in db.session.scalars(links):
        _set(link, "note", masking(link.note), dry=dry)
    notes = (
        select(Note)
        .join(Entry, Entry.id == Note.entry_id)
        .where(Entry.subject_kind == "lesson", Entry.subject_id == lesson.id)
    )
    for note in db.session.scalars(notes):
        _set(note, "text", masking(note.text), dry=dry)
    _rewrite_review(lesson, masking, dry=dry)
    unsaved = select(UnsavedText).where(UnsavedText.place == f"lesson:{lesson.id}")
    for text in db.session.scalars(unsaved):
        _set(text, "fields", [[name, masking(said)] for name, said in text.fields], dry=dry)
    _drop_tags(lesson, masking, dry=dry)
    return masking.found


def _rewrite_review(lesson: Lesson, masking: _Masking, *, dry: bool) -> None:
    """Rewrite what reviewers, experts and readers said of the lesson, and what they were asked."""
    remarks = select(Remark).where(Remark.lesson_id == lesson.id)
    for remark in db.session.scalars(remarks):
        _set(remark, "words", masking(remark.words), dry=dry)
    under = Remark.id == RemarkAnswer.remark_id
    answers = select(RemarkAnswer).join(Remark, under).where(Remark.lesson_id == lesson.id)
    for answer in db.session.scalars(answers):
        _set(answer, "words", masking(answer.words), dry=dry)
    asked = select(ExpertQuestion).where(ExpertQuestion.lesson_id == lesson.id)
    for question in db.session.scalars(asked):
        for name in ("name", "email", "question"):
            _set(question, name, masking(getattr(question, name)), dry=dry)
    for flag in db.session.scalars(select(Flag).where(Flag.lesson_id == lesson.id)):
        for name in ("words", "answer"):
            _set(flag, name, masking(getattr(flag, name)), dry=dry)


def _rewrite_revision(revision: Revision, masking: _Masking, *, dry: bool) -> None:
    for name in _PLAIN:
        _set(revision, name, masking(getattr(revision, name)), dry=dry)
    steps = [masking(one) for one in revision.recommendation]
    _set(revision, "recommendation", steps, dry=dry)
    for name in MARKDOWN:
        before = getattr(revision, name)
        after = masking(before, in_markdown=True)
        if after != before and not dry:
            setattr(revision, name, after)
            setattr(revision, f"{name}_html", render(after))


def _set(row: object, name: str, value: object, *, dry: bool) -> None:
    if dry or getattr(row, name) == value:
        return
    # A title has an end, and the mask may be longer than what it hides.
    setattr(row, name, value[:150] if name == "title_th" and isinstance(value, str) else value)


def _drop_tags(lesson: Lesson, masking: _Masking, *, dry: bool) -> None:
    """Take tags that say the text off the lesson's versions; other lessons may share the tag."""
    query = (
        select(RevisionTag, Tag.label)
        .join(Tag, Tag.id == RevisionTag.tag_id)
        .join(Revision, Revision.id == RevisionTag.revision_id)
        .where(Revision.lesson_id == lesson.id)
    )
    for row, label in db.session.execute(query).all():
        if masking(label) != label and not dry:
            db.session.delete(row)
