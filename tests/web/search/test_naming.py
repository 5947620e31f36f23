"""Names among the running words: found without a field, and offered to be asked for alone."""

import pytest
from flask import Flask
from sqlalchemy import select

from cop.core.actor import PUBLIC_VISITOR, Actor
from cop.db import db, transaction
from cop.search.analyzer import tokens
from cop.search.engine import index as site_index
from cop.search.language.naming import mark, marked, with_names
from cop.search.language.query import Named, parse
from cop.search.language.reading import Value
from cop.search.queries import answer
from cop.search.queries.naming import looked_up
from cop.search.queries.resolving import understood
from cop.terms.models import Term
from cop.thai.collation import thai_key
from tests.browser_without_scripts import Browser
from tests.make.accounts import load_reference, make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.terms import load_terms
from tests.make.threads import make_thread
from tests.web.search.passages import document

READER = Actor(id=1)


def named(text: str, actor: Actor = READER) -> list[tuple[str, str]]:
    return [(one.field, one.text) for one in looked_up(actor, text)[0]]


def found(actor: Actor, text: str) -> list[tuple[str, int]]:
    site_index().refresh()
    query = understood(actor, text).query
    return [(one.kind, one.id) for one in answer(actor, query, (), 1).matches]


def person(given: str, family: str):
    member = make_member(given_name=given, family_name=family)
    with transaction():
        member.sort_key = thai_key(f"{given} {family}")
        db.session.add(member)
    return member


def test_a_mark_is_one_word() -> None:
    for facet, value in (("agency", "1203"), ("author", "45"), ("province", "40")):
        assert [one.term for one in tokens(mark(facet, value))] == [mark(facet, value)]


def test_things_of_an_agency_are_found_by_its_name(app: Flask) -> None:
    ours, other = make_agency("ศูนย์ทดลองอัฒจันทร์", abbr="ศทอ."), make_agency("กองอื่น")
    lesson = make_lesson(agency_id=ours.id, what_happened="ซ้อมรับมือน้ำท่วมทุกเดือน")
    make_lesson(agency_id=other.id, what_happened="ซ้อมรับมือน้ำท่วมทุกปี")
    reader = actor_of(make_member())
    for typed in ("ศทอ. น้ำท่วม", "ศูนย์ทดลองอัฒจันทร์", "น้ำท่วม ศูนย์ทดลองอัฒจันทร์"):
        assert found(reader, typed)[0] == ("lesson", lesson.id)
    assert found(reader, '"ศูนย์ทดลองอัฒจันทร์" น้ำท่วม') == [], "quoted text stands there itself"


def test_what_says_the_name_comes_before_what_belongs_to_it(app: Flask) -> None:
    ours = make_agency("ศูนย์ทดลองอัฒจันทร์")
    make_lesson(agency_id=ours.id, what_happened="ซ้อมรับมือน้ำท่วม")
    told = make_thread(body="ไปดูงานที่ศูนย์ทดลองอัฒจันทร์มาแล้ว")
    reader = actor_of(make_member())
    site_index().refresh()
    matches = answer(reader, understood(reader, "ศูนย์ทดลองอัฒจันทร์").query, (), 1).matches
    assert [one.kind for one in matches] == ["thread", "lesson"]
    assert matches[0].id == told.id


def test_things_of_a_person_and_of_a_province_are_found_by_name(app: Flask) -> None:
    load_reference()
    author = person("อรุณี", "จิตตะวงศ์")
    lesson = make_lesson(author=author, province_code="40", what_happened="ซ้อมรับมือน้ำท่วม")
    thread = make_thread(author=author, body="น้ำท่วมถนน")
    reader = actor_of(make_member())
    both = {("lesson", lesson.id), ("thread", thread.id)}
    assert set(found(reader, "น้ำท่วม อรุณี จิตตะวงศ์")) == both
    for typed in ("น้ำท่วมขอนแก่น", "น้ำท่วม จ.ขอนแก่น", "น้ำท่วมจังหวัดขอนแก่น", "khon kaen น้ำท่วม"):
        assert found(reader, typed)[0] == ("lesson", lesson.id)


def test_short_names_of_provinces_are_words_inside_a_run(app: Flask) -> None:
    load_reference()
    assert named("ทำไม่ได้เลย") == []
    assert named("น้ำท่วม เลย") == [("province", "เลย")]
    assert named("น้ำท่วมจังหวัดเลย") == [("province", "จังหวัดเลย")]
    assert named("น้ำท่วมขอนแก่น") == [("province", "ขอนแก่น")]


