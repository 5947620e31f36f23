"""Who may read a lesson.

A rule takes a `Standing`: all that must be known of one lesson. `may_read` and `readable_by` say
the same, once for one lesson and once for lists.
"""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from cop.communities.policies import Place, PlaceColumns, may_see, watched_by, watches, within
from cop.core.actor import Actor
from cop.lessons.models import CLOSED, UNDER_REVIEW, Lesson, LessonReader, LessonTerm
from cop.readers import in_scopes_of, reader_id


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules must know of a lesson.

    `topics` are those of the current revision; `writers` the authors of every revision since the
    last publication, the lesson's own author always among them. `was_published` says of one that
    was taken away that readers saw it. `is_verified`: a second person has read what is published;
    `is_trusted`: its author may publish before that; `rejected_by_id`: who turned it down before
    its author appealed; `hides_author`: readers do not learn who that is; `edited_by`: who
    made the small corrections that nobody else has looked at; `owner_id`: who looks after it, None
    for its unit.
    """

    state: str
    place: Place
    author_id: int
    is_published: bool
    submitted_by_id: int | None = None
    topics: frozenset[int] = frozenset()
    writers: frozenset[int] = frozenset()
    was_published: bool = False
    is_verified: bool = True
    is_trusted: bool = False
    hides_author: bool = False
    published_by_id: int | None = None
    rejected_by_id: int | None = None
    wrote_published: frozenset[int] = frozenset()
    edited_by: frozenset[int] = frozenset()
    owner_id: int | None = None


def may_read(actor: Actor, lesson: Standing) -> bool:
    """Tell whether the actor may know of the lesson, in its published form or under review."""
    if actor.is_system:
        return True
    if lesson.is_published and may_see(actor, lesson.place):
        return True
    if not actor.is_member or lesson.state in CLOSED:
        return False
    if tends(actor, lesson) or (lesson.state == "trashed" and moderates(actor, lesson)):
        return True
    return lesson.state in UNDER_REVIEW and oversees(actor, lesson)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return `may_read` as a condition on lessons."""
    if actor.is_system:
        return true()
    seen = within(actor, place_columns(actor))
    published = and_(Lesson.published_revision_id.is_not(None), seen)
    if not actor.is_member:
        return published
    return or_(
        published,
        and_(tended_by(actor), Lesson.state.not_in(CLOSED)),
        under_review_for(actor),
        in_trash_for(actor),
    )


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for lists of published lessons: the reader may see them in place."""
    return and_(
        Lesson.published_revision_id.is_not(None),
        or_(within(actor, place_columns(actor)), _is_author(actor)),
    )


def under_review_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for lessons under review which the actor moderates or reviews."""
    return and_(Lesson.state.in_(UNDER_REVIEW), _overseen_by(actor))


def unchecked_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for what was published unread and the actor moderates or reviews."""
    return and_(Lesson.check_due_on.is_not(None), in_use_for(actor))


def in_use_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for what readers see and use and the actor moderates or reviews."""
    is_read = and_(Lesson.published_revision_id.is_not(None), Lesson.state != "withdrawn")
    return and_(is_read, _overseen_by(actor))


def in_trash_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for lessons in the trash of which the actor moderates the place."""
    return and_(Lesson.state == "trashed", moderated_by(actor))


def place_columns(actor: Actor) -> PlaceColumns:
    """Return the columns of a lesson that the rule of visibility reads."""
    named = None
    if actor.id is not None:
        named = exists().where(
            LessonReader.lesson_id == Lesson.id, LessonReader.member_id == reader_id(actor)
        )
    return PlaceColumns(
        visibility=Lesson.visibility,
        community_id=Lesson.community_id,
        agency_id=Lesson.agency_id,
        author_id=Lesson.author_id,
        named=named,
    )


def only_as_moderator(actor: Actor, lesson: Standing) -> bool:
    """Tell whether nothing but the moderator's right opens the published lesson to the actor."""
    if not lesson.is_published or not actor.holds("moderator") or tends(actor, lesson):
        return False
    rest = frozenset(grant for grant in actor.grants if grant.role != "moderator")
    return may_see(actor, lesson.place) and not may_see(replace(actor, grants=rest), lesson.place)


def may_read_versions(by: Actor, lesson: Standing) -> bool:
    """Tell whether drafts and revisions under review are open: to author, owner and reviewers."""
    return tends(by, lesson) or (lesson.state in UNDER_REVIEW and oversees(by, lesson))


def reviews(actor: Actor, lesson: Standing) -> bool:
    """Tell whether the actor is a reviewer for one of the lesson's topics or its place."""
    agency = lesson.place.agency_id
    return (
        actor.has("reviewer")
        or bool(actor.scopes("reviewer", "topic") & lesson.topics)
        or lesson.place.community_id in actor.scopes("reviewer", "community")
        or (agency is not None and agency in actor.scopes("reviewer", "agency"))
    )


def is_own(by: Actor, lesson: Standing) -> bool:
    """Tell whether the lesson is the actor's own."""
    return by.is_system or (by.id is not None and by.id == lesson.author_id)


def tends(by: Actor, lesson: Standing) -> bool:
    """Tell whether the actor wrote the lesson or looks after it."""
    return is_own(by, lesson) or (by.id is not None and by.id == lesson.owner_id)


def tended_by(actor: Actor) -> ColumnElement[bool]:
    """Return `tends` as a condition on lessons, of a member."""
    return or_(Lesson.author_id == reader_id(actor), Lesson.owner_id == reader_id(actor))


def coordinates(by: Actor, lesson: Standing) -> bool:
    """Tell whether the actor coordinates the unit of the lesson."""
    agency = lesson.place.agency_id
    return by.has("coordinator") or agency in by.scopes("coordinator", "agency")


def moderates(by: Actor, lesson: Standing) -> bool:
    """Tell whether the actor moderates the community or the unit of the lesson."""
    return by.is_system or watches(by, lesson.place.community_id, lesson.place.agency_id)


def oversees(by: Actor, lesson: Standing) -> bool:
    """Tell whether the actor reviews the lesson, as a moderator or for its topics."""
    return moderates(by, lesson) or (reviews(by, lesson) and may_see(by, lesson.place))


def _is_author(actor: Actor) -> ColumnElement[bool]:
    return Lesson.author_id == reader_id(actor) if actor.is_member else false()


def _overseen_by(actor: Actor) -> ColumnElement[bool]:
    ways = [moderated_by(actor)]
    if (reviewed := _reviewed_by(actor)) is not None:
        ways.append(and_(within(actor, place_columns(actor)), reviewed))
    return or_(*ways)


def moderated_by(actor: Actor) -> ColumnElement[bool]:
    """Return `moderates` as a condition on lessons."""
    if actor.has("moderator"):
        return true()
    return or_(false(), *watched_by(actor, Lesson.community_id, Lesson.agency_id))


def _reviewed_by(actor: Actor) -> ColumnElement[bool] | None:
    if actor.has("reviewer"):
        return true()
    of_lesson = LessonTerm.revision_id == Lesson.current_revision_id
    ways: list[ColumnElement[bool]] = [
        *(
            exists().where(of_lesson, topic)
            for topic in in_scopes_of(actor, "reviewer", "topic", LessonTerm.term_id)
        ),
        *in_scopes_of(actor, "reviewer", "community", Lesson.community_id),
        *in_scopes_of(actor, "reviewer", "agency", Lesson.agency_id),
    ]
    return or_(*ways) if ways else None
