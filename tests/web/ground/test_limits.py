"""Brakes on writing and searching."""

from pathlib import Path

import pytest
from flask import Flask

from cop.app import create_app
from cop.db import Base, db
from tests.browser_without_scripts import Browser
from tests.conftest import site_settings
from tests.make.accounts import make_member
from tests.queues import QUEUES, emptied


@pytest.fixture(params=QUEUES)
def braked(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    url = emptied(request.param)
    return create_app(site_settings(tmp_path, RATE_LIMITS="on", REDIS_URL=url))


def test_sixty_forms_a_minute_and_no_more(braked: Flask) -> None:
    client = braked.test_client()
    answers = [client.post("/account/language") for _ in range(62)]
    assert {one.status_code for one in answers[:60]} == {400}
    assert answers[60].status_code == 429
    assert 1 <= int(answers[60].headers["Retry-After"]) <= 60


def test_reading_is_not_braked(braked: Flask) -> None:
    client = braked.test_client()
    assert {client.get("/healthz").status_code for _ in range(150)} == {200}


def test_searching_is_braked(braked: Flask) -> None:
    client = braked.test_client()
    answers = [client.get("/search/suggest?q=").status_code for _ in range(121)]
    assert answers[:120] == [200] * 120
    assert answers[120] == 429


def test_twenty_pictures_a_minute_beside_other_forms(braked: Flask) -> None:
    with braked.app_context():
        Base.metadata.create_all(db.engine)
        client = Browser(braked).as_(make_member())
        answers = [client.post("/pictures").status_code for _ in range(21)]
        assert set(answers[:20]) == {422}
        assert answers[20] == 429
        assert client.post("/account/language", {"language": "th"}).status_code == 303
        db.session.remove()
        db.engine.dispose()
