"""An organiser adds a session, and founds a series."""

import pytest
from sqlalchemy import select

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry
from cop.sessions import services
from cop.sessions.models import Channel, ExchangeSession, Series, SessionPrinciple
from tests.make.accounts import load_reference, make_agency, make_member
from tests.make.communities import make_community
from tests.make.sessions import address_of, make_series, make_session
from tests.make.terms import load_terms

FILLED = {
    "series": "cops",
    "fiscal_year": "2563",
    "number": "4",
    "title_th": "กิจกรรมเสวนาแลกเปลี่ยนเรียนรู้",
    "theme": "การสร้างองค์กรนวัตกรรมภาครัฐ",
    "start_at": "9 ก.ค. 2563 13.15 น.",
    "end_at": "9/7/2563 16:00",
    "venue": "ห้องประชุมราชสีห์",
    "chair": "รองปลัดกระทรวงมหาดไทย",
    "on_behalf_of": "ปลัดกระทรวงมหาดไทย",
    "summary": "**สาระ**",
}


@pytest.fixture
def series(app):
    load_reference()
    load_terms()
    with transaction():
        services.load_reference(by=SYSTEM, at=now())
    return make_series("cops")


@pytest.fixture
def organiser(client, series):
    return client.as_(make_member("organiser@example.go.th", role="organiser"))


def only() -> ExchangeSession:
    return db.session.scalars(select(ExchangeSession)).one()


def test_new_session_has_all_that_was_said(organiser, series):
    data = {**FILLED, "principles": ["P1", "P3"], "channels": ["onsite", "vc"], "hall_count": "76"}
    answer = organiser.send("/sessions/new", data)
    assert answer.response.headers["Location"] == "/sessions/cops/2563/4"
    exchange = only()
    assert exchange.start_at.isoformat() == "2020-07-09T06:15:00+00:00"
    assert exchange.state == "held"
    assert exchange.venue_id is not None
    assert exchange.hall == ""
    assert exchange.summary_html == "<p><strong>สาระ</strong></p>"
    assert len(db.session.scalars(select(SessionPrinciple)).all()) == 2
    assert {one.kind for one in db.session.scalars(select(Channel))} == {"onsite", "vc"}
    page = organiser.see("/sessions/cops/2563/4")
    assert page.h1 == "การสร้างองค์กรนวัตกรรมภาครัฐ"
    words = page.words().replace("\xa0", " ")
    for text in (
        "ครั้งที่ 4 ประจำปีงบประมาณ พ.ศ. 2563",
        "ห้องประชุมราชสีห์ อาคารศาลาว่าการกระทรวงมหาดไทย",
        "รองปลัดกระทรวงมหาดไทย",
        "ได้รับมอบหมายจาก ปลัดกระทรวงมหาดไทย",
        "ศาลากลางจังหวัด 76 แห่ง",
    ):
        assert text in words
    assert len(organiser.see("/sessions/halls").all(".//main//li")) == 77


def test_contract_fields_alone_are_enough(organiser, series):
    data = {name: value for name, value in FILLED.items() if name != "on_behalf_of"}
    answer = organiser.post("/sessions/new", data)
    assert answer.status_code == 303
    assert only().community_id == series.community_id


def test_next_free_number_is_offered_and_taken_when_empty(organiser, series):
    make_session(series, number=4)
    form = organiser.see("/sessions/new?series=cops&fiscal_year=2563").form("/sessions/new")
    offered = next(one for one in form.iter("input") if one.get("name") == "number")
    assert offered.get("value") == "5"
    organiser.send("/sessions/new", {**FILLED, "number": "", "fiscal_year": ""})
    assert (only_new := db.session.scalars(select(ExchangeSession.number)).all()) == [4, 5], (
        only_new
    )


def test_taken_number_is_refused_with_the_next_free_one(organiser, series):
    make_session(series, number=4)
    page = organiser.send("/sessions/new", FILLED, status=422)
    assert "ครั้งที่ 4 ปีงบประมาณ 2563 มีแล้ว เลขถัดไปที่ว่างคือ 5" in page.words()
    assert page.words(page.all(".//title")[0]).startswith("ข้อผิดพลาด:")
    assert FILLED["theme"] in page.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title_th", "", "กรอกช่องนี้"),
        ("title_th", "ก" * 201, "ยาวเกินไป"),
        ("start_at", "", "ใส่วันที่"),
        ("start_at", "9 ก.ค. 2563", "ใส่เวลาด้วย"),
        ("start_at", "30 ก.พ. 2563 13.15", "ไม่มีวันที่นี้"),
        ("start_at", "9 ก.ค. 2563 (2021) 13.15", "พ.ศ. กับ ค.ศ. ไม่ตรงกัน"),
        ("start_at", "วันไหนก็ได้ 13.15", "อ่านเป็นวันที่ไม่ได้"),
        ("end_at", "9 ก.ค. 2563 13.00", "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม"),
        ("fiscal_year", "2020", "ใส่ปีงบประมาณเป็น พ.ศ. เช่น 2563"),
        ("fiscal_year", "ปีนี้", "ใส่เป็นตัวเลข"),
        ("number", "0", "ใส่ตัวเลขตั้งแต่ 1 ถึง 999"),
        ("number", "สี่", "ใส่เป็นตัวเลข"),
        ("principles", "P9", "เลือกจากรายการที่มี"),
        ("channels", "radio", "เลือกจากรายการที่มี"),
        ("visibility", "public", "เลือกจากรายการที่มี"),
        ("series", "no-such", "เลือกจากรายการที่มี"),
        ("community", "no-such", "เลือกจากรายการที่มี"),
        ("stream_url", "javascript:alert(1)", "ใส่ที่อยู่เว็บให้ครบ"),
        ("hall_count", "-1", "ใส่เป็นตัวเลข"),
    ],
)
def test_bad_input_is_named_and_the_text_kept(organiser, series, field, value, words):
    page = organiser.send("/sessions/new", {**FILLED, field: value}, status=422)
    assert words in page.words()
    assert FILLED["chair"] in page.text
    assert db.session.scalars(select(ExchangeSession)).all() == []


