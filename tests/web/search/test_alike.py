"""What is about the same, beside lessons, threads and sessions."""

from importlib import import_module
from urllib.parse import unquote

import pytest

from cop.core.clock import now
from cop.db import transaction
from cop.search.engine import index
from cop.search.port import IndexBroken
from cop.search.queries import alike
from cop.threads import services as threads
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_session
from tests.make.threads import make_thread

WORDS = "บ่อพักน้ำประปาหมู่บ้านรั่วซึมหลังฤดูฝน เครื่องสูบน้ำบาดาลชำรุด"
OTHERS = ("หอกระจายเสียง", "แข่งเรือยาวประเพณี", "สวนสาธารณะริมคลอง", "ถนนลาดยางขรุขระ")


def _fill() -> None:
    """Make documents that have none of the words: in a handful every word is a common one."""
    for place in range(12):
        make_thread(title=f"{OTHERS[place % 4]} {place}", body=OTHERS[(place + 1) % 4])
    index().refresh()


def _near(page: Page) -> list[str]:
    found = page.tree.find(".//section[@aria-labelledby='near']")
    return [] if found is None else [unquote(one.get("href")) for one in found.findall(".//a")]


def test_pages_show_what_is_about_the_same(client: Browser) -> None:
    lesson = make_lesson(title_th="ซ่อมบ่อพักน้ำประปา", what_happened=WORDS)
    thread = make_thread(title="เครื่องสูบน้ำบาดาลชำรุด", body=WORDS)
    exchange = make_session(theme="เสวนาประปาหมู่บ้าน", objectives=WORDS)
    _fill()
    client.as_(make_member())
    pages = {
        "lesson": f"/lessons/{lesson.number}",
        "thread": f"/threads/{thread.id}/{thread.slug}",
        "session": f"/sessions/cops/{exchange.fiscal_year}/{exchange.number}",
    }
    pages["session"] = next(
        address for address in _near(client.see(pages["lesson"])) if "/sessions/" in address
    )
    for kind, address in pages.items():
        page = client.see(address)
        assert set(_near(page)) == {other for name, other in pages.items() if name != kind}
        assert page.queries <= 12


@pytest.mark.parametrize("role", ["staff", "organiser", "admin", "auditor", "reviewer"])
def test_a_secret_is_near_nothing_for_who_may_not_read_it(client: Browser, role: str) -> None:
    inside, outside = make_member(), make_member(role=role)
    lesson = make_lesson(title_th="ซ่อมบ่อพักน้ำประปา", what_happened=WORDS)
    closed = make_community(kind="members", members=(inside,))
    secret = make_lesson(community=closed, author=inside, title_th="ลับ", what_happened=WORDS)
    _fill()
    address = f"/lessons/{lesson.number}"
    assert _near(client.as_(inside).see(address)) == [f"/lessons/{secret.number}"]
    page = client.as_(outside).see(address)
    assert _near(page) == []
    assert str(secret.number) not in page.text


def test_secrets_do_not_take_the_places_of_what_may_be_read(client: Browser, monkeypatch) -> None:
    module = import_module("cop.search.queries.alike")
    monkeypatch.setattr(module, "PROPOSED", 3)
    monkeypatch.setattr(module, "FULL", 3)
    inside, outside = make_member(), make_member()
    lesson = make_lesson(title_th="ซ่อมบ่อพักน้ำประปา", what_happened=WORDS)
    closed = make_community(kind="members", members=(inside,))
    for place in range(4):
        make_thread(closed, inside, title=f"บ่อพักน้ำประปา {place}", body=WORDS)
    open_one = make_thread(title="ถามเรื่องอื่น", body="เครื่องสูบน้ำบาดาลชำรุด")
    for _ in range(3):
        _fill()
    found = {(one.kind, one.id) for one in alike(actor_of(outside), "lesson", lesson.id)}
    assert ("thread", open_one.id) in found


def test_what_was_removed_is_gone_at_once(client: Browser) -> None:
    lesson = make_lesson(title_th="ซ่อมบ่อพักน้ำประปา", what_happened=WORDS)
    thread = make_thread(title="เครื่องสูบน้ำบาดาลชำรุด", body=WORDS)
    _fill()
    client.as_(make_member())
    address = f"/lessons/{lesson.number}"
    assert len(_near(client.see(address))) == 1
    judge = make_member(role="moderator")
    with transaction():
        threads.remove_thread(thread, reason="ผิดที่", by=actor_of(judge), at=now())
    assert _near(client.see(address)) == []


def test_a_page_asks_the_index_once_for_many_readers(client: Browser, monkeypatch) -> None:
    lesson = make_lesson(title_th="ซ่อมบ่อพักน้ำประปา", what_happened=WORDS)
    for _ in range(5):
        make_thread(title="เครื่องสูบน้ำบาดาลชำรุด", body=WORDS)
    for _ in range(3):
        _fill()
    asked = []
    similar = type(index()).similar
    monkeypatch.setattr(
        type(index()), "similar", lambda *given: asked.append(given) or similar(*given)
    )
    for _ in range(3):
        page = client.as_(make_member()).see(f"/lessons/{lesson.number}")
        assert len(_near(page)) == 4
    assert len(asked) == 1


def test_a_broken_index_leaves_the_section_out(client: Browser, monkeypatch) -> None:
    def broken(*_args: object) -> None:
        raise IndexBroken("gone")

    lesson = make_lesson()
    monkeypatch.setattr(type(index()), "similar", broken)
    assert _near(client.as_(make_member()).see(f"/lessons/{lesson.number}")) == []
