"""Agencies: listed, added, changed, replaced, never deleted."""

import pytest
from sqlalchemy import func, select

from cop.accounts.models import Agency, Province
from cop.accounts.services.reference import BANGKOK_CODE
from cop.db import db
from cop.journal import Entry
from tests.browser_without_scripts import Browser
from tests.make.accounts import load_reference, make_agency, make_member, stored

GOOD = {"code": "moi-km", "name_th": "กองจัดการความรู้", "abbr": "กจร.", "level": "central"}


@pytest.fixture
def admin(client: Browser) -> Browser:
    return client.as_(make_member(role="admin"))


def test_reference_data_is_complete_and_loaded_once(app):
    load_reference()
    load_reference()
    assert db.session.scalar(select(func.count()).select_from(Province)) == 77
    offices = db.session.scalars(select(Agency).where(Agency.code.startswith("pv-"))).all()
    assert len(offices) == 76
    assert BANGKOK_CODE not in {office.province_code for office in offices}
    regions = dict(
        db.session.execute(select(Province.region, func.count()).group_by(Province.region)).all()
    )
    assert regions == {
        "north": 9,
        "northeast": 20,
        "central": 22,
        "east": 7,
        "west": 5,
        "south": 14,
    }
    central = {a.abbr: a for a in db.session.scalars(select(Agency).where(Agency.abbr != ""))}
    assert set(central) == {
        "มท.", "สป.มท.", "สดร.", "ปค.", "พช.", "ทด.", "ปภ.", "ยผ.", "สถ.",
    }  # fmt: skip
    assert central["สดร."].parent_id == central["สป.มท."].id
    khon_kaen = next(office for office in offices if office.province_code == "40")
    assert khon_kaen.name_th == "สำนักงานจังหวัดขอนแก่น"
    assert khon_kaen.parent_id == central["สป.มท."].id


def test_what_was_edited_survives_another_load(app):
    load_reference()
    agency = db.session.scalars(select(Agency).where(Agency.code == "pv-40")).one()
    agency.name_th = "สำนักงานใหม่"
    db.session.commit()
    load_reference()
    assert stored(agency).name_th == "สำนักงานใหม่"


def test_an_agency_is_added(admin: Browser):
    load_reference()
    parent = db.session.scalar(select(Agency.id).where(Agency.code == "moi-ops"))
    admin.send("/admin/agencies/new", {**GOOD, "parent": str(parent), "province": "50"})
    made = db.session.scalars(select(Agency).where(Agency.code == "moi-km")).one()
    assert (made.name_th, made.parent_id, made.province_code) == (
        "กองจัดการความรู้",
        parent,
        "50",
    )
    assert "กองจัดการความรู้" in admin.see("/admin/agencies?q=กจร").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "", "กรอกช่องนี้"),
        ("code", "pv-40", "มีผู้ใช้แล้ว"),
        ("code", "x" * 21, "ยาวเกินไป"),
        ("code", "กอง-1", "ใช้ตัวอักษรอังกฤษ"),
        ("code", "a b", "ใช้ตัวอักษรอังกฤษ"),
        ("name_th", " ", "กรอกช่องนี้"),
        ("name_th", "ก" * 201, "ยาวเกินไป"),
        ("level", "galactic", "เลือกจากรายการที่มี"),
        ("parent", "999999", "เลือกจากรายการที่มี"),
        ("province", "00", "เลือกจากรายการที่มี"),
    ],
)
def test_a_bad_agency_is_refused_at_the_field(admin: Browser, field: str, value: str, words: str):
    load_reference()
    page = admin.send("/admin/agencies/new", {**GOOD, field: value}, 422)
    assert words in page.text
    assert page.tree.find(f".//a[@href='#{field}']") is not None


def test_an_agency_is_changed_and_replaced_but_keeps_its_code(admin: Browser):
    old, new = make_agency("กองเดิม", code="old"), make_agency("กองใหม่", code="new")
    facts = {"name_th": "กองเดิม (ยุบ)", "replaced_by": str(new.id), "code": "hacked"}
    page = f"/admin/agencies/{old.id}"
    form = admin.see(page).form(page)
    assert form.find(".//input[@name='is_active']").get("checked") is not None
    admin.post(page, {**facts, "level": "central", "version": str(stored(old).version)})
    after = stored(old)
    assert (after.code, after.name_th) == ("old", "กองเดิม (ยุบ)")
    assert (after.replaced_by_id, after.is_active) == (new.id, False)
    listed = admin.see("/admin/agencies?q=ยุบ").text
    assert "รับช่วงต่อโดย กองใหม่" in listed
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    assert (entry.what, entry.subject_id) == ("agency_changed", old.id)


def test_an_agency_is_never_above_itself(admin: Browser):
    top = make_agency("ชั้นหนึ่ง")
    middle = make_agency("ชั้นสอง", parent_id=top.id)
    bottom = make_agency("ชั้นสาม", parent_id=middle.id)
    for parent in (top, middle, bottom):
        page = admin.send(f"/admin/agencies/{top.id}", {"parent": str(parent.id)}, 422)
        assert "เลือกหน่วยงานอื่น" in page.text
    page = admin.send(f"/admin/agencies/{top.id}", {"replaced_by": str(top.id)}, 422)
    assert "เลือกหน่วยงานอื่น" in page.text
    assert stored(top).parent_id is None


def test_a_stale_edit_of_an_agency_shows_both_versions(admin: Browser):
    agency = make_agency("ชื่อแรก")
    stale = str(stored(agency).version)
    admin.send(f"/admin/agencies/{agency.id}", {"name_th": "ชื่อที่บันทึกก่อน"})
    page = admin.send(f"/admin/agencies/{agency.id}", {"name_th": "ชื่อของฉัน", "version": stale}, 409)
    assert "ชื่อที่บันทึกก่อน" in page.text
    assert "ชื่อของฉัน" in page.text
    assert stored(agency).name_th == "ชื่อที่บันทึกก่อน"


def test_the_list_is_in_dictionary_order_and_pages(admin: Browser):
    load_reference()
    page = admin.see("/admin/agencies?q=สำนักงานจังหวัด")
    names = [page.words(cell) for cell in page.all(".//tbody/tr/th")]
    assert len(names) == 20
    assert names[:2] == ["สำนักงานจังหวัดกระบี่", "สำนักงานจังหวัดกาญจนบุรี"]
    assert "76 หน่วยงาน" in page.text


def test_an_agency_that_is_not_there(admin: Browser):
    for number in ("0", "999999", "99999999999999999999"):
        assert admin.get(f"/admin/agencies/{number}").status_code == 404
