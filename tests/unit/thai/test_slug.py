from hypothesis import given
from hypothesis import strategies as st

from cop.thai.slug import slug


def test_letters_and_marks_are_kept_and_the_rest_is_hyphens():
    assert slug("ถอดบทเรียน: น้ำท่วม (ครั้งที่ 4/2563)") == "ถอดบทเรียน-น้ำท่วม-ครั้งที่-4-2563"


def test_latin_is_lower_case_and_underscores_are_hyphens():
    assert slug("Déjà_Vu  KM") == "déjà-vu-km"


def test_titles_that_differ_in_marks_have_different_slugs():
    assert slug("ข่าว") != slug("ข้าว")


def test_invisible_characters_do_not_part_words():
    assert slug("นวัต\u200bกรรม") == "นวัตกรรม"


def test_nothing_usable_gives_an_empty_slug():
    assert slug(" — !? 😀 ") == ""
    assert slug("\u0e48\u0e48") == ""


def test_a_long_title_is_cut_between_words():
    cut = slug("การพัฒนาระบบราชการ" * 10)
    assert len(cut) <= 80
    assert cut.endswith(("การพัฒนา", "ระบบ", "ราชการ", "ระบบราชการ"))
    assert slug("ก" * 200) == "ก" * 80


@given(st.text(max_size=200))
def test_a_slug_is_short_and_its_own_slug(text):
    name = slug(text)
    assert len(name) <= 80
    assert slug(name) == name
    assert not name.startswith("-")
    assert not name.endswith("-")
