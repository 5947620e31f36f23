"""Narrowing, the people who know, and what a reader must not learn from any of it."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from cop.accounts import services as accounts
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.search.engine import index
from cop.search.queries import answers
from cop.threads import services as threads
from tests.browser_without_scripts import Browser, Page
from tests.language_of_parts import untold
from tests.make.accounts import load_reference, make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_material, make_recording, make_session, make_transcript
from tests.make.threads import make_reply, make_thread

WORD = "ประปาหมู่บ้าน"
VTT = f"WEBVTT\n\n00:00:12.000 --> 00:00:15.000\nเราเริ่มจากระบบ{WORD}ก่อน\n"
ROLES = ("staff", "organiser", "admin", "auditor", "coordinator", "executive", "reviewer")


def _find(client: Browser, more: str = "", words: str = WORD, **checked: object) -> Page:
    index().refresh()
    return client.see(f"/search?q={words}{more}", **checked)


def _boxes(page: Page, facet: str) -> dict[str, tuple[str, bool]]:
    """Return (words beside the box, whether it is ticked) by value."""
    found = {}
    for label in page.all(".//label[@class='facet']"):
        box = label.find("input")
        if box.get("name") == facet:
            found[box.get("value")] = (page.words(label), box.get("checked") is not None)
    return found


def _shown(page: Page) -> str:
    """Return the page without what is another at each request."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.text)


def _state(address: str) -> set[tuple[str, str]]:
    return set(parse_qsl(urlsplit(address).query))


def _answered(question: str, answer: str, by) -> None:
    asker = make_member()
    thread = make_thread(author=asker, title=question)
    _accept(thread, make_reply(thread, by, body=answer), asker)


def _accept(thread, reply, asker) -> None:
    with transaction():
        threads.mark_answer(thread, reply, by=actor_of(asker), at=now())


def test_values_of_every_facet_are_counted_by_name(client: Browser) -> None:
    load_reference()
    water = make_agency("กองประปาภูธร")
    make_lesson(what_happened=WORD, agency_id=water.id, province_code="50", kind="caution")
    make_lesson(what_happened=WORD, agency_id=water.id, topics=("T02", "T03"))
    page = _find(client.as_(make_member()))
    assert _boxes(page, "agency") == {str(water.id): ("กองประปาภูธร 2", False)}
    assert _boxes(page, "province") == {"50": ("เชียงใหม่ 1", False)}
    assert {value: words.split()[-1] for value, (words, _) in _boxes(page, "topic").items()} == {
        "T02": "2",
        "T03": "1",
    }
    assert set(_boxes(page, "principle")) == {"P1", "P3"}
    assert _boxes(page, "type")["caution"] == ("ข้อพึงระวัง 1", False)
    assert set(_boxes(page, "outcome")) == {"mixed"}
    assert _boxes(page, "state") == {"published": ("เผยแพร่แล้ว 2", False)}
    assert len(_boxes(page, "community")) == 2


def test_a_chosen_value_narrows_and_leaves_the_others_to_choose(client: Browser) -> None:
    make_lesson(what_happened=WORD, kind="caution")
    make_lesson(what_happened=WORD, kind="how_to")
    make_lesson(what_happened=WORD, kind="how_to")
    client.as_(make_member())
    page = _find(client, "&type=caution&sort=newest")
    assert page.total == 1
    assert _boxes(page, "type") == {
        "caution": ("ข้อพึงระวัง 1", True),
        "how_to": ("วิธีปฏิบัติ 2", False),
    }
    (chip,) = page.all(".//ul[@class='chosen']/li/a[@class='x on']")
    assert "ข้อพึงระวัง" in page.words(chip)
    assert _state(chip.get("href")) == {("q", WORD), ("sort", "newest")}
    assert client.see(chip.get("href")).total == 3
    assert _find(client, "&type=caution&type=how_to").total == 3


def test_two_facets_narrow_together(client: Browser) -> None:
    make_lesson(what_happened=WORD, kind="caution", outcome="success")
    make_lesson(what_happened=WORD, kind="caution", outcome="mixed")
    make_lesson(what_happened=WORD, kind="how_to", outcome="success")
    page = _find(client.as_(make_member()), "&type=caution&outcome=success")
    assert page.total == 1
    assert {value: words.split()[-1] for value, (words, _) in _boxes(page, "type").items()} == {
        "caution": "1",
        "how_to": "1",
    }


def test_years_stand_as_bars_that_are_links(client: Browser) -> None:
    from datetime import date  # noqa: PLC0415

    for day in (date(2018, 1, 5), date(2020, 1, 5), date(2020, 2, 5)):
        make_lesson(what_happened=WORD, occurred_from=day)
    client.as_(make_member())
    page = _find(client)
    bars = page.all(".//ol[@class='years']/li")
    assert len(bars) == 3
    assert bars[1].find("a") is None
    assert "ปี 2563 พบ 2 รายการ" in page.words(bars[2])
    narrowed = client.see(bars[2].find("a").get("href"))
    assert narrowed.total == 2
    (on,) = narrowed.all(".//ol[@class='years']//a[@aria-current]")
    assert client.see(on.get("href")).total == 3


