"""Who may do what to lessons, threads and sessions: for each address a form that works."""

from collections.abc import Callable
from typing import Any

from tests.web.matrix.table import HIDDEN
from tests.web.matrix.world import IN_CLOSED, ORGANISING, World
from tests.web.matrix.writing import (
    LEADING,
    MODERATORS,
    WRITER,
    Form,
    Write,
    changed,
    from_ids,
)

PDF, CAPTIONS = "thai.pdf", "short.vtt"
LESSON = {
    "title_th": "ชื่อเรื่องที่เขียนขึ้นใหม่",
    "what_happened": "เกิดเรื่องใหม่",
    "lesson": "ได้รู้เรื่องใหม่",
    "community": "zqopencommunity-slug",
}
LESSON_FIELDS = frozenset(
    {
        "kind",
        "outcome",
        "summary",
        "background",
        "occurred_from",
        "occurred_to",
        "province",
        "agency",
        "expected",
        "cause",
        "recommendation",
        "applies_when",
        "not_when",
        "success_factors",
        "steps_method",
        "evidence",
        "principles",
        "topics",
        "process",
        "tags",
        "visibility",
        "named",
        "note",
        "pdpa_check",
        "act",
        "lists",
        "tab",
        "turn",
        "taken",
        "differs",
        "hides_author",
        "about",
        "t",
        "reply",
    }
)
DECISION_FIELDS = frozenset({"decision", "reasons", "reason", "words", "revision", "publish_at"})
SESSION = {
    "series": "series-open-community",
    "fiscal_year": "2563",
    "number": "77",
    "title_th": "กิจกรรมเสวนาครั้งใหม่",
    "start_at": "9 กรกฎาคม 2563 เวลา 13.15 น.",
}
SESSION_FIELDS = frozenset(
    {
        "theme",
        "end_at",
        "venue",
        "channels",
        "hall_count",
        "stream_url",
        "chair",
        "on_behalf_of",
        "agency",
        "principles",
        "summary",
        "objectives",
        "source_url",
        "community",
        "visibility",
        "state",
    }
)
TYPED = {"title_th": "พิมพ์ค้างไว้", "tab": "one", "turn": "5"}
TYPING_FIELDS = LESSON_FIELDS | set(LESSON) | {"version", "turn", "taken"}
THREAD = {"title": "หัวข้อใหม่ของกระทู้", "body": "รายละเอียดใหม่ของกระทู้"}


def _revision(**more: Any) -> Callable[[World], Form]:
    return lambda world: {"revision": world.things["lesson_reviewed"].more["revision"], **more}


def _tie(world: World) -> Form:
    return {"address": world.things["lesson_org"].values["lesson_ref"]}


