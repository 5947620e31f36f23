"""Roles given and taken, accounts shut, passwords set."""

import pytest
from sqlalchemy import select

from cop.accounts import queries, services
from cop.accounts.models import Member, RoleGrant
from cop.core import passwords
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.core.errors import Refused
from cop.db import db, transaction
from tests.browser_without_scripts import Browser
from tests.make.accounts import (
    PASSWORD,
    make_agency,
    make_member,
    stored,
)
from tests.make.terms import make_term

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


def test_an_account_is_shut_and_opened(admin: Browser):
    member = make_member("a@example.go.th")
    page = f"/admin/members/{member.id}"
    admin.send(f"{page}/disable", {}, page=page)
    assert not stored(member).is_active
    person = Browser(admin.app)
    fields = {"email": "a@example.go.th", "password": PASSWORD}
    assert person.post("/login", fields).status_code == 422
    admin.send(f"{page}/enable", {}, page=page)
    assert person.post("/login", fields).status_code == 303


def test_a_forgotten_password_is_set_anew(admin: Browser):
    member = make_member("a@example.go.th")
    theirs = Browser(admin.app).as_(member)
    page = f"/admin/members/{member.id}"
    refused = admin.send(f"{page}/password", {"password": "short"}, 422, page=page)
    assert "อย่างน้อย 12" in refused.text
    admin.send(f"{page}/password", {"password": NEW["password"]}, page=page)
    assert theirs.get("/account/profile").status_code == 302
    assert passwords.verify(NEW["password"], stored(member).password_hash)[0]


def test_the_password_set_for_a_moderator_is_longer(admin: Browser):
    member = make_member(role="moderator")
    page = f"/admin/members/{member.id}"
    refused = admin.send(f"{page}/password", {"password": "แมวดำสามตัวคร"}, 422, page=page)
    assert "อย่างน้อย 15" in refused.text


def test_a_role_is_given_over_a_scope_and_taken_back(admin: Browser):
    agency = make_agency("กองตัวอย่าง")
    topic = make_term("topic", label_th="หัวเรื่องหนึ่ง")
    member = make_member(role=None)
    page = f"/admin/members/{member.id}"
    admin.send(f"{page}/grants", {"role": "reviewer", "scope": f"topic:{topic.id}"}, page=page)
    admin.send(f"{page}/grants", {"role": "moderator", "scope": f"agency:{agency.id}"}, page=page)
    admin.send(f"{page}/grants", {"role": "moderator", "scope": f"agency:{agency.id}"}, page=page)
    assert roles_of(member) == [("reviewer", "topic", topic.id), ("moderator", "agency", agency.id)]
    shown = admin.see(page).text
    assert "หัวเรื่องหนึ่ง" in shown
    assert "กองตัวอย่าง" in shown
    first = queries.grants([member.id])[0]
    admin.send(f"{page}/grants/{first.id}/revoke", {}, page=page)
    assert roles_of(member) == [("moderator", "agency", agency.id)]
    history = select(RoleGrant).where(RoleGrant.id == first.id)
    assert db.session.scalars(history).one().revoked_by_id is not None


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("root", "body:0"),
        ("admin", "agency:999999"),
        ("admin", "body:1"),
        ("admin", "agency:0"),
        ("admin", "agency"),
        ("admin", "agency:x"),
        ("admin", "everything:0"),
        ("admin", ""),
        ("", "body:0"),
    ],
)
def test_a_role_or_scope_that_is_not_there_is_refused(admin: Browser, role: str, scope: str):
    member = make_member()
    answer = admin.post(f"/admin/members/{member.id}/grants", {"role": role, "scope": scope})
    assert answer.status_code == 422
    assert roles_of(member) == [("staff", "body", 0)]


def test_nobody_raises_or_shuts_the_own_account(admin: Browser):
    own = queries.by_email("admin@example.go.th")
    page = f"/admin/members/{own.id}"
    give = admin.post(f"{page}/grants", {"role": "moderator", "scope": "body:0"})
    assert give.status_code == 403
    grant = queries.grants([own.id])[0]
    assert admin.post(f"{page}/grants/{grant.id}/revoke").status_code == 403
    assert admin.post(f"{page}/disable").status_code == 403
    assert admin.post(f"{page}/password", {"password": NEW["password"]}).status_code == 403
    shown = admin.see(page).text
    for act in ("/disable", "/password", "/revoke", "/grants"):
        assert f"{page}{act}" not in shown
    assert roles_of(own) == [("admin", "body", 0)]
    assert stored(own).is_active


def test_the_last_administrator_stays(client: Browser):
    last, other = make_member(role="admin").id, make_member(role="admin").id
    grant = queries.grants([last])[0]

    def shut(member_id: int) -> None:
        with transaction():
            services.disable(db.session.get_one(Member, member_id), by=SYSTEM, at=now())

    shut(other)
    with pytest.raises(Refused, match="last_admin"):
        shut(last)
    with pytest.raises(Refused, match="last_admin"), transaction():
        services.revoke(grant.id, by=SYSTEM, at=now())
    client.as_(db.session.get_one(Member, last)).see("/admin/members")


def test_a_grant_is_only_taken_back_on_its_members_page(admin: Browser):
    one, other = make_member(), make_member()
    grant = queries.grants([one.id])[0]
    answer = admin.post(f"/admin/members/{other.id}/grants/{grant.id}/revoke")
    assert answer.status_code == 404
    assert roles_of(one) == [("staff", "body", 0)]


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_a_member_that_is_not_there_is_missing(admin: Browser, number: str):
    for act in ("", "/disable", "/enable", "/password", "/grants"):
        assert admin.post(f"/admin/members/{number}{act}").status_code == 404
