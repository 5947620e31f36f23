"""On English pages, what is Thai says so: every kind of page with the demo's content."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from cop.accounts.models import Member
from cop.db import db
from cop.web.i18n import COOKIE
from tests.browser_without_scripts import Browser, Page
from tests.language_of_parts import untold
from tests.web.operations.test_demo import load_all

ACCOUNTS = ("", "staff", "moderator", "organiser", "admin")
# Pages of one kind differ by state; so many of each are opened for each person.
OF_A_KIND = 3
# The search page belongs to its own tests; downloads and answers for scripts are no pages.
LEFT_OUT = re.compile(r"search\.|home\.(read_date|healthz|readyz)|asset_file|materials\.download")
# Beside what everybody meets: pages that are found only where the walk reads every list.
OPENED = {
    "home.front",
    "lessons.show",
    "lessons.edit",
    "lessons.history",
    "lessons.print_page",
    "moderation.item",
    "threads.show",
    "threads.edit",
    "sessions.show",
    "sessions.speakers",
    "recordings.show",
    "communities.members",
    "accounts.show_member",
    "admin.edit_member",
    "terms.edit",
    "terms.synonyms",
}
MEDIA = re.compile(r"recordings\.(media|captions)")


class Walk:
    """All pages that one person can reach by links, a few of each kind."""

    def __init__(self, app: Flask, account: str) -> None:
        self.app = app
        self.browser = Browser(app)
        if account:
            self.browser.as_(f"{account}@demo.example")
        self.seen: dict[str, list[str]] = {}

    def pages(self) -> Iterator[tuple[str, Page]]:
        waiting, known = ["/"], {"/"}
        while waiting:
            address = waiting.pop(0)
            if not self._is_wanted(address):
                continue
            page = self._open(address)
            if page is None:
                continue
            yield address, page
            for link in page.all(".//a[@href]"):
                other = urldefrag(urljoin(address, link.get("href")))[0]
                if other.startswith("/") and other not in known:
                    known.add(other)
                    waiting.append(other)

    def _is_wanted(self, address: str) -> bool:
        try:
            kind, _values = self.app.url_map.bind("localhost").match(urlsplit(address).path)
        except HTTPException:
            return False
        opened = self.seen.setdefault(kind, [])
        if LEFT_OUT.match(kind) or MEDIA.match(kind) or len(opened) >= OF_A_KIND:
            return False
        opened.append(address)
        return True

    def _open(self, address: str) -> Page | None:
        answer = self.browser.get(address, follow_redirects=True)
        if answer.status_code != 200:
            return None
        return Page(answer, 0)


@pytest.fixture
def demo(app: Flask) -> list[str]:
    """The demo's content, everybody reading in English; the names of its people."""
    load_all()
    names = []
    for one in db.session.scalars(select(Member)):
        one.language = "en"
        names += [one.given_name, one.family_name, one.title]
    db.session.commit()
    return names


def test_every_page_says_what_is_thai(app, demo):
    wrong, kinds = set(), set()
    for account in ACCOUNTS:
        walk = Walk(app, account)
        walk.browser.client.set_cookie(COOKIE, "en")
        for address, page in walk.pages():
            assert page.tree.get("lang") == "en", address
            wrong |= {f"{address} {one}" for one in untold(page.tree, demo)}
        kinds |= set(walk.seen)
    assert not wrong, "\n".join(sorted(wrong))
    missing = OPENED - kinds
    assert not missing, missing


def test_pages_for_thai_readers_stay_as_they_are(app):
    load_all()
    for address, page in Walk(app, "staff").pages():
        said = [one.tag for one in page.tree.iter() if one.get("lang") == "th"]
        assert said == ["html"], address
