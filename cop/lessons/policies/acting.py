"""Who may do what to a lesson, and what it lacks before it can be published.

What moves a lesson through its states stands in the table of `workflow`.
"""

from collections.abc import Mapping
from dataclasses import replace

from cop.communities.policies import may_see
from cop.core.actor import Actor
from cop.core.verdict import ALLOW, Verdict, allow_if
from cop.lessons.policies.reading import (
    Standing,
    may_read,
    moderates,
    only_as_moderator,
    tends,
)
from cop.lessons.policies.workflow import may

_ALWAYS = (
    "title_th",
    "what_happened",
    "lesson",
    "outcome",
    "summary",
    "background",
    "cause",
    "recommendation",
    "applies_when",
    "principles",
    "topics",
    "process",
    "occurred_from",
    "agency",
    "pdpa_check",
)
_OF_GOOD_PRACTICE = ("success_factors", "steps_method", "evidence")


def may_note_reading(by: Actor, lesson: Standing) -> Verdict:
    """Note a moderator's reading of closed content, and only that."""
    return allow_if(only_as_moderator(by, lesson), "not_allowed")


def may_capture(by: Actor) -> Verdict:
    """Let every member write lessons; the community decides for itself."""
    return allow_if(by.is_system or by.is_member, "sign_in_first")


def may_revise(by: Actor, lesson: Standing) -> Verdict:
    """Let the author write while the lesson is a draft, sent back, or published."""
    return may("begin_revision" if lesson.state == "published" else "revise", by, lesson)


def may_submit(by: Actor, lesson: Standing) -> Verdict:
    """Let the author submit a draft or what was sent back."""
    return may("submit", by, lesson)


def may_recall(by: Actor, lesson: Standing) -> Verdict:
    """Let the author take back what nobody has begun to review."""
    return may("recall", by, lesson)


