"""The life of a lesson as a table: what can happen, from where, to where, by whom, never by whom.

This is the only place that says so. Rules, services, pages and tests read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if
from cop.lessons.models import STATES, TAKEN_AWAY, WAITING
from cop.lessons.policies.reading import (
    Standing,
    coordinates,
    is_own,
    may_read,
    moderates,
    oversees,
    tends,
)

Capacity = Literal[
    "author",
    "tender",
    "moderator",
    "coordinator",
    "caretaker",
    "reviewer",
    "keeper",
    "steward",
    "trusted",
    "reader",
    "admin",
    "system",
]
"""In which capacity: `reviewer` is a moderator in scope, or who reviews its topic or place;
`tender` is the author, or who looks after it; `keeper` a moderator in scope, or who tends what
readers never saw; `steward` a moderator in scope, or who tends it; `coordinator` a moderator in
scope, or who coordinates its unit; `caretaker` a reviewer, who coordinates its unit, or who looks
after it; `trusted` an author whose lessons have stood the review; `reader` whoever is signed in and
may read it."""
Hand = Literal["author", "writer", "publisher", "editor"]
"""A part somebody had; whoever looks after the lesson counts as each of them. The `author`, or who
turned it down before the author appealed; a `writer`,
who changed or submitted what is decided on; the `publisher`, and whoever wrote what is in use; the
`editor`, who made a small correction that somebody else has to look at, and the author."""

_NOT_IN_CAPACITY: Mapping[Capacity, str] = {
    "author": "authors_only",
    "tender": "tenders_only",
    "coordinator": "coordinators_only",
    "caretaker": "caretakers_only",
    "moderator": "moderators_only",
    "reviewer": "reviewers_only",
    "system": "not_allowed",
    "keeper": "moderators_only",
    "steward": "stewards_only",
    "trusted": "trusted_authors_only",
    "reader": "sign_in_first",
    "admin": "admins_only",
}
_HAD_A_HAND: Mapping[Hand, str] = {
    "author": "author_cannot_review",
    "writer": "author_cannot_publish",
    "publisher": "first_cannot_check",
    "editor": "editor_cannot_see",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One event: states it starts from, the state it leads to ("" stays), who, and never who.

    `kept` is where a lesson goes instead whose earlier revision readers go on seeing; `begun` the
    same for one whose next revision is begun. `of_published` asks that readers see a revision;
    `back` leads to the state that it was taken from; `unverified` asks that nobody but those who
    published it has read it, `verified` that somebody has; `once` that its author has not appealed
    before; `settled` that no next revision has been begun.
    """

    sources: tuple[str, ...]
    target: str
    who: Capacity
    never: Hand | None = None
    kept: str = ""
    begun: str = ""
    of_published: bool = False
    back: bool = False
    unverified: bool = False
    verified: bool = False
    once: bool = False
    settled: bool = False


PUBLISHING = (
    "publish", "publish_trusted", "publish_urgently", "check", "minor_edit", "undo_minor",
)  # fmt: skip
"""Acts by which readers have come to see a revision, or have been told that it is right."""
_THERE = tuple(state for state in STATES if state not in TAKEN_AWAY)
_IN_USE = tuple(state for state in _THERE if state != "withdrawn")
TRANSITIONS: Mapping[str, Transition] = {
    "revise": Transition(("draft", "changes_requested"), "", "tender"),
    "begin_revision": Transition(("published",), "draft", "tender"),
    "submit": Transition(("draft", "changes_requested"), "submitted", "tender"),
    "recall": Transition(("submitted",), "draft", "tender"),
    "reassign": Transition(_THERE, "", "coordinator"),
    "start_review": Transition(("submitted",), "in_review", "reviewer", "author"),
    "classify": Transition(WAITING, "", "reviewer", "author"),
    "request_changes": Transition(("in_review",), "changes_requested", "reviewer", "author"),
    "lapse": Transition(("changes_requested",), "draft", "system"),
    "publish": Transition(("in_review",), "published", "reviewer", "writer"),
    "schedule": Transition(("in_review",), "", "reviewer", "writer"),
    "unschedule": Transition(("in_review",), "", "reviewer", "author"),
    "publish_trusted": Transition(("draft",), "published", "trusted"),
    "publish_urgently": Transition(WAITING, "published", "moderator", "writer"),
    "check": Transition(_IN_USE, "", "reviewer", "publisher", of_published=True, unverified=True),
    "minor_edit": Transition(("published",), "", "steward", of_published=True, settled=True),
    "see_minor": Transition(_IN_USE, "", "reviewer", "editor", of_published=True),
    "undo_minor": Transition(
        ("published",), "", "reviewer", "editor", of_published=True, settled=True
    ),
    "confirm": Transition(_IN_USE, "", "caretaker", of_published=True, verified=True),
    "reject": Transition(WAITING, "rejected", "moderator", "author", kept="published"),
    "appeal": Transition(("rejected",), "submitted", "author", once=True),
    "withdraw": Transition(_IN_USE, "withdrawn", "moderator", of_published=True),
    "restore": Transition(("withdrawn",), "published", "moderator", begun="draft"),
    "discard": Transition(
        ("draft", "changes_requested", "rejected"), "trashed", "tender", kept="published"
    ),
    "trash": Transition(_THERE, "trashed", "moderator", of_published=True),
    "untrash": Transition(("trashed",), "", "keeper", back=True),
    "merge": Transition(
        ("submitted", "in_review", "published", "withdrawn"), "merged", "moderator"
    ),
    "remove": Transition((*_THERE, "trashed"), "removed", "admin"),
    "flag": Transition(_THERE, "", "reader", of_published=True),
    "redact": Transition(STATES, "", "admin"),
}
"""Every event that moves a lesson, and those that change its text where it stands."""


