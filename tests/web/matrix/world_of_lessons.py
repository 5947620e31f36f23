"""The people, communities and lessons of the small world."""

from dataclasses import replace
from typing import Any

from cop.communities.models import Community
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services as lessons
from cop.lessons.models import Lesson
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import content, make_lesson
from tests.web.matrix.world import (
    EVERYBODY,
    IN_CLOSED,
    IN_REVIEW,
    IN_UNIT,
    JOINED_OPEN,
    MEMBERS,
    NAMED,
    PEOPLE,
    SHARED,
    Thing,
    World,
)


def add_people(world: World) -> None:
    unit = make_agency("กองทดสอบหน่วยเดียวกัน", code="unit-same")
    other = make_agency("กองทดสอบหน่วยอื่น", code="unit-other")
    world.ids["agency"], world.ids["other_agency"] = unit.id, other.id
    for role in PEOPLE:
        given = role if role in {"moderator", "organiser", "admin", "auditor"} else "staff"
        own = unit.id if role in {"writer", "staff"} else other.id
        email = f"{role.replace('_', '')}@matrix.example"
        world.people[role] = make_member(email, given, agency_id=own)


def _texts(thing: str) -> dict[str, Any]:
    word = f"zq{thing.replace('_', '')}"
    return {
        "title_th": f"หัวเรื่อง {word} {SHARED}",
        "what_happened": f"เกิดเรื่อง {word} ขึ้น",
        "lesson": f"ได้รู้ว่า {word} {SHARED}",
        "summary": f"สรุป {word} {SHARED}",
        "tags": (f"{word}tag",),
    }


def add_communities(world: World) -> None:
    who = world.people
    second = make_member("second@matrix.example")
    world.ids["second_lead"] = second.id
    facts: dict[str, tuple[frozenset[str], dict[str, Any]]] = {
        "open_community": (
            EVERYBODY,
            {"members": (who["writer"], who["staff"], who["other_staff"])},
        ),
        "closed_community": (
            IN_CLOSED,
            {
                "kind": "members",
                "members": (who["writer"], who["staff"]),
                "leads": (who["facilitator"], second),
            },
        ),
        "unit_community": (IN_UNIT, {"kind": "unit", "agency_id": world.ids["agency"]}),
    }
    for name, (readers, more) in facts.items():
        thing = Thing(name, "community", readers)
        slug = f"{thing.word}-slug"
        made = make_community(
            slug, name=f"ชุมชน {thing.word}", purpose=f"ทำเรื่อง {thing.word}", **more
        )
        world.ids[name] = made.id
        world.add(replace(thing, values={"slug": slug}))


def place(world: World, name: str) -> Community:
    return db.session.get_one(Community, world.ids[name])


def _lesson(world: World, name: str, readers: frozenset[str], **over: Any) -> Lesson:
    owner = over.pop("owner", "writer")
    state = over.pop("state", "published")
    made = make_lesson(
        state,
        author=world.people[owner],
        moderator=world.people["moderator"],
        community=place(world, over.pop("community", "open_community")),
        **{**_texts(name), **over},
    )
    thing = Thing(name, "lesson", readers, {"lesson_ref": made.ref}, owner, state)
    world.add(replace(thing, more={"id": made.id, "revision": made.current_revision_id}))
    return made


def _corrected(world: World) -> None:
    """One of which its author corrected a little; nobody has looked at that."""
    lesson = _lesson(world, "lesson_corrected", MEMBERS)
    texts = {"summary": f"{lesson.summary} แก้แล้ว"}
    by = actor_of(world.people["writer"])
    with transaction():
        lessons.minor_edit(lesson, texts, note="คำตก", version=None, by=by, at=now())


def _unchecked(world: World) -> None:
    """One that a second moderator published unread, and one that its author may publish so."""
    for number in ("one", "two", "three"):
        _lesson(world, f"lesson_stood_{number}", MEMBERS, owner="other_staff")
    _lesson(world, "draft_trusted", frozenset({"other_staff"}), owner="other_staff", state="draft")
    unchecked = _lesson(world, "lesson_unchecked", MEMBERS, state="submitted")
    second = actor_of(make_member("second.judge@matrix.example", "moderator"))
    with transaction():
        lessons.publish_urgently(unchecked, words="น้ำท่วม", by=second, at=now())
    world.things["lesson_unchecked"] = replace(world.things["lesson_unchecked"], state="published")


