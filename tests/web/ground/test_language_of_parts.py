"""On English pages, what is Thai says so: every kind of page with the demo's content."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from cop.accounts.models import Member
from cop.db import db
from cop.lessons.models import Lesson
from cop.sessions.models import ExchangeSession, Series
from cop.web.i18n import COOKIE
from tests.browser_without_scripts import Browser, Page, _filled
from tests.language_of_parts import THAI, untold
from tests.web.operations.test_demo import load_all

ACCOUNTS = ("", "staff", "moderator", "organiser", "admin")
# Pages of one kind differ by state; so many of each are opened for each person.
OF_A_KIND = 5
# The search page belongs to its own tests; downloads and answers for scripts are no pages.
LEFT_OUT = re.compile(
    r"search\.|home\.(read_date|healthz|readyz)|asset_file|materials\.download|admin\.export_journal"
)
REFUSALS = {400, 403, 409, 422}
# Beside what everybody meets: pages that are found only where the walk reads every list.
OPENED = {
    "home.front",
    "lessons.show",
    "lessons.edit",
    "lessons.history",
    "lessons.print_page",
    "lessons.diff",
    "moderation.item",
    "threads.show",
    "threads.edit",
    "threads.edit_reply",
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


def led_to(page: Page, address: str) -> Iterator[str]:
    """Return where the links and the filled forms of a page lead."""
    for link in page.all(".//a[@href]"):
        other = urldefrag(urljoin(address, link.get("href")))[0]
        if other.startswith("/"):
            yield other
    for form in page.all(".//form[@action]"):
        if form.get("method", "get").lower() == "get":
            yield f"{form.get('action')}?{urlencode(_filled(form), doseq=True)}"


class Walk:
    """All pages that one person can reach by links, a few of each kind."""

    def __init__(self, app: Flask, account: str, most: int = OF_A_KIND) -> None:
        self.app = app
        self.most = most
        self.browser = Browser(app)
        if account:
            self.browser.as_(f"{account}@demo.example")
        self.seen: dict[str, list[str]] = {}

    def pages(self) -> Iterator[tuple[str, Page]]:
        waiting, known = ["/lessons?state=withdrawn", "/"], {"/"}
        while waiting:
            address = waiting.pop(0)
            if not self._is_wanted(address):
                continue
            page = self._open(address)
            if page is None:
                continue
            yield address, page
            for other in led_to(page, address):
                if other not in known:
                    known.add(other)
                    waiting.append(other)

    def kind(self, address: str, method: str = "GET") -> str:
        """Return the endpoint that answers there, "" for none."""
        addresses = self.app.url_map.bind("localhost")
        try:
            return str(addresses.match(urlsplit(address).path, method)[0])
        except HTTPException:
            return ""

    def _is_wanted(self, address: str) -> bool:
        kind = self.kind(address)
        if not kind:
            return False
        opened = self.seen.setdefault(kind, [])
        if LEFT_OUT.match(kind) or MEDIA.match(kind) or len(opened) >= self.most:
            return False
        opened.append(address)
        return True

    def _open(self, address: str) -> Page | None:
        answer = self.browser.get(address, follow_redirects=True)
        if answer.status_code != 200:
            return None
        return Page(answer, 0)


@pytest.fixture
def demo(app: Flask) -> Iterator[list[str]]:
    """The demo's content, everybody reading in English; the names of its people."""
    load_all()
    names = []
    for one in db.session.scalars(select(Member)):
        one.language = "en"
        names += [one.given_name, one.family_name, one.title]
    db.session.commit()
    add_more(Browser(app))
    app.config["PUBLIC_READING"] = True
    yield names
    app.config["PUBLIC_READING"] = False


def add_more(browser: Browser) -> None:
    """Add what the demo has none of: a lesson withdrawn, one opened to all, one revised."""
    lessons = db.session.execute(
        select(Lesson.number, Member.email)
        .join(Member, Member.id == Lesson.author_id)
        .where(Lesson.state == "published", Member.email != "moderator@demo.example")
        .order_by(Lesson.id.desc())
        .limit(3)
    ).all()
    old, public, revised = (f"/lessons/{number}" for number, _author in lessons)
    browser.as_("moderator@demo.example")
    browser.send(f"{old}/withdraw", {"words": "ระเบียบเปลี่ยนแล้ว"}, page=old)
    browser.send(f"{public}/open-to-public", {}, page=public)
    browser.as_(lessons[2][1])
    browser.send(f"{revised}/edit", {"summary": "สรุปใหม่", "note": "เล่าให้สั้นลง"})


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


def test_a_session_called_off_says_its_reason_is_thai(app, demo):
    series, *place = db.session.execute(
        select(Series.slug, ExchangeSession.fiscal_year, ExchangeSession.number)
        .join(Series, Series.id == ExchangeSession.series_id)
        .where(ExchangeSession.state == "announced")
    ).first()
    address = "/sessions/{}/{}/{}".format(series, *place)
    organiser = Browser(app).as_("organiser@demo.example")
    organiser.send(f"{address}/cancel", {"reason": "ห้องประชุมปิดซ่อม"})
    page = organiser.see(address, language="en")
    assert "ห้องประชุมปิดซ่อม" in page.text
    assert not untold(page.tree, demo)


def test_answers_to_forms_say_what_is_thai_too(app, demo):
    """What was refused or came too late is shown again, with what others saved meanwhile."""
    wrong, known, answers = set(), set(), Counter()
    for account in ACCOUNTS[1:]:
        walk = Walk(app, account, 2)
        forms = [form for _, page in walk.pages() for form in page.all(".//form[@method='post']")]
        for form in forms:
            address = form.get("action")
            if (kind := walk.kind(address, "POST")) in known:
                continue
            known.add(kind)
            for fields in refused(form):
                answer = Page(walk.browser.post(address, fields), 0)
                answers[answer.status] += 1
                if answer.status in REFUSALS:
                    found = untold(answer.tree, demo)
                    wrong |= {f"{address} {answer.status} {one}" for one in found}
    assert not wrong, "\n".join(sorted(wrong))
    assert answers[409] >= 8, answers
    assert answers[422] >= 8, answers


def refused(form: Any) -> Iterator[dict[str, Any]]:
    """Return the form with a change over an older version, and with one field too long."""
    fields = {name: value for name, value in _filled(form).items() if name != "csrf_token"}
    texts = [one.get("name") for one in form.iter("textarea") if one.get("name") in fields]
    texts += [one.get("name") for one in form.iter("input") if one.get("type", "text") == "text"]
    if not texts:
        return
    late = {name: f"{fields[name]} ใหม่" for name in texts if THAI.search(str(fields.get(name)))}
    if "version" in fields:
        yield {**fields, **late, "version": "0"}
    changed = {name: f"{fields.get(name, '')} ใหม่" for name in texts}
    yield {**fields, **changed, texts[0]: "ยาวไป" * 5_000}


def test_pages_for_thai_readers_stay_as_they_are(app):
    load_all()
    for address, page in Walk(app, "staff", 2).pages():
        said = [one.tag for one in page.tree.iter() if one.get("lang") == "th"]
        assert said == ["html"], address
