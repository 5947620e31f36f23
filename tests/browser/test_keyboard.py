"""With the keyboard alone: sign in, search, reach what a page is for, and always see the focus."""

from tests.browser.site import PASSWORD

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const near = one.closest(".input, .area, form, label, li") ?? one;
  const lined = (it) => it.outlineStyle !== "none" && parseFloat(it.outlineWidth) > 0;
  const ring = [style, getComputedStyle(near)].some((it) => lined(it) || it.boxShadow !== "none");
  const called = one.name || one.getAttribute("href") || one.innerText || "";
  return {
    what: `${one.tagName} ${called.slice(0, 60)}`,
    name: one.getAttribute("name") ?? "",
    href: one.getAttribute("href") ?? "",
    text: (one.innerText ?? "").trim(),
    seen: ring && box.width > 0 && box.height > 0,
    onScreen: box.bottom > 0 && box.top < innerHeight,
  };
}"""


def test_signing_in_and_searching_without_a_mouse(visit):
    person = visit()
    person.open("/login")
    keys = person.page.keyboard
    stops = tab_until(person, lambda one: one["name"] == "email")
    keys.type("staff@demo.example")
    keys.press("Tab")
    keys.type(PASSWORD)
    with person.page.expect_navigation():
        keys.press("Enter")
    assert person.page.locator("body[data-member='staff@demo.example']").count() == 1
    keys.press("/")
    assert person.page.evaluate(FOCUS)["name"] == "q"
    keys.type("นวัตกรรม")
    with person.page.expect_navigation():
        keys.press("Enter")
    hit = "article[data-kind] h2 a"
    tab_until(person, lambda one: one["href"] == href(person, hit))
    with person.page.expect_navigation():
        keys.press("Enter")
    assert person.page.locator("h1").count() == 1
    assert not [one for one in stops if not one["seen"]]


def test_the_skip_link_leads_past_the_header(visit):
    person = visit("staff")
    person.open("/lessons")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate(FOCUS)["href"] == "#main"
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main"


def test_every_stop_is_seen_and_the_main_acts_are_reached(visit):
    person = visit("staff")
    for path, wanted in (
        ("/", lambda one: one["href"].startswith("/lessons/new")),
        ("/lessons/new", lambda one: one["text"] == "ส่งตรวจเลย"),
        ("/threads/new", lambda one: one["text"] == "ตั้งกระทู้"),
        ("/sessions/cops/2563/4", lambda one: one["href"].startswith("/lessons/new")),
    ):
        person.open(path)
        stops = tab_until(person, wanted)
        unseen = [one["what"] for one in stops if not (one["seen"] and one["onScreen"])]
        assert not unseen, f"{path}: {unseen}"


def test_menus_open_and_close_with_the_keyboard(visit):
    person = visit("staff")
    person.open("/")
    tab_until(person, lambda one: "บัญชีของฉัน" in one["text"] or one["what"].startswith("SUMMARY"))
    person.page.keyboard.press("Enter")
    assert person.page.locator("details.menu[open]").count() == 1
    person.page.keyboard.press("Tab")
    assert person.page.evaluate(FOCUS)["href"] == "/account/profile"
    person.page.keyboard.press("Escape")
    assert person.page.locator("details.menu[open]").count() == 0
    assert person.page.evaluate(FOCUS)["what"].startswith("SUMMARY")


def tab_until(person, wanted, most: int = 80) -> list[dict]:
    """Press Tab until the focus is where it is wanted; return all stops on the way."""
    stops = []
    for _ in range(most):
        person.page.keyboard.press("Tab")
        stop = person.page.evaluate(FOCUS)
        if stop is None:
            continue
        stops.append(stop)
        if wanted(stop):
            return stops
    raise AssertionError(f"not reached; stops were {[one['what'] for one in stops]}")


def href(person, selector: str) -> str:
    return person.page.locator(selector).first.get_attribute("href")


def test_a_review_is_decided_with_single_keys(visit):
    person = visit("moderator")
    person.open("/moderation")
    person.page.locator("main ol a[href^='/moderation/']").first.click()
    person.page.wait_for_url("**/moderation/LL-*")
    if person.page.get_by_role("button", name="รับตรวจ").count():
        person.press("รับตรวจ")
    person.page.keyboard.press("a")
    assert person.page.locator("[name='decision'][value='publish']").is_checked()
    assert "ผู้อ่านจะเห็นบทเรียนทันที" in person.words("#decide")
    person.page.keyboard.press("e")
    assert person.page.locator("[name='decision'][value='request_changes']").is_checked()
    assert "ผู้อ่านจะเห็นบทเรียนทันที" not in person.words("#decide")
    person.page.keyboard.press("?")
    assert not person.page.locator("[data-keys]").is_visible()
    person.page.keyboard.press("?")
    assert person.page.locator("[data-keys]").is_visible()
    person.page.keyboard.press("n")
    first = person.page.evaluate("document.activeElement.className")
    person.page.keyboard.press("n")
    person.page.keyboard.press("c")
    focus = "[document.activeElement.name, document.activeElement.id]"
    assert first == "bit"
    name, field = person.page.evaluate(focus)
    assert (name, field.startswith("say-")) == ("words", True)
    person.page.keyboard.type("j")
    assert person.page.evaluate("document.activeElement.value") == "j"
    person.page.locator("[data-keys-on]").uncheck()
    person.page.locator("h1").first.focus()
    person.page.keyboard.press("?")
    assert person.page.locator("[data-keys]").is_visible()
