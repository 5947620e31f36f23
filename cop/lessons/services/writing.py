"""Where lessons are written: captured, revised, submitted and taken back."""

from datetime import datetime

from cop.communities.models import Community
from cop.communities.policies import may_post
from cop.core.actor import Actor
from cop.core.errors import Invalid, Refused
from cop.db import db, expect_version
from cop.journal import What, record
from cop.lessons import queries
from cop.lessons.models import Lesson, Revision
from cop.lessons.policies import (
    leads_to,
    may_capture,
    may_classify,
    may_recall,
    may_reveal_author,
    may_revise,
    may_submit,
)
from cop.lessons.services._content import Content, add_revision, is_authorship
from cop.lessons.services._steps import expect_change_note, hold, next_number, step


def capture(content: Content, *, by: Actor, at: datetime, is_sample: bool = False) -> Lesson:
    """Keep a new lesson as its author's draft. Raises Invalid; Refused by a closed community."""
    may_capture(by).require()
    _expect_open_community(content.community_id, by)
    lesson = Lesson(
        community_id=content.community_id,
        visibility=content.visibility,
        author_id=by.id,
        owner_id=by.id,
        created_at=at,
        is_sample=is_sample,
        hides_author=bool(content.hides_author),
    )
    db.session.add(lesson)
    db.session.flush()
    facts = {"is_authorship": True, "note": ""}
    add_revision(lesson, content, by=by, at=at, facts=facts)
    record(What.LESSON_CAPTURED, "lesson", lesson.id, by=by, at=at)
    if lesson.hides_author:
        record(What.AUTHOR_HIDDEN, "lesson", lesson.id, by=by, at=at)
    return lesson


def revise(
    lesson: Lesson,
    content: Content,
    *,
    version: int | None,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Revision:
    """Save the author's text as a new revision; a published one stays in use meanwhile.

    Whether readers learn the author's name changes at once, with no review: it says nothing of
    the text, and a name must be gone from older revisions too.

    Raises Stale when somebody saved after `version`, Invalid, Refused.
    """
    may_revise(by, hold(lesson)).require()
    expect_version(lesson, version)
    if content.community_id != lesson.community_id:
        _expect_open_community(content.community_id, by)
    facts = {"is_authorship": True, "note": note}
    revision = add_revision(lesson, content, by=by, at=at, facts=facts)
    _name_or_hide(lesson, content, by=by, at=at)
    if lesson.state == "published":
        lesson.state = leads_to("begin_revision", lesson.state, in_use=True, begun=True)
    record(What.LESSON_REVISED, "lesson", lesson.id, by=by, at=at, revision=revision.id)
    return revision


def submit(
    lesson: Lesson,
    *,
    pdpa_check: bool,
    by: Actor,
    at: datetime,
    alike: str = "",
    differs: str = "",
) -> None:
    """Hand the lesson in for review; the first time it gets its number.

    `alike` is the number of a lesson that says probably the same; what is different is then kept
    with the step for whoever reviews. Raises Invalid when the tick about personal data is missing,
    what differs from a lesson so alike, or what the next revision of a published lesson changes.
    """
    may_submit(by, hold(lesson)).require()
    if not pdpa_check:
        raise Invalid({"pdpa_check": "tick_pdpa"})
    if alike and not differs.strip():
        raise Invalid({"differs": "say_what_differs"})
    expect_change_note(lesson)
    if lesson.number is None:
        lesson.number = next_number(at)
    lesson.submitted_at = at
    lesson.submitted_by_id = by.id
    lesson.assignee_id = None
    lesson.pdpa_checked_at = at
    lesson.pdpa_checked_by_id = by.id
    step(lesson, "submit", by=by, at=at, words=f"{alike}: {differs.strip()}" if alike else "")


def recall(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take back what nobody has begun to review."""
    may_recall(by, hold(lesson)).require()
    step(lesson, "recall", by=by, at=at)


def classify(
    lesson: Lesson,
    content: Content,
    *,
    version: int | None,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Revision:
    """Save what a reviewer filled in; changing what the lesson claims makes the reviewer a writer.

    A review that nobody had begun begins with it; without a note, what the author said of the
    change stays said. Raises Stale, Invalid, Refused.
    """
    standing = hold(lesson)
    may_classify(by, standing).require()
    expect_version(lesson, version)
    current = db.session.get_one(Revision, lesson.current_revision_id)
    if lesson.published_revision_id is not None:
        note = note or current.note
    if lesson.state == "submitted":
        lesson.assignee_id = by.id
        step(lesson, "start_review", by=by, at=at)
    facts = {"is_authorship": is_authorship(content, current), "note": note}
    revision = add_revision(lesson, content, by=by, at=at, facts=facts)
    record(
        What.LESSON_CLASSIFIED,
        "lesson",
        lesson.id,
        by=by,
        at=at,
        revision=revision.id,
        authorship=revision.is_authorship,
    )
    return revision


def reveal_author(lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Write down that a moderator has the name told that readers are not told."""
    may_reveal_author(by, queries.standing(lesson.id)).require()
    record(What.AUTHOR_REVEALED, "lesson", lesson.id, by=by, at=at)


def _name_or_hide(lesson: Lesson, content: Content, *, by: Actor, at: datetime) -> None:
    if by.id != lesson.author_id and not by.is_system:
        return  # the name is its owner's alone, whoever looks after the lesson
    if content.hides_author is None or content.hides_author == lesson.hides_author:
        return
    lesson.hides_author = content.hides_author
    what = What.AUTHOR_HIDDEN if content.hides_author else What.AUTHOR_NAMED
    record(what, "lesson", lesson.id, by=by, at=at)


def _expect_open_community(community_id: int, by: Actor) -> None:
    community = db.session.get(Community, community_id)
    if community is None:
        raise Invalid({"community": "not_a_choice"})
    verdict = may_post(by, community)
    if not verdict:
        raise Refused(verdict.reason or "community_members_only")
