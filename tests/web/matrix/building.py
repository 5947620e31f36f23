"""The small world is built: threads, sessions and what ties all of it together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from cop.accounts.models import RoleGrant
from cop.communities.models import Community
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services as lessons
from cop.lessons.models import Lesson, LessonLink
from cop.lessons.services import End
from cop.search import indexing
from cop.search import services as searches
from cop.search.models import DomainWord
from cop.sessions import services as sessions
from cop.sessions.models import Chapter, ExchangeSession
from cop.sessions.services import AgendaLine, SpeakerFacts
from cop.terms import services as terms
from cop.terms.models import Synonym, Term
from cop.threads import services as threads
from cop.threads.models import Reply, Thread
from cop.unsaved import services as unsaved
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.searches import make_followed, make_search, make_words
from tests.make.sessions import (
    THEN,
    make_material,
    make_recording,
    make_series,
    make_session,
    make_transcript,
)
from tests.make.terms import load_terms
from tests.make.threads import make_reply, make_thread
from tests.web.matrix.world import (
    EVERYBODY,
    IN_CLOSED,
    IN_UNIT,
    JOINED_OPEN,
    MEMBERS,
    ORGANISING,
    SHARED,
    Thing,
    World,
)
from tests.web.matrix.world_of_lessons import add_communities, add_lessons, add_people, place
from tests.web.matrix.world_of_notices import tell_everybody
from tests.web.matrix.world_of_pictures import add_pictures
from tests.web.matrix.world_of_reviews import add_reviews


def build() -> World:
    """Make all of it in the present database, and the index anew."""
    world = World()
    load_terms()
    add_people(world)
    add_communities(world)
    add_lessons(world)
    add_reviews(world)
    _threads(world)
    _sessions(world)
    _ties(world)
    add_pictures(world)
    _keys(world)
    tell_everybody(world)
    indexing.rebuild()
    return world


def _thread(world: World, name: str, readers: frozenset[str], **over: Any) -> Thread:
    owner = over.pop("owner", "writer")
    word = f"zq{name.replace('_', '')}"
    made = make_thread(
        place(world, over.pop("community", "open_community")),
        world.people[owner],
        title=f"ถามเรื่อง {word} {SHARED}",
        body=f"เล่าเรื่อง {word} {SHARED}",
        tags=(f"{word}tag",),
        **over,
    )
    make_reply(made, world.people[owner], f"ตอบเรื่อง {word} {SHARED}")
    values = {"thread_id": made.id, "position": 1, "slug": made.slug or "x"}
    world.add(Thing(name, "thread", readers, values, owner, "open"))
    return made


def _threads(world: World) -> None:
    by = actor_of(world.people["moderator"])
    public = _thread(world, "thread_public", EVERYBODY)
    with transaction():
        threads.open_to_public(public, by=by, at=now())
    answered = _thread(world, "thread_org", MEMBERS, owner="staff")
    with transaction():
        threads.mark_answer(answered, _first_reply(answered), by=by, at=now())
    _thread(world, "thread_members", JOINED_OPEN, visibility="community")
    _thread(world, "thread_closed", IN_CLOSED, community="closed_community")
    locked = _thread(world, "thread_locked", IN_CLOSED, community="closed_community")
    with transaction():
        threads.lock(locked, by=by, at=now())
    world.things["thread_locked"] = replace(world.things["thread_locked"], state="locked")
    _thread(world, "thread_unit_place", IN_UNIT, community="unit_community")
    removed = _thread(world, "thread_removed", frozenset({"moderator"}))
    with transaction():
        threads.remove_thread(removed, "ไม่เหมาะสม", by=by, at=now())
    world.things["thread_removed"] = replace(world.things["thread_removed"], state="removed")
    _removed_answer(world, public)


def _first_reply(thread: Thread) -> Reply:
    return db.session.scalars(select(Reply).where(Reply.thread_id == thread.id)).one()


def _removed_answer(world: World, thread: Thread) -> None:
    """A reply that had been the answer of a public thread is taken away."""
    by = actor_of(world.people["moderator"])
    thing = world.add(Thing("words_of_reply", "words", frozenset({"moderator"})))
    reply = make_reply(thread, world.people["writer"], f"คำตอบ {thing.word} {SHARED}")
    with transaction():
        threads.mark_answer(thread, reply, by=by, at=now())
    with transaction():
        threads.remove_reply(thread, reply, "เผยข้อมูล", by=by, at=now())


def _session(world: World, name: str, readers: frozenset[str], **over: Any) -> ExchangeSession:
    """Add a session with a programme, a recording that is a file, a transcript and a material."""
    word = f"zq{name.replace('_', '')}"
    community = over.pop("community", "open_community")
    series = world.ids.get(f"series_{community}")
    if series is None:
        series = make_series(f"series-{community.replace('_', '-')}", place(world, community))
        world.ids[f"series_{community}"] = series
    made = make_session(
        series,
        title_th=f"เสวนา {word} {SHARED}",
        theme=f"หัวข้อ {word}",
        venue=f"ห้อง {word}",
        chair=f"ประธาน {word}",
        summary=f"สาระ {word} {SHARED}",
        **over,
    )
    at = {"by": SYSTEM, "at": now()}
    with transaction():
        sessions.set_agenda(made, [AgendaLine(THEN, f"เปิดงาน {word}")], is_sample=False, **at)
        sessions.set_speakers(made, [SpeakerFacts(f"วิทยากร {word}")], **at)
    recording = make_recording(made, file=True, title=f"บันทึก {word} {SHARED}")
    with transaction():
        sessions.add_chapter(recording, made, 1, f"ช่วง {word}", **at)
    make_transcript(recording, f"WEBVTT\n\n00:00.000 --> 00:02.000\nพูดถึง {word} {SHARED}\n")
    material = make_material(made, title=f"เอกสาร {word} {SHARED}")
    values = {"series": series.slug, "fiscal_year": made.fiscal_year, "number": made.number}
    state = made.state
    session = world.add(Thing(name, "session", readers, values, "organiser", state))
    own = {"recording_id": recording.id, "language": "th"}
    own["chapter_id"] = db.session.scalars(
        select(Chapter.id).where(Chapter.recording_id == recording.id)
    ).one()
    world.ids[name] = made.id
    for kind, filled in (
        ("recording", own),
        ("material", {"material_id": material.id, "name": material.name}),
    ):
        world.add(replace(session, name=f"{name}_{kind}", kind=kind, values=filled, says=name))
    return made


def _sessions(world: World) -> None:
    by = actor_of(world.people["moderator"])
    public = _session(world, "session_public", EVERYBODY)
    with transaction():
        sessions.open_to_public(public, by=by, at=now())
    _session(world, "session_org", MEMBERS)
    _session(world, "session_ahead", MEMBERS, start_at=now() + timedelta(days=3))
    _session(world, "session_draft", ORGANISING, state="draft")
    _session(world, "session_closed", IN_CLOSED, community="closed_community")
    unit = {"visibility": "unit", "agency_id": world.ids["agency"]}
    _session(world, "session_unit", IN_UNIT, **unit)


def _ties(world: World) -> None:
    """Tie what everybody reads to all that is hidden, and hidden lessons to what is read."""
    by = actor_of(world.people["writer"])
    rows = db.session.scalars(select(Lesson)).all()
    by_id = {one.id: one for one in rows}
    public = by_id[world.things["lesson_public"].more["id"]]
    ends = [End("lesson", one.id) for one in rows if one.id != public.id]
    ends += [End("thread", one.values["thread_id"]) for one in world.of_kind("thread")]
    for exchange in db.session.scalars(select(ExchangeSession)):
        ends.append(End("session", exchange.id))
    ends += [End("recording", one.values["recording_id"]) for one in world.of_kind("recording")]
    back = [End("thread", world.things["thread_public"].values["thread_id"])]
    with transaction():
        for end in ends:
            lessons.add_link(public, end, "", by=by, at=now())
        for lesson in rows:
            if lesson.id != public.id and lesson.author_id == by.id:
                for end in back:
                    lessons.add_link(lesson, end, "", by=by, at=now())


def _keys(world: World) -> None:
    """Note the ids that addresses of accounts, terms and links are made of."""
    ids = world.ids
    topics = db.session.scalars(select(Term).where(Term.scheme == "topic")).all()
    ids["term"], ids["retired"] = topics[0].id, topics[-1].id
    with transaction():
        terms.retire(topics[-1], replaced_by=None, by=SYSTEM, at=now())
    ids["synonym"] = db.session.scalars(select(Synonym.id)).first()
    ids["member"] = world.people["outsider"].id
    ids["grant"] = db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.member_id == ids["member"])
    ).first()
    public = world.things["lesson_public"].more["id"]
    links = select(LessonLink.id).where(LessonLink.lesson_id == public)
    ids["link"] = db.session.scalars(links.where(LessonLink.to_kind == "lesson")).first()
    _add_unsaved(world)
    thread = world.things["thread_public"].values["thread_id"]
    ids["thread_link"] = db.session.scalars(
        links.where(LessonLink.to_kind == "thread", LessonLink.to_id == thread)
    ).one()
    place = db.session.get_one(Community, ids["closed_community"])
    lesson = db.session.get_one(Lesson, world.things["lesson_org"].more["id"])
    exchange = db.session.get_one(ExchangeSession, ids["session_org"])
    ids["version_closed_community"], ids["version_lesson_org"] = place.version, lesson.version
    ids["version_session_org"] = exchange.version
    _searches(world)
    ids["disabled"] = make_member("gone@matrix.example", is_active=False).id


def _add_unsaved(world: World) -> None:
    """Have the writer leave a text unsaved in a form."""
    by = actor_of(world.people["writer"])
    typed = unsaved.Typed([["title_th", "พิมพ์ค้างไว้ zqunsaved"]])
    with transaction():
        kept = unsaved.keep("lesson:new", "left", typed, by=by, at=now())
    world.ids["unsaved"] = kept


def _searches(world: World) -> None:
    """Have a member search and follow, a moderator dismiss, and an operator add a word."""
    staff = world.people["staff"]
    make_search("คำที่ค้นไว้", staff, found=1)
    world.ids["followed"] = make_followed(staff, "q=kept").id
    world.ids["left_search"] = make_followed(staff, "q=left").id
    with transaction():
        searches.unfollow(world.ids["left_search"], by=actor_of(staff), at=now())
        searches.dismiss("คำที่นำออก", by=actor_of(world.people["moderator"]), at=now())
    make_words("สมาร์ตซิตี้")
    world.ids["word"] = db.session.scalars(select(DomainWord.id)).one()