LESSONS: dict[str, Write] = {
    "lessons.new": Write(form=LESSON, by="outsider", takes=LESSON_FIELDS),
    "lessons.edit": Write(
        "lesson_org",
        changed("lesson_org", LESSON),
        WRITER,
        "writer",
        # A moderator is told that the state has moved on, with both texts.
        refusals={"moderator": 409},
        takes=LESSON_FIELDS,
    ),
    "lessons.keep_new": Write(form=TYPED, by="outsider", ok=200, takes=TYPING_FIELDS),
    "lessons.keep_unsaved": Write(
        "lesson_org", TYPED, WRITER, "writer", ok=200, takes=TYPING_FIELDS
    ),
    "lessons.drop_unsaved": Write(
        may=WRITER, by="writer", refusal=HIDDEN, values=from_ids(text_id="unsaved")
    ),
    "lessons.submit": Write("lesson_returned", {"pdpa_check": "y"}, WRITER, "writer"),
    "lessons.recall": Write("lesson_submitted", may=WRITER, by="writer"),
    "lessons.start_review": Write("lesson_submitted", may=MODERATORS),
    "lessons.decide": Write(
        "lesson_reviewed",
        _revision(decision="request_changes", reasons="too_general", words="ขอตัวเลข"),
        MODERATORS,
        takes=DECISION_FIELDS,
    ),
    "lessons.publish": Write("lesson_reviewed", _revision(), MODERATORS, takes=DECISION_FIELDS),
    "lessons.unschedule": Write("lesson_reviewed", may=MODERATORS),
    "lessons.reject": Write(
        "lesson_reviewed",
        {"reasons": "duplicate", "words": "ซ้ำกับเรื่องเดิม"},
        MODERATORS,
        takes=DECISION_FIELDS,
    ),
    "lessons.request_changes": Write(
        "lesson_reviewed",
        _revision(reasons="too_general", words="ขอตัวเลข"),
        MODERATORS,
        takes=DECISION_FIELDS,
    ),
    "lessons.withdraw": Write(
        "lesson_org", {"words": "ระเบียบเปลี่ยนแล้ว"}, MODERATORS, takes=frozenset({"target"})
    ),
    "lessons.publish_urgently": Write(
        "lesson_submitted", {"words": "น้ำท่วมคืนนี้"}, MODERATORS, takes=frozenset({"revision"})
    ),
    "lessons.publish_trusted": Write(
        "draft_trusted",
        {"pdpa_check": "y"},
        frozenset({"other_staff"}),
        "other_staff",
        takes=frozenset({"revision"}),
    ),
    "lessons.check": Write(
        "lesson_unchecked", may=MODERATORS, takes=frozenset({"revision"}), refusals={}
    ),
    "lessons.confirm": Write(
        "lesson_org", may=MODERATORS | WRITER, takes=frozenset({"version", "words"})
    ),
    "lessons.appeal": Write("lesson_rejected", {"words": "ขอให้อ่านใหม่"}, WRITER, "writer"),
    "lessons.reveal_author": Write("lesson_unnamed", may=MODERATORS),
    "lessons.lift_trust": Write("lesson_org", may=MODERATORS),
    "lessons.give_trust_back": Write("lesson_org", may=MODERATORS),
    "lessons.discard": Write("draft_other", may=WRITER, by="writer"),
    "lessons.trash": Write("lesson_org", {"words": "ลงผิดชุมชน"}, MODERATORS),
    "lessons.untrash": Write("lesson_trashed", may=MODERATORS),
    "lessons.merge": Write(
        "lesson_org",
        lambda world: dict.fromkeys(
            ("target", "sure"), world.things["lesson_public"].values["lesson_ref"]
        ),
        MODERATORS,
        takes=frozenset({"words"}),
    ),
    "lessons.remove": Write(
        form=lambda world: {
            "target": world.things["lesson_closed"].values["lesson_ref"],
            "words": "ผิดกฎหมาย",
            "sure": world.things["lesson_closed"].values["lesson_ref"],
        },
        may=frozenset({"admin"}),
        by="admin",
        refusal=HIDDEN,
    ),
    "lessons.redact": Write(
        form=lambda world: {
            "target": world.things["lesson_closed"].values["lesson_ref"],
            "text": "zqlessonclosed",
            "words": "เจ้าของข้อมูลขอให้ลบ",
            "sure": world.things["lesson_closed"].values["lesson_ref"],
        },
        may=frozenset({"admin"}),
        by="admin",
        refusal=HIDDEN,
    ),
    "lessons.restore": Write("lesson_withdrawn", may=MODERATORS),
    "lessons.open_to_public": Write("lesson_org", may=MODERATORS),
    "lessons.close_to_public": Write("lesson_public", may=MODERATORS),
    "lessons.add_link": Write(
        "lesson_closed", _tie, frozenset({"writer", "moderator"}), takes=frozenset({"kind", "note"})
    ),
    "lessons.remove_link": Write(
        "lesson_public", may=frozenset({"writer", "moderator"}), values=from_ids(link_id="link")
    ),
}
THREADS: dict[str, Write] = {
    "threads.create": Write(
        form={**THREAD, "community": "zqopencommunity-slug", "kind": "discussion"},
        by="outsider",
        takes=frozenset({"tags", "lesson"}),
    ),
    "threads.change": Write(
        "thread_closed",
        {**THREAD, "version": "1"},
        LEADING | WRITER,
        "writer",
        takes=frozenset({"tags"}),
    ),
    "threads.post_reply": Write("thread_closed", {"body": "ความเห็นใหม่"}, IN_CLOSED, "staff"),
    "threads.change_reply": Write(
        "thread_closed", {"body": "ความเห็นที่แก้แล้ว", "version": "1"}, WRITER, "writer"
    ),
    "threads.remove_reply": Write("thread_closed", {"reason": "เผยข้อมูล"}, LEADING | WRITER),
    "threads.remove": Write("thread_closed", {"reason": "เผยข้อมูล"}, LEADING, "facilitator"),
    "threads.mark_answer": Write("thread_closed", {"reply": "1"}, LEADING | WRITER, "writer"),
    "threads.unmark_answer": Write("thread_org", may=frozenset({"staff", "moderator"}), by="staff"),
    "threads.lock": Write("thread_closed", may=LEADING, by="facilitator"),
    "threads.unlock": Write("thread_locked", may=LEADING, by="facilitator"),
    "threads.open_to_public": Write("thread_org", may=MODERATORS),
    "threads.close_to_public": Write("thread_public", may=MODERATORS),
    "threads.link": Write("thread_closed", _tie, IN_CLOSED, "staff"),
    "threads.unlink": Write(
        "thread_public",
        may=frozenset({"writer", "moderator"}),
        values=from_ids(link_id="thread_link"),
    ),
}
_here = {"by": "organiser", "may": ORGANISING}
SESSIONS: dict[str, Write] = {
    "sessions.create": Write(form=SESSION, takes=SESSION_FIELDS, **_here),
    "sessions.change": Write(
        "session_org",
        changed("session_org", {**SESSION, "visibility": "org"}),
        takes=SESSION_FIELDS,
        **_here,
    ),
    "sessions.new_series": Write(
        form=lambda world: {
            "name": "ชุดกิจกรรมใหม่",
            "slug": "new-series",
            "community": str(world.ids["open_community"]),
        },
        takes=frozenset({"short_name", "agency"}),
        **_here,
    ),
    "sessions.agenda": Write(
        "session_org",
        {"start": "13.15", "title": "เปิดกิจกรรม", "note": ""},
        takes=frozenset({"is_sample", "version"}),
        **_here,
    ),
    "sessions.speakers": Write(
        "session_org",
        {"name": "วิทยากรใหม่", "position": "", "agency": "", "topic": ""},
        takes=frozenset({"version"}),
        **_here,
    ),
    "sessions.announce": Write("session_draft", **_here),
    "sessions.hold": Write("session_ahead", **_here),
    "sessions.cancel": Write("session_ahead", {"reason": "ห้องประชุมไม่ว่าง"}, **_here),
    "sessions.open_to_public": Write("session_org", may=MODERATORS),
    "sessions.new_material": Write(
        "session_org", {"title": "เอกสารใหม่", "kind": "slides"}, file=PDF, **_here
    ),
    "sessions.new_recording": Write(
        "session_org",
        {"title": "บันทึกใหม่", "url": "https://youtu.be/dQw4w9WgXcQ", "language": "th"},
        takes=frozenset({"duration"}),
        **_here,
    ),
    "materials.remove": Write("session_org_material", **_here),
    "recordings.change": Write(
        "session_org_recording",
        {"title": "ชื่อบันทึกใหม่", "language": "th", "version": "1"},
        takes=frozenset({"duration", "url"}),
        **_here,
    ),
    "recordings.remove": Write("session_org_recording", **_here),
    "recordings.new_chapter": Write(
        "session_org_recording", {"start": "0:02", "title": "ช่วงใหม่"}, **_here
    ),
    "recordings.remove_chapter": Write("session_org_recording", **_here),
    "recordings.new_transcript": Write(
        "session_org_recording", {"language": "en", "source": "human"}, file=CAPTIONS, **_here
    ),
}
