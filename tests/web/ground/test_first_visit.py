"""A first visit stays cheap: the page and all that its HTML, style sheets and scripts name."""

import re

import pytest
from sqlalchemy import select

from bench.visit import named_in
from cop.db import db
from cop.sessions.models import Recording
from tests.browser_without_scripts import Browser
from tests.web.operations.test_demo import load_all

MOST_REQUESTS = 12
SESSION = "/sessions/cops/2563/4"
PAGES = (
    "/",
    "/lessons",
    "/lessons/new",
    "/threads",
    "/threads/new",
    "/sessions",
    "/sessions/new",
    SESSION,
    f"{SESSION}/edit",
    f"{SESSION}/recordings/new",
    "/account/profile",
    "/search?q=บริการ",
)
# What a script loads only where the page has use for it; bench counts what is loaded always.
LATER = re.compile(rb"""querySelector\("([\w-]+)"\)\) import\("([^"]+)"\)""")


@pytest.fixture
def organiser(app, client):
    load_all()
    return client.as_("organiser@demo.example")


def test_first_visit_makes_few_requests(organiser):
    too_many = {}
    recording = db.session.scalar(select(Recording.id).limit(1))
    for page in (*PAGES, f"/recordings/{recording}"):
        loaded = first_visit(organiser, page)
        assert len(loaded) > 5, f"{page} names its style sheets and scripts"
        if len(loaded) > MOST_REQUESTS:
            too_many[page] = loaded
    assert not too_many


def first_visit(browser: Browser, page: str) -> list[str]:
    """Return every address that a browser with an empty cache asks for."""
    waiting, loaded, markup = [page], [], b""
    while waiting:
        address = waiting.pop()
        if address in loaded:
            continue
        answer = browser.get(address)
        assert answer.status_code == 200, address
        loaded.append(address)
        body = answer.get_data()
        markup = markup or body
        waiting += named_in(address, answer.mimetype, body)
        if address.endswith(".js"):
            waiting += later(address, body, markup)
    return loaded


def later(address: str, script: bytes, markup: bytes) -> list[str]:
    """Return what the script loads for an element that the page has."""
    wanted = [path for element, path in LATER.findall(script) if b"<" + element in markup]
    return named_in(address, "text/javascript", b"".join(b'import "%s"\n' % one for one in wanted))
