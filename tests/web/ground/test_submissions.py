"""A form sent twice makes one thing."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from cop.accounts.models import Agency
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db
from cop.submissions import Submission, content_key, once
from tests.make.accounts import make_member


def _maker(made: list[str]):
    def make() -> str:
        from cop.accounts import services  # noqa: PLC0415

        agency = services.create_agency(f"a{len(made)}", "กองทดสอบ", by=SYSTEM, at=now())
        made.append(agency.code)
        return f"/agencies/{agency.id}"

    return make


def _agencies() -> int:
    return db.session.scalar(select(func.count(Agency.id))) or 0


def test_second_sending_gets_the_first_address(app: Flask) -> None:
    member, made = make_member(), []
    first = once(member.id, "form:1", _maker(made))
    second = once(member.id, "form:1", _maker(made))
    assert first == second
    assert _agencies() == 1


def test_other_members_and_keys_are_other_sendings(app: Flask) -> None:
    one, two, made = make_member(), make_member(), []
    once(one.id, "form:1", _maker(made))
    once(two.id, "form:1", _maker(made))
    once(one.id, "form:2", _maker(made))
    assert _agencies() == 3


def test_sending_that_failed_may_be_repeated(app: Flask) -> None:
    member, made = make_member(), []

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(member.id, "form:1", fail)
    once(member.id, "form:1", _maker(made))
    assert _agencies() == 1


def test_content_counts_for_ten_minutes(app: Flask) -> None:
    member, made = make_member(), []
    key = content_key("/x", [("body", "ขอบคุณ")])
    start = now()
    once(member.id, key, _maker(made))
    with time_machine.travel(start + timedelta(minutes=9), tick=False):
        once(member.id, key, _maker(made))
    assert _agencies() == 1
    with time_machine.travel(start + timedelta(minutes=11), tick=False):
        once(member.id, key, _maker(made))
    assert _agencies() == 2
    assert db.session.scalar(select(func.count(Submission.id))) == 1


def test_ten_at_once_make_one(app: Flask) -> None:
    member_id, made, answers = make_member().id, [], []

    def send() -> None:
        with app.app_context():
            try:
                answers.append(once(member_id, "form:1", _maker(made)))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 10
    assert len(set(answers)) == 1
    db.session.rollback()
    assert _agencies() == 1
