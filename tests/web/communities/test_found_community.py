"""Founding and changing a community."""

import pytest

from cop.communities.models import Community, Membership
from cop.db import db
from cop.journal import Entry
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community

GOOD = {"name": "ชุมชนบริการประชาชน", "slug": "บริการประชาชน", "purpose": "ลดเวลารอ", "kind": "open"}


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_moderators_and_administrators_found_communities(client: Browser, role: str) -> None:
    founder = make_member(role=role)
    client.as_(founder)
    answer = client.send("/communities/new", GOOD)
    assert client.get(answer.response.headers["Location"]).status_code == 200
    made = db.session.query(Community).one()
    assert (made.slug, made.name, made.kind) == ("บริการประชาชน", GOOD["name"], "open")
    assert made.purpose_html == "<p>ลดเวลารอ</p>"
    row = db.session.query(Membership).one()
    assert (row.member_id, row.role) == (founder.id, "facilitator")
    assert db.session.query(Entry).filter_by(what="community_created").count() == 1


def test_a_units_community_names_its_unit(client: Browser) -> None:
    agency = make_agency()
    client.as_(make_member(role="moderator"))
    client.send("/communities/new", {**GOOD, "kind": "unit", "agency": ""}, 422)
    client.send("/communities/new", {**GOOD, "kind": "unit", "agency": str(agency.id)})
    assert db.session.query(Community).one().agency_id == agency.id


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "กรอกช่องนี้"),
        ({"name": "ก" * 151}, "ยาวเกินไป เขียนได้ไม่เกิน 150 ตัวอักษร"),
        ({"purpose": " "}, "กรอกช่องนี้"),
        ({"purpose": "ก" * 2001}, "ยาวเกินไป เขียนได้ไม่เกิน 2,000 ตัวอักษร"),
        ({"slug": ""}, "กรอกช่องนี้"),
        ({"slug": "a b/c"}, "ใช้ตัวอักษรไทยหรืออังกฤษ ตัวเลข และขีดกลาง"),
        ({"slug": "new"}, "ใช้ตัวอักษรไทยหรืออังกฤษ ตัวเลข และขีดกลาง"),
        ({"slug": "ก" * 61}, "ยาวเกินไป เขียนได้ไม่เกิน 60 ตัวอักษร"),
        ({"slug": "มีแล้ว"}, "มีผู้ใช้แล้ว"),
        ({"kind": "secret"}, "เลือกจากรายการที่มี"),
        ({"kind": "unit", "agency": "999"}, "เลือกจากรายการที่มี"),
        ({"kind": "unit", "agency": ""}, "เลือกหน่วยงานของชุมชนนี้"),
    ],
)
def test_bad_input_comes_back(client: Browser, wrong: dict[str, str], words: str) -> None:
    make_community("มีแล้ว")
    client.as_(make_member(role="moderator"))
    page = client.send("/communities/new", {**GOOD, **wrong}, 422)
    assert words in page.words()
    assert page.words(page.tree.find(".//title")).startswith("ข้อผิดพลาด:")
    assert db.session.query(Community).count() == 1


def test_capital_letters_in_an_address_become_small(client: Browser) -> None:
    client.as_(make_member(role="moderator")).send("/communities/new", {**GOOD, "slug": "Service"})
    assert db.session.query(Community).one().slug == "service"


def test_a_form_sent_twice_founds_one_community(client: Browser) -> None:
    client.as_(make_member(role="moderator"))
    for _ in range(2):
        answer = client.post("/communities/new", {**GOOD, "form_key": "k"})
        assert answer.status_code == 303
    assert db.session.query(Community).count() == 1


def test_staff_found_nothing(client: Browser) -> None:
    client.as_(make_member())
    client.see("/communities/new", 403)
    assert client.post("/communities/new", GOOD).status_code == 403
    make_community()
    assert "ตั้งชุมชน" not in client.see("/communities").words()


def test_a_facilitator_changes_name_and_purpose_but_not_the_kind(client: Browser) -> None:
    leader = make_member()
    place = make_community("service", leads=(leader,))
    client.as_(leader)
    assert client.see("/communities/service/edit").tree.find(".//input[@name='kind']") is None
    data = {"name": "ชื่อใหม่", "purpose": "จุดมุ่งหมายใหม่", "kind": "members"}
    client.send("/communities/service/edit", data)
    saved = db.session.get_one(Community, place.id)
    assert (saved.name, saved.kind, saved.slug) == ("ชื่อใหม่", "open", "service")
    assert db.session.query(Entry).filter_by(what="community_changed").count() == 1


def test_a_moderator_changes_the_kind(client: Browser) -> None:
    agency = make_agency()
    place = make_community("service")
    client.as_(make_member(role="moderator"))
    url = "/communities/service/edit"
    client.send(url, {"kind": "members"})
    assert db.session.get_one(Community, place.id).kind == "members"
    client.send(url, {"kind": "unit", "agency": ""}, 422)
    client.send(url, {"kind": "unit", "agency": str(agency.id)})
    db.session.expire_all()
    assert db.session.get_one(Community, place.id).agency_id == agency.id


def test_a_stale_edit_shows_both_versions(client: Browser) -> None:
    leader = make_member()
    make_community("service", leads=(leader,))
    client.as_(leader)
    url = "/communities/service/edit"
    client.send(url, {"name": "บันทึกก่อน"})
    page = client.send(url, {"name": "ของฉัน", "version": "1"}, 409)
    assert "บันทึกก่อน" in page.text
    assert "ของฉัน" in page.text
    assert db.session.query(Community).one().name == "บันทึกก่อน"


def test_a_bad_edit_comes_back(client: Browser) -> None:
    leader = make_member()
    make_community("service", leads=(leader,))
    client.as_(leader)
    page = client.send("/communities/service/edit", {"name": "", "purpose": "เขียนไว้"}, 422)
    assert "กรอกช่องนี้" in page.words()
    assert "เขียนไว้" in page.text


def test_members_do_not_edit(client: Browser) -> None:
    member = make_member()
    make_community("service", members=(member,))
    client.as_(member).see("/communities/service/edit", 403)
    assert client.post("/communities/service/edit", {"name": "ยึด"}).status_code == 403
