"""Where one is signed in, and all that ends a sign-in."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from cop.accounts import queries, services
from cop.accounts.models import Member, SignIn
from cop.accounts.services import Browser as Where
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, What
from tests.browser_without_scripts import Browser
from tests.make.accounts import (
    PASSWORD,
    cookie_of,
    is_dead,
    make_member,
)


def test_sign_ins_are_listed_with_this_one_marked(client: Browser):
    member = make_member()
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    with transaction():
        proof = services.prove(member.email, PASSWORD)
        services.sign_in(proof, Where(agent, "203.0.113.7"), at=now())
    client.as_(member)
    page = client.see("/account/sign-ins")
    rows = page.all(".//ul[@class='sign-ins']/li")
    assert len(rows) == 2
    texts = [page.words(row) for row in rows]
    phone = next(text for text in texts if "Chrome บน Android" in text)
    assert "203.0.113.7" in phone
    assert "เครื่องนี้" not in phone
    assert sum("เครื่องนี้" in text for text in texts) == 1


def test_one_sign_in_is_ended_and_the_others_live_on(client: Browser):
    member = make_member()
    phone = Browser(client.app).as_(member)
    client.as_(member)
    row = select(SignIn.id).where(SignIn.token_hash == queries.token_hash(cookie_of(phone)))
    client.send(f"/account/sign-ins/{db.session.scalar(row)}/end", {}, page="/account/sign-ins")
    assert phone.get("/account/profile").status_code == 302
    assert client.get("/account/profile").status_code == 200


def test_ending_this_sign_in_signs_out(client: Browser):
    client.as_(make_member())
    token = cookie_of(client)
    one = db.session.scalar(select(SignIn.id))
    answer = client.post(f"/account/sign-ins/{one}/end")
    assert answer.headers["Location"] == "/login"
    assert is_dead(client, token)


def test_all_other_sign_ins_are_ended_at_once(client: Browser):
    member = make_member()
    others = [Browser(client.app).as_(member) for _ in range(3)]
    client.as_(member)
    client.send("/account/sign-ins/end-others", {}, page="/account/sign-ins")
    assert "ออกจากระบบแล้ว 3 เครื่อง" in client.see("/account/sign-ins").text
    assert all(one.get("/account/profile").status_code == 302 for one in others)


@pytest.mark.parametrize("number", ["{theirs}", "999999", "99999999999999999999"])
def test_a_sign_in_of_somebody_else_is_not_there(client: Browser, number: str):
    theirs = Browser(client.app).as_(make_member())
    one = db.session.scalar(select(SignIn.id))
    client.as_(make_member())
    answer = client.post(f"/account/sign-ins/{number.format(theirs=one)}/end")
    assert answer.status_code == 404
    assert theirs.get("/account/profile").status_code == 200


def test_logout_kills_the_cookie(client: Browser):
    client.as_(make_member())
    token = cookie_of(client)
    assert client.post("/logout").status_code == 303
    assert is_dead(client, token)
    assert client.post("/logout").status_code == 303, "twice does no harm"
    what = select(func.count(Entry.id)).where(Entry.what == What.SIGNED_OUT)
    assert db.session.scalar(what) == 1


def test_logout_is_no_link(client: Browser):
    client.as_(make_member())
    assert client.get("/logout").status_code == 405
    assert client.get("/account/profile").status_code == 200


def test_a_changed_role_kills_the_cookie(client: Browser):
    member = make_member()
    client.as_(member)
    with transaction():
        services.give(member, "moderator", by=SYSTEM, at=now())
    assert client.get("/account/profile").status_code == 302
    client.as_(member)
    grant = queries.grants([member.id])[-1]
    with transaction():
        services.revoke(grant.id, by=SYSTEM, at=now())
    assert client.get("/account/profile").status_code == 302


def test_a_disabled_account_loses_its_sign_ins_for_good(client: Browser):
    member = make_member()
    client.as_(member)
    token = cookie_of(client)
    with transaction():
        services.disable(db.session.get_one(Member, member.id), by=SYSTEM, at=now())
    assert is_dead(client, token)
    with transaction():
        services.enable(db.session.get_one(Member, member.id), by=SYSTEM, at=now())
    assert is_dead(client, token)


@pytest.mark.parametrize(
    ("role", "idle", "absolute"),
    [
        ("staff", timedelta(hours=8), timedelta(days=7)),
        ("admin", timedelta(minutes=30), timedelta(hours=12)),
    ],
)
def test_a_sign_in_ends_unused_and_ends_at_last(
    client: Browser, role: str, idle: timedelta, absolute: timedelta
):
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        begin = now()
        member = make_member(role=role)
        client.as_(member)
        clock.move_to(begin + idle)
        assert client.get("/account/profile").status_code == 200, "just in time"
        clock.move_to(begin + idle + idle)
        assert client.get("/account/profile").status_code == 200, "use keeps it alive"
        clock.move_to(begin + idle + idle + idle + timedelta(seconds=1))
        assert client.get("/account/profile").status_code == 302, "unused too long"
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        begin = now()
        client.as_(member)
        while now() + idle < begin + absolute:
            clock.shift(idle)
            assert client.get("/account/profile").status_code == 200
        clock.move_to(begin + absolute)
        assert client.get("/account/profile").status_code == 302, "absolute end"


def test_seeing_is_noted_but_rarely(client: Browser):
    with time_machine.travel("2020-07-09 06:15:00Z", tick=False) as clock:
        client.as_(make_member())
        begin = now()
        clock.shift(60)
        client.get("/account/profile")
        assert db.session.scalar(select(SignIn.last_seen_at)) == begin
        clock.shift(300)
        client.get("/account/profile")
        assert db.session.scalar(select(SignIn.last_seen_at)) == now()
