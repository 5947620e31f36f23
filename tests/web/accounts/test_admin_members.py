"""Members and their roles, as administrators keep them."""

import pytest
from sqlalchemy import func, select

from cop.accounts import queries
from cop.accounts.models import Member
from cop.core import passwords
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, What
from tests.browser_without_scripts import Browser
from tests.make.accounts import (
    load_reference,
    make_agency,
    make_member,
    stored,
)

NEW = {
    "email": "Somying@Example.go.th",
    "title": "นางสาว",
    "given_name": "สมหญิง",
    "family_name": "ตั้งใจ",
    "position": "นักวิชาการคอมพิวเตอร์",
    "password": "ตลาดเช้าริมคลอง 72 ก้าว",
    "role": "staff",
}


@pytest.fixture
def admin(client: Browser) -> Browser:
    return client.as_(make_member("admin@example.go.th", role="admin"))


def roles_of(member: Member) -> list[tuple[str, str, int]]:
    db.session.remove()
    return [(g.role, g.scope_kind, g.scope_id) for g in queries.grants([member.id])]


def test_a_member_is_added_once_with_a_role(admin: Browser):
    load_reference()
    page = admin.send("/admin/members/new", {**NEW, "province": "40"})
    made = queries.by_email("somying@example.go.th")
    assert page.response.headers["Location"] == f"/admin/members/{made.id}"
    assert made.full_name == "นางสาวสมหญิง ตั้งใจ"
    assert made.province_code == "40"
    assert passwords.verify(NEW["password"], made.password_hash)[0]
    assert roles_of(made) == [("staff", "body", 0)]
    twice = {**NEW, "form_key": "0123"}
    first = admin.post("/admin/members/new", {**twice, "email": "b@example.go.th"})
    again = admin.post("/admin/members/new", {**twice, "email": "b@example.go.th"})
    assert first.headers["Location"] == again.headers["Location"]
    assert db.session.scalar(select(func.count(Member.id))) == 3


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "กรอกช่องนี้"),
        ("email", "no address", "ใส่อีเมลให้ครบ"),
        ("email", "a@b", "ใส่อีเมลให้ครบ"),
        ("email", "a" * 250 + "@example.go.th", "ยาวเกินไป"),
        ("email", "ADMIN@example.go.th", "มีผู้ใช้แล้ว"),
        ("given_name", "", "กรอกช่องนี้"),
        ("password", "short", "อย่างน้อย 12"),
        ("password", "สมหญิง ตั้งใจ 2563", "เดาง่าย"),
        ("role", "root", "เลือกจากรายการที่มี"),
        ("agency", "999", "เลือกจากรายการที่มี"),
        ("province", "99", "เลือกจากรายการที่มี"),
    ],
)
def test_a_bad_new_member_is_refused_at_the_field(
    admin: Browser, field: str, value: str, words: str
):
    page = admin.send("/admin/members/new", {**NEW, field: value}, 422)
    assert words in page.text
    assert page.tree.find(f".//a[@href='#{field}']") is not None
    assert NEW["password"] not in page.text
    assert db.session.scalar(select(func.count(Member.id))) == 1


def test_members_are_found_by_parts_of_names_and_addresses(admin: Browser):
    make_member("one@example.go.th", given_name="สมศรี", family_name="มีสุข")
    make_member("two@example.go.th", given_name="วิชัย", family_name="มีทรัพย์")
    for words, expected in (
        ("มี", 2),
        ("สมศรี มี", 1),
        ("TWO@", 1),
        ("%", 0),
        ("_", 0),
        ("ไม่มีใคร", 0),
    ):
        page = admin.see(f"/admin/members?q={words.replace('%', '%25')}")
        assert f"{expected} คน" in page.text, words


def test_a_long_list_has_pages_of_twenty(admin: Browser):
    with transaction():
        for number in range(45):
            db.session.add(
                Member(
                    email=f"n{number}@example.go.th",
                    given_name=f"ชื่อ{number:02}",
                    password_hash="x",
                    created_at=now(),
                    sort_key=f"{number:03}",
                )
            )
    admin.see("/about")  # counts what the bell tells of the role, once
    first = admin.see("/admin/members")
    assert len(first.all(".//tbody/tr")) == 20
    last = admin.see("/admin/members?page=3")
    assert len(last.all(".//tbody/tr")) == 6
    assert first.queries == last.queries
    admin.see("/admin/members?page=99999")
    admin.see("/admin/members?page=-1&q=%2500")


def test_facts_are_changed_and_the_change_is_journalled(admin: Browser):
    agency = make_agency("กองใหม่")
    member = make_member("a@example.go.th")
    facts = {"given_name": "ชื่อใหม่", "email": "b@example.go.th", "agency": str(agency.id)}
    admin.send(f"/admin/members/{member.id}", facts)
    after = stored(member)
    assert (after.given_name, after.email, after.agency_id) == (
        "ชื่อใหม่",
        "b@example.go.th",
        agency.id,
    )
    entry = db.session.scalars(select(Entry).where(Entry.what == What.MEMBER_CHANGED)).one()
    assert entry.codes == {"fields": "agency_id given_name email"}


def test_extra_fields_are_ignored(admin: Browser):
    member = make_member()
    before = stored(member)
    extra = {"is_active": "", "is_sample": "1", "password_hash": "x", "id": "7", "role": "admin"}
    admin.send(f"/admin/members/{member.id}", extra)
    after = stored(member)
    for name in ("id", "is_active", "is_sample", "password_hash"):
        assert getattr(after, name) == getattr(before, name)
    assert roles_of(member) == [("staff", "body", 0)]


def test_a_stale_edit_shows_both_versions(admin: Browser):
    member = make_member()
    stale = str(stored(member).version)
    admin.send(f"/admin/members/{member.id}", {"position": "ฉบับก่อน"})
    page = admin.send(
        f"/admin/members/{member.id}", {"position": "ฉบับของฉัน", "version": stale}, 409
    )
    assert "ฉบับก่อน" in page.text
    assert "ฉบับของฉัน" in page.text
    assert stored(member).position == "ฉบับก่อน"


def test_an_address_that_is_taken_is_refused_and_nothing_is_saved(admin: Browser):
    member = make_member("a@example.go.th", position="เดิม")
    make_member("b@example.go.th")
    page = admin.send(
        f"/admin/members/{member.id}", {"email": "b@example.go.th", "position": "ใหม่"}, 422
    )
    assert "มีผู้ใช้แล้ว" in page.text
    assert "ใหม่" in page.text
    assert (stored(member).email, stored(member).position) == ("a@example.go.th", "เดิม")
