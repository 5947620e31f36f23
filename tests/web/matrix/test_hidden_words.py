"""No answer says a word that only hidden things say: not a page, a list, a count or a redirect."""

import pytest

from tests.web.matrix.table import PAGES, things_for
from tests.web.matrix.walking import WORD, Seen, Walker
from tests.web.matrix.world import ROLES, SHARED, Thing

# Administrators give roles over communities and series, so they must know of them.
KNOWN_TO_ADMINS = frozenset({"open_community", "closed_community", "unit_community"})
NOT_THERE = {
    "lessons.show": {"lesson_ref": "LL-2563-9999"},
    "lessons.history": {"lesson_ref": "99999"},
    "threads.show": {"thread_id": 99_999},
    "communities.show": {"slug": "zqnowhere"},
    "sessions.show": {"series": "nowhere", "fiscal_year": 2563, "number": 9},
    "recordings.show": {"recording_id": 99_999},
    "recordings.media": {"recording_id": 99_999},
    "materials.download": {"material_id": 99_999, "name": "a.pdf"},
    "pictures.show": {"key": "f" * 16, "width": 12, "height": 8},
    "moderation.item": {"lesson_ref": "LL-2563-9999"},
}


def hidden_words(walker: Walker, role: str) -> frozenset[str]:
    """Return the words that nothing says which the role may read."""
    things = walker.world.things.values()
    known = {one.word for one in things if role in one.readers}
    if role == "admin":
        known |= {one.word for one in things if one.name in KNOWN_TO_ADMINS}
    return frozenset({one.word for one in things} - known)


def told(seen: Seen, hidden: frozenset[str]) -> list[str]:
    """Return the hidden words in an answer; one that the address itself says is no news."""
    words = (seen.words - set(WORD.findall(seen.address))) & hidden
    return [f"{seen.address}: {word}" for word in sorted(words)]


def lists(walker: Walker) -> list[str]:
    """Return the lists, searches and narrowings that could bring a hidden thing up."""
    ids = walker.world.ids
    place, agency = ids["closed_community"], ids["agency"]
    asked = [
        f"/search?q={SHARED}",
        f"/search?q={SHARED}&sort=newest",
        "/search?fiscal_year=2563&sort=newest",
        f"/search?q={SHARED}&community={place}",
        f"/search?q={SHARED}&agency={agency}",
        "/search?q=zq",
        f"/search/suggest?q={SHARED}",
        "/search/suggest?q=หัวเรื่อง",
        "/search/suggest?q=zq",
        f"/threads?community={place}",
        "/threads?only=unanswered",
        "/threads?only=mine",
        "/threads?kind=question",
        "/lessons?mine=1",
        "/communities?only=mine",
        "/sessions?fiscal_year=2563",
        "/sessions?series=series-closed-community",
        "/moderation?show=free",
        "/notices?page=2",
        "/notices?page=3",
        "/notices?only=unread",
        "/admin/journal?subject=lesson",
    ]
    asked += [f"/search?q={SHARED}&kind={kind}" for kind in ("lesson", "thread", "session")]
    asked += [f"/search?q={SHARED}&kind={kind}" for kind in ("recording", "material")]
    states = ("draft", "submitted", "in_review", "published", "rejected", "withdrawn", "mine")
    asked += [f"/lessons?state={state}" for state in states]
    asked += [f"/lessons?community={place}", f"/lessons?agency={agency}"]
    public = walker.world.things["lesson_public"].values["lesson_ref"]
    asked += [f"/lessons/{public}/diff?from=1&to={number}" for number in (1, 2, 3)]
    thread = walker.world.things["thread_public"].values["thread_id"]
    asked += [f"/threads/{thread}?quote={position}" for position in (1, 2)]
    asked += [f"/members/{person.id}" for person in walker.world.people.values()]
    for one in walker.world.of_kind("lesson"):
        ref = one.values["lesson_ref"]
        asked += [f"/lessons/{one.more['id']}", f"/lessons/new?from={ref}"]
        asked += [f"/threads/new?lesson={ref}", f"/lessons/{ref}/edit?revision=1"]
    for one in walker.world.of_kind("community"):
        slug = one.values["slug"]
        asked += [f"/lessons/new?community={slug}", f"/threads/new?community={slug}"]
        asked += [f"/threads?community={slug}", f"/communities/{slug}/threads?only=unanswered"]
    for one in walker.world.of_kind("recording"):
        asked.append(f"/recordings/{one.values['recording_id']}?read=1&t=1")
    return asked


@pytest.mark.parametrize("role", ROLES)
def test_no_page_says_a_hidden_word(walker, role):
    hidden = hidden_words(walker, role)
    seen = [*walker.walk(role).values()]
    seen += [walker.look(role, address) for address in lists(walker)]
    leaks = [leak for one in seen for leak in told(one, hidden)]
    assert not leaks, "\n".join(leaks)
    assert [one.address for one in seen if one.status >= 500 and one.address != "/readyz"] == []


@pytest.mark.parametrize("role", ROLES)
def test_searching_for_a_hidden_word_finds_and_counts_nothing(walker, role):
    if role == "visitor":
        assert walker.browser(role).get(f"/search?q={SHARED}").status_code == 302
        return
    for word in hidden_words(walker, role):
        for address in (f"/search?q={word}", f"/search?q={word}tag"):
            assert walker.browser(role).see(address).total == 0, address
        suggested = walker.browser(role).get(f"/search/suggest?q={word}")
        assert suggested.get_json() == {"suggestions": []}, word


@pytest.mark.parametrize("role", ROLES)
def test_each_reader_finds_by_its_word_what_is_published(walker, role):
    for kind in ("lesson", "thread", "session", "recording", "material"):
        for thing in walker.world.of_kind(kind):
            if role not in thing.readers or role == "visitor" or unfindable(thing):
                continue
            page = walker.browser(role).see(f"/search?q={thing.word}&kind={kind}")
            assert page.total == 1, f"{thing.name}: {page.total}"


@pytest.mark.parametrize("role", ROLES)
def test_hidden_and_missing_things_get_the_same_answer(walker, role):
    seen = walker.walk(role)
    for endpoint, values in NOT_THERE.items():
        nothing = walker.look(role, walker.address(endpoint, **values))
        for thing in things_for(PAGES[endpoint], walker.world):
            if thing is not None and role not in thing.readers:
                found = seen[endpoint, thing.name]
                assert answered(found) == answered(nothing), f"{found.address} is given away"


def unfindable(thing: Thing) -> bool:
    """Tell whether nobody finds it: unpublished lessons, removed threads, draft sessions."""
    in_use = thing.name in {"lesson_public", "lesson_rewritten"}
    if thing.kind == "lesson":
        return thing.state not in {"published", "withdrawn"} and not in_use
    return thing.state in {"removed", "draft"}


def answered(seen: Seen) -> tuple[int, str, str]:
    """Return the answer without the address that was asked for."""
    return seen.status, seen.location.partition("?next=")[0], seen.plain
