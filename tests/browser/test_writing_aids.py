"""Pictures pasted, dropped and chosen into a text; people and terms picked by keyboard."""

import base64

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator

from tests.browser.test_every_page import OVERFLOW, VIOLATIONS
from tests.make.pictures import JPEG, exif, jpeg, png

# A browser hands over what a program has put on its clipboard, or what is dragged, as these do.
HAND_OVER = """(area, [name, kind, bytes, event]) => {
  const data = new DataTransfer();
  const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
  data.items.add(new File([raw], name, { type: kind }));
  const facts = { bubbles: true, cancelable: true };
  const dragged = (one) => new DragEvent(one, { ...facts, dataTransfer: data });
  const events = event === "paste"
    ? [new ClipboardEvent("paste", { ...facts, clipboardData: data })]
    : ["dragover", "drop"].map(dragged);
  for (const one of events) area.dispatchEvent(one);
}"""


def hand_over(area: Locator, data: bytes, event: str, kind: str = "image/png") -> None:
    area.evaluate(HAND_OVER, ["ภาพ", kind, base64.b64encode(data).decode(), event])


def editing(visit, **options):
    """Open the whole form of a new draft, and return the person and one of its fields."""
    person = visit("staff", **options)
    person.open("/lessons/new")
    person.fill(title_th="บทเรียนที่มีภาพ", what_happened="เกิดเรื่อง", lesson="ได้รู้")
    person.press("บันทึกแล้วเขียนต่อ")
    return person, person.field("cause")


def test_a_pasted_picture_is_asked_about_inserted_and_shown(visit):
    person, area = editing(visit)
    area.fill("ก่อนภาพ")
    hand_over(area, jpeg(exif(6)), "paste", "image/jpeg")
    panel = person.page.locator(".pic")
    words = panel.get_by_label("คำบรรยายภาพ")
    assert words.evaluate("one => one === document.activeElement")
    panel.get_by_text("ส่งภาพแล้ว").wait_for()
    area.press("End")
    area.press_sequentially(" พิมพ์ระหว่างส่ง")
    words.press("Enter")
    assert "เขียนคำบรรยายภาพ" in person.words(".pic .err")
    words.fill("แผนผัง [ห้อง] ก่อนปรับ")
    words.press("Enter")
    panel.wait_for(state="detached")
    text = area.input_value()
    assert text.startswith("ก่อนภาพ พิมพ์ระหว่างส่ง\n\n![แผนผัง \\[ห้อง\\] ก่อนปรับ](/pictures/")
    assert text.endswith("-8x12)")
    assert area.evaluate("one => one === document.activeElement")
    area.press("Control+z")
    assert area.input_value() == "ก่อนภาพ พิมพ์ระหว่างส่ง"
    area.press("Control+Shift+z")
    assert area.input_value() == text
    line = person.page.locator("[data-autosave]").filter(has_text="บันทึกอัตโนมัติแล้วเมื่อ")
    line.wait_for(timeout=8_000)
    person.press("บันทึกร่าง")
    shown = person.page.get_by_alt_text("แผนผัง [ห้อง] ก่อนปรับ")
    shown.scroll_into_view_if_needed()
    person.page.wait_for_function("one => one.complete", arg=shown.element_handle())
    assert shown.evaluate("one => [one.naturalWidth, one.naturalHeight]") == [8, 12]
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_dropped_decoration_needs_no_words_and_can_be_left_out(visit):
    person, area = editing(visit)
    hand_over(area, png(), "drop")
    panel = person.page.locator(".pic")
    panel.get_by_text("ส่งภาพแล้ว").wait_for()
    panel.get_by_label("คำบรรยายภาพ").press("Escape")
    panel.wait_for(state="detached")
    assert area.input_value() == ""
    hand_over(area, png(), "drop")
    hand_over(area, JPEG, "drop", "image/jpeg")
    panel.get_by_label("ภาพตกแต่ง").check()
    panel.get_by_role("button", name="แทรกภาพ", exact=True).click()
    area.page.wait_for_function(
        "one => one.value.includes('![](/pictures/')", arg=area.element_handle()
    )
    assert panel.count() == 1, "the second picture is asked about when the first stands"
    panel.get_by_label("คำบรรยายภาพ").fill("ภาพที่สอง")
    panel.get_by_role("button", name="แทรกภาพ", exact=True).click()
    panel.wait_for(state="detached")
    assert area.input_value().count("/pictures/") == 2


@pytest.mark.parametrize("width", [390, 1366])
def test_a_file_is_chosen_and_a_wrong_one_is_refused_in_words(visit, width):
    person, area = editing(visit, viewport={"width": width, "height": 800})
    button = person.page.locator(".rich:has(#cause) [data-choose]")
    with person.page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    panel = person.page.locator(".pic")
    panel.get_by_text("ไฟล์ชนิดนี้รับไม่ได้").wait_for()
    panel.get_by_role("button", name="ไม่แทรก").click()
    with person.page.expect_file_chooser() as chooser:
        button.press("Enter")
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": png()})
    panel.get_by_label("คำบรรยายภาพ").fill("ภาพ")
    panel.get_by_text("ส่งภาพแล้ว").wait_for()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel.get_by_label("คำบรรยายภาพ").press("Enter")
    panel.wait_for(state="detached")
    assert area.input_value().startswith("![ภาพ](/pictures/")


