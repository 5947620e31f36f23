"""Every page, every role, every thing: who gets in is what the table says."""

import pytest

from tests.web.matrix.table import PAGES, Page
from tests.web.matrix.walking import Seen
from tests.web.matrix.world import ROLES


def test_every_page_has_an_entry_in_the_table(walker):
    assert walker.endpoints("GET") - set(PAGES) == set()
    assert set(PAGES) - walker.endpoints("GET") == set()


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_those_who_may_open_it(walker, role):
    wrong = []
    for (endpoint, name), seen in walker.walk(role).items():
        page = PAGES[endpoint]
        wanted = page.expected(role, walker.world.things.get(name))
        if not fits(seen, wanted, page):
            wrong.append(f"{endpoint} {name}: {seen.status}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def fits(seen: Seen, wanted: int, page: Page) -> bool:
    """Tell whether the status is the wanted one, and a redirect to sign-in leads there."""
    if seen.status != wanted:
        return False
    return wanted != 302 or page.ok == 302 or seen.location.startswith("/login?next=")


def test_reading_changes_nothing(walker):
    before = walker.rows()
    walker.walk("admin")
    walker.walk("public_visitor")
    for seen in [*walker.walk("outsider").values()]:
        walker.look("outsider", seen.address)
    # What was read is no news to its reader any more.
    assert set(walker.changed(before)) <= {"notices"}
