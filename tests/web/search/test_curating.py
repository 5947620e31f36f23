"""What curators learn from searching: what found nothing, what nobody opened, and how it goes."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from cop.core.clock import now
from cop.search.queries import log
from cop.thai.fiscal_year import BANGKOK
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.searches import make_click, make_search


@pytest.fixture
def curator(client: Browser) -> Browser:
    return client.as_(make_member(role="moderator"))


def _rows(page) -> list[list[str]]:
    table = page.all(".//table[@class='grid-t stacks']")
    if not table:
        return []
    return [[page.words(cell) for cell in row] for row in table[0].findall("./tbody/tr")]


def test_questions_without_result_stand_together_by_how_often(curator: Browser) -> None:
    one, two = make_member(), make_member()
    make_search("ฝายชะลอนํ้า ๒๕๖๓", one)
    make_search("ฝายชะลอน้ำ  2563", two)
    make_search("ฝายชะลอน้ำ 2563", two)
    make_search("ตู้ปันสุข", one)
    make_search("บัตรคิว", one, found=4)
    rows = _rows(curator.see("/search/queries"))
    assert [row[1:4] for row in rows] == [["3", "2", "3"], ["1", "1", "1"]]
    assert rows[0][0].startswith("ฝายชะลอ")


def test_the_newest_count_tells_what_is_settled(curator: Browser) -> None:
    make_search("ตู้ปันสุข", found=0, at=now() - timedelta(days=3))
    make_search("ตู้ปันสุข", found=2)
    (row,) = _rows(curator.see("/search/queries"))
    assert "ครั้งล่าสุดพบ 2 รายการ" in row[4]


def test_the_period_is_chosen(curator: Browser) -> None:
    make_search("ตู้ปันสุข", at=now() - timedelta(days=40))
    make_search("ฝายชะลอน้ำ", at=now() - timedelta(days=100))
    assert _rows(curator.see("/search/queries")) == []
    (row,) = _rows(curator.see("/search/queries?days=90"))
    assert row[0] == "ตู้ปันสุข"


def test_seldom_opened_needs_three_searches_of_members(curator: Browser) -> None:
    reader = make_member()
    for _ in range(3):
        make_search("บัตรคิว", reader, found=9)
        make_search("งบประมาณ", reader, found=9)
        make_search("ของผู้มาเยือน", None, found=9)
    for _ in range(2):
        make_search("เพิ่งค้นสองครั้ง", reader, found=9)
    make_click(reader, "งบประมาณ", 1)
    (row,) = _rows(curator.see("/search/queries?show=unopened"))
    assert row[:4] == ["บัตรคิว", "3", "1", "3"]


def test_each_question_leads_on(client: Browser) -> None:
    writer = make_member(role="moderator")
    make_community(members=(writer,))
    make_search("ตู้ปันสุข")
    curator = client.as_(writer)
    page = curator.see("/search/queries")
    links = [one.get("href") for one in page.all(".//td//a")]
    assert links == [
        "/lessons/new?title=%E0%B8%95%E0%B8%B9%E0%B9%89%E0%B8%9B%E0%B8%B1%E0%B8%99%E0%B8%AA%E0%B8%B8%E0%B8%82"
    ]
    form = curator.see(links[0])
    assert form.tree.find(".//*[@name='title_th']").text.strip() == "ตู้ปันสุข"


def test_who_keeps_synonyms_is_led_there(client: Browser) -> None:
    both = make_member(role="moderator")
    from cop.accounts import services  # noqa: PLC0415
    from cop.core.actor import SYSTEM  # noqa: PLC0415
    from cop.db import transaction  # noqa: PLC0415

    with transaction():
        services.give(both, "admin", by=SYSTEM, at=now())
    make_search("ตู้ปันสุข")
    links = [one.get("href") for one in client.as_(both).see("/search/queries").all(".//td//a")]
    assert any(link.startswith("/admin/terms/synonyms?short=") for link in links)


def test_dismissed_and_brought_back(curator: Browser) -> None:
    make_search("ตู้ปันสุข")
    make_search("ฝายชะลอน้ำ")
    sent = {"question": "ตู้ปันสุข", "show": "nothing", "days": "90"}
    for _ in range(2):
        answer = curator.post("/search/queries/dismiss", sent)
        assert answer.headers["Location"] == "/search/queries?show=nothing&days=90"
    page = curator.see("/search/queries")
    assert [row[0] for row in _rows(page)] == ["ฝายชะลอน้ำ"]
    assert "คำที่นำออกแล้ว 1 คำ" in page.text
    curator.send("/search/queries/recall", {}, page="/search/queries")
    assert len(_rows(curator.see("/search/queries"))) == 2


@pytest.mark.parametrize("question", ["", "ก" * 201])
def test_what_is_no_question_is_not_dismissed(curator: Browser, question: str) -> None:
    sent = {"question": question}
    assert curator.post("/search/queries/dismiss", sent).status_code == 303
    assert "เลือกจากรายการอีกครั้ง" in curator.see("/search/queries").text


def test_the_table_for_spreadsheets(curator: Browser) -> None:
    make_search('=HYPERLINK("http://x")')
    make_search("ตู้ปันสุข", make_member())
    answer = curator.get("/search/queries/export.csv?show=nothing&days=90")
    assert answer.mimetype == "text/csv"
    assert "searches-nothing-90.csv" in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text[1:]))
    assert head[0] == "คำค้น"
    assert {row[0] for row in rows} == {"ตู้ปันสุข", '\'=HYPERLINK("http://x")'}
    assert [row[1:5] for row in rows if row[0] == "ตู้ปันสุข"] == [["1", "1", "1", "0"]]


def test_weeks_begin_on_mondays_in_bangkok(app) -> None:
    at = datetime(2026, 3, 4, 12, tzinfo=BANGKOK)
    monday = datetime(2026, 3, 2, 0, 0, tzinfo=BANGKOK)
    make_search("ก", found=1, at=monday)
    make_search("ข", found=0, at=monday + timedelta(days=2))
    make_search("ค", found=0, at=monday - timedelta(minutes=1))
    make_search("ง", found=3, at=monday - timedelta(weeks=13))
    weeks = log.weeks(at)
    assert len(weeks) == 13
    assert [(one.searches, one.without) for one in weeks[-2:]] == [(1, 1), (2, 1)]
    assert weeks[-1].share == 0.5
    assert sum(one.searches for one in weeks) == 3
    assert weeks[-1].begins == monday.date()


def test_the_plot_has_a_table_beside_it(curator: Browser) -> None:
    make_search("ก", found=1)
    make_search("ข")
    page = curator.see("/search/queries")
    bars = page.all(".//figure//{http://www.w3.org/2000/svg}rect")
    assert len(bars) == 13
    assert bars[-1].get("height") == "112"
    rows = page.all(".//details//table/tbody/tr")
    assert [page.words(cell) for cell in rows[0]][1:] == ["2", "1", "50"]


def test_nothing_searched_yet(curator: Browser) -> None:
    page = curator.see("/search/queries")
    assert "ยังไม่มีการค้นหาในช่วงนี้" in page.text
    assert "ไม่มีคำค้นที่ต้องดูแลในช่วงนี้" in page.text


def test_fifty_a_page(curator: Browser) -> None:
    for number in range(53):
        make_search(f"หาไม่เจอ {number}")
    assert len(_rows(curator.see("/search/queries"))) == 50
    assert len(_rows(curator.see("/search/queries?page=2"))) == 3


@pytest.mark.parametrize("role", ["staff", "admin", "organiser"])
def test_others_do_not_learn_that_the_page_is_there(client: Browser, role: str) -> None:
    client.as_(make_member(role=role))
    for address in ("/search/queries", "/search/queries/export.csv"):
        assert client.get(address).status_code == 404


def test_a_moderator_of_one_agency_is_no_curator(client: Browser) -> None:
    unit = make_agency()
    client.as_(make_member(role="moderator", scope=("agency", unit.id)))
    assert client.get("/search/queries").status_code == 404
    client.as_(make_member(role="reviewer"))
    assert client.get("/search/queries").status_code == 200
