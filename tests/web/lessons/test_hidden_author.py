"""An author who is not named to readers: on no page, in no search; told to who must know."""

import pytest
from sqlalchemy import select

from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry
from cop.lessons import documents, services
from cop.lessons.forms.labels import FIELDS
from cop.lessons.models import Lesson, LessonLink
from cop.lessons.services import End
from cop.search.engine import index
from cop.search.language.naming import mark, marked
from cop.search.queries.answers import Match
from cop.search.queries.people import people
from cop.thai.collation import thai_key
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import SHORT, content, make_lesson
from tests.make.threads import make_thread

FAMILY, POSITION, OFFICE = "จิตตะวงศ์ลับเฉพาะ", "นักวิเคราะห์ลับเฉพาะ", "กองลับเฉพาะบุคคล"
UNNAMED = "ไม่แสดงชื่อผู้เขียน"


@pytest.fixture
def shy(app):
    """Somebody whose name, position and agency stand nowhere but in the account."""
    office = make_agency(OFFICE)
    member = make_member(
        given_name="อรุณีลับ", family_name=FAMILY, position=POSITION, agency_id=office.id
    )
    with transaction():
        member.sort_key = thai_key(f"อรุณีลับ {FAMILY}")
        db.session.add(member)
    return member


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


def written(shy, judge, state="published", **over):
    """Make a lesson of the author, owned by another agency, that does not name the author."""
    owner = make_agency("กองเจ้าของบทเรียน").id
    facts = {"agency_id": owner, "hides_author": True, **over}
    return make_lesson(state, author=shy, moderator=judge, **facts)


def noted(what):
    return db.session.scalars(select(Entry.by_id).where(Entry.what == what)).all()


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def said(page):
    """Return which of the things about the author a page says."""
    return [one for one in (FAMILY, "อรุณีลับ", POSITION, OFFICE) if one in page.text]


def in_the_open(shy, judge):
    """Return a lesson that has a link, a merged one and a newer revision, and its thread."""
    place = make_community("open-place")
    lesson = written(shy, judge, community=place)
    other = written(shy, judge, community=place, title_th="เรื่องที่ถูกรวมเข้าไปแล้ว")
    make_lesson(community=place, title_th="เอกสารของคนอื่นที่เทียบกัน")
    thread = make_thread(place, judge, title="ถามเรื่องโต๊ะตรวจเอกสาร")
    by, tended = actor_of(shy), actor_of(judge)
    with transaction():
        end = End("thread", thread.id)
        services.add_link(again(lesson), end, "discussed_in_thread", by=by, at=now())
    with transaction():
        services.merge(again(other), again(lesson), words="ซ้ำ", by=tended, at=now())
    with transaction():
        target = again(lesson)
        text = content(place, agency_id=target.agency_id, background="เพิ่มบริบท")
        services.revise(target, text, version=target.version, by=by, at=now())
    index().refresh()
    return again(lesson), thread


def test_nobody_reads_or_finds_who_wrote_it(client, shy, judge):
    lesson, thread = in_the_open(shy, judge)
    reader, ref = make_member(), lesson.ref
    addresses = [
        "/", "/lessons", "/lessons?state=published", "/notices", "/lessons/trash", "/moderation",
        "/communities/open-place", "/lessons?community=open-place",
        f"/lessons/{ref}", f"/lessons/{ref}/print", f"/lessons/{ref}/history",
        f"/lessons/{ref}/diff", f"/threads/new?lesson={ref}", f"/threads/{thread.id}/{thread.slug}",
        "/search?q=โต๊ะตรวจเอกสาร", "/search?q=โต๊ะตรวจเอกสาร&kind=lesson",
    ]  # fmt: skip
    for person in (reader, judge):
        client.as_(person)
        for address in addresses:
            status = 404 if address == "/moderation" and person is reader else 200
            assert said(client.see(address, status)) == [], address
        shown = client.see(f"/lessons/{ref}")
        assert UNNAMED in shown.words()
        assert "กองเจ้าของบทเรียน" in shown.words()
        assert client.see("/search?q=โต๊ะตรวจเอกสาร&kind=lesson").total == 1
        for typed in (f"ผู้เขียน:{FAMILY}", f"author:{FAMILY}"):
            assert client.see(f"/search?q={typed}&kind=lesson").total == 0, typed
        by_name = client.see(f"/search?q=เอกสาร อรุณีลับ {FAMILY}&kind=lesson").hits
        assert by_name == client.see("/search?q=เอกสาร กขฃคฅฆง นานานมา&kind=lesson").hits
        near = client.post("/lessons/near", {"title_th": lesson.title})
        assert FAMILY not in near.get_data(as_text=True)
    assert "ผู้เขียนบทเรียน (ไม่แสดงชื่อ)" in client.as_(judge).see("/notices").words()


def test_no_document_leads_from_the_author_to_the_lesson(app, shy, judge):
    lesson = written(shy, judge)
    named = make_lesson(author=shy, moderator=judge)
    hidden, shown = documents.documents([lesson.id]), documents.documents([named.id])
    own = mark("author", str(shy.id))
    assert "author" not in hidden[0].facets
    assert own not in marked(hidden[0]).keywords
    assert shown[0].facets["author"] == (str(shy.id),)
    assert own in marked(shown[0]).keywords
    reader = actor_of(make_member())
    found = [Match("lesson", one.id, (str(one.id),)) for one in (lesson, named)]
    assert [(one.id, one.lessons) for one in people(reader, found)] == [(shy.id, 1)]
    assert people(reader, found[:1]) == []