def test_those_who_wrote_and_answered_are_named(client: Browser) -> None:
    writer, helper, gone = (make_member(given_name=name) for name in ("กัลยา", "ขวัญใจ", "คนที่ลาออก"))
    make_lesson(author=writer, what_happened=WORD)
    make_lesson(author=writer, what_happened=WORD)
    make_lesson(author=gone, what_happened=WORD)
    _answered(f"ใครดูแล{WORD}", "ลองถามกองช่าง", helper)
    with transaction():
        accounts.disable(gone, by=SYSTEM, at=now())
    page = _find(client.as_(make_member()))
    people = page.all(".//aside[@class='who']//li")
    assert [page.words(one.find(".//a")) for one in people] == ["กัลยา ใจดี", "ขวัญใจ ใจดี"]
    assert "2 บทเรียน" in page.words(people[0])
    assert "ตอบ 1 ครั้ง" in page.words(people[1])
    assert people[0].find(".//a").get("href") == f"/members/{writer.id}"
    own = _find(client.as_(writer))
    assert f"/members/{writer.id}" not in own.text


def test_the_empty_answer_leads_to_a_question(client: Browser) -> None:
    page = _find(client.as_(make_member()), words="คำที่ไม่มีในที่ใด")
    assert page.total == 0
    (ask,) = [a for a in page.all(".//section[@class='empty']//a") if "ตั้งคำถาม" in page.words(a)]
    assert _state(ask.get("href")) == {("title", "คำที่ไม่มีในที่ใด")}


def test_all_kinds_on_one_page_keep_to_twelve_statements(client: Browser) -> None:
    make_lesson(what_happened=WORD)
    make_reply(make_thread(title=f"ถามเรื่อง{WORD}"), body=WORD)
    exchange = make_session(theme=f"เสวนา{WORD}")
    make_transcript(make_recording(exchange), VTT)
    make_material(exchange, title=f"คู่มือ{WORD}")
    client.as_(make_member())
    page = _find(client)
    assert {kind for kind, _ in page.hits} == {
        "lesson", "thread", "session", "recording", "material"
    }  # fmt: skip
    assert page.queries <= 12
    narrowed = _find(client, "&state=published&outcome=mixed&fiscal_year=2563")
    assert narrowed.queries <= 12


@pytest.mark.parametrize("role", ROLES)
def test_a_secret_changes_nothing_for_who_may_not_read_it(client: Browser, role: str) -> None:
    reader, writer = make_member(role=role), make_member()
    make_lesson(author=writer, what_happened=WORD)
    _find(client.as_(reader))
    before = _find(client)
    closed = make_community(kind="members", members=(writer,))
    hidden = make_agency("กองที่ไม่มีใครรู้จัก")
    make_lesson(
        community=closed,
        author=writer,
        title_th=f"ความลับ{WORD}",
        kind="how_to",
        outcome="unexpected",
        topics=("T05",),
        agency_id=hidden.id,
    )
    _answered_in(closed, writer)
    after = _find(client)
    assert _shown(after) == _shown(before)
    for more in ("&topic=T05", f"&agency={hidden.id}", f"&community={closed.id}", "&type=how_to"):
        page = _find(client, more)
        assert page.total == 0
        assert closed.name not in page.text
    assert _find(client.as_(writer)).total == 3


def _answered_in(community, writer) -> None:
    thread = make_thread(community, writer, title=f"ถามลับเรื่อง{WORD}")
    _accept(thread, make_reply(thread, writer, body=WORD), writer)


def test_english_pages_say_what_is_thai(client: Browser) -> None:
    reader, writer = make_member(language="en"), make_member()
    make_lesson(author=writer, what_happened=WORD, kind="caution")
    make_transcript(make_recording(make_session(theme=f"เสวนา{WORD}")), VTT)
    _answered(f"ใครดูแล{WORD}", WORD, writer)
    page = _find(client.as_(reader), "&outcome=mixed&outcome=success", language="en")
    names = [name for one in (reader, writer) for name in (one.given_name, one.family_name)]
    assert untold(page.tree, names) == []
    page = _find(client, language="en")
    assert untold(page.tree, names) == []


def test_counts_of_the_best_alone_are_called_so(client: Browser, monkeypatch) -> None:
    for number in range(9):
        make_thread(title=f"{WORD} ข้อ {number}")
    monkeypatch.setattr(answers, "MOST_DOCUMENTS", 6)
    monkeypatch.setattr(answers, "ENOUGH", 3)
    monkeypatch.setattr(answers, "PER_PAGE", 2)
    page = _find(client.as_(make_member()))
    assert page.total == 9
    tabs = page.words(page.tree.find(".//nav[@class='tabs']"))
    assert "ทั้งหมด 9" in tabs
    assert "ถาม-ตอบ 3+" in tabs
    assert "นับจาก 3 รายการแรก" in page.words()
    assert len(_find(client, "&page=3").hits) == 2
    of_a_kind = _find(client, "&kind=thread")
    assert "พบอย่างน้อย 6 รายการ" in of_a_kind.words()


def test_counts_of_all_are_not(client: Browser) -> None:
    make_thread(title=WORD)
    page = _find(client.as_(make_member()))
    assert "+" not in page.words(page.tree.find(".//nav[@class='tabs']"))
    assert "รายการแรก" not in page.words()
