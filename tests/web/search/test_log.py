"""What is kept of a search: after the page, without numbers of people, and not for long."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.core.errors import Refused
from cop.db import db, transaction
from cop.search import jobs, services
from cop.search.masking import CITIZEN_ID, EMAIL, PHONE, masked
from cop.search.models import Search
from cop.search.services.remembering import question_of
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of
from tests.make.lessons import make_lesson
from tests.make.searches import make_click, make_search


def _kept() -> list[Search]:
    db.session.remove()
    return list(db.session.scalars(select(Search).order_by(Search.id)))


def test_a_search_is_kept_as_typed_and_as_compared(client: Browser) -> None:
    agency = make_agency()
    reader = make_member(agency_id=agency.id)
    make_lesson(title_th="บัตรคิวกระดาษหน้าเคาน์เตอร์")
    client.as_(reader).see("/search?q=บัตรคิว+ปี+๒๕๖๓&kind=lesson&fiscal_year=2563")
    (row,) = _kept()
    assert (row.typed, row.folded) == ("บัตรคิว ปี ๒๕๖๓", "บัตรคิว ปี 2563")
    assert (row.kinds, row.filters) == (["lesson"], {"fiscal_year": ["2563"]})
    assert (row.member_id, row.agency_id, row.is_members) == (reader.id, agency.id, True)
    assert row.clicked_rank is None


def test_the_number_found_is_the_number_shown(client: Browser) -> None:
    make_lesson(title_th="บัตรคิวกระดาษหน้าเคาน์เตอร์")
    client.as_(make_member())
    page = client.see("/search?q=บัตรคิวกระดาษ")
    client.see("/search?q=เครื่องบินทะเล")
    assert page.total == 1
    assert [row.found for row in _kept()] == [1, 0]


@pytest.mark.parametrize("address", ["/search", "/search?q=+", "/search?q=บัตรคิว&page=2"])
def test_only_first_pages_with_words_are_kept(client: Browser, address: str) -> None:
    client.as_(make_member()).see(address)
    assert _kept() == []


def test_a_visitors_search_is_nobodys(client: Browser) -> None:
    client.app.config["PUBLIC_READING"] = True
    try:
        client.see("/search?q=บัตรคิว")
    finally:
        client.app.config["PUBLIC_READING"] = False
    (row,) = _kept()
    assert (row.member_id, row.agency_id, row.is_members) == (None, None, False)


def test_nothing_is_written_before_the_page_has_gone_out(client: Browser) -> None:
    answer = client.as_(make_member()).client.get("/search?q=บัตรคิว")
    assert answer.status_code == 200
    assert _kept() == []
    answer.close()
    assert len(_kept()) == 1


def test_a_log_that_cannot_be_written_spoils_no_search(client: Browser, monkeypatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise OSError("no queue")

    monkeypatch.setattr(jobs.keep_search, "later", broken)
    assert client.as_(make_member()).see("/search?q=บัตรคิว").status == 200
    assert _kept() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("บัตร 1-2345-67890-12-3 หาย", f"บัตร {CITIZEN_ID} หาย"),
        ("๑๒๓๔๕๖๗๘๙๐๑๒๓", CITIZEN_ID),
        ("โทร 081-234-5678", f"โทร {PHONE}"),
        ("โทร 02 123 4567 ต่อ 9", f"โทร {PHONE} ต่อ 9"),
        ("+66 81 234 5678", PHONE),
        ("somchai.j@moi.example.go.th ส่งงาน", f"{EMAIL} ส่งงาน"),
        ("ปีงบประมาณ 2563 2564", "ปีงบประมาณ 2563 2564"),
        ("หนังสือ ที่ มท 0208/ว 1234", "หนังสือ ที่ มท 0208/ว 1234"),
        ("งบ 1,250,000,000 บาท", "งบ 1,250,000,000 บาท"),
    ],
)
def test_numbers_of_people_are_masked_and_other_numbers_are_not(typed: str, kept: str) -> None:
    assert masked(typed) == kept


def test_masked_words_reach_neither_row_nor_filter(client: Browser) -> None:
    client.as_(make_member()).see("/search?q=โทร+0812345678&agency=0812345678")
    (row,) = _kept()
    assert "0812345678" not in f"{row.typed}{row.folded}{row.filters}"
    assert question_of("โทร 0812345678") == row.folded


def test_the_first_opened_result_is_kept(client: Browser) -> None:
    client.as_(make_member())
    client.see("/search?q=บัตรคิว")
    assert client.post("/search/clicks", {"q": "บัตรคิว", "rank": "3"}).status_code == 204
    client.post("/search/clicks", {"q": "บัตรคิว", "rank": "1"})
    assert [row.clicked_rank for row in _kept()] == [3]


def test_a_click_belongs_to_the_readers_own_newest_search(client: Browser) -> None:
    reader, other = make_member(), make_member()
    make_search("บัตรคิว", reader, found=2, at=now() - timedelta(hours=3))
    make_search("บัตรคิว", reader, found=2)
    make_search("บัตรคิว", other, found=2)
    make_click(reader, "บัตรคิว ", 2)
    assert [row.clicked_rank for row in _kept()] == [None, 2, None]


def test_a_click_without_a_search_is_no_error(client: Browser) -> None:
    client.as_(make_member())
    assert client.post("/search/clicks", {"q": "อะไร", "rank": "1"}).status_code == 204


@pytest.mark.parametrize("rank", ["", "0", "-1", "x", "1001", "99999999999"])
def test_a_place_that_is_none_is_refused(client: Browser, rank: str) -> None:
    client.as_(make_member())
    assert client.post("/search/clicks", {"q": "อะไร", "rank": rank}).status_code == 400


def test_whose_search_it_was_is_forgotten_after_30_days(client: Browser) -> None:
    reader = make_member()
    for days in (29, 31, 399, 401):
        make_search(f"บัตรคิว {days}", reader, at=now() - timedelta(days=days))
    jobs.forget()
    assert [(row.typed, row.member_id) for row in _kept()] == [
        ("บัตรคิว 29", reader.id),
        ("บัตรคิว 31", None),
        ("บัตรคิว 399", None),
    ]


def test_the_log_is_the_systems_own(client: Browser) -> None:
    judge = actor_of(make_member(role="admin"))
    for act in (
        lambda: services.log(services.Asked("ก", 1), by=judge, at=now()),
        lambda: services.note_click(judge.id or 0, "ก", 1, by=judge, at=now()),
        lambda: services.forget(by=judge, at=now()),
    ):
        with pytest.raises(Refused), transaction():
            act()
    with transaction():
        services.forget(by=SYSTEM, at=now())
