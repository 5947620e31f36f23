"""Everybody was told of everything: each is shown what they may read, and nothing else."""

import pytest

from tests.browser_without_scripts import Page
from tests.web.matrix.walking import Walker
from tests.web.matrix.world import PEOPLE

KINDS = {
    "lesson": "lessons.show",
    "thread": "threads.show",
    "community": "communities.show",
}


@pytest.mark.parametrize("role", PEOPLE)
def test_notices_are_shown_of_what_the_reader_may_open(walker, role):
    may_open = {
        walker.page(KINDS[one.kind], one)
        for one in walker.world.things.values()
        if one.kind in KINDS and role in one.readers
    }
    shown = {one for one in links(walker, role) if one != "/account/profile"}
    assert shown == may_open


def links(walker: Walker, role: str) -> list[str]:
    """Return the addresses of the things on all pages of the role's notices."""
    found: list[str] = []
    for number in range(1, 9):
        page: Page = walker.browser(role).see(f"/notices?page={number}")
        some = [one.get("href") for one in page.all(".//ul[@class='told']/li//h2/a")]
        if not some:
            break
        found += some
    assert len(found) == len(set(found)), "each thing stands once"
    return found


@pytest.mark.parametrize("role", PEOPLE)
def test_the_bell_counts_what_the_list_of_unread_holds(walker, role):
    page = walker.browser(role).see("/notices?only=unread")
    tab = page.words(page.all(".//nav[@class='tabs']/a")[1])
    (bell,) = page.all(".//a[@href='/notices'][@aria-current='page']/span")
    number = tab.removeprefix("ยังไม่อ่าน").strip()
    name = page.words(bell)
    assert name == ("การแจ้งเตือน" if number == "0" else f"การแจ้งเตือน ยังไม่อ่าน {number} รายการ")


@pytest.mark.parametrize("role", PEOPLE)
def test_asking_for_a_hidden_thing_leaves_the_bell_as_it_is(walker, role):
    number = bell(walker, role, "/lessons/999999")
    for one in walker.world.things.values():
        if one.kind in KINDS and role not in one.readers:
            assert bell(walker, role, walker.page(KINDS[one.kind], one)) == number
    assert bell(walker, role, "/lessons/999999") == number


def bell(walker: Walker, role: str, address: str) -> str:
    page = walker.browser(role).see(address, status=404)
    (found,) = page.all(".//a[@href='/notices']")
    return page.words(found)