def test_without_a_connection_the_picture_says_so_and_the_text_stays(visit):
    person, area = editing(visit)
    area.fill("ข้อความที่ยังอยู่")
    person.context.set_offline(True)
    hand_over(area, png(), "paste")
    person.page.locator(".pic").get_by_text("ส่งภาพไม่ได้").wait_for()
    person.context.set_offline(False)
    person.page.locator(".pic").get_by_role("button", name="ไม่แทรก").click()
    assert area.input_value() == "ข้อความที่ยังอยู่"
    person.wrong = [one for one in person.wrong if "ERR_INTERNET_DISCONNECTED" not in one]


@pytest.mark.parametrize("width", [390, 1366])
def test_a_person_and_a_term_are_picked_by_keyboard(visit, width):
    person, area = editing(visit, viewport={"width": width, "height": 800})
    area.click()
    area.press_sequentially("ปรึกษา@สม")
    rows = person.page.locator("[role=listbox]:visible [role=option]")
    rows.first.wait_for()
    assert area.get_attribute("aria-activedescendant") == rows.first.get_attribute("id")
    assert rows.first.get_attribute("aria-selected") == "true"
    name = rows.first.locator("span").first.inner_text()
    area.press("Enter")
    assert area.input_value().startswith(f"ปรึกษา[{name}](/members/")
    assert area.get_attribute("aria-activedescendant") is None
    area.press_sequentially("เรื่อง#การ")
    rows.nth(1).wait_for()
    area.press("ArrowDown")
    area.press("ArrowDown")
    area.press("ArrowUp")
    chosen = rows.nth(1)
    assert area.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    term = chosen.locator("span").first.inner_text()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    area.press("Tab")
    assert f"เรื่อง[{term}](/" in area.input_value()
    assert area.evaluate("one => one === document.activeElement")
    area.press("Control+z")
    assert area.input_value().endswith("เรื่อง#การ")
    area.press("Control+Shift+z")
    person.press("บันทึกร่าง")
    link = person.page.locator("main").get_by_role("link", name=name, exact=True)
    assert link.get_attribute("href").startswith("/members/")


def test_the_list_closes_and_nothing_is_lost(visit):
    person, area = editing(visit)
    rows = person.page.locator("[role=listbox]:visible [role=option]")
    area.click()
    area.press_sequentially("ถาม@สม")
    rows.first.wait_for()
    area.press("Escape")
    assert rows.count() == 0
    area.press("Enter")
    area.press_sequentially("ส่งไปที่ name@example.go.th และ #12 ## หัวข้อ")
    person.page.wait_for_timeout(500)
    assert rows.count() == 0
    assert area.input_value() == "ถาม@สม\nส่งไปที่ name@example.go.th และ #12 ## หัวข้อ"


def test_pictures_and_people_in_a_reply(visit):
    person = visit("staff")
    person.open("/threads/1")
    area = person.field("body")
    area.click()
    area.press_sequentially("@สม")
    person.page.locator("[role=listbox]:visible [role=option]").first.wait_for()
    area.press("Enter")
    hand_over(area, png(shade=7), "paste")
    panel = person.page.locator(".pic")
    panel.get_by_label("คำบรรยายภาพ").fill("ภาพในความเห็น")
    panel.get_by_label("คำบรรยายภาพ").press("Enter")
    panel.wait_for(state="detached")
    person.press("ส่งความเห็น")
    shown = person.page.get_by_alt_text("ภาพในความเห็น")
    person.page.wait_for_function("one => one.complete", arg=shown.element_handle())
    assert shown.evaluate("one => one.naturalWidth") == 12


@pytest.mark.parametrize("width", [320, 1366])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_while_one_writes_is_accessible(visit, width, scheme):
    viewport = {"width": width, "height": 800}
    person, area = editing(visit, viewport=viewport, color_scheme=scheme)
    page = person.page
    hand_over(area, b"no picture", "paste")
    page.get_by_text("ไฟล์ชนิดนี้รับไม่ได้").wait_for()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(VIOLATIONS, {}) == []
    page.get_by_role("button", name="ไม่แทรก").click()
    hand_over(area, png(), "paste")
    page.get_by_text("ส่งภาพแล้ว").wait_for()
    background = person.field("background")
    background.click()
    background.press_sequentially("@สม")
    page.locator("[role=listbox]:visible [role=option]").first.wait_for()
    assert page.evaluate(VIOLATIONS, {}) == []
    assert page.evaluate(OVERFLOW) is None
