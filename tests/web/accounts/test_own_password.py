"""A new password: what is taken, and what it ends."""

from datetime import timedelta

import pytest
import time_machine

from cop.core import passwords
from cop.core.clock import now
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import (
    PASSWORD,
    cookie_of,
    is_dead,
    make_member,
    stored,
)

NEW = "ตลาดเช้าริมคลอง 72 ก้าว"


def test_a_new_password_ends_every_sign_in_and_gives_this_browser_a_fresh_one(client: Browser):
    member = make_member("a@example.go.th")
    other = Browser(client.app).as_(member)
    client.as_(member)
    old = cookie_of(client)
    client.send(
        "/account/password",
        {"old_password": PASSWORD, "new_password": NEW, "new_password_again": NEW},
    )
    assert client.get("/account/profile").status_code == 200
    assert cookie_of(client) != old
    assert other.get("/account/profile").status_code == 302
    assert is_dead(Browser(client.app), old)
    assert passwords.verify(NEW, stored(member).password_hash)[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"old_password": "ผิดแน่นอน"}, "รหัสผ่านปัจจุบันไม่ถูกต้อง"),
        ({"new_password_again": NEW + "x"}, "ไม่ตรงกัน"),
        ({"new_password": "สั้น", "new_password_again": "สั้น"}, "อย่างน้อย 12 ตัวอักษร"),
        ({"new_password": "", "new_password_again": ""}, "กรอกช่องนี้"),
        ({"new_password": "password1234", "new_password_again": "password1234"}, "เดาง่าย"),
    ],
)
def test_a_bad_new_password_is_refused(client: Browser, fields: dict[str, str], words: str):
    member = make_member()
    client.as_(member)
    good = {"old_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    page = client.send("/account/password", {**good, **fields}, 422)
    assert words in page.text
    assert NEW not in page.text
    assert passwords.verify(PASSWORD, stored(member).password_hash)[0]


def test_moderators_need_fifteen_letters(client: Browser):
    member = make_member(role="moderator")
    client.as_(member)
    new = "แมวดำสามตัวครับ"[:13]
    page = client.send(
        "/account/password",
        {"old_password": PASSWORD, "new_password": new, "new_password_again": new},
        422,
    )
    assert "อย่างน้อย 15 ตัวอักษร" in page.text


def test_demo_accounts_may_have_any_password(client: Browser):
    member = make_member("staff@demo.example", is_sample=True)
    client.as_(member)
    client.send(
        "/account/password",
        {"old_password": PASSWORD, "new_password": "abc", "new_password_again": "abc"},
    )
    assert passwords.verify("abc", stored(member).password_hash)[0]


def test_guessing_the_old_password_is_slowed_but_a_weak_new_one_is_not(client: Browser):
    member = make_member()
    client.as_(member)
    client.app.config["RATE_LIMITS"] = "on"
    try:
        with time_machine.travel(now() + timedelta(seconds=1), tick=False):
            weak = {"old_password": PASSWORD, "new_password": "x", "new_password_again": "x"}
            wrong = {"old_password": "no", "new_password": NEW, "new_password_again": NEW}
            for _ in range(7):
                assert client.post("/account/password", weak).status_code == 422
            for _ in range(5):
                assert client.post("/account/password", wrong).status_code == 422
            slowed = client.post("/account/password", wrong)
            assert slowed.status_code == 429
            assert slowed.headers["Retry-After"] == "1"
            Page(slowed, 0).check()
    finally:
        client.app.config["RATE_LIMITS"] = "off"
