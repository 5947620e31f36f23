"""Fields, exclusions and dates in a query, and what is not understood of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cop.search.language.fields import CHOICES, FIELD_NAMES
from cop.search.language.query import MOST_NAMES, names_in, parse
from cop.search.language.reading import Value
from cop.search.port import Word


def terms(text, **more):
    query = parse(text, **more).query
    return [word.term for word in query.words if not word.optional and not word.field]


def bangkok(year, month, day):
    return datetime.fromisoformat(f"{year}-{month:02}-{day:02}T00:00:00+07:00").astimezone(UTC)


def test_text_after_a_minus_is_excluded():
    parsed = parse('แผน -ข่าว -"ซ้อม  ใหญ่" –ตลาด')
    assert parsed.query.excluded == ("ข่าว", "ซ้อม ใหญ่", "ตลาด")
    assert terms("แผน -ข่าว") == ["แผน"]
    assert parsed.query.phrases == ()
    assert [(one.field, one.excluded) for one in parsed.understood] == [("text", True)] * 3


def test_a_year_is_excluded_in_both_eras():
    assert parse("แผน -๒๕๖๓").query.excluded == ("2563", "2020")


@pytest.mark.parametrize(
    "text", ["แผน - ข่าว", "แผน -", "- - -", "--ข่าว", "โควิด-19", "แผน-ข่าว", "-()"]
)
def test_a_minus_that_stands_before_no_word_excludes_nothing(text):
    assert parse(text).query.excluded == ()
    assert parse(text).misread == ()


def test_exclusion_alone_leaves_all_the_rest():
    query = parse("-ข่าว").query
    assert (query.text, query.words, query.excluded) == ("", (), ("ข่าว",))


def test_words_of_the_title():
    for text in ("title:พัสดุ", "ชื่อ:พัสดุ", "Title：พัสดุ", 'ชื่อเรื่อง:"พัสดุ"'):
        assert parse(text).query.words == (Word("พัสดุ", "พัสดุ", field="title"),), text
    both = parse("พัสดุ title:พัสดุ").query
    assert {word.field for word in both.words} == {"", "title"}
    assert both.text == "พัสดุ"
    assert parse('title:"แผน  น้ำ"').query.phrases == ("แผน น้ำ",)
    assert parse("-title:ข่าว").query.excluded_in_title == ("ข่าว",)


def test_kinds_have_names_in_both_languages():
    for text in ("kind:thread", "ชนิด:กระทู้", "ชนิด:ถาม-ตอบ", "kind:Threads"):
        assert parse(text).query.kinds == ("thread",), text
    assert parse("kind:lesson", kinds=("thread",)).query.kinds == ("thread", "lesson")
    assert parse("-ชนิด:คลิป").query.without == {"kind": ("recording",)}


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("type:how-to", {"type": ("how_to",)}),
        ("ประเภท:แนวปฏิบัติที่ดี", {"type": ("good_practice",)}),
        ("outcome:success ผล:ผสมผสาน", {"outcome": ("success", "mixed")}),
        ('ผลที่เกิด:"ไม่เป็นไปตามคาด"', {"outcome": ("unexpected",)}),
        ("has:recording", {"has": ("recording",)}),
        ("มี:ถอดความ", {"has": ("transcript",)}),
        ("is:verified", {"is": ("verified",)}),
        ("year:2563", {"fiscal_year": ("2563",)}),
        ("ปี:๒๕๖๓", {"fiscal_year": ("2563",)}),
        ("ปีงบ:63", {"fiscal_year": ("2563",)}),
        ("ปีงบประมาณ:2020", {"fiscal_year": ("2563",)}),
        ('ปีงบ:"พ.ศ. ๒๕๖๓"', {"fiscal_year": ("2563",)}),
        ("(ปีงบ:63)", {"fiscal_year": ("2563",)}),
        ("ปีงบ:63 ปีงบ:2564", {"fiscal_year": ("2563", "2564")}),
    ],
)
def test_choices_become_filters(text, filters):
    parsed = parse(text)
    assert parsed.query.filters == filters
    assert parsed.query.words == ()
    assert parsed.query.text.strip("() ") == ""


def test_typed_filters_join_those_of_the_address():
    query = parse("ปีงบ:63 -ประเภท:คำถาม", filters={"fiscal_year": ("2562",)}).query
    assert query.filters == {"fiscal_year": ("2562", "2563")}
    assert query.without == {"type": ("question",)}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("9 ก.ค. 2563", (2020, 7, 9)),
        ("๙ กรกฎาคม พ.ศ. ๒๕๖๓", (2020, 7, 9)),
        ("วันที่ 9 กรกฎาคม 2563", (2020, 7, 9)),
        ("9/7/2563", (2020, 7, 9)),
        ("09/07/63", (2020, 7, 9)),
        ("9-7-2563", (2020, 7, 9)),
        ("2020-07-09", (2020, 7, 9)),
        ("29 ก.พ. 2563", (2020, 2, 29)),
        ("ก.ค. 2563", (2020, 7, 1)),
        ("กรกฎาคม ๖๓", (2020, 7, 1)),
        ("7/2563", (2020, 7, 1)),
        ("2563-07", (2020, 7, 1)),
        ("2020-07", (2020, 7, 1)),
        ("2563", (2020, 1, 1)),
        ("2020", (2020, 1, 1)),
        ("63", (2020, 1, 1)),
        ("พ.ศ. 2563", (2020, 1, 1)),
    ],
)
def test_dates_of_any_form_count_from_their_first_day(written, day):
    for text in (f"after:{written}", f'หลัง:"{written}" น้ำ', f"น้ำ ตั้งแต่:{written} ท่วม"):
        query = parse(text).query
        assert (query.since, query.until) == (bangkok(*day), None), text
    assert parse(f"before:{written}").query.until == bangkok(*day)
    assert parse(f"-ก่อน:{written}").query.since == bangkok(*day)


def test_of_several_dates_the_narrowest_counts():
    query = parse("after:2562 after:2563 before:2566 before:2565 -after:2564").query
    assert (query.since, query.until) == (bangkok(2020, 1, 1), bangkok(2021, 1, 1))


def test_words_after_a_date_are_words():
    assert terms("before:9 ก.ค. 2563 น้ำท่วม") == ["น้ำท่วม"]
    assert terms("ก่อน:2563 2564") == ["2564"]


def test_names_are_searched_as_words_until_they_mean_something():
    text = 'น้ำ จังหวัด:ขอนแก่น -หน่วยงาน:"กรม ที่ดิน" author:สมชาย'
    pairs = (("province", "ขอนแก่น"), ("agency", "กรม ที่ดิน"), ("author", "สมชาย"))
    assert names_in(text) == pairs
    names = {
        pairs[0]: (Value("40", "ขอนแก่น"),),
        pairs[1]: (Value("7"), Value("8")),
    }
    parsed = parse(text, names=names)
    assert parsed.query.filters == {"province": ("40",)}
    assert parsed.query.without == {"agency": ("7", "8")}
    assert [one.text for one in parsed.misread] == ["author:สมชาย"]
    assert terms(text, names=names) == ["น้ำ", *terms("สมชาย")]
    assert parsed.query.text == "น้ำ สมชาย"


def test_few_names_are_looked_up():
    assert len(names_in(" ".join(f"topic:ก{n}" for n in range(30)))) == MOST_NAMES


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: แผน", "empty"),
        ('title:""', "empty"),
        ('title:"แผน', "empty"),
        ("agency:()", "empty"),
        ("before:พรุ่งนี้", "date"),
        ("หลัง:31/2/2563", "date"),
        ("ปีงบ:หน้า", "year"),
        ("ปีงบ:3563", "year"),
        ("kind:ลับ", "choice"),
        ("is:ดี", "choice"),
        ("หมวด:ไม่มีเลย", "name"),
    ],
)
def test_what_is_not_understood_is_said_and_searched_as_words(text, reason):
    parsed = parse(f"น้ำ {text}")
    assert [one.reason for one in parsed.misread] == [reason]
    assert (parsed.understood, parsed.query.filters, parsed.query.kinds) == ((), {}, ())
    written = text.partition(":")[2].strip('"() ')
    assert written in parsed.query.text
    assert parsed.query.text.startswith("น้ำ")
    assert "น้ำ" in [word.text for word in parsed.query.words if not word.optional]


def test_the_name_of_a_field_that_is_not_understood_is_asked_of_no_document():
    assert terms("หลัก:ใจ") == ["ใจ"]
    assert "หลัก" in [word.term for word in parse("หลัก:ใจ").query.words if word.optional]


def test_an_excluded_part_that_is_not_understood_stays_excluded():
    parsed = parse("น้ำ -จังหวัด:แดนไกล -foo:bar")
    assert parsed.query.excluded == ("แดนไกล", "foo:bar")
    assert [one.text for one in parsed.misread] == ["-จังหวัด:แดนไกล"]


@pytest.mark.parametrize(
    "text", ["foo:bar", "https://example.go.th/a", "13:15", "หมายเหตุ:ด่วน", "::"]
)
def test_colons_of_no_field_are_ordinary_text(text):
    parsed = parse(text)
    assert (parsed.understood, parsed.misread, parsed.query.text) == ((), (), text)


def test_each_part_knows_the_query_without_it():
    parsed = parse('น้ำ ปีงบ:63  -ข่าว "แผน ซ้อม"')
    assert [(one.text, one.without_part) for one in parsed.understood] == [
        ("ปีงบ:63", 'น้ำ -ข่าว "แผน ซ้อม"'),
        ("-ข่าว", 'น้ำ ปีงบ:63 "แผน ซ้อม"'),
    ]
    assert parsed.understood[0].values == (Value("2563"),)
    assert parse("ก่อน:7/63").understood[0].values == (Value("2020-07-01"),)


def test_a_year_among_the_words_is_offered_only_where_no_year_is_chosen():
    assert parse("แผน 2563").suggested_fiscal_year == 2563
    assert parse("แผน 2563 ปีงบ:2562").suggested_fiscal_year is None
    assert parse("แผน 2563", filters={"fiscal_year": ("2562",)}).suggested_fiscal_year is None


def test_every_field_has_a_name_of_its_own_in_both_languages():
    names = [name for some in FIELD_NAMES.values() for name in some]
    assert len(names) == len(set(names))
    for some in FIELD_NAMES.values():
        assert any(name.isascii() for name in some)
        assert any(not name.isascii() for name in some)


def test_the_documentation_names_every_field_and_value():
    page = (Path(__file__).parents[3] / "docs" / "search.md").read_text(encoding="utf-8")
    for field, names in FIELD_NAMES.items():
        for name in set(names) - {"fiscal_year"}:
            assert f"`{name}:`" in page, (field, name)
    for choices in CHOICES.values():
        for value, names in choices.items():
            assert f"`{value.replace('_', '-')}`" in page, value
            assert names[0] in page, names
