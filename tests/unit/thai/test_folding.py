import time

from hypothesis import given
from hypothesis import strategies as st

from cop.thai.folding import fold, folded, tidy, tidy_line

THAI = st.text(alphabet="กนเแะาำํ่้๊์ิีฺุู็ๆ๒ \u200b\u00a0\u0327\u0301eE", max_size=14)
ANY = st.one_of(st.text(max_size=30), THAI)


def test_sara_am_in_two_pieces_is_one_letter():
    assert fold("น\u0e4d\u0e49า") == fold("น\u0e49\u0e4dา") == "น้ำ"
    assert fold("ทํางาน") == "ทำงาน"


def test_tone_typed_before_its_vowel_or_after_sara_am_moves_to_its_place():
    assert fold("ท\u0e48\u0e35") == "ที่"
    assert fold("นำ\u0e49") == "น้ำ"
    assert fold("คะ\u0e48") == "ค่ะ"


def test_doubled_marks_and_doubled_e_become_one():
    assert fold("ที่\u0e48") == "ที่"
    assert fold("เเผน") == "แผน"


def test_comparing_ignores_case_digits_and_invisible_characters():
    assert fold("พ.ศ.\u00a0๒๕๖๓") == fold("พ.ศ. 2563")
    assert fold("นวัต\u200bกรรม\u2060") == "นวัตกรรม"
    assert fold("COVID") == "covid"


def test_different_words_stay_different():
    assert fold("ข่าว") != fold("ข้าว")
    assert fold("สิทธิ์") == "สิทธิ์"
    assert fold("พันธุ์") == "พันธุ์"


@given(ANY)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_tidying_again_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@given(ANY)
def test_places_lead_back_into_the_original(text):
    source = folded(text)
    for place in range(len(source.text)):
        start, end = source.span(place, place + 1)
        assert 0 <= start < end <= len(text)


def test_a_folded_stretch_leads_back_to_what_was_written():
    text = "ฝน น\u0e4d\u0e49า\u200bท่วม ๒๕๖๓"
    source = folded(text)
    start = source.text.index("น้ำ")
    assert text[slice(*source.span(start, start + 3))] == "น\u0e4d\u0e49า"
    start = source.text.index("2563")
    assert text[slice(*source.span(start, start + 4))] == "๒๕๖๓"
    assert source.span(0, 0) == (0, 0)
    end = len(source.text)
    assert source.span(end, end) == (len(text), len(text))


def test_places_of_a_text_that_needs_no_folding_are_its_own():
    assert folded("ก").span(0, 0) == (0, 0)


def test_storing_keeps_digits_case_lines_and_tabs():
    assert tidy("พ.ศ. ๒๕๖๓\tABC\r\nสอง\rสาม\u2028สี่") == "พ.ศ. ๒๕๖๓\tABC\nสอง\nสาม\nสี่"


def test_storing_drops_controls_and_lone_surrogates():
    assert tidy("ก\x00ข\x07\x1b\ud800\x85ค") == "กข\nค"


def test_storing_repairs_thai_but_keeps_joined_emoji():
    family = "👨\u200d👩\u200d👧"
    assert tidy(f"น\u0e4d\u0e49า\u200b {family} ก\u200dข") == f"น้ำ {family} กข"


def test_a_line_has_no_ends_no_margins_and_no_direction_marks():
    assert tidy_line("  ชื่อ\tเรื่อง\n\u202eกลับ\u2066 ") == "ชื่อ เรื่อง กลับ"


def test_letters_that_grow_when_lowered_keep_their_places():
    source = folded("aİb")
    assert source.text == "ai\u0307b"
    assert source.span(3, 4) == (2, 3)


def test_hostile_texts_are_folded_in_time():
    for unit in ("า่", "ํา", "เ", "่ิ", "า\u0e4d", "\u200b", "e\u0301", "ก่่", "า่ิ", "่ํา"):
        text = (unit * 200_000)[:200_000]
        started = time.thread_time()
        fold(text)
        assert time.thread_time() - started < 6, unit
