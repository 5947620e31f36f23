"""Staff write a lesson, moderators publish it, and everybody finds it who may."""

import re

import pytest

TITLE = "จัดช่องทางนวัตกรรมบริการให้ผู้สูงอายุก่อนเวลาเปิด"
# "นวัตกรรม" and "ข่าว" stand inside unbroken phrases only.
WRITTEN = {
    "title_th": TITLE,
    "what_happened": "เปิดจุดทดลองนวัตกรรมบริการเมื่อปี ๒๕๖๓ มีข่าวแจ้งล่วงหน้าสามวันผ่านผู้ใหญ่บ้าน",
    "lesson": "ควรแจ้งข่าวล่วงหน้าและจัดที่นั่งรอให้พอก่อนเปิดบริการ",
}
REST = {
    "summary": "แจ้งล่วงหน้าและจัดที่นั่งรอก่อนเปิดบริการ ช่วยให้ผู้สูงอายุรอน้อยลง",
    "background": "สำนักทะเบียนมีผู้มารับบริการวันละราว 60 คน",
    "cause": "ผู้สูงอายุมาก่อนเวลาเปิด เพราะรถประจำทางมีเที่ยวเดียว",
    "recommendation": "แจ้งวันเวลาล่วงหน้า\nจัดที่นั่งรอในร่ม",
    "applies_when": "มีผู้มารับบริการก่อนเวลาเปิด",
    "occurred_from": "๙ ก.ค. ๖๓",
}


@pytest.fixture(scope="module")
def number() -> dict[str, str]:
    """What the lesson is called once it has been handed in."""
    return {}


def test_staff_write_three_fields_tick_once_and_hand_in(visit, number):
    staff = visit("staff")
    staff.open("/")
    staff.page.get_by_role("link", name="เขียนบทเรียน").first.click()
    staff.page.wait_for_url("**/lessons/new*")
    staff.fill(**WRITTEN)
    staff.field("pdpa_check").check()
    staff.press("ส่งตรวจเลย")
    found = re.fullmatch(r"/lessons/(LL-\d{4}-\d{4})", staff.path)
    assert found, staff.path
    number["is"] = found[1]
    assert TITLE in staff.words("h1")
    assert not staff.page.get_by_role("button", name="รับตรวจ").count()
    answer = staff.page.goto(f"/moderation/{number['is']}")
    assert answer.status == 404
    answer = staff.page.request.post(
        f"/lessons/{number['is']}/publish", form={"csrf_token": token(staff)}
    )
    assert answer.status == 403
    assert staff.search(TITLE) == 0 or number["is"] not in staff.page.content()


def test_a_moderator_finds_it_waiting_classifies_and_publishes_it(visit, number):
    moderator = visit("moderator")
    moderator.open("/moderation")
    moderator.page.get_by_role("link", name=TITLE).click()
    moderator.page.wait_for_url(f"**/moderation/{number['is']}")
    moderator.press("รับตรวจ")
    moderator.open(f"/lessons/{number['is']}/edit")
    moderator.fill(**REST)
    for name, value in (
        ("outcome", "success"),
        ("principles", "P1"),
        ("topics", "T02"),
        ("process", "PR01"),
    ):
        moderator.choose(name, value)
    moderator.press("บันทึกการจัดหมวด")
    moderator.choose("decision", "publish")
    moderator.press("ยืนยันผล")
    assert moderator.path == f"/lessons/{number['is']}"
    assert re.search(r"9 (กรกฎาคม|ก\.ค\.) 2563", moderator.words())


def test_everybody_finds_it_by_its_words(visit, number):
    reader = visit("outsider")
    assert reader.search("นวัตกรรม") >= 1
    reader.search("นวัตกรรม+ผู้ใหญ่บ้าน")
    hit = reader.page.locator(f"article[data-id='{number['is']}']")
    assert "นวัตกรรม" in hit.locator("mark").all_inner_texts()
    found = [ids(reader, words) for words in ("2563", "๒๕๖๓")]
    assert found[0] == found[1]
    assert number["is"] in ids(reader, "ข่าวล่วงหน้า")
    assert number["is"] in ids(reader, "ข่าว")
    assert number["is"] not in ids(reader, "ข้าว")
    assert not set(ids(reader, "ข้าว")) & set(ids(reader, "ข่าว"))


def test_words_of_a_closed_community_and_of_drafts_betray_nothing(visit):
    word, secret = "ถุงยังชีพลอยน้ำ", "เรื่องลับของกลุ่มเล็ก"
    member = visit("staff")
    member.open("/threads/new?community=disaster-review")
    member.choose("kind", "discussion")
    member.fill(title=f"{secret}เรื่อง{word}", body=f"เล่าเรื่อง{word}ให้กันฟัง")
    member.press("ตั้งกระทู้")
    address = member.path
    member.open("/lessons/new")
    member.fill(title_th=f"ฉบับร่างว่าด้วย{word}", what_happened=word, lesson=f"ร่างไว้ก่อน {word}")
    member.press("บันทึกร่าง")
    member.page.wait_for_function(
        "async () => (await (await fetch('/search?q=ถุงยังชีพลอยน้ำ')).text())"
        ".includes('data-total=\"1\"')"
    )
    outsider = visit("outsider")
    assert outsider.search(word) == 0
    assert secret not in outsider.page.content()
    assert outsider.page.request.get(f"/search/suggest?q={secret}").json() == {"suggestions": []}
    assert outsider.page.goto(address).status == 404
    assert outsider.page.goto("/communities/disaster-review").status == 404


def ids(person, words: str) -> list[str]:
    """Return the numbers of all lessons that a search finds."""
    person.open(f"/search?q={words}&kind=lesson&sort=newest")
    hits = person.page.locator("article[data-kind='lesson']")
    return [hits.nth(place).get_attribute("data-id") for place in range(hits.count())]


def token(person) -> str:
    return person.page.locator("input[name='csrf_token']").first.get_attribute("value")
