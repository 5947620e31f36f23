"""The page where a question finds little: what it may have meant, and what comes near."""

from urllib.parse import quote

from cop.search.engine import index
from cop.thai.keyboard import to_latin
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson

TEXT = "หน่วยงานสร้างนวัตกรรมภาครัฐและจัดงบประมาณเพื่อป้องกันน้ำท่วมในชุมชน"


def proposed(page) -> list[str]:
    return ["".join(link.itertext()) for link in page.all(".//p[@class='hint']/a")]


def test_a_wrong_layout_is_offered_and_one_click_away(client: Browser, counted) -> None:
    client.as_(make_member())
    make_lesson(what_happened=TEXT)
    counted()
    typed = to_latin("งบประมาณ น้ำท่วม")
    page = client.see(f"/search?q={quote(typed)}")
    (link,) = page.all(".//p[@class='hint']/a")
    assert "งบประมาณ น้ำท่วม" in "".join(link.itertext())
    there = client.see(link.get("href"))
    assert len(there.all(".//article[@data-kind='lesson']")) == 1
    assert proposed(there) == []


def test_a_misspelt_question_shows_what_comes_near_and_says_so(client: Browser, counted) -> None:
    client.as_(make_member())
    lesson = make_lesson(what_happened=TEXT)
    counted()
    page = client.see("/search?q=นสรงนว")
    (hit,) = page.all(".//article[@data-kind='lesson']")
    assert hit.get("data-id") == lesson.number
    assert "ใกล้เคียง" in page.text
    nonsense = client.see("/search?q=ฌรุฎฆฬฌญฑ")
    assert nonsense.all(".//article[@data-kind]") == []
    assert "ใกล้เคียง" not in nonsense.text


def test_closed_content_is_offered_to_nobody_else(client: Browser, counted) -> None:
    owner = make_member()
    closed = make_community(kind="members", members=(owner,))
    make_lesson(author=owner, community=closed, visibility="community", what_happened=TEXT)
    counted()
    client.as_(make_member())
    for typed in (to_latin("งบประมาณ น้ำท่วม"), "นวตกรรม", "หน่วงานสร้งนวัตกรมภาครัฐ"):
        page = client.see(f"/search?q={quote(typed)}")
        assert page.all(".//article[@data-kind]") == []
        assert proposed(page) == []
        assert index().ready()
