"""The table of the review is the law: rules, services and pages do what it says, for everybody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cop.accounts import services as accounts
from cop.accounts.queries import actor_by_id
from cop.core.actor import SYSTEM, Actor
from cop.core.clock import now
from cop.core.errors import Missing, Refused
from cop.db import db, transaction
from cop.lessons import policies, queries, services
from cop.lessons.models import STATES, TAKEN_AWAY, Lesson
from cop.lessons.policies import TRANSITIONS
from cop.moderation import services as reviews
from cop.moderation.models import MinorEdit
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import content, make_lesson
from tests.web.lessons.one_lesson import lesson_of, put

# Written down a second time on purpose: event -> states it starts from, who may, and what follows.
MODERATORS = {"submitter", "writer", "moderator", "both"}
REVIEWERS = {*MODERATORS, "reviewer"}
AUTHOR = {"author", "author_moderates"}
TENDING = {*AUTHOR, "owner", "owner_moderates"}
MODERATING = {*MODERATORS, "author_moderates", "owner_moderates"}
CARING = {*REVIEWERS, "author_moderates", "owner", "owner_moderates", "coordinator"}
EVERYBODY = {
    *REVIEWERS, *TENDING, "stranger", "moderates_elsewhere", "admin", "organiser", "coordinator"
}  # fmt: skip
WAITING = {"submitted", "in_review"}
LAW: dict[str, tuple[set[str], set[str], str]] = {
    "revise": ({"draft", "changes_requested"}, TENDING, ""),
    "begin_revision": ({"published"}, TENDING, "draft"),
    "submit": ({"draft", "changes_requested"}, TENDING, "submitted"),
    "recall": ({"submitted"}, TENDING, "draft"),
    "reassign": ({*STATES} - {*TAKEN_AWAY}, {*MODERATING, "coordinator"}, ""),
    "start_review": ({"submitted"}, REVIEWERS, "in_review"),
    "classify": (WAITING, REVIEWERS, "in_review"),
    "request_changes": ({"in_review"}, REVIEWERS, "changes_requested"),
    "lapse": ({"changes_requested"}, set(), "draft"),
    "publish": ({"in_review"}, {"moderator", "reviewer", "both"}, "published"),
    "schedule": ({"in_review"}, {"moderator", "reviewer", "both"}, ""),
    "unschedule": ({"in_review"}, REVIEWERS, ""),
    # Nobody here is trusted; who is has a test of its own.
    "publish_trusted": (set(), set(), ""),
    "publish_urgently": (WAITING, {"moderator", "both"}, "published"),
    "check": (set(), set(), ""),
    "confirm": ({"published"}, CARING, ""),
    "minor_edit": ({"published"}, {*TENDING, *MODERATORS}, ""),
    # One moderator made the correction that waits.
    "see_minor": ({"published"}, REVIEWERS - {"writer"}, ""),
    "undo_minor": ({"published"}, REVIEWERS - {"writer"}, ""),
    "reject": (WAITING, MODERATORS, "rejected"),
    "appeal": ({"rejected"}, AUTHOR, "submitted"),
    "withdraw": ({"published"}, MODERATING, "withdrawn"),
    "restore": ({"withdrawn"}, MODERATING, "published"),
    "discard": ({"draft", "changes_requested", "rejected"}, TENDING, "trashed"),
    "trash": ({"published", "withdrawn"}, MODERATING, "trashed"),
    # Of what readers saw; an own draft that was thrown away has a test of its own.
    "untrash": ({"trashed"}, MODERATING, "published"),
    "merge": ({*WAITING, "published", "withdrawn"}, MODERATING, "merged"),
    "remove": ({*STATES} - {"merged", "removed"}, {"admin"}, "removed"),
    "flag": ({"published", "withdrawn"}, EVERYBODY, ""),
    "redact": ({*STATES}, {"admin"}, ""),
}
WITH_BUTTONS = (
    "submit", "publish_trusted", "publish_urgently", "check", "confirm", "appeal", "recall",
    "start_review", "withdraw", "restore", "discard", "trash", "untrash", "merge", "flag",
)  # fmt: skip
BUTTONS = {one.replace("_", "-"): one for one in WITH_BUTTONS} | {
    "removal": "remove",
    "minor": "minor_edit",
    "owner": "reassign",
    "seen": "see_minor",
    "undo": "undo_minor",
}
OTHER = "บทเรียนที่กล่าวเรื่องเดียวกัน"


def _act(event: str, lesson: Lesson, by: Actor) -> object:
    given: dict[str, Any] = {"by": by, "at": now()}
    text = content(lesson.community, agency_id=lesson.agency_id)
    other = db.session.scalars(select(Lesson).where(Lesson.title == OTHER)).one()
    acts: dict[str, Callable[[], object]] = {
        "revise": lambda: services.revise(lesson, text, version=None, **given),
        "begin_revision": lambda: services.revise(lesson, text, version=None, **given),
        "submit": lambda: services.submit(lesson, pdpa_check=True, **given),
        "recall": lambda: services.recall(lesson, **given),
        "start_review": lambda: services.start_review(lesson, **given),
        "classify": lambda: services.classify(lesson, text, version=None, **given),
        "lapse": lambda: services.lapse(lesson, **given),
        "request_changes": lambda: services.request_changes(
            lesson, reasons=["too_general"], words="ขอตัวเลข", **given
        ),
        "publish": lambda: services.publish(
            lesson, revision_id=lesson.current_revision_id, **given
        ),
        "schedule": lambda: services.schedule(
            lesson, publish_at=now() + timedelta(days=1), revision_id=None, **given
        ),
        "unschedule": lambda: services.unschedule(lesson, **given),
        "publish_trusted": lambda: services.publish_trusted(lesson, pdpa_check=True, **given),
        "publish_urgently": lambda: services.publish_urgently(lesson, words="น้ำท่วม", **given),
        "check": lambda: services.check(lesson, revision_id=None, **given),
        "confirm": lambda: services.confirm(lesson, version=None, **given),
        "reassign": lambda: services.reassign(lesson, None, version=None, **given),
        "minor_edit": lambda: services.minor_edit(
            lesson, {"summary": f"{text.summary}ๆ"}, note="คำผิด", version=None, **given
        ),
        "see_minor": lambda: services.see_minor(lesson, _correction(lesson), **given),
        "undo_minor": lambda: services.undo_minor(lesson, _correction(lesson), words="ผิด", **given),
        "appeal": lambda: services.appeal(lesson, words="อ่านใหม่", **given),
        "reject": lambda: services.reject(lesson, reasons=["duplicate"], words="ซ้ำ", **given),
        "withdraw": lambda: services.withdraw(lesson, words="ระเบียบเปลี่ยน", **given),
        "restore": lambda: services.restore(lesson, **given),
        "discard": lambda: services.discard(lesson, **given),
        "trash": lambda: services.trash(lesson, words="ลงผิดชุมชน", **given),
        "untrash": lambda: services.untrash(lesson, **given),
        "merge": lambda: services.merge(lesson, other, words="", **given),
        "remove": lambda: services.remove(lesson, words="ผิดกฎหมาย", **given),
        "flag": lambda: reviews.flag_lesson(lesson, reviews.Report("wrong"), **given),
        "redact": lambda: services.redact(lesson, "ไม่รู้ว่าต้องใช้", reason="ขอให้ลบ", **given),
    }
    return acts[event]()


def _correction(lesson: Lesson) -> MinorEdit:
    return db.session.scalars(select(MinorEdit).where(MinorEdit.lesson_id == lesson.id)).one()


class _Undo(Exception):
    pass


@contextmanager
def _tried() -> Iterator[None]:
    """Let something happen, and take it back."""
    try:
        with transaction():
            yield
            raise _Undo
    except _Undo:
        pass
    finally:
        db.session.remove()


@pytest.fixture
def people(app) -> dict[str, Any]:
    """Everybody who may stand in some relation to a lesson, one with two of them."""
    elsewhere = make_community()
    make_lesson(title_th=OTHER)
    both = make_member(role="moderator")
    with transaction():
        accounts.give(both, "reviewer", scope=("body", 0), by=SYSTEM, at=now())
    return {
        "author": make_member(),
        "author_moderates": make_member(role="moderator"),
        "owner": make_member(),
        "owner_moderates": make_member(role="moderator"),
        "coordinator": make_member(role="coordinator"),
        "submitter": make_member(role="moderator"),
        "writer": make_member(role="moderator"),
        "moderator": make_member(role="moderator"),
        "reviewer": make_member(role="reviewer"),
        "both": both,
        "stranger": make_member(),
        "moderates_elsewhere": make_member(role="moderator", scope=("community", elsewhere.id)),
        "admin": make_member(role="admin"),
        "organiser": make_member(role="organiser"),
    }


def _cases(people: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Give every lesson in every state with every person."""
    given = {
        "author": ("author", "owner"),
        "author_moderates": ("author_moderates", "author_moderates"),
        "owner_moderates": ("author", "owner_moderates"),
    }
    lessons = {
        name: lesson_of(people[author], people[owner], people)
        for name, (author, owner) in given.items()
    }
    for state in STATES:
        for lesson_id in lessons.values():
            put(lesson_id, state)
        for name in people:
            yield lessons.get(name, lessons["author"]), state, name


