"""Names in a query, looked up in the database for whoever asks."""

import pytest
from flask import Flask
from sqlalchemy import event, select

from cop.accounts.models import Agency
from cop.core.actor import PUBLIC_VISITOR, Actor
from cop.core.clock import now
from cop.db import db, transaction
from cop.search.queries.resolving import MOST_MEANT, ready_synonyms, resolved, understood
from cop.terms import services as terms
from cop.thai.words import BUILT_IN, Dictionary, use
from tests.make.accounts import load_reference, make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.terms import load_terms

READER = Actor(id=1)
SYSTEM = Actor(name="system", is_system=True)


def meant(field: str, written: str, actor: Actor = READER) -> set[str]:
    found = resolved(actor, [(field, written)])
    return {one.value for one in found.get((field, written), ())}


def named(field: str, written: str, actor: Actor = READER) -> set[str]:
    found = resolved(actor, [(field, written)])
    return {one.name for one in found.get((field, written), ())}


@pytest.mark.parametrize(
    "written",
    ["ขอนแก่น", "จ.ขอนแก่น", "จ. ขอนแก่น", "จังหวัดขอนแก่น", "Khon Kaen", "khon kaen", "ขก", "ขก.",
     "จ.ขก", "KKN", "40"],
)  # fmt: skip
def test_a_province_has_many_names(app: Flask, written: str) -> None:
    load_reference()
    assert meant("province", written) == {"40"}


def test_a_part_of_a_name_means_all_that_have_it(app: Flask) -> None:
    load_reference()
    assert named("province", "บุรี") >= {"ชลบุรี", "เพชรบุรี", "บุรีรัมย์"}
    assert named("province", "เลย") == {"เลย"}
    assert named("province", "ก") == set()
    assert named("province", "แดนไกล") == set()


@pytest.mark.parametrize("written", ["กรมที่ดิน", "Department of Lands", "ทด.", "ทด", "dol", "ที่ดิน"])
def test_an_agency_is_known_by_name_abbreviation_and_code(app: Flask, written: str) -> None:
    load_reference()
    lands = db.session.scalars(select(Agency).where(Agency.abbr == "ทด.")).one()
    assert meant("agency", written) == {str(lands.id)}


def test_an_abbreviation_of_parts_needs_no_stops(app: Flask) -> None:
    load_reference()
    assert meant("agency", "สป.มท.") == meant("agency", "สปมท") != set()


def test_terms_are_known_by_code_and_label_in_their_own_scheme(app: Flask) -> None:
    load_terms()
    assert meant("topic", "T01") == meant("topic", "นวัตกรรมภาครัฐ") == {"T01"}
    assert meant("topic", "public innovation") == meant("topic", "นวัตกรรม") == {"T01"}
    assert meant("principle", "p2") == meant("principle", "งบประมาณโปร่งใส") == {"P2"}
    assert meant("principle", "T01") == set()


def test_an_author_is_found_by_any_part_of_the_name_title_ignored(app: Flask) -> None:
    anne = make_member(title="นางสาว", given_name="อัญชลี", family_name="ศรีสุข")
    other = make_member(given_name="สมศรี", family_name="อัญชลีกุล")
    for written in ("อัญชลี", "ศรีสุข", "อัญชลี ศรีสุข", "นางสาวอัญชลี ศรีสุข", "น.ส.อัญชลี"):
        assert meant("author", written) == {str(anne.id)}, written
    assert meant("author", "ชลี") == {str(anne.id), str(other.id)}


def test_a_name_that_begins_like_a_title_is_a_name(app: Flask) -> None:
    member = make_member(given_name="นางนวล", family_name="ทองดี")
    assert meant("author", "นางนวล") == {str(member.id)}


def test_a_visitor_knows_those_who_wrote_for_everybody(app: Flask) -> None:
    anne, silent = make_member(given_name="อัญชลี"), make_member(given_name="เงียบ")
    make_lesson(author=anne, visibility="public")
    make_lesson(author=silent)
    assert meant("author", "อัญชลี", PUBLIC_VISITOR) == {str(anne.id)}
    assert meant("author", "เงียบ", PUBLIC_VISITOR) == set()


def test_closed_communities_have_no_name_for_outsiders(app: Flask) -> None:
    inside = make_member()
    closed = make_community("secret-works", name="ชุมชนงานลับ", kind="members", members=(inside,))
    number = str(closed.id)
    outside = actor_of(make_member())
    for written in ("ชุมชนงานลับ", "งานลับ", "secret-works"):
        assert meant("community", written, actor_of(inside)) == {number}
        assert meant("community", written, outside) == set()


def test_no_name_means_everything(app: Flask) -> None:
    for number in range(MOST_MEANT + 5):
        make_agency(f"สำนักทดสอบ {number}")
    assert len(meant("agency", "สำนักทดสอบ")) == MOST_MEANT
    assert meant("agency", "%") == meant("agency", "_____") == set()
    exact = make_agency("สำนัก")
    assert meant("agency", "สำนัก") == {str(exact.id)}


def test_any_number_of_names_is_one_statement(app: Flask) -> None:
    load_reference()
    load_terms()
    said: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.extend([statement] if statement.startswith("SELECT") else [])

    text = "จังหวัด:เลย จังหวัด:ตาก หน่วยงาน:มท. หมวด:T01 หลัก:P1 author:ก ชุมชน:ข แผน"
    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        parsed = understood(READER, text)
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    assert len(said) == 2, "one for the names in fields, one for synonyms and other names"
    assert parsed.query.filters["province"] == ("42", "63")
    assert set(parsed.query.filters) == {"province", "agency", "topic", "principle"}
    assert [one.text for one in parsed.misread] == ["author:ก", "ชุมชน:ข"]


def test_synonyms_are_those_of_this_moment(app: Flask) -> None:
    assert understood(READER, "ศปถ.").expansions == ()
    with transaction():
        added = terms.add_synonym("ศปถ.", "ศูนย์ความปลอดภัยทางถนน", by=SYSTEM, at=now())
        number = added.id
    assert [one.into for one in understood(READER, "ศปถ.").expansions] == [("ศูนย์ความปลอดภัยทางถนน",)]
    before = ready_synonyms.cache_info().misses
    understood(READER, "ศปถ.")
    assert ready_synonyms.cache_info().misses == before, "made ready once"
    with transaction():
        terms.remove_synonym(number, by=SYSTEM, at=now())
    assert understood(READER, "ศปถ.").expansions == ()


def test_synonyms_are_cut_by_the_words_in_force(app: Flask) -> None:
    with transaction():
        terms.add_synonym("ผักปลอดสาร", "เกษตรอินทรีย์", by=SYSTEM, at=now())
    try:
        for dictionary in (BUILT_IN, Dictionary(["ผักปลอดสาร"]), Dictionary(["ปลอดสาร"])):
            use(dictionary)
            assert [one.text for one in understood(READER, "ตลาดผักปลอดสาร").expansions] == [
                "ผักปลอดสาร"
            ]
    finally:
        use(BUILT_IN)


def test_the_starter_list_expands_and_asks(app: Flask) -> None:
    load_terms()
    (expansion,) = understood(READER, "มท.").expansions
    assert "กระทรวงมหาดไทย" in expansion.into
    assert understood(READER, "มท").expansions == ()
    (question,) = understood(READER, "สนช.").questions
    assert {one.full for one in question.meanings} == {
        "สำนักงานนวัตกรรมแห่งชาติ",
        "สภานิติบัญญัติแห่งชาติ",
    }
    (expansion,) = understood(READER, "โควิด").expansions
    assert "COVID-19" in expansion.into
