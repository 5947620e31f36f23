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


def test_a_misspelt_question_may_be_asked_for_similar_letters(client: Browser, counted) -> None:
    client.as_(make_member())
    lesson = make_lesson(what_happened=TEXT)
    counted()
    page = client.see("/search?q=นสรงนว")
    assert page.total == 0
    (link,) = [one for one in page.all(".//a") if "near=1" in one.get("href", "")]
    there = client.see(link.get("href"))
    assert there.hits == [("lesson", lesson.number)]
    assert "ตัวอักษรใกล้เคียง" in there.text
    nonsense = client.see("/search?q=ฌรุฎฆฬฌญฑ&near=1")
    assert nonsense.total == 0
    assert not [one for one in nonsense.all(".//a") if "near=1" in one.get("href", "")]


def test_a_broken_word_is_offered_mended_even_where_its_crumbs_are_found(
    client: Browser, counted
) -> None:
    client.as_(make_member())
    make_lesson(what_happened=TEXT)
    for number in range(6):
        make_lesson(what_happened=f"นว ตก รร ม {number} และยอดเงินนั้นตกค้าง")
    counted()
    page = client.see(f"/search?q={quote('นวตกรรม')}")
    assert page.total >= 5
    assert "นวัตกรรม" in "".join(proposed(page))
    assert proposed(client.see(f"/search?q={quote('ยอดเงินตกค้าง')}")) == []


def test_closed_content_is_offered_to_nobody_else(client: Browser, counted) -> None:
    owner = make_member()
    closed = make_community(kind="members", members=(owner,))
    make_lesson(author=owner, community=closed, visibility="community", what_happened=TEXT)
    counted()
    client.as_(make_member())
    for typed in (to_latin("งบประมาณ น้ำท่วม"), "นวตกรรม", "หน่วงานสร้งนวัตกรมภาครัฐ"):
        page = client.see(f"/search?q={quote(typed)}")
        assert page.hits == []
        assert proposed(page) == []
        assert client.see(f"/search?q={quote(typed)}&near=1").hits == []
        assert index().ready()