def _lawful(event: str, state: str, name: str) -> bool:
    sources, who, _ = LAW[event]
    return state in sources and name in who


def test_the_table_names_the_events_of_the_law() -> None:
    assert set(TRANSITIONS) == set(LAW)
    for one in TRANSITIONS.values():
        assert {*one.sources, one.target, one.kept, one.begun} - {""} <= set(STATES)


def test_rules_and_services_keep_the_law(people: dict[str, Any]) -> None:
    actors = {name: actor_by_id(one.id) for name, one in people.items()}
    wrong = []
    for lesson_id, state, name in _cases(people):
        for event, (_, _, target) in LAW.items():
            if (event == "begin_revision") != (state == "published") and event in {
                "revise",
                "begin_revision",
            }:
                continue
            lawful = _lawful(event, state, name)
            standing = queries.standing(lesson_id)
            verdict = policies.workflow.may(event, actors[name], standing)
            lesson = db.session.get_one(Lesson, lesson_id)
            after = ""
            with _tried():
                try:
                    _act(event, lesson, actors[name])
                    after = lesson.state
                except Refused as refused:
                    after = f"refused: {refused.reason}"
            expected = (target or state) if lawful else f"refused: {verdict.reason}"
            if bool(verdict) != lawful or after != expected:
                wrong.append((event, state, name, lawful, verdict.reason, after))
    assert wrong == []