def _unnamed(world: World) -> None:
    """One that everybody reads and whose author nobody is told of but by the journal."""
    author = world.add(Thing("unnamed_author", "words", frozenset({"admin", "auditor"})))
    facts = dict.fromkeys(("given_name", "family_name", "position"), f"ซ่อน{author.word}")
    shy = make_member("shy@matrix.example", agency_id=world.ids["other_agency"], **facts)
    home = place(world, "open_community")
    texts = {**_texts("lesson_unnamed"), "hides_author": True}
    given = {"author": shy, "moderator": world.people["moderator"], "community": home}
    made = make_lesson(**given, **texts)
    thing = Thing("lesson_unnamed", "lesson", EVERYBODY, {"lesson_ref": made.ref}, "", "published")
    world.add(replace(thing, more={"id": made.id, "revision": made.current_revision_id}))
    with transaction():
        lessons.open_to_public(made, by=actor_of(world.people["moderator"]), at=now())


def add_lessons(world: World) -> None:
    moderator = actor_of(world.people["moderator"])
    opened = [_lesson(world, "lesson_public", EVERYBODY)]
    opened.append(_lesson(world, "lesson_withdrawn", EVERYBODY))
    with transaction():
        for one in opened:
            lessons.open_to_public(one, by=moderator, at=now())
    with transaction():
        lessons.withdraw(opened[1], words="ระเบียบเปลี่ยน", by=moderator, at=now())
    world.things["lesson_withdrawn"] = replace(world.things["lesson_withdrawn"], state="withdrawn")
    _lesson(world, "lesson_org", MEMBERS)
    _lesson(world, "lesson_closed", IN_CLOSED, community="closed_community")
    _lesson(world, "lesson_members", JOINED_OPEN, visibility="community")
    _lesson(world, "lesson_unit", IN_UNIT, visibility="unit")
    _lesson(world, "lesson_unit_place", IN_UNIT, community="unit_community")
    readers = (world.people["other_staff"].id,)
    _lesson(world, "lesson_named", NAMED, visibility="named", named=readers)
    _lesson(world, "draft_own", frozenset({"staff"}), owner="staff", state="draft")
    _lesson(world, "draft_other", frozenset({"writer"}), state="draft")
    _lesson(world, "lesson_submitted", IN_REVIEW, state="submitted")
    _lesson(world, "lesson_reviewed", IN_REVIEW, state="in_review", community="closed_community")
    _lesson(world, "lesson_returned", IN_REVIEW, state="changes_requested")
    _lesson(world, "lesson_rejected", frozenset({"writer"}), state="rejected")
    thrown = _lesson(world, "lesson_trashed", IN_REVIEW)
    with transaction():
        lessons.trash(thrown, words="ลงผิดชุมชน", by=moderator, at=now())
    world.things["lesson_trashed"] = replace(world.things["lesson_trashed"], state="trashed")
    _corrected(world)
    _unchecked(world)
    _unnamed(world)
    _next_versions(world, opened[0])


def _next_versions(world: World, published: Lesson) -> None:
    """Two published lessons are being rewritten: one as a draft, one under review."""
    by = actor_of(world.people["writer"])
    home = place(world, "open_community")
    reviewed = _lesson(world, "lesson_rewritten", MEMBERS)
    for name, lesson, readers in (
        ("words_of_draft", published, frozenset({"writer"})),
        ("words_in_review", reviewed, IN_REVIEW),
    ):
        thing = world.add(Thing(name, "words", readers))
        text = content(home, agency_id=world.ids["agency"], **_texts(name))
        text = replace(text, visibility=lesson.visibility)
        with transaction():
            lessons.revise(
                lesson, text, version=lesson.version, by=by, at=now(), note=f"แก้ {thing.word}"
            )
    with transaction():
        lessons.submit(reviewed, pdpa_check=True, by=by, at=now())
    for name, lesson in (("lesson_public", published), ("lesson_rewritten", reviewed)):
        more = {**world.things[name].more, "revision": lesson.current_revision_id}
        world.things[name] = replace(world.things[name], state=lesson.state, more=more)
