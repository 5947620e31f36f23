"""Own profile and language, and how others see a member."""

import pytest
from sqlalchemy import select

from cop.accounts.models import RoleGrant
from cop.db import db
from cop.journal import Entry, What
from tests.browser_without_scripts import Browser
from tests.make.accounts import load_reference, make_agency, make_member, stored

NAMES = {"given_name": "สมหญิง", "family_name": "ตั้งใจ"}


def test_profile_is_shown_and_changed(client: Browser):
    load_reference()
    member = make_member()
    client.as_(member)
    client.see("/account/profile")
    facts = {
        **NAMES,
        "title": "น.ส.",
        "position": "นักทรัพยากรบุคคลชำนาญการ",
        "province": "40",
        "language": "th",
        "text_size": "2",
    }
    client.send("/account/profile", facts)
    own = stored(member)
    assert own.full_name == "น.ส.สมหญิง ตั้งใจ"
    assert (own.position, own.province_code, own.text_size) == (facts["position"], "40", 2)
    page = client.see("/account/profile")
    assert page.tree.get("data-text") == "2"
    assert "บันทึกโปรไฟล์แล้ว" in page.text
    entry = db.session.scalars(select(Entry).where(Entry.what == What.MEMBER_CHANGED)).one()
    assert set(entry.codes["fields"].split()) >= {"given_name", "position", "province_code"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("given_name", "  ", "กรอกช่องนี้"),
        ("given_name", "ก" * 101, "ยาวเกินไป"),
        ("position", "ก" * 151, "ยาวเกินไป"),
        ("province", "99", "เลือกจากรายการที่มี"),
        ("language", "fr", "เลือกจากรายการที่มี"),
        ("text_size", "9", "เลือกจากรายการที่มี"),
    ],
)
def test_a_bad_profile_is_refused_at_its_field(client: Browser, field: str, value: str, words: str):
    load_reference()
    client.as_(make_member())
    page = client.send("/account/profile", {**NAMES, "position": "เก็บไว้", field: value}, 422)
    assert words in page.text
    assert page.tree.find(".//*[@data-error-summary]//a") is not None
    if field != "position":
        assert "เก็บไว้" in page.text


def test_fields_that_are_not_the_persons_to_choose_are_ignored(client: Browser):
    agency = make_agency()
    member = make_member("a@example.go.th")
    before = stored(member)
    client.as_(member)
    client.send(
        "/account/profile",
        {
            **NAMES,
            "role": "admin",
            "is_admin": "1",
            "id": "999",
            "agency": str(agency.id),
            "agency_id": str(agency.id),
            "email": "root@example.go.th",
            "is_active": "",
            "is_sample": "1",
            "password_hash": "x",
            "created_at": "2000-01-01",
            "sort_key": "x",
        },
    )
    after = stored(member)
    assert after.given_name == "สมหญิง"
    for name in ("id", "email", "agency_id", "is_active", "is_sample", "password_hash"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.created_at == before.created_at
    roles = select(RoleGrant.role).where(RoleGrant.member_id == member.id)
    assert db.session.scalars(roles).all() == ["staff"]


def test_a_stale_profile_shows_both_versions_and_loses_nothing(client: Browser):
    member = make_member()
    client.as_(member)
    stale = str(stored(member).version)
    client.send("/account/profile", {**NAMES, "position": "ฉบับที่บันทึกก่อน"})
    page = client.send("/account/profile", {**NAMES, "position": "ฉบับของฉัน", "version": stale}, 409)
    assert "ฉบับที่บันทึกก่อน" in page.text
    assert page.tree.find(".//input[@id='position']").get("value") == "ฉบับของฉัน"
    assert stored(member).position == "ฉบับที่บันทึกก่อน"
    version = page.tree.find(".//form[@class='form']/input[@name='version']").get("value")
    client.send("/account/profile", {**NAMES, "position": "ฉบับของฉัน", "version": version})
    assert stored(member).position == "ฉบับของฉัน"


def test_the_language_is_kept_in_the_profile(client: Browser):
    member = make_member()
    client.as_(member)
    answer = client.post("/account/language", {"language": "en", "next": "/account/sign-ins"})
    assert answer.headers["Location"] == "/account/sign-ins"
    assert stored(member).language == "en"
    client.see("/account/profile", language="en")
    client.post("/account/language", {"language": "th"})
    client.see("/account/profile", language="th")
    elsewhere = Browser(client.app).as_(member)
    elsewhere.see("/account/profile", language="th")


def test_a_visitors_language_is_kept_in_the_browser(client: Browser):
    client.see("/login", language="th")
    answer = client.post("/account/language", {"language": "en", "next": "/login"})
    assert answer.headers["Location"] == "/login"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    client.see("/login", language="en")
    client.post("/account/language", {"language": "th", "next": "/login"})
    client.see("/login", language="th")


@pytest.mark.parametrize("language", ["", "fr", "th-TH", "../../etc"])
def test_an_unknown_language_is_refused(client: Browser, language: str):
    assert client.post("/account/language", {"language": language}).status_code == 422
    client.see("/login", language="th")


def test_others_see_name_position_and_unit_but_no_address(client: Browser):
    load_reference()
    agency = make_agency("กองพัฒนาระบบ")
    member = make_member(
        "hidden@example.go.th", position="นักวิเคราะห์", agency_id=agency.id, province_code="50"
    )
    client.as_(make_member())
    page = client.see(f"/members/{member.id}")
    assert page.h1.startswith("สมชาย")
    for words in ("นักวิเคราะห์", "กองพัฒนาระบบ", "เชียงใหม่"):
        assert words in page.text
    assert "hidden@example.go.th" not in page.text


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999", "x"])
def test_a_member_that_is_not_there(client: Browser, number: str):
    client.as_(make_member())
    assert client.get(f"/members/{number}").status_code == 404


def test_the_pages_of_an_account_need_a_sign_in(client: Browser):
    for address in ("/account/profile", "/account/password", "/account/sign-ins", "/members/1"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/login?next="), address
