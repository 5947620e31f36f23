"""Synonyms and abbreviations of a query: what is added to it, and what is asked."""

import pytest

from cop.search.language.query import parse
from cop.search.language.synonyms import MOST_FORMS, Pair, Synonyms

KNOWN = Synonyms(
    [
        Pair("พช.", "กรมการพัฒนาชุมชน", both_ways=True),
        Pair("CDD", "กรมการพัฒนาชุมชน", both_ways=True),
        Pair("ปจ.", "ปลัดจังหวัด"),
        Pair("รมว.พม.", "รัฐมนตรีพัฒนาสังคม"),
        Pair("พม.", "กระทรวงพัฒนาสังคม"),
        Pair("รอง ผวจ.", "รองผู้ว่าราชการจังหวัด", both_ways=True),
        Pair("สดร.", "สถาบันดำรงราชานุภาพ", both_ways=True),
        Pair("สดร.", "สถาบันวิจัยดาราศาสตร์แห่งชาติ"),
        Pair("ก.พ.", "กุมภาพันธ์"),
        Pair("ก.พ.", "สำนักงานข้าราชการพลเรือน"),
        Pair("ก.พ.ร.", "สำนักงานพัฒนาระบบราชการ"),
        Pair("นวัตกรรม", "innovation", both_ways=True),
        Pair("KM", "จัดการความรู้", both_ways=True),
        Pair("โดรน", "อากาศยานไร้คนขับ", both_ways=True),
        Pair("drone", "โดรน", both_ways=True),
    ]
)


def added(text):
    return {one.text: one.into for one in parse(text, known=KNOWN).expansions}


def word(text, term):
    (found,) = [one for one in parse(text, known=KNOWN).query.words if one.term == term]
    return found


def test_an_abbreviation_with_its_stop_finds_the_full_name():
    assert word("ปจ. เลย", "ปจ").ways == ("ปลัดจังหวัด",)
    assert added("ปจ. เลย") == {"ปจ.": ("ปลัดจังหวัด",)}


def test_without_the_stop_it_is_a_word():
    assert added("ปจ พช") == {}
    assert word("ปจ เลย", "ปจ").ways == ()


@pytest.mark.parametrize("written", ["ก.พ.ร.", "กพร.", "ก.พ.ร. ครับ"])
def test_inner_stops_may_be_left_out(written):
    assert list(added(written).values()) == [("สำนักงานพัฒนาระบบราชการ",)]


def test_a_full_name_finds_its_abbreviation_with_the_stop_only_both_ways():
    assert word("กรมการพัฒนาชุมชน", "กรมการพัฒนาชุมชน").ways == ("พช.",)
    assert word("กรมการพัฒนาชุมชน", "กรมการพัฒนาชุมชน").twins == ("cdd",)
    assert added("ปลัดจังหวัด") == {}


def test_one_word_of_another_script_is_a_twin_and_stands_for_every_word_of_the_form():
    assert word("นวัตกรรม", "นวัตกรรม").twins == ("innov",)
    assert word("จัดการความรู้", "จัดการ").twins == ("km",)
    assert word("จัดการความรู้", "ความรู้").twins == ("km",)


def test_what_leads_to_each_other_is_one_set():
    assert set(added("drone")["drone"]) == {"โดรน", "อากาศยานไร้คนขับ"}
    assert set(added("พช.")["พช."]) == {"กรมการพัฒนาชุมชน", "CDD"}


def test_the_longest_form_counts():
    assert added("รมว.พม. และ รอง ผวจ.") == {
        "รมว.พม.": ("รัฐมนตรีพัฒนาสังคม",),
        "รอง ผวจ.": ("รองผู้ว่าราชการจังหวัด",),
    }


def test_an_ambiguous_abbreviation_asks_and_adds_nothing():
    parsed = parse("งาน สดร. ปีนี้", known=KNOWN)
    assert parsed.expansions == ()
    assert word("งาน สดร. ปีนี้", "สดร").ways == ()
    (question,) = parsed.questions
    assert question.text == "สดร."
    assert [(one.full, one.query) for one in question.meanings] == [
        ("สถาบันดำรงราชานุภาพ", "งาน สถาบันดำรงราชานุภาพ ปีนี้"),
        ("สถาบันวิจัยดาราศาสตร์แห่งชาติ", "งาน สถาบันวิจัยดาราศาสตร์แห่งชาติ ปีนี้"),
    ]
    assert added("สถาบันดำรงราชานุภาพ") == {}


def test_a_month_in_a_date_is_no_abbreviation():
    for text in ("9 ก.พ. 2563", "ก.พ. 2563", "๑๐ ก.พ."):
        assert parse(text, known=KNOWN).questions == (), text
    assert parse("สอบ ก.พ.", known=KNOWN).questions


def test_quoted_words_and_fields_stay_as_they_are():
    parsed = parse('"พช." -พช. title:พช.', known=KNOWN)
    assert parsed.expansions == ()
    assert not any(one.ways or one.twins for one in parsed.query.words)


def test_each_expansion_knows_the_query_without_it():
    parsed = parse("งาน พช. กับ KM", known=KNOWN)
    assert [one.exact for one in parsed.expansions] == ['งาน "พช." กับ KM', 'งาน พช. กับ "KM"']
    less = parse(parsed.expansions[0].exact, known=KNOWN)
    assert [one.text for one in less.expansions] == ["KM"]


def test_added_forms_are_marked_in_the_answers():
    assert "กรมการพัฒนาชุมชน" in parse("พช.", known=KNOWN).highlight_terms


def test_joining_words_in_a_form_gain_nothing():
    known = Synonyms([Pair("แผนของจังหวัด", "provincial plan", both_ways=True)])
    words = {one.term: one.ways for one in parse("แผนของจังหวัด", known=known).query.words}
    assert words == {"แผน": ("provincial plan",), "ของ": (), "จังหวัด": ("provincial plan",)}


def test_hostile_pairs_harm_nothing():
    known = Synonyms(
        [
            Pair("", "ก"),
            Pair("...", "แผน", both_ways=True),
            Pair("แผน", "", both_ways=True),
            *(Pair("วน", f"คำที่ {number}", both_ways=True) for number in range(50)),
        ]
    )
    assert len(parse("วน แผน", known=known).expansions[0].into) == MOST_FORMS
    assert parse("แผน", known=known).query.words[0].ways == ()
