"""Small corrections of what is published: seen by readers at once, and by a moderator after."""

from collections.abc import Mapping
from datetime import datetime

from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused
from cop.db import db, expect_version
from cop.lessons import queries
from cop.lessons.models import AUTHORSHIP, Lesson, Revision
from cop.lessons.policies import may_minor_edit, may_see_minor, may_undo_minor
from cop.lessons.services._content import add_copy
from cop.lessons.services._steps import expect_words, hold, step
from cop.lessons.services._steps import note as note_act
from cop.moderation.models import MinorEdit

CORRECTED = (
    "title_th", "summary", "background", "expected", "what_happened", "cause", "lesson",
    "success_factors", "steps_method", "evidence",
)  # fmt: skip
"""The texts of which a little may be corrected; what a reader goes by and files is not."""
MOST_LETTERS = 200
_LONGEST_NOTE = 300


def minor_edit(
    lesson: Lesson,
    texts: Mapping[str, str],
    *,
    note: str,
    version: int | None,
    by: Actor,
    at: datetime,
) -> Revision:
    """Correct a little of what readers see, at once; a verified lesson stays verified.

    `texts` are what some of `CORRECTED` say now. Letters are counted from the text that somebody
    else was last asked about, so that many small corrections do not make a large one. Raises
    Invalid without a note, where nothing changed, a whole field was emptied or more than
    `MOST_LETTERS` letters changed; Stale.
    """
    may_minor_edit(by, hold(lesson)).require()
    expect_version(lesson, version)
    before = db.session.get_one(Revision, lesson.published_revision_id)
    changed = {
        name: texts[name]
        for name in CORRECTED
        if name in texts and texts[name] != getattr(before, name)
    }
    problems = {name: "whole_field" for name, text in changed.items() if not text.strip()}
    if not note.strip():
        problems["note"] = "required"
    if not changed:
        problems["texts"] = "nothing_changed"
    said = {name: getattr(before, name) for name in CORRECTED} | changed
    letters = letters_in(queries.last_looked_at(lesson), said)
    if letters > MOST_LETTERS:
        problems["letters"] = "too_many_letters"
    if problems:
        raise Invalid(problems, {"letters": f"{letters:,}", "most": MOST_LETTERS})
    is_authorship = by.id == lesson.author_id or not changed.keys().isdisjoint(AUTHORSHIP)
    facts = {"is_authorship": is_authorship, "note": note.strip()[:_LONGEST_NOTE]}
    revision = add_copy(lesson, before, changed, by=by, at=at, facts=facts)
    step(lesson, "minor_edit", by=by, at=at)
    db.session.add(
        MinorEdit(
            lesson_id=lesson.id,
            revision_id=revision.id,
            before_id=before.id,
            letters=letters_in(before, changed),
            by_id=by.id,
            at=at,
        )
    )
    return revision


def letters_in(before: Revision, texts: Mapping[str, str]) -> int:
    """Return how many letters of a revision come and go with these texts."""
    return sum(queries.letters_changed(getattr(before, name), text) for name, text in texts.items())


def see_minor(lesson: Lesson, edit: MinorEdit, *, by: Actor, at: datetime) -> None:
    """Say as a second person that a small correction is right. Said twice, it is said once."""
    may_see_minor(by, hold(lesson), edit.by_id).require()
    if edit.seen_at is None:
        _seen(edit, by, at)
        note_act(lesson, "see_minor", edit.revision_id, by=by, at=at)


def undo_minor(lesson: Lesson, edit: MinorEdit, *, words: str, by: Actor, at: datetime) -> Revision:
    """Put back, as a new revision, what stood before a small correction that nobody has seen.

    Raises Refused when something was corrected since, Invalid without a reason.
    """
    may_undo_minor(by, hold(lesson), edit.by_id).require()
    if edit.seen_at is not None:
        raise Refused("wrong_state")
    if edit.revision_id != lesson.published_revision_id:
        raise Refused("corrected_since")
    expect_words(words)
    before = db.session.get_one(Revision, edit.before_id)
    facts = {"is_authorship": False, "note": words.strip()[:_LONGEST_NOTE]}
    revision = add_copy(lesson, before, {}, by=by, at=at, facts=facts)
    _seen(edit, by, at)
    step(lesson, "undo_minor", by=by, at=at, words=words)
    return revision


def _seen(edit: MinorEdit, by: Actor, at: datetime) -> None:
    edit.seen_by_id, edit.seen_at = by.id, at
