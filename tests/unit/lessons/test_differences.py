"""Two texts side by side, by words: what is told is right, and long texts are told finely too."""

from hypothesis import given
from hypothesis import strategies as st

from cop.lessons.queries.differences import compare, letters_changed
from cop.thai.clusters import clusters

PASSAGE = (
    "ผู้ว่าราชการจังหวัดเปิดการประชุมแลกเปลี่ยนเรียนรู้ชุมชนนักปฏิบัติ โดยถ่ายทอดสดไปยังศาลากลางจังหวัดทั้ง 76 แห่ง "
    "เพื่อให้บุคลากรได้รับความรู้และนำไปปรับใช้กับงานบริการประชาชนในพื้นที่"
)
SENTENCE = "เจ้าหน้าที่ตรวจเอกสารก่อนรับบัตรคิว แล้วแจ้งรายการที่ขาดให้ผู้มาติดต่อทราบ "
TEXTS = st.text(alphabet="กขคงนมยระาิีุูเแโ่้ \n0123", max_size=60)


def _side(parts, sign):
    return "".join(text for which, text in parts if which in {"=", sign})


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_parts(before, after):
    parts = compare(before, after)
    assert _side(parts, "-") == before
    assert _side(parts, "+") == after


def test_two_changed_words_mark_no_more_than_themselves():
    changed = PASSAGE.replace("เปิด", "ปิด").replace("แห่ง", "ที่")
    parts = compare(PASSAGE, changed)
    assert 170 < len(PASSAGE) < 190
    assert sum(len(text) for sign, text in parts if sign == "-") <= 10


def test_no_mark_is_parted_from_its_consonant():
    before, after = "น้ำท่วมที่นี่ทุกปี", "น้ําท่วมที่นั่นทุกปี"
    for sign, text in compare(before, after):
        whole = before if sign != "+" else after
        assert not text or "".join(clusters(text)) == text
        assert text in whole
        assert not "\u0e31" <= text[0] <= "\u0e3a"
        assert not "\u0e47" <= text[0] <= "\u0e4e"


def test_long_texts_are_told_word_by_word():
    paragraphs = [SENTENCE * 10 + f"ข้อ {number}\n\n" for number in range(120)]
    before = "".join(paragraphs)
    assert len(before.encode()) > 200_000
    paragraphs[40] = paragraphs[40].replace("เอกสาร", "หลักฐาน", 1)
    paragraphs[90] = ""
    parts = compare(before, "".join(paragraphs))
    removed = [text for sign, text in parts if sign == "-"]
    assert sum(len(text) for text in removed) < 1.2 * len(SENTENCE * 10)
    assert [text for sign, text in parts if sign == "+"] == ["หลักฐาน"]


def test_a_long_text_without_any_break_is_told_whole():
    before = "ก" * 70_000
    assert compare(before, before + "ข" * 70_000)


def _fewest(before: str, after: str) -> int:
    """Return the same by the plain table of both texts."""
    row = list(range(len(after) + 1))
    for place, letter in enumerate(before, start=1):
        new = [place]
        for other, theirs in enumerate(after, start=1):
            cost = row[other - 1] if letter == theirs else min(row[other], new[-1]) + 1
            new.append(cost)
        row = new
    return row[-1]


@given(st.text("กขิ่ ab", max_size=14), st.text("กขิ่ ab", max_size=14))
def test_letters_are_counted_as_few_as_can_be(before: str, after: str) -> None:
    assert letters_changed(before, after) == _fewest(before, after)
    assert letters_changed(before, after) == letters_changed(after, before)


def test_one_missing_mark_in_a_long_word_is_one_letter() -> None:
    assert letters_changed("ประชาสัมพันธ", "ประชาสัมพันธ์") == 1
    assert letters_changed("รู้แล้ว" * 700, "ไม่รู้" * 700) > 200
