"""A form is sent twice, by many at once, after the sign-in has ended; and the language."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.site import PASSWORD, Client

THREAD = {"community": "citizen-service", "kind": "discussion"}


@pytest.fixture(scope="module")
def thread(site) -> str:
    """Return the address of a thread to write in."""
    client = Client(site).sign_in("staff")
    form = {**THREAD, "title": "กระทู้สำหรับลองส่งซ้ำ", "body": "ลองส่งซ้ำที่นี่"}
    form["csrf_token"] = client.token("/threads/new")
    status, _text, address = client.post("/threads/new", form)
    assert status == 303
    return address


def test_a_double_click_makes_one_reply(visit, thread):
    person = visit("staff")
    person.open(thread)
    person.fill(body="กดปุ่มสองครั้งติดกัน")
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="ส่งความเห็น").dblclick()
    person.open(thread)
    assert person.words().count("กดปุ่มสองครั้งติดกัน") == 1


def test_a_double_click_without_scripts_makes_one_lesson(visit):
    person = visit("staff", java_script_enabled=False)
    person.open("/lessons/new")
    title = "กดบันทึกสองครั้งได้บทเรียนเดียว"
    person.fill(title_th=title, what_happened="ลองกดซ้ำ", lesson="ได้รายการเดียว")
    # The second click may take back the way that the first has begun, so wait for what it leads to.
    person.page.get_by_role("button", name="บันทึกร่าง").dblclick()
    person.page.get_by_role("heading", level=1, name=title).wait_for()
    person.open("/lessons?mine=1")
    assert person.words().count(title) == 1


def test_ten_equal_posts_at_once_make_one_reply(site, thread):
    client = Client(site).sign_in("staff2")
    form = {"body": "สิบคำขอพร้อมกัน", "csrf_token": client.token(thread), "form_key": "ten-at-once"}
    with ThreadPoolExecutor(10) as pool:
        answers = [*pool.map(lambda _: client.post(f"{thread}/replies", form), range(10))]
    assert [status for status, _text, _where in answers] == [303] * 10
    assert len({where for _status, _text, where in answers}) == 1
    assert client.get(thread)[1].count("<p>สิบคำขอพร้อมกัน</p>") == 1


def test_two_editors_at_once_never_overwrite_each_other(site, thread):
    client = Client(site).sign_in("staff")
    for turn in range(1, 11):
        form = {"title": "กระทู้สำหรับลองส่งซ้ำ", "csrf_token": client.token(f"{thread}/edit")}
        form["version"] = str(version(client, f"{thread}/edit"))
        texts = [f"ข้อความที่ {turn} ของแท็บ {tab}" for tab in ("แรก", "สอง")]
        with ThreadPoolExecutor(2) as pool:
            sent = [
                pool.submit(client.post, f"{thread}/edit", {**form, "body": one}) for one in texts
            ]
        answers = [one.result() for one in sent]
        assert sorted(status for status, _text, _where in answers) == [303, 409]
        won = texts[[status for status, _text, _where in answers].index(303)]
        late = next(text for status, text, _where in answers if status == 409)
        assert all(one in late for one in texts), "both texts are shown"
        assert won in client.get(thread)[1]


def test_a_text_survives_the_end_of_the_sign_in(visit, thread):
    person = visit()
    sign_in(person)
    person.open(thread)
    words = "ข้อความยาวที่เขียนไว้ก่อนการเข้าสู่ระบบหมดอายุ"
    person.fill(body=words)
    person.context.clear_cookies()
    person.press("ส่งความเห็น")
    assert "ข้อความที่เขียนไว้ยังอยู่ครบ" in person.words()
    person.fill(email="staff@demo.example", password=PASSWORD)
    person.press("เข้าสู่ระบบ")
    assert person.page.locator(f"textarea:visible >> text={words}").count() == 1
    person.press("ส่งข้อความที่เขียนไว้")
    assert words in person.words(".replies")
    person.open(thread)
    assert person.words(".replies").count(words) == 1


def test_english_and_back_and_out(visit):
    person = visit()
    sign_in(person, "staff2")
    person.open("/lessons")
    switch(person, "English")
    assert person.page.locator("html").get_attribute("lang") == "en"
    assert person.path == "/lessons"
    assert "Lessons" in person.words("h1")
    switch(person, "ไทย")
    assert person.page.locator("html").get_attribute("lang") == "th"
    switch(person, "ออกจากระบบ")
    assert person.path == "/login"
    assert person.page.locator("body[data-member]").count() == 0
    person.page.goto("/account/profile")
    assert person.path.startswith("/login?next=")


def sign_in(person, account: str = "staff") -> None:
    """Sign in on the page, with a cookie that no other window uses."""
    person.open("/login")
    person.fill(email=f"{account}@demo.example", password=PASSWORD)
    person.press("เข้าสู่ระบบ")


def switch(person, words: str) -> None:
    """Press a button of the own menu."""
    person.page.locator("details.menu summary").first.click()
    with person.page.expect_navigation():
        person.page.locator("details.menu[open]").get_by_role("button", name=words).click()


def version(client: Client, path: str) -> int:
    text = client.get(path)[1]
    return int(text.partition('name="version" value="')[2].partition('"')[0])
