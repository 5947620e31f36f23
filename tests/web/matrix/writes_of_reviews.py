"""Who may do what in a review: for each address a form that works."""

from tests.web.matrix.table import HIDDEN
from tests.web.matrix.world import IN_CLOSED, IN_REVIEW
from tests.web.matrix.writing import MODERATORS, Write, changed, from_ids

REVIEWS: dict[str, Write] = {
    "moderation.assign": Write("lesson_reviewed", {"to": ""}, MODERATORS, refusal=HIDDEN),
    "holidays.index": Write(
        form={"day": "9 ก.ค. 2563", "name": "วันหยุดใหม่"},
        may=frozenset({"admin"}),
        by="admin",
        refusal=HIDDEN,
    ),
    "holidays.remove": Write(
        values={"day": "2020-07-06"}, may=frozenset({"admin"}), by="admin", refusal=HIDDEN
    ),
    "experts.ask": Write(
        "lesson_reviewed",
        {"name": "ผู้รู้", "email": "expert@elsewhere.example", "question": "ถูกต้องหรือไม่"},
        MODERATORS,
        ok=200,
        refusal=HIDDEN,
    ),
    "experts.revoke": Write(
        may=MODERATORS, values=from_ids(question_id="question"), refusal=HIDDEN
    ),
    "flags.report": Write(
        "lesson_closed",
        {"reason": "wrong", "words": "ตัวเลขผิด"},
        IN_CLOSED,
        "staff",
        takes=frozenset({"passage", "other"}),
    ),
    "flags.decide": Write(
        "flag", changed("flag", {"outcome": "fixed", "words": "แก้แล้ว"}), MODERATORS
    ),
    "remarks.make": Write(
        "lesson_reviewed",
        {"words": "ขอตัวเลขก่อนและหลัง", "place": "evidence"},
        MODERATORS,
        takes=frozenset({"revision"}),
    ),
    "remarks.answer": Write("remark", {"words": "เติมแล้ว"}, IN_REVIEW),
    "remarks.move": Write("remark", {"to": "settled"}, MODERATORS),
    "remarks.edit": Write(
        "remark",
        changed("remark", {"words": "ขอที่มาของตัวเลข"}),
        MODERATORS,
    ),
}
