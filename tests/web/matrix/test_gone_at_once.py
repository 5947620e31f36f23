"""What is hidden is gone with the next request, also while no worker brings the index along.

The fixture `fresh` leaves the index as it was.
"""

from tests.web.matrix.walking import Walker
from tests.web.matrix.world import SHARED


def test_a_removed_thread(fresh):
    thing = fresh.world.things["thread_org"]
    address = fresh.page("threads.show", thing)
    assert finds(fresh, "outsider", thing.word) == 1
    act(fresh, "moderator", f"/threads/{thing.values['thread_id']}/remove", reason="เผยข้อมูล")
    assert fresh.look("outsider", address).status == 404
    assert finds(fresh, "outsider", thing.word) == 0
    assert thing.word not in everywhere(fresh, "outsider")


def test_a_lesson_closed_to_the_public(fresh):
    thing = fresh.world.things["lesson_public"]
    assert finds(fresh, "public_visitor", thing.word) == 1
    act(fresh, "moderator", fresh.page("lessons.show", thing) + "/close-to-public")
    assert fresh.look("public_visitor", fresh.page("lessons.show", thing)).status == 302
    assert finds(fresh, "public_visitor", thing.word) == 0
    assert thing.word not in everywhere(fresh, "public_visitor")


def test_a_community_that_one_has_left(fresh):
    things = [thing for thing in fresh.world.things.values() if "closed" in thing.name]
    assert finds(fresh, "staff", "zqlessonclosed") == 1
    act(fresh, "staff", "/communities/zqclosedcommunity-slug/leave")
    for thing in things:
        assert thing.word not in everywhere(fresh, "staff")
    assert finds(fresh, "staff", "zqlessonclosed") == 0
    media = fresh.page("recordings.media", fresh.world.things["session_closed_recording"])
    assert fresh.look("staff", media).status == 404


def test_a_community_that_has_been_closed(fresh):
    form = {"name": "ปิดแล้ว", "purpose": "ปิดแล้ว", "kind": "members"}
    assert finds(fresh, "outsider", "zqlessonorg") == 1
    act(fresh, "moderator", "/communities/zqopencommunity-slug/edit", **form)
    for word in ("zqlessonorg", "zqthreadorg", "zqsessionorg", "zqlessonpublic"):
        assert finds(fresh, "outsider", word) == 0, word
        assert word not in everywhere(fresh, "outsider")
    assert finds(fresh, "public_visitor", "zqlessonpublic") == 0


def test_a_role_that_has_been_taken_back(fresh):
    member = fresh.world.people["moderator"].id
    grants = [row for row in fresh.kept["role_grants"] if row["member_id"] == member]
    assert finds(fresh, "moderator", "zqlessonclosed") == 1
    act(fresh, "admin", f"/admin/members/{member}/grants/{grants[0]['id']}/revoke")
    again = fresh.enter("moderator")
    assert again.get("/moderation").status_code == 404
    assert again.see("/search?q=zqlessonclosed").total == 0


def test_a_removed_recording_and_material(fresh):
    things = fresh.world.things
    recording, material = things["session_org_recording"], things["session_org_material"]
    media = fresh.page("recordings.media", recording)
    captions = fresh.page("recordings.captions", recording)
    file = fresh.page("materials.download", material)
    act(fresh, "organiser", f"/recordings/{recording.values['recording_id']}/remove")
    act(fresh, "organiser", f"/materials/{material.values['material_id']}/remove")
    assert [fresh.look("outsider", one).status for one in (media, captions, file)] == [404] * 3
    for kind in ("recording", "material"):
        assert finds(fresh, "outsider", f"zqsessionorg&kind={kind}") == 0


def test_a_removed_reply_is_not_shown_by_any_search(fresh):
    thing = fresh.world.things["thread_org"]
    address = f"/threads/{thing.values['thread_id']}"
    act(fresh, "staff", f"{address}/replies/1/edit", body="คำที่ต้องหายไป zqgonewords")
    act(fresh, "staff", f"{address}/replies/1/remove")
    assert "zqgonewords" not in everywhere(fresh, "outsider")
    assert "zqgonewords" not in fresh.look("outsider", address).words


def act(walker: Walker, role: str, address: str, **form: str) -> None:
    """Do it as the role; it must work. The next page says so, and no later one."""
    assert walker.browser(role).post(address, form).status_code == 303
    walker.browser(role).get("/about")


def finds(walker: Walker, role: str, word: str) -> int:
    return walker.browser(role).see(f"/search?q={word}").total


def everywhere(walker: Walker, role: str) -> set[str]:
    """Return all words of the small world in the lists and searches that the role sees."""
    seen: set[str] = set()
    for address in (
        "/",
        "/lessons",
        "/threads",
        "/sessions",
        "/communities",
        "/notices",
        "/notices?page=2",
        f"/search?q={SHARED}",
        f"/search/suggest?q={SHARED}",
    ):
        seen |= walker.look(role, address).words
    return seen
