"""A session is edited, its programme set, and it is held, cancelled or opened to the public."""

import pytest
from sqlalchemy import select

from cop.db import db, transaction
from cop.journal import Entry, Note
from cop.sessions import queries
from cop.sessions.models import AgendaItem, ExchangeSession, Speaker
from cop.sessions.services import ChannelFacts
from tests.browser_without_scripts import _filled
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.sessions import address_of, make_series, make_session, make_upcoming
from tests.make.terms import load_terms


@pytest.fixture
def organiser(client):
    return client.as_(make_member("organiser@example.go.th", role="organiser"))


@pytest.fixture
def held(app):
    series = make_series("cops")
    return make_session(series, number=4, chair="รองปลัด", summary="เดิม")


HOME = "/sessions/cops/2563/4"


def fresh() -> ExchangeSession:
    db.session.expire_all()
    return db.session.scalars(select(ExchangeSession)).one()


def test_edit_keeps_all_that_was_not_touched(organiser, held):
    load_terms()
    organiser.send(f"{HOME}/edit", {"theme": "หัวข้อใหม่", "principles": ["P2"]})
    exchange = fresh()
    assert (exchange.theme, exchange.chair, exchange.number) == ("หัวข้อใหม่", "รองปลัด", 4)
    assert exchange.start_at == held.start_at
    assert [one.code for one in queries.marks(exchange.id)[0]] == ["P2"]
    organiser.send(f"{HOME}/edit", {"summary": "ใหม่"})
    assert [one.code for one in queries.marks(exchange.id)[0]] == ["P2"]


def test_number_moves_the_address_but_not_onto_another(organiser, held):
    make_session(make_series_of(held), number=5)
    page = organiser.send(f"{HOME}/edit", {"number": "5"}, status=422)
    assert "เลขถัดไปที่ว่างคือ 6" in page.words()
    answer = organiser.send(f"{HOME}/edit", {"number": "6"})
    assert answer.response.headers["Location"] == "/sessions/cops/2563/6"


def make_series_of(exchange):
    series = queries.series_named("cops")
    assert series is not None
    assert series.id == exchange.series_id
    return series


def test_stale_edit_shows_both_versions_and_loses_nothing(organiser, held):
    form = organiser.see(f"{HOME}/edit").form(f"{HOME}/edit")
    sent = _filled(form)
    organiser.send(f"{HOME}/edit", {"chair": "ประธานที่บันทึกก่อน"})
    late = {**sent, "title_th": "ชื่อของฉัน", "chair": "ประธานของฉัน"}
    late.pop("csrf_token")
    answer = organiser.post(f"{HOME}/edit", late)
    assert answer.status_code == 409
    words = answer.get_data(as_text=True)
    assert "ประธานที่บันทึกก่อน" in words
    assert "ประธานของฉัน" in words
    assert fresh().chair == "ประธานที่บันทึกก่อน"
    again = {**late, "version": str(fresh().version)}
    assert organiser.post(f"{HOME}/edit", again).status_code == 303
    assert fresh().chair == "ประธานของฉัน"


def test_agenda_is_set_by_rows_and_ordered_by_time(organiser, held):
    address = f"{HOME}/agenda"
    data = {
        "start": ["13.30", "๑๓.๑๕ น.", ""],
        "title": ["บรรยาย", "เปิดกิจกรรม", ""],
        "note": ["", "กล่าวเปิด", ""],
        "is_sample": "1",
    }
    organiser.send(address, data)
    items = db.session.scalars(select(AgendaItem).order_by(AgendaItem.place)).all()
    assert [one.title for one in items] == ["เปิดกิจกรรม", "บรรยาย"]
    assert items[0].start_at == held.start_at
    page = organiser.see(HOME)
    assert "สมมุติเพื่อเป็นข้อมูลตัวอย่าง" in page.words()
    assert "13.30 น." in page.words()
    edited = organiser.see(address)
    assert len(edited.all(".//fieldset")) == 4


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("25.00", "ก", ""), "แถวที่ 1: ใส่เวลา เช่น 13.15 น."),
        (("บ่าย", "ก", ""), "แถวที่ 1: ใส่เวลา เช่น 13.15 น."),
        (("13.00", "", "ข"), "แถวที่ 1: ใส่ชื่อรายการ"),
        (("13.00", "ก" * 201, ""), "แถวที่ 1: ข้อความยาวเกินไป"),
    ],
)
def test_bad_row_of_the_agenda_is_named(organiser, held, row, words):
    data = dict(zip(("start", "title", "note"), row, strict=True))
    page = organiser.send(f"{HOME}/agenda", data, status=422)
    assert words in page.words()
    assert row[0] in page.text
    assert page.tree.find(".//input[@aria-describedby='row-error']") is not None


def test_stale_agenda_shows_both(organiser, held):
    first = {"start": "13.00", "title": "รายการที่บันทึกก่อน", "version": str(held.version)}
    assert organiser.post(f"{HOME}/agenda", first).status_code == 303
    late = {"start": "14.00", "title": "รายการของฉัน", "version": str(held.version)}
    answer = organiser.post(f"{HOME}/agenda", late)
    assert answer.status_code == 409
    words = answer.get_data(as_text=True)
    assert "รายการที่บันทึกก่อน" in words
    assert "รายการของฉัน" in words
    assert len(db.session.scalars(select(AgendaItem)).all()) == 1


