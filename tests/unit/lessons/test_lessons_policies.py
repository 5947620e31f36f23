"""Who may read a lesson: the two forms of the rule agree for everybody and everything."""

import itertools

import pytest
from sqlalchemy import select

from cop.accounts.queries import actor_by_id
from cop.core.actor import PUBLIC_VISITOR, SYSTEM, VISITOR
from cop.db import db, transaction
from cop.lessons import policies, queries
from cop.lessons.models import STATES, Lesson, LessonReader, LessonTerm, Revision
from cop.lessons.policies import may_read, missing, readable_by
from cop.readers import kind_of, values_of
from cop.terms.models import Term
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson
from tests.make.terms import load_terms

VISIBILITIES = ("public", "org", "community", "unit", "named")


@pytest.fixture
def world(app):
    """One lesson for each state, visibility and kind of community, and readers of every sort."""
    load_terms()
    unit = make_agency()
    author, insider, named = make_member(), make_member(), make_member()
    colleague = make_member(agency_id=unit.id)
    topic = db.session.scalars(select(Term.id).where(Term.code == "T02")).one()
    places = [
        make_community(),
        make_community(kind="members", members=(author, insider)),
        make_community(kind="unit", agency_id=unit.id, members=(author,)),
    ]
    owner = make_member()
    _lessons((author, owner), named, unit, places, topic)
    closed = places[1]
    readers = [
        author, owner, insider, named, colleague, make_member(),
        make_member(role="moderator"),
        make_member(role="moderator", scope=("community", closed.id)),
        make_member(role="moderator", scope=("agency", unit.id)),
        make_member(role="reviewer"),
        make_member(role="reviewer", scope=("topic", topic)),
        make_member(role="reviewer", scope=("community", closed.id)),
        make_member(role="reviewer", scope=("agency", unit.id), agency_id=unit.id),
        *(make_member(role=role) for role in ("organiser", "admin", "auditor", "executive")),
    ]  # fmt: skip
    actors = [actor_by_id(one.id) for one in readers]
    return [*actors, VISITOR, PUBLIC_VISITOR, SYSTEM]


def _lessons(hands, named, unit, places, topic) -> None:
    """Insert the lessons as rows: the states are what counts, not the way to them."""
    author, owner = hands
    template = make_lesson("draft", author=author, community=places[0])
    facts = {
        column.name: getattr(template, column.name)
        for column in Lesson.__table__.columns
        if column.name not in {"id", "number", "version"}
    }
    with transaction():
        for state, visibility, place, pending in itertools.product(
            STATES, VISIBILITIES, places, (False, True)
        ):
            lesson = Lesson(
                **{**facts, "state": state, "visibility": visibility, "community_id": place.id}
            )
            lesson.agency_id, lesson.owner_id = unit.id, owner.id
            db.session.add(lesson)
            db.session.flush()
            revision = Revision(
                lesson_id=lesson.id,
                number=1,
                author_id=author.id,
                created_at=lesson.created_at,
                title_th="เรื่องสมมุติ",
                community_id=place.id,
            )
            db.session.add(revision)
            db.session.flush()
            lesson.current_revision_id = revision.id
            if pending or state in {"published", "withdrawn"}:
                lesson.published_revision_id = revision.id
            db.session.add(LessonReader(lesson_id=lesson.id, member_id=named.id))
            db.session.add(
                LessonTerm(
                    lesson_id=lesson.id, revision_id=revision.id, scheme="topic", term_id=topic
                )
            )


def test_both_forms_of_the_rule_agree(world):
    ids = list(db.session.scalars(select(Lesson.id)))
    standings = queries.standings(ids)
    published = {one for one in ids if standings[one].is_published}
    drafts = {one for one in ids if standings[one].state in {"draft", "rejected"}} - published
    for actor in world:
        listed = set(db.session.scalars(select(Lesson.id).where(readable_by(actor))))
        allowed = {one for one in ids if may_read(actor, standings[one])}
        assert listed == allowed, (actor, listed ^ allowed)
        shared = select(Lesson.id).where(readable_by(kind_of(actor)))
        assert set(db.session.scalars(shared, values_of(actor))) == allowed, actor
        shown = set(db.session.scalars(select(Lesson.id).where(policies.shown_to(actor))))
        assert shown <= published & listed, "lists show published lessons only"
        if actor not in world[:2] and not actor.is_system:
            assert not listed & drafts, "drafts are their author's and owner's alone"


def test_every_service_has_its_rule():
    from cop.lessons import services  # noqa: PLC0415 - the rules do not need it

    names = [name for name in services.__all__ if name[0].islower()]
    assert [name for name in names if not hasattr(policies, f"may_{name}")] == []


FULL = dict.fromkeys(
    (
        "title_th", "what_happened", "lesson", "outcome", "summary", "background", "cause",
        "recommendation", "applies_when", "principles", "topics", "process", "occurred_from",
        "agency", "pdpa_check",
    ),
    "x",
)  # fmt: skip


def test_missing_names_each_empty_field():
    assert missing({**FULL, "kind": "lesson"}) == []
    for name in FULL:
        assert missing({**FULL, "kind": "caution", name: ""}) == [name]


def test_a_good_practice_needs_three_more():
    lacking = ["success_factors", "steps_method", "evidence"]
    assert missing({**FULL, "kind": "good_practice"}) == lacking
