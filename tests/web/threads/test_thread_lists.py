"""Lists of threads."""

from datetime import timedelta

from flask import Flask

from cop.core.actor import PUBLIC_VISITOR, VISITOR
from cop.core.clock import now
from cop.threads import queries
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.threads import make_reply, make_thread, mark


def titles(page: Page) -> list[str]:
    return [page.words(one) for one in page.all(".//li[@class='topic']//h3")]


def test_the_latest_activity_comes_first(client: Browser) -> None:
    early = make_thread(title="เรื่องเก่า", at=now() - timedelta(days=3))
    make_thread(title="เรื่องใหม่", at=now() - timedelta(days=1))
    client.as_(make_member())
    assert titles(client.see("/threads")) == ["เรื่องใหม่", "เรื่องเก่า"]
    make_reply(early)
    assert titles(client.see("/threads")) == ["เรื่องเก่า", "เรื่องใหม่"]


def test_unanswered_questions_come_longest_waiting_first(client: Browser) -> None:
    asker = make_member()
    make_thread(title="รอสามวัน", at=now() - timedelta(days=3))
    make_thread(title="รอห้าวัน", at=now() - timedelta(days=5))
    make_thread(title="สนทนา", kind="discussion")
    done = make_thread(title="ตอบแล้ว", author=asker)
    make_reply(done)
    mark(done, 1, asker)
    client.as_(make_member())
    page = client.see("/threads?only=unanswered")
    assert titles(page) == ["รอห้าวัน", "รอสามวัน"]
    chosen = page.tree.find(".//a[@aria-current='true']")
    assert page.words(chosen) == "ยังไม่มีคำตอบ 2"


def test_filters_narrow_by_kind_community_and_owner(client: Browser) -> None:
    me = make_member()
    place = make_community("งานทะเบียน")
    make_thread(place, title="ในชุมชน")
    make_thread(title="ของฉัน", author=me)
    make_thread(title="คุยกัน", kind="discussion")
    client.as_(me)
    assert titles(client.see("/threads?kind=discussion")) == ["คุยกัน"]
    assert titles(client.see("/threads?only=mine")) == ["ของฉัน"]
    assert titles(client.see("/threads?community=งานทะเบียน")) == ["ในชุมชน"]
    assert len(titles(client.see("/threads?kind=nonsense&only=x&community=y"))) == 3


def test_an_answered_question_shows_its_answer(client: Browser) -> None:
    asker = make_member()
    thread = make_thread(author=asker)
    make_reply(thread, body="ใช้แผ่นรายการเอกสารแทนคน")
    mark(thread, 1, asker)
    page = client.as_(make_member()).see("/threads")
    assert "คำตอบ: ใช้แผ่นรายการเอกสารแทนคน" in page.words()
    assert "มีคำตอบแล้ว" in page.words()


def test_empty_lists_say_what_to_do_next(client: Browser) -> None:
    client.as_(make_member())
    assert "ยังไม่มีกระทู้ตามที่เลือก" in client.see("/threads").words()
    assert "ทุกคำถามมีคำตอบแล้ว" in client.see("/threads?only=unanswered").words()
    assert "ยังไม่มีกระทู้ของฉัน" in client.see("/threads?only=mine").words()


def test_a_list_has_pages_of_twenty_and_a_constant_number_of_queries(client: Browser) -> None:
    place, author = make_community(), make_member()
    make_thread(place, author)
    client.as_(make_member())
    few = client.see("/threads").queries
    for _ in range(21):
        make_thread(place, author)
    page = client.see("/threads")
    assert page.queries == few
    assert len(titles(page)) == 20
    assert len(titles(client.see("/threads?page=2"))) == 2
    assert "ไม่มีหน้านี้" in client.see("/threads?page=9").words()


def test_closed_threads_are_neither_listed_nor_counted(client: Browser) -> None:
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    make_thread(closed, member, title="เรื่องลับ")
    outsider = make_member()
    page = client.as_(outsider).see("/threads")
    assert "เรื่องลับ" not in page.text
    assert closed.name not in page.text
    assert queries.listing(actor_of(outsider), queries.Listing(), 1)[1].all == 0
    assert titles(client.as_(member).see("/threads")) == ["เรื่องลับ"]


def test_visitors_see_public_threads_only_where_the_site_allows_it(
    client: Browser, app: Flask
) -> None:
    make_thread(title="เปิด", visibility="public")
    make_thread(title="ภายใน")
    assert client.get("/threads").status_code == 302
    app.config["PUBLIC_READING"] = True
    try:
        assert titles(client.see("/threads")) == ["เปิด"]
    finally:
        app.config["PUBLIC_READING"] = False
    assert queries.latest(VISITOR) == []
    assert [card.title for card in queries.latest(PUBLIC_VISITOR)] == ["เปิด"]


def test_cards_are_only_of_what_the_reader_may_read(app: Flask) -> None:
    member, outsider = make_member(), make_member()
    closed = make_community(kind="members", members=(member,))
    inside, outside = make_thread(closed, member), make_thread()
    ids = [inside.id, outside.id, 9999]
    assert set(queries.cards(actor_of(outsider), ids)) == {outside.id}
    assert set(queries.cards(actor_of(member), ids)) == {inside.id, outside.id}
    assert queries.cards(actor_of(member), []) == {}


def test_latest_and_unanswered_may_be_of_one_community(app: Flask) -> None:
    reader = actor_of(make_member())
    here = make_community()
    make_thread(here, title="ที่นี่")
    make_thread(title="ที่อื่น")
    assert [card.title for card in queries.latest(reader, community_id=here.id)] == ["ที่นี่"]
    assert [card.title for card in queries.unanswered(reader, communities=[here.id])] == ["ที่นี่"]
    card = queries.latest(reader, limit=1)[0]
    assert card.url_values == {"thread_id": card.id, "slug": card.slug}