def test_speakers_may_be_known_by_agency_alone(organiser, held):
    data = {
        "name": ["", "กฤตยา ม."],
        "position": ["", "ผู้เชี่ยวชาญ"],
        "agency": ["สำนักงานนวัตกรรมแห่งชาติ (องค์การมหาชน)", "สำนักงานตัวอย่าง"],
        "topic": ["", "เริ่มจากปัญหา"],
    }
    organiser.send(f"{HOME}/speakers", data)
    page = organiser.see(HOME)
    assert "สำนักงานนวัตกรรมแห่งชาติ (องค์การมหาชน)" in page.words()
    assert "ผู้เชี่ยวชาญ · สำนักงานตัวอย่าง" in page.words()
    nameless = {"name": "", "position": "", "agency": "", "topic": "เรื่อง"}
    page = organiser.send(f"{HOME}/speakers", nameless, status=422)
    assert "แถวที่ 1: ใส่ชื่อ ตำแหน่ง หรือหน่วยงานของวิทยากร" in page.words()
    assert len(db.session.scalars(select(Speaker)).all()) == 2


def test_stale_speakers_show_both(organiser, held):
    old = str(held.version)
    assert organiser.post(f"{HOME}/speakers", {"name": "คนแรก", "version": old}).status_code == 303
    answer = organiser.post(f"{HOME}/speakers", {"name": "คนหลัง", "version": old})
    assert answer.status_code == 409
    assert "คนแรก" in answer.get_data(as_text=True)


def test_cancelled_session_stays_with_its_reason(organiser, app):
    exchange = make_upcoming(make_series("cops"))
    home = f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}"
    assert "กรอกช่องนี้" in organiser.send(f"{home}/cancel", {"reason": " "}, status=422).words()
    organiser.send(f"{home}/cancel", {"reason": "น้ำท่วมอาคาร"})
    page = organiser.see(home)
    assert "กิจกรรมนี้ยกเลิก" in page.words()
    assert "น้ำท่วมอาคาร" in page.words()
    assert organiser.get(f"{home}/cancel").status_code == 403
    assert db.session.scalars(select(Note.text)).one() == "น้ำท่วมอาคาร"
    actor = actor_of(make_member())
    assert queries.upcoming(actor, exchange.start_at) == []


def test_announced_session_counts_the_days_and_is_held(organiser, app):
    exchange = make_upcoming(
        make_series("cops"),
        hall_count=76,
        channels=[
            ChannelFacts("onsite"),
            ChannelFacts("vc"),
            ChannelFacts("streaming", address="https://live.example.go.th/secret"),
        ],
    )
    home = f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}"
    page = organiser.see(home)
    assert "3 วัน ถึงวันเสวนา" in page.words()
    assert "live.example.go.th" not in page.text
    assert "ลิงก์เปิดก่อนเริ่ม 15 นาที" in page.words()
    organiser.send(f"{home}/hold", {}, page=home)
    assert fresh().state == "held"
    assert organiser.post(f"{home}/hold").status_code == 403


def test_opening_to_the_public_is_a_moderators_act(client, held, app):
    client.as_(make_member(role="organiser"))
    assert client.post(f"{HOME}/open-to-public").status_code == 403
    client.as_(make_member(role="moderator")).send(f"{HOME}/open-to-public", {}, page=HOME)
    assert fresh().visibility == "public"
    client.as_(make_member(role="organiser"))
    client.send(f"{HOME}/edit", {"theme": "แก้หลังเปิด"})
    assert fresh().visibility == "public"


def test_signed_out_reader_is_sent_to_sign_in_unless_public(client, held, app):
    assert client.get(HOME).headers["Location"].startswith("/login")
    assert client.get("/sessions").status_code == 302
    with transaction():
        fresh().visibility = "public"
    app.config["PUBLIC_READING"] = True
    try:
        page = client.see(HOME)
        assert "จัดการกิจกรรม" not in page.text
        assert "ถอดบทเรียนจากกิจกรรมนี้" not in page.text
        client.see("/sessions")
    finally:
        app.config["PUBLIC_READING"] = False


@pytest.mark.parametrize(
    "act",
    ["edit", "agenda", "speakers", "cancel", "announce", "hold", "recordings/new", "materials/new"],
)
def test_staff_change_nothing(client, held, act):
    client.as_(make_member())
    assert "จัดการกิจกรรม" not in client.see(HOME).text
    assert client.post(f"{HOME}/{act}", {"title": "x"}).status_code == 403


def test_outsider_finds_nothing_of_a_closed_community(client, app):
    closed = make_community(kind="members")
    series = make_series("closed", community=closed)
    exchange = make_session(series, theme="เรื่องลับของชุมชน", visibility="community")
    client.as_(make_member())
    client.see(address_of(series, exchange), 404)
    assert "เรื่องลับ" not in client.see("/sessions").text
    assert client.post(f"{address_of(series, exchange)}/edit", {}).status_code == 404


def test_moderator_reading_closed_content_is_noted(client, app):
    closed = make_community(kind="members")
    series = make_series("closed", community=closed)
    exchange = make_session(series, visibility="community")
    client.as_(make_member(role="moderator")).see(address_of(series, exchange), queries=16)
    noted = select(Entry.subject_kind).where(Entry.what == "closed_content_read")
    assert db.session.scalars(noted).all() == ["session"]


def test_large_numbers_in_the_address_are_no_error(organiser, held):
    organiser.see("/sessions/cops/99999999999999999999/1", 404)
    organiser.see("/sessions/cops/2563/5", 404)
    organiser.see("/recordings/99999999999999999999", 404)