def test_thai_digits_and_a_leap_day_are_taken(organiser, series):
    data = {**FILLED, "start_at": "๒๙ ก.พ. ๒๕๖๓ ๑๓.๑๕ น.", "number": "๗", "end_at": ""}
    organiser.send("/sessions/new", data)
    assert only().start_at.isoformat() == "2020-02-29T06:15:00+00:00"
    assert only().number == 7


def test_fiscal_year_is_that_of_the_start_in_bangkok(organiser, series):
    data = {**FILLED, "fiscal_year": "", "start_at": "2020-10-01 06.30", "end_at": ""}
    organiser.send("/sessions/new", data)
    assert only().fiscal_year == 2564


def test_sent_twice_makes_one(organiser, series):
    first = organiser.post("/sessions/new", {**FILLED, "form_key": "k1"})
    second = organiser.post("/sessions/new", {**FILLED, "form_key": "k1"})
    assert first.headers["Location"] == second.headers["Location"]
    assert only().number == 4


def test_draft_is_seen_by_organisers_until_announced(organiser, client, series):
    organiser.send("/sessions/new", {**FILLED, "state": "draft"})
    assert only().state == "draft"
    client.as_(make_member()).see("/sessions/cops/2563/4", 404)
    organiser.as_("organiser@example.go.th")
    organiser.send("/sessions/cops/2563/4/announce", {}, page="/sessions/cops/2563/4")
    assert only().state == "held"
    noted = select(Entry.what).where(Entry.subject_kind == "session").order_by(Entry.id)
    assert db.session.scalars(noted).all() == ["session_created", "session_published"]
    client.as_(make_member()).see("/sessions/cops/2563/4")


def test_staff_and_the_signed_out_cannot_create(client, series):
    assert client.get("/sessions/new").status_code == 302
    staff = client.as_(make_member())
    assert staff.get("/sessions/new").status_code == 403
    assert staff.post("/sessions/new", FILLED).status_code == 403
    assert "เพิ่มกิจกรรม" not in staff.see("/sessions").text


def test_organiser_of_another_series_is_not_offered_this_one(client, series):
    other = make_series("other")
    client.as_(make_member(role="organiser", scope=("series", other.id)))
    form = client.see("/sessions/new").form("/sessions/new")
    assert next(one.get("value") for one in form.iter("option")) == "other"
    assert client.post("/sessions/new", FILLED).status_code == 422


def test_members_only_community_makes_it_for_members(client):
    organiser = make_member(role="organiser")
    closed = make_community(kind="members", members=(organiser,))
    make_series("cops", community=closed)
    client.as_(organiser).post("/sessions/new", FILLED)
    assert only().visibility == "community"
    client.as_(make_member()).see("/sessions/cops/2563/4", 404)
    assert only().theme not in client.see("/sessions").text


def test_series_is_founded_once(client, app):
    community = make_community()
    agency = make_agency()
    client.as_(make_member(role="organiser"))
    data = {"name": "ชุดใหม่", "slug": "new-talks", "community": str(community.id)}
    data["agency"] = str(agency.id)
    answer = client.send("/sessions/series/new", data)
    assert answer.response.headers["Location"] == "/sessions/new?series=new-talks"
    assert db.session.scalars(select(Series)).one().agency_id == agency.id
    assert "มีผู้ใช้แล้ว" in client.send("/sessions/series/new", data, status=422).words()
    bad = client.send("/sessions/series/new", {**data, "slug": "a/b"}, status=422)
    assert "ใช้ตัวอักษรไทยหรืออังกฤษ" in bad.words()
    client.as_(make_member())
    assert client.get("/sessions/series/new").status_code == 403


def test_reference_halls_are_loaded_once(app):
    load_reference()
    with transaction():
        assert services.load_reference(by=SYSTEM, at=now()) == 77
    with transaction():
        assert services.load_reference(by=SYSTEM, at=now()) == 0


def test_list_shows_sessions_by_fiscal_year(client, app):
    series = make_series("cops")
    for number in range(1, 24):
        make_session(series, number=number, theme=f"เรื่องที่ {number}")
    client.as_(make_member())
    page = client.see("/sessions?fiscal_year=2563")
    assert len(page.all(".//article")) == 20
    assert len(client.see("/sessions?fiscal_year=2563&page=2").all(".//article")) == 3
    assert "ไม่มีกิจกรรมในปีงบประมาณนี้" in client.see("/sessions?fiscal_year=2500").text
    client.see("/sessions?fiscal_year=๒๕๖๓&page=x")
    assert address_of(series, make_session(series)) in client.see("/sessions").text
