"""Signing in: right, wrong, shut out, slowed, and where it leads."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import func, select

from cop.accounts import services
from cop.accounts.models import Member, SignIn, SignInAttempt
from cop.accounts.services import Browser as Where
from cop.core import passwords
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import PASSWORD, make_member


@pytest.fixture
def braked(app: Flask):
    app.config["RATE_LIMITS"] = "on"
    yield
    app.config["RATE_LIMITS"] = "off"


def enter(client: Browser, email: str, password: str = PASSWORD, **fields: str):
    return client.post("/login", {"email": email, "password": password, **fields})


def test_right_password_opens_a_sign_in_and_leads_home(client: Browser):
    member = make_member("somchai@example.go.th")
    page = client.send(
        "/login", {"email": "  Somchai@Example.go.th ", "password": PASSWORD}, status=303
    )
    assert page.response.headers["Location"] == "/"
    row = db.session.scalars(select(SignIn)).one()
    assert row.member_id == member.id
    assert len(row.token_hash) == 64
    assert db.session.scalars(select(Entry.what).where(Entry.by_id == member.id)).all() == [
        "signed_in"
    ]


def test_sign_in_leads_to_the_page_that_was_asked_for(client: Browser):
    make_member("a@example.go.th")
    asked = client.get("/account/profile?x=ก")
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/login?next=")
    page = client.send(
        "/login",
        {"email": "a@example.go.th", "password": PASSWORD},
        page=asked.headers["Location"],
    )
    assert page.response.headers["Location"] == "/account/profile?x=%E0%B8%81"


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: Browser):
    make_member("a@example.go.th")
    cookie = enter(client, "a@example.go.th").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_sign_in_replaces_the_session_it_found(client: Browser):
    make_member("a@example.go.th")
    client.see("/login")
    with client.client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    enter(client, "a@example.go.th")
    with client.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


@pytest.mark.parametrize("email", ["a@example.go.th", "nobody@example.go.th", "ไม่มี", "'--"])
def test_wrong_password_says_one_thing_whoever_it_was(client: Browser, email: str):
    make_member("a@example.go.th")
    page = client.send("/login", {"email": email, "password": "wrong words here"}, status=422)
    assert "อีเมลหรือรหัสผ่านไม่ถูกต้อง" in page.text
    assert page.words(page.all(".//title")[0]).startswith("ข้อผิดพลาด: ")
    assert "wrong words here" not in page.text


def test_empty_fields_are_named(client: Browser):
    page = client.send("/login", {"email": "", "password": ""}, status=422)
    assert "กรอกอีเมลและรหัสผ่าน" in page.text
    assert not db.session.scalar(select(func.count(SignInAttempt.id)))


def test_what_was_typed_as_email_stays(client: Browser):
    page = client.send("/login", {"email": "a@example.go.th", "password": "x"}, status=422)
    assert page.tree.find(".//input[@id='email']").get("value") == "a@example.go.th"


def test_a_disabled_account_cannot_sign_in_and_looks_like_an_unknown_one(client: Browser):
    member = make_member("a@example.go.th")
    with transaction():
        services.disable(member, by=SYSTEM, at=now())
    shut = client.send("/login", {"email": "a@example.go.th", "password": PASSWORD}, status=422)
    unknown = client.send("/login", {"email": "b@example.go.th", "password": PASSWORD}, status=422)
    assert shut.words(shut.all(".//section")[0]) == unknown.words(unknown.all(".//section")[0])


def test_an_unknown_name_costs_one_hash_like_a_known_one(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
):
    make_member("a@example.go.th")
    asked: list[str] = []
    real = passwords._hasher

    class Counting:
        def verify_and_update(self, password: str, kept: str):
            asked.append(kept)
            return real.verify_and_update(password, kept)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    enter(client, "a@example.go.th", "wrong")
    enter(client, "nobody@example.go.th", "wrong")
    assert len(asked) == 2
    assert asked[0].split("$")[:4] == asked[1].split("$")[:4], "same cost"


def test_an_old_hash_is_renewed_at_sign_in(client: Browser):
    cheap = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    member = make_member("a@example.go.th")
    with transaction():
        member.password_hash = cheap
    assert enter(client, "a@example.go.th").status_code == 303
    assert "m=19456,t=2,p=1" in db.session.get(Member, member.id).password_hash


def test_five_failures_slow_the_sixth_and_the_owner_gets_in_later(client: Browser, braked: None):
    make_member("a@example.go.th")
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        for _ in range(5):
            assert enter(client, "a@example.go.th", "wrong").status_code == 422
        slowed = enter(client, "a@example.go.th")
        assert slowed.status_code == 429
        assert slowed.headers["Retry-After"] == "1"
        assert "โปรดรอ 1 วินาที" in Page(slowed, 0).check().text
        clock.shift(1)
        assert enter(client, "a@example.go.th").status_code == 303
        assert not db.session.scalar(select(func.count(SignInAttempt.id)))


def failed(email: str, address: str = "127.0.0.1") -> int:
    """Count a try as the sign-in page does, without its slow hash; return the seconds to wait."""
    with transaction():
        return services.begin_sign_in(email, Where("", address), at=now())


def test_the_wait_doubles_to_at_most_fifteen_minutes(client: Browser, braked: None):
    make_member("a@example.go.th")
    waits = []
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        while len(waits) < 8:
            if wait := failed("a@example.go.th"):
                waits.append(wait)
                clock.shift(wait)
        assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
        assert enter(client, "a@example.go.th").status_code == 303, "the wait is over"
        assert failed("a@example.go.th") == 0, "and forgotten"


def test_the_longest_wait_is_fifteen_minutes_however_often_one_tries(app: Flask):
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        begin = now()
        for _ in range(400):
            wait = failed("a@example.go.th", "203.0.113.7")
            assert wait <= 15 * 60
            clock.shift(wait)
            if now() - begin > timedelta(hours=6):
                break
        clock.shift(15 * 60 + 1)
        assert failed("a@example.go.th") == 0


def test_a_name_that_nobody_has_is_slowed_too(client: Browser, braked: None):
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False):
        answers = [enter(client, "nobody@example.go.th", "wrong").status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2


def test_one_address_over_many_accounts_is_stopped_at_thirty(client: Browser, braked: None):
    make_member("owner@example.go.th")
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        for number in range(30):
            assert failed(f"m{number}@example.go.th") == 0
        assert enter(client, "owner@example.go.th").status_code == 429
        forged = client.client.post(
            "/login",
            data={"csrf_token": client.token(), "email": "owner@example.go.th", "password": "x"},
            headers={"X-Forwarded-For": "203.0.113.9"},
        )
        assert forged.status_code == 429
        assert failed("owner@example.go.th", "203.0.113.9") == 0, "elsewhere all is well"
        clock.shift(15 * 60 + 1)
        assert enter(client, "owner@example.go.th").status_code == 303


def test_addresses_of_one_ipv6_network_count_as_one(app: Flask):
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False):
        for number in range(30):
            assert failed(f"m{number}@example.go.th", f"2001:db8:1:2::{number:x}") == 0
        assert failed("x@example.go.th", "2001:db8:1:2:ffff::1") > 0
        assert failed("x@example.go.th", "2001:db8:1:3::1") == 0


def test_no_brake_where_rate_limits_are_off(client: Browser):
    make_member("a@example.go.th")
    for _ in range(8):
        assert enter(client, "a@example.go.th", "wrong").status_code == 422
    assert enter(client, "a@example.go.th").status_code == 303


def test_a_reader_who_is_signed_in_goes_on_at_once(client: Browser):
    client.as_(make_member())
    answer = client.get("/login?next=/account/profile")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account/profile"


def test_a_form_without_a_token_is_refused_and_changes_nothing(client: Browser):
    make_member("a@example.go.th")
    data = {"email": "a@example.go.th", "password": PASSWORD}
    answer = client.client.post("/login", data=data)
    assert answer.status_code == 400
    assert Page(answer, 0).check().tree.find(".//input[@id='password']") is not None
    assert not db.session.scalar(select(func.count(SignIn.id)))


def test_demo_accounts_stand_on_the_page_only_in_development_with_the_demo(
    app: Flask, client: Browser
):
    assert "บัญชีสำหรับทดลอง" not in client.see("/login").text
    make_member("staff@demo.example", is_sample=True)
    assert "staff@demo.example" in client.see("/login").text
    app.config["ENV"] = "production"
    try:
        assert "staff@demo.example" not in client.see("/login").text
    finally:
        app.config["ENV"] = "development"


def test_the_form_serves_password_managers(client: Browser):
    page = client.see("/login")
    email, password = (page.tree.find(f".//input[@id='{one}']") for one in ("email", "password"))
    assert email.get("autocomplete") == "username"
    assert email.get("type") == "email"
    assert password.get("autocomplete") == "current-password"
    assert not [name for name in password.attrib if name.startswith("on")]
