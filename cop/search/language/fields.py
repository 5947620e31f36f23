"""The parts of a query that are more than words: what may be asked of which field, in Thai too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cop.search.language.days import first_day
from cop.thai.folding import fold

PHRASE = "phrase"
TEXT = "text"
NAMED = ("author", "agency", "province", "topic", "principle", "community")
"""Fields whose values are names, to be looked up in the database."""
DATES = ("before", "after")

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "ชื่อ", "ชื่อเรื่อง"),
    "author": ("author", "ผู้เขียน"),
    "agency": ("agency", "หน่วยงาน"),
    "province": ("province", "จังหวัด"),
    "topic": ("topic", "หมวด", "หมวดความรู้"),
    "principle": ("principle", "หลัก", "หลักการ"),
    "community": ("community", "ชุมชน"),
    "kind": ("kind", "ชนิด"),
    "type": ("type", "ประเภท"),
    "outcome": ("outcome", "ผล", "ผลที่เกิด"),
    "before": ("before", "ก่อน"),
    "after": ("after", "หลัง", "ตั้งแต่"),
    "fiscal_year": ("year", "fiscal_year", "ปี", "ปีงบ", "ปีงบประมาณ"),
    "has": ("has", "มี"),
    "is": ("is", "เป็น"),
}
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "kind": {
        "lesson": ("บทเรียน",),
        "thread": ("กระทู้", "ถามตอบ"),
        "session": ("กิจกรรม", "กิจกรรมเสวนา", "เสวนา"),
        "recording": ("คลิป", "คลิปเสวนา", "วิดีโอ", "video"),
        "material": ("เอกสาร", "เอกสารประกอบ"),
    },
    "type": {
        "lesson": ("บทเรียน",),
        "good_practice": ("แนวปฏิบัติที่ดี",),
        "caution": ("ข้อพึงระวัง",),
        "how_to": ("วิธีปฏิบัติ",),
        "question": ("คำถาม",),
        "discussion": ("แลกเปลี่ยน",),
        "announcement": ("ประกาศ",),
    },
    "outcome": {
        "success": ("สำเร็จ",),
        "unexpected": ("ไม่เป็นไปตามคาด",),
        "mixed": ("ผสมผสาน",),
    },
    "has": {
        "recording": ("คลิป", "คลิปเสวนา", "บันทึก", "วิดีโอ", "video"),
        "transcript": ("ถอดความ", "บทถอดความ", "คำบรรยาย"),
    },
    "is": {"verified": ("ยืนยันแล้ว",)},
}

_FIELDS = {fold(name): field for field, names in FIELD_NAMES.items() for name in names}
_MARKS = '"“”„‟«»‹›＂「」『』'
_MINUS = "−–-"
_BRACKETS = "()[]{}<>"
_LONGEST_DATE = 6
_HEAD = re.compile(
    f"(?P<minus>[{_MINUS}](?![\\s{_MINUS}]))?(?:(?P<name>[A-Za-z_\u0e01-\u0e4e]{{1,20}})[:：])?"
)
_QUOTED = re.compile(f"[{_MARKS}](?P<value>[^{_MARKS}]*)[{_MARKS}]")
_TICKED = re.compile("['‘](?P<value>[^'‘’]+)['’](?!\\S)")
_BARE = re.compile(f"(?P<value>[^\\s{_MARKS}]*)")
_NEXT = re.compile(f"[\\s({{\\[]+|(?=[{_MARKS}])")
_WORD_LETTER = re.compile("[^\\W_]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query from `start` to `end`: a field with its value, a phrase, or excluded text.

    The value begins at `value_start`; it is empty where nothing is written after the colon.
    """

    field: str
    value: str
    start: int
    value_start: int
    end: int
    excluded: bool = False


def parts(line: str) -> Iterator[Part]:
    """Give the parts of a tidied line in order; what stands between them is words."""
    place = 0
    while place < len(line):
        part = _part(line, place)
        if part is not None:
            yield part
            place = part.end
        else:
            following = _NEXT.search(line, place + (line[place] in _MARKS))
            place = following.end() if following else len(line)


def chosen(field: str, written: str) -> str | None:
    """Return the value that the words stand for where a field has few, known ones."""
    words = re.sub("[\\s_-]+", "", fold(written))
    for value, names in CHOICES[field].items():
        english = value.replace("_", "")
        if words in {english, f"{english}s", *(fold(name) for name in names)}:
            return value
    return None


def has_words(text: str) -> bool:
    """Return whether a text has anything that could be searched."""
    return _WORD_LETTER.search(text) is not None


def capped(line: str, brackets: int) -> str:
    """Return the line with no more than so many brackets; none has a meaning here."""
    left = brackets
    kept = []
    for letter in line:
        if letter in _BRACKETS:
            left -= 1
        kept.append(" " if letter in _BRACKETS and left < 0 else letter)
    return "".join(kept)


def _part(line: str, place: int) -> Part | None:
    if place and not (line[place - 1].isspace() or line[place - 1] in _BRACKETS):
        return _phrase(line, place, _QUOTED)
    head = _HEAD.match(line, place)
    if head is None or head.end() == place:
        return _phrase(line, place, _QUOTED) or _phrase(line, place, _TICKED)
    field = _FIELDS.get(fold(head["name"])) if head["name"] else None
    if field is not None:
        return _valued(line, field, head)
    return _left_out(line, head) if head["minus"] else None


def _phrase(line: str, place: int, pattern: re.Pattern[str]) -> Part | None:
    quoted = pattern.match(line, place)
    if quoted is None or not has_words(quoted["value"]):
        return None
    return Part(PHRASE, quoted["value"], place, quoted.start("value"), quoted.end())


def _left_out(line: str, head: re.Match[str]) -> Part | None:
    start = head.end("minus")
    found = _value(line, start)
    if found is None or not has_words(found["value"]):
        return None
    start, end = found.start("value"), found.end()
    return Part(TEXT, _trimmed(found), head.start(), start, end, excluded=True)


def _valued(line: str, field: str, head: re.Match[str]) -> Part:
    excluded, start = head["minus"] is not None, head.end()
    found = _value(line, start)
    if found is None:
        return Part(field, "", head.start(), start, start, excluded)
    value, end = _trimmed(found), found.end()
    if field in DATES and found.re is _BARE:
        end = _end_of_date(line, start) or end
        value = _bare(line[start:end])
    return Part(field, value, head.start(), found.start("value"), end, excluded)


def _value(line: str, place: int) -> re.Match[str] | None:
    found = _QUOTED.match(line, place) or _TICKED.match(line, place) or _BARE.match(line, place)
    return found if found and found["value"].strip() else None


def _trimmed(found: re.Match[str]) -> str:
    value: str = found["value"]
    return _bare(value) if found.re is _BARE else value.strip()


def _bare(value: str) -> str:
    return value.strip(_BRACKETS + ",;")


def _end_of_date(line: str, start: int) -> int | None:
    """Return where a date that is written with spaces ends, the longest one that can be read."""
    ends = [gap.start() for gap in re.finditer(f"[\\s{_MARKS}]|$", line[start:])][:_LONGEST_DATE]
    for end in reversed(ends):
        if first_day(_bare(line[start : start + end])) is not None:
            return start + end
    return None
