"""Thai words are found wherever they stand: two lists of words on the demo's account of one event.

The facts of that text are those of a public announcement of 2563. An engine that cuts Thai at vowel
and tone marks finds under a fifth of either list.
"""

import pytest

from cop.operations.content.reading import texts
from cop.search.port import SearchIndex
from cop.thai.folding import fold
from tests.web.search.passages import document, found

CONTENT_WORDS = (
    "นวัตกรรม", "องค์กร", "องค์กรนวัตกรรมภาครัฐ", "บริการ", "ประชาชน", "บุคลากร", "เทคโนโลยี",
    "สมรรถนะ", "ชุมชนนักปฏิบัติ", "แลกเปลี่ยนเรียนรู้", "เสวนา", "ปลัดกระทรวงมหาดไทย", "วิทยากร",
    "ศาลากลางจังหวัด", "มาตรการ", "เว้นระยะห่าง", "งบประมาณ", "พึงพอใจ", "สาธารณะ", "เศรษฐกิจดิจิทัล",
)  # fmt: skip
SHORT_OR_FULL_OF_MARKS = (
    "รู้", "ปี", "รัฐ", "ทั้ง", "ชีวิต", "วิถี", "ใหม่", "เร็ว", "ทัน", "เพิ่ม", "สร้าง", "ให้", "ที่", "ห้อง",
    "ครั้ง", "พิธี", "เสริม", "น้ำ", "ข่าว", "ทั่ว",
)  # fmt: skip
LEAST_RECALL = 0.98
FIRST = 5


def passages() -> list[str]:
    """Return the text of the event, a sentence or an item of a list each."""
    event = next(one for one in texts("sessions")["sessions"] if one["key"] == "4/2563")
    parts = [event["title_th"], event["theme"], event["venue"], event["chair"]]
    parts += [event["on_behalf_of"], *event["summary"].splitlines()]
    parts += event["objectives"].splitlines()
    parts += [one["note"] for one in event["channels"]]
    parts += [f"{one['position']} {one['agency']}" for one in event["speakers"]]
    parts += [one["title"] for one in event["agenda"]]
    sentences = [piece for part in parts for piece in part.split("และ")]
    return [piece for piece in (one.strip("- ") for one in sentences) if piece]


@pytest.fixture
def announced(engine, tmp_path):
    made = engine(tmp_path / "event")
    made.rebuild(document(number, body, title="") for number, body in enumerate(passages()))
    yield made
    made.close()


@pytest.mark.parametrize("words", [CONTENT_WORDS, SHORT_OR_FULL_OF_MARKS])
def test_words_of_the_announcement_are_found_wherever_they_stand(
    announced: SearchIndex, words: tuple[str, ...]
) -> None:
    texts_of = {str(number): fold(body) for number, body in enumerate(passages())}
    assert len(set(words)) == 20
    assert len(texts_of) >= 22
    truths = {one: {at for at, text in texts_of.items() if fold(one) in text} for one in words}
    assert sum(map(bool, truths.values())) >= 17, "most words stand in the text"
    answers = {one: found(announced, one) for one in words}
    hits = sum(len(truths[one] & set(answers[one])) for one in words)
    assert hits / sum(map(len, truths.values())) >= LEAST_RECALL
    false = {one: set(answers[one][:FIRST]) - truths[one] for one in words}
    assert {one: wrong for one, wrong in false.items() if wrong} == {}