def may_start_review(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope or a reviewer of its topics begin, never the author."""
    return may("start_review", by, lesson)


def may_classify(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews the lesson fill in its classification and mend its language."""
    return may("classify", by, lesson)


def may_request_changes(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews the lesson send it back."""
    return may("request_changes", by, lesson)


def may_publish(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator or topic reviewer publish, never a writer of the text nor its submitter."""
    return may("publish", by, lesson)


def may_schedule(by: Actor, lesson: Standing) -> Verdict:
    """Let who may publish say that it happens later."""
    return may("schedule", by, lesson)


def may_unschedule(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews the lesson take back that it is published later."""
    return may("unschedule", by, lesson)


def may_publish_due(by: Actor) -> Verdict:
    """Allow the system alone to publish what was put off until now."""
    return allow_if(by.is_system, "not_allowed")


def may_publish_trusted(by: Actor, lesson: Standing) -> Verdict:
    """Let an author whose lessons stood the review before publish a draft ahead of it."""
    return may("publish_trusted", by, lesson)


def may_publish_urgently(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope publish what waits, never a writer of it."""
    return may("publish_urgently", by, lesson)


def may_check(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews say of what was published unread that it is right, never its writers."""
    return may("check", by, lesson)


def may_confirm(by: Actor, lesson: Standing) -> Verdict:
    """Let whoever reviews say of what readers use that it still holds, never its author."""
    return may("confirm", by, lesson)


def may_minor_edit(by: Actor, lesson: Standing) -> Verdict:
    """Let the author, or a moderator in scope, correct a little of what is published, at once."""
    return may("minor_edit", by, lesson)


def may_see_minor(by: Actor, lesson: Standing, made_by: int) -> Verdict:
    """Let whoever reviews say of a small correction that it is right, never who made it."""
    return may("see_minor", by, _edited(lesson, made_by))


def may_undo_minor(by: Actor, lesson: Standing, made_by: int) -> Verdict:
    """Let whoever reviews put back what stood before a small correction, never who made it."""
    return may("undo_minor", by, _edited(lesson, made_by))


def _edited(lesson: Standing, made_by: int) -> Standing:
    """Return the standing as for this one correction among others."""
    return replace(lesson, edited_by=frozenset({made_by}))


def may_reassign(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope, or the coordinator of its unit, say who looks after a lesson."""
    return may("reassign", by, lesson)


def may_pass_to_unit(by: Actor) -> Verdict:
    """Allow the system alone to give the unit what somebody looked after who is gone."""
    return allow_if(by.is_system, "not_allowed")


def may_own(to: Actor, lesson: Standing) -> bool:
    """Tell whether somebody can look after the lesson: whoever may read it where it stands."""
    return to.is_member and may_see(to, lesson.place)


def may_appeal(by: Actor, lesson: Standing) -> Verdict:
    """Let the author ask once for another reviewer."""
    return may("appeal", by, lesson)


def may_lift_trust(by: Actor) -> Verdict:
    """Let moderators of the whole body say whose lessons wait for a review."""
    return allow_if(by.is_system or by.has("moderator"), "moderators_only")


def may_give_trust_back(by: Actor) -> Verdict:
    """Let those who may lift trust give it back."""
    return may_lift_trust(by)


def may_lapse(by: Actor, lesson: Standing) -> Verdict:
    """Allow the system alone to make a draft again of what nobody went on with."""
    return may("lapse", by, lesson)


def may_reject(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope turn a lesson down, never the own one."""
    return may("reject", by, lesson)


def may_withdraw(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope take a published lesson out of use."""
    return may("withdraw", by, lesson)


def may_restore(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope put a withdrawn lesson back into use."""
    return may("restore", by, lesson)


def may_discard(by: Actor, lesson: Standing) -> Verdict:
    """Let the author throw away a draft, or the begun next revision of a published lesson."""
    return may("discard", by, lesson)


def may_trash(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope take a lesson away from its readers for the time being."""
    return may("trash", by, lesson)


def may_untrash(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope, or the author of an own draft, take it out of the trash."""
    return may("untrash", by, lesson)


def may_merge(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope lead a lesson's address to another that says the same."""
    return may("merge", by, lesson)


def may_remove(by: Actor, lesson: Standing) -> Verdict:
    """Let an administrator take a lesson away for good."""
    return may("remove", by, lesson)


def may_flag(by: Actor, lesson: Standing) -> Verdict:
    """Let every reader who is signed in say that something is wrong with what readers see."""
    return may("flag", by, lesson)


def may_redact(by: Actor, lesson: Standing) -> Verdict:
    """Let an administrator blank words in all versions of a lesson."""
    return may("redact", by, lesson)


def may_purge(by: Actor) -> Verdict:
    """Allow the system alone, which empties the trash in time."""
    return allow_if(by.is_system, "not_allowed")


def may_open_to_public(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope open a published lesson of an open community to everybody."""
    if not moderates(by, lesson):
        return Verdict("moderators_only")
    if lesson.place.community_kind != "open":
        return Verdict("community_not_open")
    return allow_if(lesson.is_published and lesson.place.visibility == "org", "wrong_state")


def may_close_to_public(by: Actor, lesson: Standing) -> Verdict:
    """Let a moderator in scope take a lesson back into the body."""
    if not moderates(by, lesson):
        return Verdict("moderators_only")
    return allow_if(lesson.is_published and lesson.place.visibility == "public", "wrong_state")


def may_add_link(by: Actor, lesson: Standing, end_kind: str = "lesson") -> Verdict:
    """Let authors and moderators in scope link a lesson to anything.

    Organisers link it to sessions and recordings, every reader to a thread about it.
    """
    if tends(by, lesson) or moderates(by, lesson):
        return ALLOW
    opens = end_kind == "thread" or (end_kind in {"session", "recording"} and by.holds("organiser"))
    return allow_if(by.is_member and opens and may_read(by, lesson), "authors_only")


def may_remove_link(by: Actor, lesson: Standing, created_by_id: int | None) -> Verdict:
    """Let authors, moderators in scope and whoever made the link take it away."""
    if tends(by, lesson) or moderates(by, lesson):
        return ALLOW
    return allow_if(by.id is not None and by.id == created_by_id, "authors_only")


def missing(values: Mapping[str, object]) -> list[str]:
    """Return the names of the fields that publishing needs and the lesson lacks, in page order.

    A good practice also needs its success factors, its method and its evidence; what takes the
    place of a published revision, a note of what it changes.
    """
    needed = [*_ALWAYS]
    if values.get("kind") == "good_practice":
        needed += _OF_GOOD_PRACTICE
    if values.get("is_next"):
        needed.append("note")
    return [name for name in needed if not values.get(name)]
