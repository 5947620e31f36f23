"""Who may open the administrators' pages."""

import pytest
from sqlalchemy import func, select

from cop.accounts.models import Agency, Member
from cop.db import db
from tests.browser_without_scripts import Browser
from tests.make.accounts import load_reference, make_member
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


PAGES = (
    "/admin",
    "/admin/members",
    "/admin/members/new",
    "/admin/members/1",
    "/admin/agencies",
    "/admin/agencies/new",
    "/admin/agencies/1",
    "/admin/journal",
    "/admin/terms",
    "/admin/terms/topic",
    "/admin/terms/synonyms",
    "/admin/terms/1",
)


ACTS = (
    "/admin/members/new",
    "/admin/members/1",
    "/admin/members/1/disable",
    "/admin/members/1/enable",
    "/admin/members/1/password",
    "/admin/members/1/grants",
    "/admin/members/1/grants/1/revoke",
    "/admin/agencies/new",
    "/admin/agencies/1",
    "/admin/terms/topic",
    "/admin/terms/1",
    "/admin/terms/1/retire",
    "/admin/terms/1/revive",
    "/admin/terms/synonyms",
    "/admin/terms/synonyms/1/remove",
)


OTHERS = ("staff", "moderator", "organiser")


def sound_pages() -> list[str]:
    """Return the address of every page, each thing by the id it has here."""
    load_reference()
    ids = {
        "/admin/members/1": make_member().id,
        "/admin/agencies/1": db.session.scalar(select(func.max(Agency.id))),
        "/admin/terms/1": make_term().id,
    }
    leading = {"/admin", "/admin/terms"}
    return [
        address.replace("/1", f"/{ids[address]}") if address in ids else address
        for address in PAGES
        if address not in leading
    ]


@pytest.mark.parametrize("role", OTHERS)
def test_to_others_these_pages_do_not_exist(client: Browser, role: str):
    load_reference()
    make_term()
    client.as_(make_member(role=role))
    for address in PAGES:
        assert client.get(address).status_code == 404, address
    for address in ACTS:
        assert client.post(address, NEW).status_code == 404, address
    assert db.session.scalar(select(func.count(Member.id))) == 1


@pytest.mark.parametrize("scope", ["agency", "community", "topic", "series"])
def test_a_role_over_less_than_the_whole_body_opens_no_admin_page(client: Browser, scope: str):
    client.as_(make_member(role="admin", scope=(scope, 1)))
    for address in PAGES:
        assert client.get(address).status_code == 404, address


def test_an_auditor_reads_the_journal_and_nothing_else(client: Browser):
    load_reference()
    make_term()
    client.as_(make_member(role="auditor"))
    assert client.get("/admin").headers["Location"] == "/admin/journal"
    page = client.see("/admin/journal")
    assert "/admin/members" not in page.text
    for address in PAGES:
        if address not in {"/admin", "/admin/journal"}:
            assert client.get(address).status_code == 404, address
    for address in ACTS:
        assert client.post(address, NEW).status_code == 404, address


def test_a_visitor_is_asked_to_sign_in(client: Browser):
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/login?next="), address
    for address in ACTS:
        assert client.post(address, NEW).status_code == 401, address


def test_every_page_is_sound(admin: Browser):
    assert admin.get("/admin").headers["Location"] == "/admin/members"
    for address in sound_pages():
        admin.see(address)


def test_every_page_is_sound_in_english(admin: Browser):
    admin.post("/account/language", {"language": "en"})
    for address in sound_pages():
        admin.see(address, language="en")