def test_visitors_know_no_author_of_hidden_lessons_alone(app, client, shy, judge):
    lesson = written(shy, judge)
    with transaction():
        services.open_to_public(again(lesson), by=actor_of(judge), at=now())
    index().refresh()
    app.config["PUBLIC_READING"] = True
    try:
        for address in ("/", "/lessons", f"/lessons/{lesson.ref}", f"/search?q=author:{FAMILY}"):
            text = client.get(address).get_data(as_text=True)
            assert FAMILY not in text.replace(f"author:{FAMILY}", ""), address
    finally:
        app.config["PUBLIC_READING"] = False


def test_the_tick_of_the_short_form_is_kept_and_can_be_taken_off(client, shy, judge):
    client.as_(shy)
    make_community()
    client.send("/lessons/new", {**SHORT, "hides_author": "y", "act": "save"})
    lesson = db.session.scalars(select(Lesson)).one()
    assert lesson.hides_author
    assert noted("author_hidden") == [shy.id]
    page = client.see(f"/lessons/{lesson.id}")
    assert FAMILY in page.text
    assert "ผู้อ่านไม่เห็นชื่อ ตำแหน่ง และหน่วยงานของท่าน" in page.words()
    address = f"/lessons/{lesson.id}/edit"
    client.send(address, {"cause": "ยังติ๊กอยู่"})
    assert again(lesson).hides_author
    client.post(address, {**SHORT, "version": str(again(lesson).version), "community": ""})
    assert again(lesson).hides_author, "a sender that knows nothing of the box leaves it"
    version = str(again(lesson).version)
    client.post(address, {**SHORT, "version": version, "lists": "1"})
    assert not again(lesson).hides_author
    assert noted("author_named") == [shy.id]


def test_paper_goes_on_to_readers_and_names_nobody(client, shy, judge):
    lesson = written(shy, judge)
    page = client.as_(shy).see(f"/lessons/{lesson.ref}/print")
    assert said(page) == []
    assert UNNAMED in page.words()


def test_the_name_goes_at_once_from_what_is_published(client, shy, judge):
    lesson = make_lesson(author=shy, moderator=judge)
    reader = make_member()
    assert FAMILY in client.as_(reader).see(f"/lessons/{lesson.ref}").text
    client.as_(shy).send(f"/lessons/{lesson.ref}/edit", {"hides_author": "y"})
    assert again(lesson).published_revision_id != again(lesson).current_revision_id
    for address in (f"/lessons/{lesson.ref}", f"/lessons/{lesson.ref}/history"):
        assert FAMILY not in client.as_(reader).see(address).text
    index().refresh()
    assert client.see(f"/search?q=author:{FAMILY}&kind=lesson").total == 0


def test_two_texts_that_meet_keep_the_tick(client, shy, judge):
    for ticked in (True, False):
        lesson = make_lesson("draft", author=shy, hides_author=ticked)
        sent = {**SHORT, "version": "0", "lists": "1", **({"hides_author": "y"} if ticked else {})}
        answer = client.as_(shy).post(f"/lessons/{lesson.id}/edit", sent)
        assert answer.status_code == 409
        assert ('name="hides_author"' in answer.get_data(as_text=True)) is ticked


def test_reviewers_see_the_name_while_they_review_and_change_nothing_of_it(client, shy, judge):
    lesson = written(shy, judge, "in_review")
    client.as_(judge)
    for address in (f"/moderation/{lesson.ref}", f"/lessons/{lesson.ref}"):
        assert FAMILY in client.see(address).text
    assert "ผู้อ่านไม่เห็นชื่อนี้" in client.see(f"/lessons/{lesson.ref}").words()
    client.send(f"/lessons/{lesson.ref}/edit", {"summary": "สรุปที่ผู้ตรวจเขียน"})
    assert again(lesson).hides_author
    assert "hides_author" not in FIELDS


def test_a_moderator_is_told_once_and_that_is_written_down(client, shy, judge):
    lesson = written(shy, judge)
    address = f"/lessons/{lesson.ref}"
    client.as_(judge).send(f"{address}/author", {}, page=address)
    assert noted("author_revealed") == [judge.id]
    assert f"ผู้เขียนคือ อรุณีลับ {FAMILY}" in client.see(address).words()
    assert said(client.see(address)) == []
    client.send(f"{address}/author", {}, page=address)
    assert noted("author_revealed") == [judge.id, judge.id]


def test_nobody_else_is_told(client, shy, judge):
    lesson, plain = written(shy, judge), make_lesson(author=shy, moderator=judge)
    elsewhere = make_member(role="moderator", scope=("community", make_community("far").id))
    for person, status in ((make_member(), 403), (elsewhere, 403), (shy, 403)):
        client.as_(person)
        assert client.post(f"/lessons/{lesson.ref}/author").status_code == status
        assert f'{lesson.ref}/author"' not in client.see(f"/lessons/{lesson.ref}").text
    assert client.as_(judge).post(f"/lessons/{plain.ref}/author").status_code in {403, 409}
    assert noted("author_revealed") == []


def test_an_own_reply_that_is_quoted_does_not_name_the_author(client, shy, judge):
    thread = make_thread(make_community(), shy, title="ถามเรื่องโต๊ะตรวจเอกสาร")
    client.as_(shy)
    form = {**SHORT, "hides_author": "y", "act": "save", "about": f"/threads/{thread.id}"}
    client.post("/lessons/new", form)
    assert db.session.scalars(select(LessonLink.note)).all() == [""]
    del form["hides_author"]
    client.post("/lessons/new", {**form, "title_th": "เรื่องที่สองจากกระทู้เดียวกัน"})
    notes = db.session.scalars(select(LessonLink.note).order_by(LessonLink.id)).all()
    assert FAMILY in notes[1]
