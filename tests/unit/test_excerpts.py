import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.text import ELLIPSIS, Piece, excerpt, marked, matches, truncate
from cop.thai.clusters import boundaries

PASSAGE = (
    "อำเภอเริ่มใช้แบบสำรวจบ้านเรือนริมน้ำก่อนฤดูฝน อาสาสมัครลงพื้นที่ทุกสัปดาห์ "
    "เมื่อปี ๒๕๖๓ เราพบว่าองค์กรนวัตกรรมภาครัฐต้องเริ่มจากคนหน้างาน มีข่าวว่าชาวบ้านแบ่งข้าวให้ "
    "ศูนย์พักพิงรวม 1,000 ถุง และติดต่อกันด้วย lessons board ทุกเช้า\nบทเรียนคือซ้อมแผนก่อนน้ำมา"
)


def marks(pieces):
    return [piece.text for piece in pieces if piece.marked]


def shown(pieces):
    return "".join(piece.text for piece in pieces)


def test_a_word_inside_a_longer_one_is_marked_exactly():
    assert marked("องค์กรนวัตกรรมภาครัฐ", ["นวัตกรรม"]) == [
        Piece("องค์กร"),
        Piece("นวัตกรรม", marked=True),
        Piece("ภาครัฐ"),
    ]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("2563", ["๒๕๖๓"]),
        ("ข่าว", ["ข่าว"]),
        ("ข้าว", ["ข้าว"]),
        ("1000", ["1,000"]),
        ("lesson", ["lessons"]),
        ("น้ำ", ["น้ำ", "น้ำ"]),
        ("ไม่มี", []),
        ("บทเรียน คือ", []),
        ("board ทุกเช้า", ["board ทุกเช้า"]),
    ],
)
def test_terms_are_marked_as_they_were_written(term, found):
    assert marks(marked(PASSAGE, [term])) == found


def test_text_written_in_another_way_is_marked_too():
    assert marks(marked("ฝนตกน\u0e4d\u0e49าท่วม", ["น้ำ"])) == ["น\u0e4d\u0e49า"]


def test_no_cluster_is_cut_by_a_mark():
    assert matches("รู้", ["รู"]) == []
    assert matches("เขา", ["ขา"]) == []
    assert matches("การณ์", ["การ"]) == []
    assert matches("ณ ที่นั้น คณะ", ["ณ"]) == [(0, 1)]


def test_latin_terms_are_whole_words():
    assert matches("start art arts", ["art"]) == [(6, 9), (10, 14)]
    assert matches("12563 2563 1,256,300", ["2563"]) == [(6, 10)]


def test_an_excerpt_is_a_window_around_the_words():
    pieces = excerpt(PASSAGE, ["นวัตกรรม", "2563"], 90)
    assert marks(pieces) == ["๒๕๖๓", "นวัตกรรม"]
    assert pieces[0].text == ELLIPSIS
    assert pieces[-1].text == ELLIPSIS
    assert len(shown(pieces)) <= 90 + 2


def test_the_window_with_most_different_words_wins():
    text = "น้ำ " * 30 + "ที่นี่ไม่มีอะไรเลย " * 20 + "น้ำและข้าว"
    assert marks(excerpt(text, ["น้ำ", "ข้าว"], 80)) == ["น้ำ", "ข้าว"]


def test_a_word_far_away_does_not_hold_the_window():
    text = "พายุ " + "ที่นี่ไม่มีอะไรเลย " * 20 + "น้ำและข้าว"
    assert marks(excerpt(text, ["พายุ", "น้ำ", "ข้าว"], 80)) == ["น้ำ", "ข้าว"]


def test_without_a_match_it_is_the_beginning():
    pieces = excerpt(PASSAGE, ["รถไฟ"], 60)
    assert shown(pieces).startswith("อำเภอเริ่มใช้แบบสำรวจ")
    assert shown(pieces).endswith(ELLIPSIS)


def test_a_short_text_is_shown_whole_in_one_line():
    assert shown(excerpt("บรรทัดแรก\n\nบรรทัดสอง", [], 100)) == "บรรทัดแรก บรรทัดสอง"
    assert excerpt("", ["ก"]) == []


def test_an_excerpt_of_one_endless_word_is_cut_between_clusters():
    shown_text = shown(excerpt("ฮี้" * 400, [], 50))
    assert shown_text == "ฮี้" * 16 + ELLIPSIS


def test_a_match_longer_than_the_window_is_marked_as_far_as_it_shows():
    phrase = "องค์กรนวัตกรรมภาครัฐต้องเริ่มจากคนหน้างาน"
    (mark,) = marks(excerpt(PASSAGE, [phrase], 22))
    assert phrase.startswith(mark)


@given(
    st.text(alphabet="กรนวัต้ำ่เ 2๒๓\n,ab", max_size=300),
    st.lists(st.text(alphabet="กรนวัต้ำ2ab", min_size=1, max_size=4), max_size=3),
    st.integers(10, 60),
)
def test_any_excerpt_has_whole_pieces_of_the_text(text, terms, length):
    pieces = excerpt(text, terms, length)
    assert all(piece.text for piece in pieces)
    assert " ".join(shown(pieces).strip(ELLIPSIS).split()) in " ".join(text.split())
    assert shown(marked(text, terms)) == text


def test_truncating_keeps_whole_words():
    assert truncate("การประชุมครั้งที่สี่", 100) == "การประชุมครั้งที่สี่"
    short = truncate("การประชุมครั้งที่สี่ เรื่องน้ำท่วม", 15)
    assert short == "การประชุม" + ELLIPSIS or short == "การประชุมครั้ง" + ELLIPSIS
    assert len(truncate(PASSAGE, 50)) <= 50


def test_truncating_one_endless_word_keeps_whole_clusters():
    assert truncate("ฮี้" * 40, 11) == "ฮี้" * 3 + ELLIPSIS


@given(st.text(alphabet="กรนวัต้ำ่เ ab,", max_size=80), st.integers(1, 40))
def test_truncated_text_is_never_longer_than_asked(text, length):
    short = truncate(text, length)
    assert len(short) <= length
    kept = short.removesuffix(ELLIPSIS)
    assert text.startswith(kept)
    assert short == text or len(kept) in boundaries(text)