def test_pages_offer_what_the_law_allows(client: Browser, people: dict[str, Any]) -> None:
    actors = {name: actor_by_id(one.id) for name, one in people.items()}
    wrong = []
    for lesson_id, state, name in _cases(people):
        client.as_(people[name])
        offered = _offered(client, lesson_id, actors[name])
        lawful = {event for event in _with_controls() if _lawful(event, state, name)}
        if not policies.may_read(actors[name], queries.standing(lesson_id)):
            # An administrator removes by number what the lesson's own page does not show.
            lawful -= {"remove", "reassign"}
        if offered != lawful:
            wrong.append((state, name, offered ^ lawful))
    assert wrong == []


def _with_controls() -> set[str]:
    return {*BUTTONS.values(), "publish", "request_changes", "reject"}


def _offered(client: Browser, lesson_id: int, actor: Actor) -> set[str]:
    """Return the events that buttons of the lesson's own, comparing and review pages lead to."""
    try:
        ref = queries.get(actor, str(lesson_id)).ref
    except Missing:
        return set()
    found = set()
    for address in (f"/lessons/{ref}", f"/lessons/{ref}/diff", f"/moderation/{ref}"):
        answer = client.get(address)
        if answer.status_code == 404:
            continue
        page = client.see(address)
        buttons = [one.get("formaction", "") for one in page.all(".//button")]
        forms = page.all(".//form[@method='post']")
        for action in (*buttons, *(one.get("action", "") for one in forms)):
            last = action.rpartition("/")[2]
            if last in BUTTONS:
                found.add(BUTTONS[last])
        found |= {one.get("value") for one in page.all(".//input[@name='decision']")}
        for link in page.all(".//a"):
            last = link.get("href", "").partition("?")[0].rpartition("/")[2]
            found |= {BUTTONS[last]} if last in BUTTONS else set()
    return found
