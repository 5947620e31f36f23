"""Two tabs edit one thing: the second to save is shown both texts, and the first text stands."""

import pytest

from tests.browser_without_scripts import Page, _filled
from tests.web.matrix.walking import Walker

MINE, THEIRS = "ข้อความของแท็บที่สอง", "ข้อความของแท็บแรก"
EDITORS = {
    "lesson": ("writer", "lessons.edit", "lesson_org", "what_happened"),
    "draft": ("staff", "lessons.edit", "draft_own", "title_th"),
    "remark": ("moderator", "remarks.edit", "remark", "words"),
    "thread": ("writer", "threads.edit", "thread_closed", "body"),
    "reply": ("writer", "threads.edit_reply", "thread_closed", "body"),
    "community": ("facilitator", "communities.edit", "closed_community", "purpose"),
    "session": ("organiser", "sessions.edit", "session_org", "title_th"),
    "agenda": ("organiser", "sessions.agenda", "session_org", "title"),
    "speakers": ("organiser", "sessions.speakers", "session_org", "name"),
    "recording": ("organiser", "recordings.edit", "session_org_recording", "title"),
    "profile": ("staff", "accounts.profile", "", "position"),
    "member": ("admin", "admin.edit_member", "", "position"),
    "agency": ("admin", "admin.edit_agency", "", "name_th"),
    "term": ("admin", "terms.edit", "", "label_th"),
}


@pytest.mark.parametrize("what", EDITORS)
def test_the_second_tab_gets_both_texts_and_loses_nothing(fresh, what):
    role, endpoint, name, field = EDITORS[what]
    address = fresh.page(endpoint, fresh.world.things.get(name))
    browser = fresh.enter(role)
    first, second = opened(browser, address), opened(browser, address)
    assert sent(browser, address, filled(first, field, THEIRS)).status_code == 303
    saved = fresh.rows()
    late = sent(browser, address, filled(second, field, MINE))
    assert late.status_code == 409
    page = Page(late, 0).check()
    assert MINE in page.text
    assert THEIRS in page.text
    # What the second tab sent is kept for its writer alone.
    assert set(fresh.changed(saved)) <= {"unsaved_texts"}
    again = _filled(page.form(address))
    assert MINE in str(again[field])
    assert sent(browser, address, again).status_code == 303, "the text can be saved from there"
    assert MINE in str(fresh.rows())


def opened(browser, address: str) -> dict:
    """Return the fields of the form as the tab shows them."""
    return _filled(Page(browser.get(address), 0).form(address))


def sent(browser, address: str, fields: dict):
    """Send the form with the token that its page gave."""
    return browser.client.post(address, data=fields)


def filled(fields: dict, name: str, text: str) -> dict:
    """Return the fields with the text in one of them, the first of several."""
    old = fields[name]
    return {**fields, name: [text, *old[1:]] if isinstance(old, list) else text}


def test_a_moderator_and_the_author_do_not_overwrite_each_other(fresh: Walker):
    """A reviewer classifies a lesson that its author has taken back and rewritten meanwhile."""
    address = fresh.page("lessons.edit", fresh.world.things["lesson_submitted"])
    reviewer, author = fresh.enter("moderator"), fresh.enter("writer")
    tab = opened(reviewer, address)
    assert author.post(address.replace("/edit", "/recall")).status_code == 303
    written = filled(opened(author, address), "what_happened", THEIRS)
    assert sent(author, address, written).status_code == 303
    late = sent(reviewer, address, filled(tab, "what_happened", MINE))
    assert late.status_code in {404, 409}, "a draft is the author's own"
    assert THEIRS not in late.get_data(as_text=True)
