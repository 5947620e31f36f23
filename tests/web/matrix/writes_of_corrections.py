"""Who may do what about corrections and owners of lessons: for each address a form that works."""

from tests.web.matrix.writing import MODERATORS, WRITER, Write, changed

TEXTS = frozenset(
    {
        "title_th",
        "background",
        "expected",
        "what_happened",
        "cause",
        "lesson",
        "success_factors",
        "steps_method",
        "evidence",
    }
)
CORRECTIONS: dict[str, Write] = {
    "lessons.minor": Write(
        "lesson_org",
        changed("lesson_org", {"summary": "สรุปสั้น zqlessonorg zqeverywhere", "note": "คำตก"}),
        WRITER | MODERATORS,
        "writer",
        takes=TEXTS,
    ),
    "lessons.reassign": Write(
        "lesson_org",
        changed("lesson_org", {"to": "member", "email": "staff@matrix.example"}),
        MODERATORS,
        takes=frozenset({"words"}),
    ),
    "lessons.see_minor": Write("lesson_corrected", may=MODERATORS, values={"number": 2}),
    "lessons.undo_minor": Write(
        "lesson_corrected", {"words": "เดิมถูกแล้ว"}, MODERATORS, values={"number": 2}
    ),
}
