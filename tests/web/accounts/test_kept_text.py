"""A form that was sent when the sign-in had ended: its text survives."""

import json

import pytest
from flask import Flask, request

from cop.accounts import services
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.web import kept
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import PASSWORD, make_member

HERE = {"Origin": "http://localhost"}
TEXT = 'บรรทัดแรก\nบรรทัดสอง <b>ไม่ใช่ป้าย</b> & "คำพูด"\n\n- ข้อหนึ่ง\n'


def write(client: Browser, headers: dict[str, str] | None = None, **fields: str) -> Page:
    """Send a profile form, as a browser whose sign-in has ended does."""
    data = {"given_name": TEXT, "form_key": "0123456789abcdef", **fields}
    answer = client.client.post("/account/profile?x=1", data=data, headers=headers or HERE)
    return Page(answer, 0).check()


def kept_of(page: Page) -> str:
    return page.tree.find(".//input[@name='kept_text']").get("value")


def test_the_text_goes_through_sign_in_and_is_shown_in_full_and_sent(client: Browser):
    member = make_member("a@example.go.th")
    client.as_(member)
    with transaction():
        services.give(member, "organiser", by=SYSTEM, at=now())  # ends the sign-in
    asked = write(client)
    assert asked.status == 401
    assert asked.h1 == "เข้าสู่ระบบ"
    assert "ข้อความที่เขียนยังอยู่" in asked.text
    wrong = client.post(
        "/login", {"email": "a@example.go.th", "password": "no", "kept_text": kept_of(asked)}
    )
    still = kept_of(Page(wrong, 0).check())
    answer = client.post(
        "/login", {"email": "a@example.go.th", "password": PASSWORD, "kept_text": still}
    )
    page = Page(answer, 0).check()
    assert page.status == 200
    assert page.h1 == "ข้อความที่เขียนไว้ยังอยู่"
    shown = page.tree.find(".//textarea[@id='kept-1']")
    assert "".join(shown.itertext()).lstrip("\n") == TEXT
    form = page.form("/account/profile")
    sent = {one.get("name"): "".join(one.itertext()) for one in form.iter("textarea")}
    assert sent["given_name"].lstrip("\n") == TEXT
    assert sent["form_key"].strip() == "0123456789abcdef"
    token = form.find(".//input[@name='csrf_token']").get("value")
    again = client.client.post("/account/profile", data={"csrf_token": token, **NAMED})
    assert again.status_code == 303


NAMED = {"given_name": "สมหญิง", "language": "th", "text_size": "1", "version": "1"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", **HERE},
        {"Sec-Fetch-Site": "same-site", **HERE},
        {"X-Nothing": "1"},
    ],
)
def test_a_form_of_another_site_is_not_kept(client: Browser, headers: dict[str, str]):
    page = write(client, headers)
    assert page.status == 401
    assert kept_of(page) == ""
    assert "ไม่ใช่ป้าย" not in page.text


def test_passwords_are_never_carried(client: Browser):
    page = write(client, old_password="ความลับเก่า", new_password="ความลับใหม่")
    assert page.status == 401
    assert "ความลับ" not in page.text
    assert kept_of(page) == ""


def test_a_text_too_long_to_carry_is_not_half_carried(client: Browser):
    page = write(client, body="ก" * (kept.MAX_CHARACTERS + 1))
    assert kept_of(page) == ""
    assert "เข้าสู่ระบบก่อน" in page.text


@pytest.mark.parametrize(
    "packed",
    [
        "not json",
        "[]",
        "{}",
        "null",
        '{"path": "/x"}',
        '{"path": "/x", "pairs": 5}',
        '{"path": "/x", "pairs": [["a"]]}',
        '{"path": "//evil.example", "pairs": [["a", "b"]]}',
        '{"path": "https://evil.example/x", "pairs": [["a", "b"]]}',
        '{"path": "/\\\\evil.example", "pairs": [["a", "b"]]}',
        "[" * 100_000,
    ],
)
def test_a_forged_kept_text_is_dropped(client: Browser, packed: str):
    make_member("a@example.go.th")
    answer = client.post(
        "/login", {"email": "a@example.go.th", "password": PASSWORD, "kept_text": packed}
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_kept_names_and_values_cannot_break_out_of_the_page(client: Browser):
    make_member("a@example.go.th")
    pairs = [['"><script>x</script>', "</textarea><script>x</script>"], ["body", "<img onerror=x>"]]
    packed = json.dumps({"path": "/threads/1/replies", "pairs": pairs})
    answer = client.post(
        "/login", {"email": "a@example.go.th", "password": PASSWORD, "kept_text": packed}
    )
    page = Page(answer, 0).check()
    assert "<script>x" not in page.text
    assert "<img" not in page.text


def test_a_form_with_an_old_token_is_shown_again_to_be_sent(client: Browser):
    client.as_(make_member())
    page = write(client, csrf_token="stale")
    assert page.status == 400
    assert page.h1 == "ข้อความที่เขียนไว้ยังอยู่"
    assert "บรรทัดสอง" in page.text


def test_a_form_with_an_old_token_of_another_site_is_refused(client: Browser):
    client.as_(make_member())
    page = write(client, {"Origin": "https://evil.example"}, csrf_token="stale")
    assert page.status == 400
    assert "บรรทัดสอง" not in page.text


def test_a_sign_in_form_with_an_old_token_keeps_what_it_carried(client: Browser):
    packed = json.dumps({"path": "/x", "pairs": [["body", "ข้อความเดิม"]]})
    data = {"email": "a@b.example", "password": "x", "kept_text": packed, "next": "/lessons"}
    page = Page(client.client.post("/login", data=data, headers=HERE), 0).check()
    assert page.status == 400
    assert kept_of(page) == packed
    assert page.tree.find(".//input[@name='next']").get("value") == "/lessons"


def test_the_configured_address_counts_as_here(app: Flask):
    app.config["BASE_URL"] = "https://cop.example.go.th/"
    try:
        with app.test_request_context(headers={"Origin": "https://cop.example.go.th"}):
            assert kept._from_here()
        with app.test_request_context(headers={"Origin": "http://localhost"}):
            assert request.host == "localhost"
            assert not kept._from_here()
    finally:
        app.config["BASE_URL"] = ""