def may(event: str, by: Actor, lesson: Standing) -> Verdict:
    """Say whether somebody may let an event happen to a lesson as it stands, or why not."""
    found = TRANSITIONS[event]
    if not _in_capacity(found.who, by, lesson):
        return Verdict(_NOT_IN_CAPACITY[found.who])
    if found.never is not None and _had_a_hand(found.never, by, lesson):
        return Verdict(_HAD_A_HAND[found.never])
    here = lesson.state in found.sources and (lesson.is_published or not found.of_published)
    if found.unverified and lesson.is_verified:
        here = False
    if here and found.verified and not lesson.is_verified:
        return Verdict("check_first")
    if found.once and lesson.rejected_by_id is not None:
        return Verdict("appealed_before")
    if found.settled and not here and lesson.is_published and lesson.state != "withdrawn":
        return Verdict("revision_begun")
    return allow_if(here, "wrong_state")


def leads_to(event: str, state: str, *, in_use: bool, begun: bool, taken_from: str = "") -> str:
    """Return the state after an event; one that is not in the table leaves it as it is.

    `in_use`: readers see a revision. `begun`: there is a later revision than the one they see.
    `taken_from`: the state it was in before it was taken away.
    """
    found = TRANSITIONS.get(event)
    if found is None:
        return state
    if found.back:
        return taken_from
    if found.kept and in_use:
        return found.kept
    if found.begun and begun:
        return found.begun
    return found.target or state


def _in_capacity(who: Capacity, by: Actor, lesson: Standing) -> bool:
    return by.is_system or _HOLDERS[who](by, lesson)


_HOLDERS: Mapping[Capacity, Callable[[Actor, Standing], bool]] = {
    "author": is_own,
    "tender": tends,
    "trusted": lambda by, lesson: is_own(by, lesson) and lesson.is_trusted,
    "moderator": moderates,
    "reviewer": oversees,
    "keeper": lambda by, lesson: (
        moderates(by, lesson) or (tends(by, lesson) and not lesson.was_published)
    ),
    "steward": lambda by, lesson: moderates(by, lesson) or tends(by, lesson),
    "coordinator": lambda by, lesson: moderates(by, lesson) or coordinates(by, lesson),
    "caretaker": lambda by, lesson: (
        oversees(by, lesson)
        or coordinates(by, lesson)
        or (by.is_member and by.id == lesson.owner_id)
    ),
    "reader": lambda by, lesson: by.is_member and may_read(by, lesson),
    "admin": lambda by, _lesson: by.has("admin"),
    "system": lambda _by, _lesson: False,
}


def _had_a_hand(hand: Hand, by: Actor, lesson: Standing) -> bool:
    if by.is_system or by.id is None:
        return False
    if by.id == lesson.owner_id:
        return True
    if hand == "author":
        return by.id in {lesson.author_id, lesson.rejected_by_id}
    if hand == "editor":
        return by.id in lesson.edited_by | {lesson.author_id}
    if hand == "publisher":
        first = {lesson.author_id, lesson.submitted_by_id, lesson.published_by_id}
        return by.id in lesson.wrote_published | first
    return (
        by.id == lesson.rejected_by_id
        or by.id in lesson.writers
        or by.id in {lesson.author_id, lesson.submitted_by_id}
    )
