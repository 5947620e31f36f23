"""Every main page: nothing overflows a phone, and axe finds nothing, in light and in dark."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

SESSION = "/sessions/cops/2563/4"
PHONES = (390, 320)
DIFFERENT_IN_THE_DARK = ["color-contrast", "target-size", "scrollable-region-focusable"]
# "@lesson", "@thread" and the like stand for the first of them in the reader's list.
PAGES = {
    "visitor": ("/", "/login", "/lessons", "/search?q=นวัตกรรม", "/privacy", "@lesson"),
    "staff": (
        "/",
        "/communities",
        "/communities/citizen-service",
        "/communities/citizen-service/threads",
        "/lessons",
        "/lessons/new",
        "/guide",
    ),
    "staff,again": (
        "@lesson",
        "@lesson/history",
        "@lesson/print",
        "@lesson/flag",
        "/communities/citizen-service/members",
        "/account/password",
        "/account/sign-ins",
    ),
    "staff2": (
        "/threads",
        "/threads/new",
        "@thread",
        "/search?q=บริการ",
        "/search/following",
        "/sessions",
        SESSION,
        "@recording",
        "/account/profile",
    ),
    "moderator": (
        "/",
        "/moderation",
        "/moderation?show=flags",
        "/search/queries",
        "@waiting",
        "/communities/new",
        "@lesson",
    ),
    "moderator,again": (
        "/moderation?show=minor",
        "@lesson/minor",
        "@lesson/owner",
        "@lesson/history",
    ),
    "organiser": (
        "/sessions/new",
        f"{SESSION}/edit",
        f"{SESSION}/agenda",
        f"{SESSION}/speakers",
        f"{SESSION}/recordings/new",
        f"{SESSION}/materials/new",
        "@recording/chapters/new",
        "@recording/transcripts/new",
    ),
    "admin": (
        "/admin/members",
        "/admin/members/1",
        "/admin/members/new",
        "/admin/agencies",
        "/admin/terms",
        "/admin/terms/synonyms",
        "/admin/words",
        "/admin/journal",
    ),
}
IN_ENGLISH = (
    "/",
    "/login",
    "/communities/citizen-service",
    "/lessons",
    "@lesson",
    "@thread",
    SESSION,
    "@recording",
    "/search?q=บริการ",
    "/guide",
)
LANGUAGE_COOKIE = "cop_lang"
LISTS = {
    "@lesson": ("/lessons", r"/lessons/LL-\d+-\d+"),
    "@thread": ("/threads", r"/threads/\d+/[^\"]+"),
    "@recording": ("/search?kind=recording&q=เสวนา", r"/recordings/\d+"),
    "@waiting": ("/moderation", r"/moderation/LL-\d+-\d+"),
}
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return null;
  const out = [...document.querySelectorAll("body *")].filter(
    (one) => one.getBoundingClientRect().right > wide + 1
  );
  return out.slice(-3).map((one) => `${one.tagName}.${one.className}`).join(" ") || "?";
}"""
# Colours that are on their way from light to dark are none of the page's.
VIOLATIONS = """async (options) => {
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = await axe.run({ ...options, resultTypes: ["violations"] });
  return found.violations.map(
    (one) => `${one.id} (${one.impact}): ${one.nodes[0].html.slice(0, 120)}`
  );
}"""


@pytest.mark.parametrize("account", PAGES)
def test_pages_fit_and_are_accessible(visit, account):
    person = visit("" if account == "visitor" else account.split(",")[0])
    wrong = []
    for path in PAGES[account]:
        page = person.open(named(person, path))
        page.evaluate(AXE_SCRIPT)
        wrong += [f"{path}: {one}" for one in page.evaluate(VIOLATIONS, {})]
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 800})
            if out := page.evaluate(OVERFLOW):
                wrong.append(f"{path} at {width}: {out}")
        page.emulate_media(color_scheme="dark")
        found = page.evaluate(VIOLATIONS, {"runOnly": DIFFERENT_IN_THE_DARK})
        wrong += [f"{path} at {width} in the dark: {one}" for one in found]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert not wrong, "\n".join(wrong)


def test_pages_fit_in_english_too(visit):
    person = visit()
    english = {"name": LANGUAGE_COOKIE, "value": "en", "url": person.site.address}
    person.context.add_cookies([english])
    wrong = []
    for path in IN_ENGLISH:
        page = person.open(named(person, path))
        assert page.locator("html").get_attribute("lang") == "en"
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 800})
            if out := page.evaluate(OVERFLOW):
                wrong.append(f"{path} at {width}: {out}")
    assert not wrong, "\n".join(wrong)


def named(person, path: str) -> str:
    """Return the address that a name in the table stands for."""
    name = re.match(r"@[a-z]+", path)
    if name is None:
        return path
    where, shape = LISTS[name[0]]
    found = re.search(f'href="({shape})"', person.page.request.get(where).text())
    assert found, f"no {path} in {where}"
    return path.replace(name[0], found[1])
