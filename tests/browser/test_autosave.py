"""Writing a lesson: what is typed reaches the server, and another device goes on with it."""

PAUSE_MS = 8_000


def saved(person) -> None:
    """Wait until the page says that the server has the text."""
    line = person.page.locator("[data-autosave]")
    line.filter(has_text="บันทึกอัตโนมัติแล้วเมื่อ").wait_for(timeout=PAUSE_MS)


def offered(person) -> str:
    """Return what the page says of unsaved texts, also what is folded away."""
    return person.page.locator("[data-unsaved]").first.text_content().replace("\u2060", "")


def test_what_is_typed_on_one_device_is_offered_on_another(visit):
    office = visit("staff")
    office.open("/lessons/new")
    title = "พิมพ์ที่สำนักงานแล้วเขียนต่อที่บ้าน"
    office.fill(title_th=title, lesson="เขียนค้างไว้ก่อนเลิกงาน")
    saved(office)
    home = visit("staff")
    home.open("/lessons/new")
    assert title in offered(home)
    home.follow("ใช้ข้อความนี้")
    assert home.field("title_th").input_value() == title
    home.fill(what_happened="เขียนต่อที่บ้านจนจบ")
    home.press("บันทึกร่าง")
    assert title in home.words("h1")
    home.open("/lessons/new")
    assert home.page.locator("[data-unsaved]").count() == 0


def test_leaving_the_page_keeps_the_text_and_a_second_page_is_noticed(visit):
    person = visit("staff")
    person.open("/lessons/new")
    title = "บทเรียนที่เปิดเขียนสองที่พร้อมกัน"
    person.fill(title_th=title, what_happened="เปิดสองแท็บ", lesson="ข้อความไม่ทับกัน")
    person.press("บันทึกแล้วเขียนต่อ")
    address = person.path
    person.fill(cause="พิมพ์แล้วออกจากหน้าทันที")
    person.open("/lessons")
    person.open(address)
    assert "พิมพ์แล้วออกจากหน้าทันที" in offered(person)
    second = visit("staff")
    second.open(address)
    second.fill(background="เครื่องที่สองเขียนบริบท")
    saved(second)
    person.fill(background="เครื่องแรกเขียนบริบท")
    saved(person)
    for one in (person, second):
        assert "อีกแท็บหรืออีกเครื่องหนึ่ง" in one.words("[data-others]:visible")


def test_without_a_connection_the_page_says_so_and_sends_when_it_is_back(visit):
    person = visit("staff")
    person.open("/lessons/new")
    person.fill(title_th="เขียนตอนสัญญาณขาดแล้วส่งเมื่อกลับมา")
    person.context.set_offline(True)
    failed = person.page.locator("[data-autosave]").filter(has_text="บันทึกอัตโนมัติไม่ได้")
    failed.wait_for(timeout=PAUSE_MS)
    person.context.set_offline(False)
    saved(person)
    person.wrong = [one for one in person.wrong if "ERR_INTERNET_DISCONNECTED" not in one]


def test_similar_lessons_appear_while_the_title_pauses(visit):
    person = visit("staff")
    person.open("/lessons")
    known = person.page.locator("main article h3 a, main article h2 a").first
    title = (known.text_content() or "").replace("\u2060", "").strip()
    person.open("/lessons/new")
    person.fill(title_th=title)
    card = person.page.locator("[data-nearby]")
    card.get_by_role("link").first.wait_for()
    assert title in (card.text_content() or "").replace("\u2060", "")


def test_what_is_lacking_follows_what_is_written(visit):
    person = visit("staff")
    person.open("/lessons/new")
    person.fill(title_th="บทเรียนที่ยังขาดสาเหตุ", what_happened="เกิดเรื่อง", lesson="ได้รู้")
    person.press("บันทึกแล้วเขียนต่อ")
    row = person.page.locator("[data-todo] li[data-field=cause]")
    assert row.is_visible()
    person.fill(cause="ไม่มีใครบอกก่อน")
    row.wait_for(state="hidden")
    person.choose("kind", "good_practice")
    person.page.locator("[data-todo] li[data-field=evidence]:not([data-helps])").wait_for()


def test_looking_at_the_form_sends_nothing(visit):
    person = visit("staff")
    person.open("/lessons/new")
    person.page.locator("[data-choose]:visible").first.wait_for()
    sent = """() => {
      const sent = [];
      navigator.sendBeacon = (address) => sent.push(address);
      dispatchEvent(new Event("pagehide"));
      return sent;
    }"""
    assert person.page.evaluate(sent) == []
    person.fill(title_th="เพิ่งพิมพ์")
    assert person.page.evaluate(sent) == ["/lessons/new/unsaved"]
