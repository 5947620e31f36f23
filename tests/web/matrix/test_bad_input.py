"""Whatever is sent, the answer is a page that says what to do; nothing breaks."""

import re

import pytest

from tests.browser_without_scripts import Page
from tests.web.matrix.test_writing_matrix import send
from tests.web.matrix.walking import Walker
from tests.web.matrix.writes import WRITES

BAD = {
    "nothing": "",
    "spaces": " \u200b\u00a0\n",
    "far too much": "ก" * 12_000,
    "no number": "abc",
    "below zero": "-1",
    "digits that are none": "²³",
    "too great a number": "9" * 25,
    "a zero byte": "ก\x00ข",
    "half a letter": "\udc81ก",
    "markup": "<script>alert(1)</script>{{7*7}}",
    "an end of the line": "ก\r\nSet-Cookie: a=b",
    "directions turned round": "\u202eกขค\u2066",
}
THAI = re.compile("[\u0e01-\u0e5b]")
ANSWERS = {200, 201, 303, 400, 403, 404, 409, 413, 422}
# What addresses ask for; some of it is answered at once, so not all is asked together.
ASKED = (
    "page q kind community fiscal_year series state sort t quote to lesson revision only lang next",
    "since number member what text show type topic principle agency province outcome",
    "p",
    "from",
    "community",
)
READ = (
    "search.results",
    "search.suggest",
    "lessons.index",
    "lessons.show",
    "lessons.diff",
    "lessons.new",
    "lessons.edit",
    "threads.index",
    "threads.show",
    "threads.new",
    "sessions.index",
    "sessions.new",
    "sessions.show",
    "recordings.show",
    "communities.index",
    "communities.show",
    "communities.talk",
    "communities.members",
    "moderation.queue",
    "admin.journal",
    "admin.members",
    "admin.agencies",
    "terms.synonyms",
    "home.read_date",
    "accounts.login",
)
OWN = {
    "lessons.edit": ("writer", "lesson_org"),
    "moderation.queue": ("moderator", ""),
    "sessions.new": ("organiser", ""),
    "accounts.login": ("visitor", ""),
}
OF = {
    "lessons": "lesson_public",
    "threads": "thread_public",
    "sessions": "session_public",
    "recordings": "session_public_recording",
    "communities": "open_community",
}


@pytest.mark.parametrize("endpoint", WRITES)
def test_no_form_breaks_on_bad_input(fresh, endpoint):
    write = WRITES[endpoint]
    names = [*write.filled(fresh.world), *write.takes]
    for kind, text in BAD.items():
        browser = fresh.enter(write.by)
        answer = send(fresh, browser, endpoint, **dict.fromkeys(names, encoded(text)))
        assert answer.status_code in ANSWERS, f"{kind}: {answer.status_code}"
        if answer.status_code == 422:
            page = Page(answer, 0).check()
            assert page.words(page.all(".//title")[0]).startswith("ข้อผิดพลาด: "), kind
            leads_somewhere(fresh, browser, page)
            links_lead_to_fields(page)


@pytest.mark.parametrize("endpoint", WRITES)
def test_problems_are_told_in_the_language_of_the_reader(fresh, endpoint):
    write = WRITES[endpoint]
    names = [*write.filled(fresh.world), *write.takes]
    browser = fresh.enter(write.by)
    assert browser.post("/account/language", {"language": "en"}).status_code == 303
    for kind in ("nothing", "far too much", "no number"):
        answer = send(fresh, browser, endpoint, **dict.fromkeys(names, BAD[kind]))
        if answer.status_code in {413, 422}:
            page = Page(answer, 0).check("en")
            # What is too much as a whole is refused unread: there is no form to point into.
            told = [page.words(one) for one in problems(page)] or [page.h1] * (
                answer.status_code == 413
            )
            assert told, kind
            assert not THAI.search(" ".join(told)), told


@pytest.mark.parametrize("endpoint", READ)
def test_no_page_breaks_on_a_bad_address(walker, endpoint):
    role, name = OWN.get(endpoint, ("admin" if endpoint[:5] in {"admin", "terms"} else "staff", ""))
    thing = walker.world.things.get(name or OF.get(endpoint.partition(".")[0], ""))
    address = walker.page(endpoint, thing)
    for kind, text in BAD.items():
        for names in ASKED:
            query = dict.fromkeys(names.split(), encoded(text[:3_000]))
            answer = walker.browser(role).get(address, query_string=query)
            assert answer.status_code < 500, f"{kind} as {names}: {answer.status_code}"


def problems(page: Page) -> list:
    """Return the summary of what is wrong, and the lines at the fields."""
    summary = page.all(".//section[@data-error-summary]")
    return [*summary, *(one for one in page.all(".//p") if one.get("class") == "err")]


def links_lead_to_fields(page: Page) -> None:
    """Each problem in the summary leads to its field, where the page has that field at all."""
    parts = [one for one in page.tree.iter() if isinstance(one.tag, str)]
    ids, names = {one.get("id") for one in parts}, {one.get("name") for one in parts}
    for summary in page.all(".//section[@data-error-summary]"):
        for link in summary.iter("a"):
            target = link.get("href").removeprefix("#")
            assert target in ids or target.removesuffix("-0") not in names, target


def leads_somewhere(walker: Walker, browser, page: Page) -> None:
    """Whoever changes the language on a page with errors comes to a page, not to a dead end."""
    where = [one.get("value") for one in page.all(".//input[@name='next']")]
    answer = browser.get(where[0])
    assert answer.status_code in {200, 301, 302}, f"{where[0]}: {answer.status_code}"


def encoded(text: str) -> bytes:
    """Return the bytes that are sent; half a letter stays half a letter."""
    return text.encode("utf-8", "surrogateescape")
