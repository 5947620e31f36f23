"""Every address that takes a form: who may act, and that nobody else changes anything at all."""

from io import BytesIO

import pytest

from tests.browser_without_scripts import Browser, Page
from tests.make.sessions import DATA
from tests.web.matrix.walking import Walker
from tests.web.matrix.world import PEOPLE, ROLES, VISITORS
from tests.web.matrix.writes import OPEN_TO_ALL, WRITES
from tests.web.matrix.writing import Write

ELSEWHERE = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


def test_every_act_has_an_entry_in_the_table(walker):
    known = {*WRITES, *OPEN_TO_ALL}
    assert walker.endpoints("POST") - known == set()
    assert known - walker.endpoints("POST") == set()


@pytest.mark.parametrize("endpoint", WRITES)
def test_those_who_may_not_change_nothing(walker, endpoint):
    write = WRITES[endpoint]
    wrong, before = [], walker.rows()
    for role in ROLES:
        wanted = write.expected(role, walker.world)
        if wanted != write.ok:
            answer = send(walker, walker.browser(role), endpoint)
            if answer.status_code != wanted:
                wrong.append(f"{role}: {answer.status_code}, not {wanted}")
    assert not wrong, "\n".join(wrong)
    assert walker.changed(before) == []


@pytest.mark.parametrize("endpoint", WRITES)
def test_a_form_without_its_token_changes_nothing(walker, endpoint):
    write = WRITES[endpoint]
    address = address_of(walker, endpoint)
    client = walker.browser(write.by).client
    form, before = write.filled(walker.world), walker.rows()
    answers = [
        client.post(address, data=form),
        client.post(address, data=form, headers=ELSEWHERE),
        client.post(address, data={**form, "csrf_token": "no token"}),
        client.post(address, json=form),
        client.post(address, data=repr(form), content_type="text/plain"),
    ]
    assert {one.status_code for one in answers} == {400}
    assert walker.changed(before) == []


@pytest.mark.parametrize("endpoint", WRITES)
def test_those_who_may_change_something(fresh, endpoint):
    write = WRITES[endpoint]
    browser = fresh.enter(write.by)
    before = fresh.rows()
    answer = send(fresh, browser, endpoint)
    assert answer.status_code == write.ok, Page(answer, 0).words()[:900]
    assert fresh.changed(before) != []


@pytest.mark.parametrize("role", VISITORS)
def test_a_form_from_elsewhere_is_not_kept_for_after_sign_in(walker, role):
    words = "ข้อความที่เว็บอื่นส่งมา"
    browser = walker.browser(role)
    data = {"body": words, "csrf_token": browser.token()}
    thread = walker.world.things["thread_public"].values["thread_id"]
    address = f"/threads/{thread}/replies"
    answer = browser.client.post(address, data=data, headers=ELSEWHERE)
    assert answer.status_code == 401
    assert words not in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", PEOPLE)
def test_parts_of_other_things_are_out_of_reach(walker, role):
    before, ids, things = walker.rows(), walker.world.ids, walker.world.things
    thread = things["thread_org"].values["thread_id"]
    recording = things["session_org_recording"].values["recording_id"]
    chapter = things["session_closed_recording"].values["chapter_id"]
    lesson = things["lesson_org"].values["lesson_ref"]
    of_others = [
        f"/threads/{thread}/links/{ids['thread_link']}/remove",
        f"/threads/{thread}/replies/9/edit",
        f"/threads/{thread}/replies/9/remove",
        f"/lessons/{lesson}/links/{ids['link']}/remove",
        f"/recordings/{recording}/chapters/{chapter}/remove",
        f"/admin/members/{ids['disabled']}/grants/{ids['grant']}/revoke",
    ]
    answers = {
        one: walker.browser(role).post(one, {"reason": "x"}).status_code for one in of_others
    }
    assert set(answers.values()) <= {403, 404}, answers
    assert walker.changed(before) == []


def send(walker: Walker, browser: Browser, endpoint: str, **more: object):
    """Send the form of the table with a good token."""
    write = WRITES[endpoint]
    form = {**write.filled(walker.world), **more}
    if write.file:
        form["file"] = (BytesIO((DATA / write.file).read_bytes()), write.file)
    if write.picture:
        form["file"] = (BytesIO(write.picture), "picture.png")
    kind = "multipart/form-data" if "file" in form else None
    return browser.post(address_of(walker, endpoint), form, content_type=kind)


def address_of(walker: Walker, endpoint: str) -> str:
    write: Write = WRITES[endpoint]
    values = write.address(walker.world)
    wanted = walker.rule(endpoint, "POST").arguments
    return walker.address(endpoint, **{name: values[name] for name in wanted})
