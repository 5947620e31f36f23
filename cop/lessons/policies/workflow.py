"""The life of a lesson as a table: what can happen, from where, to where, by whom, never by whom.

This is the only place that says so. Rules, services, pages and tests read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cop.core.actor import Actor
from cop.core.verdict import Verdict, allow_if
from cop.lessons.models import STATES, WAITING
from cop.lessons.policies.reading import Standing, is_own, moderates, oversees

Capacity = Literal["author", "moderator", "reviewer"]
"""In which capacity: `reviewer` is a moderator in scope, or who reviews its topic or place."""
Hand = Literal["author", "writer"]
"""A part somebody had: the `author`, or a `writer`, who changed or submitted what is decided on."""

_NOT_IN_CAPACITY: Mapping[Capacity, str] = {
    "author": "authors_only",
    "moderator": "moderators_only",
    "reviewer": "reviewers_only",
}
_HAD_A_HAND: Mapping[Hand, str] = {
    "author": "author_cannot_review",
    "writer": "author_cannot_publish",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One event: states it starts from, the state it leads to ("" stays), who, and never who.

    `kept` is where a lesson goes instead whose earlier revision readers go on seeing; `begun` the
    same for one whose next revision is begun. `of_published` asks that readers see a revision.
    """

    sources: tuple[str, ...]
    target: str
    who: Capacity
    never: Hand | None = None
    kept: str = ""
    begun: str = ""
    of_published: bool = False


TRANSITIONS: Mapping[str, Transition] = {
    "revise": Transition(("draft", "changes_requested"), "", "author"),
    "begin_revision": Transition(("published",), "draft", "author"),
    "submit": Transition(("draft", "changes_requested"), "submitted", "author"),
    "recall": Transition(("submitted",), "draft", "author"),
    "start_review": Transition(("submitted",), "in_review", "reviewer", "author"),
    "classify": Transition(WAITING, "", "reviewer", "author"),
    "request_changes": Transition(("in_review",), "changes_requested", "reviewer", "author"),
    "publish": Transition(("in_review",), "published", "reviewer", "writer"),
    "reject": Transition(WAITING, "rejected", "moderator", "author", kept="published"),
    "withdraw": Transition(
        tuple(state for state in STATES if state != "withdrawn"),
        "withdrawn",
        "moderator",
        of_published=True,
    ),
    "restore": Transition(("withdrawn",), "published", "moderator", begun="draft"),
}
"""Every event that moves a lesson, and the two that change its text where it stands."""


def may(event: str, by: Actor, lesson: Standing) -> Verdict:
    """Say whether somebody may let an event happen to a lesson as it stands, or why not."""
    found = TRANSITIONS[event]
    if not _in_capacity(found.who, by, lesson):
        return Verdict(_NOT_IN_CAPACITY[found.who])
    if found.never is not None and _had_a_hand(found.never, by, lesson):
        return Verdict(_HAD_A_HAND[found.never])
    here = lesson.state in found.sources and (lesson.is_published or not found.of_published)
    return allow_if(here, "wrong_state")


def leads_to(event: str, state: str, *, in_use: bool, begun: bool) -> str:
    """Return the state after an event; one that is not in the table leaves it as it is.

    `in_use`: readers see a revision. `begun`: there is a later revision than the one they see.
    """
    found = TRANSITIONS.get(event)
    if found is None:
        return state
    if found.kept and in_use:
        return found.kept
    if found.begun and begun:
        return found.begun
    return found.target or state


def _in_capacity(who: Capacity, by: Actor, lesson: Standing) -> bool:
    if who == "author":
        return is_own(by, lesson)
    return moderates(by, lesson) if who == "moderator" else oversees(by, lesson)


def _had_a_hand(hand: Hand, by: Actor, lesson: Standing) -> bool:
    if by.is_system or by.id is None:
        return False
    if hand == "author":
        return by.id == lesson.author_id
    return by.id in lesson.writers or by.id in {lesson.author_id, lesson.submitted_by_id}