def test_the_longest_name_counts_and_parts_are_none(app: Flask) -> None:
    load_reference()
    make_agency("สำนักงานจังหวัดขอนแก่น")
    assert named("สำนักงานจังหวัดขอนแก่น") == [("agency", "สำนักงานจังหวัดขอนแก่น")]
    person("อรุณี", "จิตตะวงศ์")
    assert named("อรุณี น้ำท่วม") == []
    assert named('หน่วยงาน:กรมที่ดิน -ขอนแก่น "ขอนแก่น"') == []
    assert named("") == named("ครุฑ") == []


def test_an_abbreviation_needs_its_stop_and_is_no_month(app: Flask) -> None:
    load_reference()
    make_agency("หน่วยทดลอง", abbr="ก.พ.")
    assert named("ระเบียบ ก.พ. ล่าสุด") == [("agency", "ก.พ.")]
    assert named("ประชุม 9 ก.พ. 2563") == []
    assert named("ทด น้ำท่วม") == []
    assert ("agency", "ทด.") in named("ทด. น้ำท่วม")


def test_a_topic_is_offered(app: Flask) -> None:
    load_terms()
    label = db.session.scalars(select(Term.label_th).where(Term.scheme == "topic")).first()
    assert named(f"ปัญหา {label}") == [("topic", label)]
    topic = understood(READER, f"ปัญหา {label}", filters={"topic": ("no-such",)})
    assert topic.named == (), "one is chosen already"


def test_what_is_closed_is_not_found_and_betrays_no_author(app: Flask) -> None:
    author = person("อรุณี", "จิตตะวงศ์")
    closed = make_community(kind="members", members=(author,))
    lesson = make_lesson(author=author, community=closed, visibility="community")
    outsider = actor_of(make_member())
    assert found(outsider, "อรุณี จิตตะวงศ์") == []
    assert ("lesson", lesson.id) in found(actor_of(author), "อรุณี จิตตะวงศ์")
    assert named("อรุณี จิตตะวงศ์", PUBLIC_VISITOR) == []
    make_lesson(author=author, visibility="public", what_happened="ซ้อมรับมือน้ำท่วม")
    assert named("อรุณี จิตตะวงศ์", PUBLIC_VISITOR) == [("author", "อรุณี จิตตะวงศ์")]


def test_the_page_offers_the_name_as_a_filter(client: Browser) -> None:
    ours = make_agency("ศูนย์ทดลองอัฒจันทร์")
    lesson = make_lesson(agency_id=ours.id, what_happened="ซ้อมรับมือน้ำท่วมทุกเดือน")
    make_thread(body="น้ำท่วมที่ศูนย์ทดลองอัฒจันทร์")
    site_index().refresh()
    client.as_(make_member())
    page = client.see("/search?q=น้ำท่วม ศูนย์ทดลองอัฒจันทร์")
    assert page.total == 2
    links = {page.words(a): a.get("href") for a in page.all('.//div[@class="hints"]/a')}
    alone = client.see(links["เฉพาะหน่วยงาน: ศูนย์ทดลองอัฒจันทร์"])
    assert alone.hits == [("lesson", lesson.number)]


def test_an_agency_that_is_renamed_is_found_by_its_new_name(app: Flask) -> None:
    ours = make_agency("ศูนย์ทดลองอัฒจันทร์")
    lesson = make_lesson(agency_id=ours.id)
    reader = actor_of(make_member())
    with transaction():
        ours.name_th = "ศูนย์ฝึกครุฑพ่าห์"
        db.session.add(ours)
    assert found(reader, "ศูนย์ฝึกครุฑพ่าห์") == [("lesson", lesson.id)]


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_each_engine_finds_what_a_mark_says(index, sort: str) -> None:
    of = {"agency": ("12",)}
    bodies = ["เขตทดลองแจ้งเหตุน้ำท่วม", "แจ้งเหตุน้ำท่วม", "แจ้งเหตุน้ำท่วม", "แจ้งเหตุพายุ"]
    facets = [{}, of, {"agency": ("1",)}, of]
    index.rebuild(
        marked(document(number, body, facets=some))
        for number, (body, some) in enumerate(zip(bodies, facets, strict=True))
    )
    asked = parse("น้ำท่วม เขตทดลอง", sort=sort)
    name = Named("agency", "เขตทดลอง", 8, 16, (Value("12"),))
    hits = index.find(with_names(asked, [name]).query, None, 10).hits
    assert [hit.id for hit in hits] == (["0", "1"] if sort == "relevance" else ["1", "0"])
    assert [hit.id for hit in index.find(asked.query, None, 10).hits] == ["0"]
    similar = [hit.id for hit in index.similar(("lesson", "1"), None, 10)]
    assert "3" not in similar or similar.index("3") > 0
