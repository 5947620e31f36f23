"""Personal data that a reader flags stand nowhere until a moderator has looked at them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import documents, services
from cop.lessons.models import Lesson, Revision
from cop.moderation.models import Flag
from cop.search.queries.plainly import plainly
from tests.make.accounts import make_member
from tests.make.communities import actor_of
from tests.make.flags import decide_flag, make_flag
from tests.make.lessons import TITLE, content, make_lesson
from tests.make.sessions import make_recording

NAME = "นายอรุณลับเฉพาะ ใจดีเหลือเกิน"
PHONE = "081-234-5678"
SIGN = "[ซ่อนไว้ระหว่างตรวจสอบ]"
TEXTS = {
    "title_th": f"{TITLE} ของ{NAME}",
    "summary": f"{NAME} บอกรายการเอกสาร",
    "what_happened": f"โทร {PHONE} หา **นายอรุณลับเฉพาะ** ใจดีเหลือเกิน แล้ว"
    " <mailto:arun@secret.example> และ [นายอรุณลับเฉพาะ](https://site.example) ใจดีเหลือเกิน",
    "background": f"เขียนว่า {NAME}",
    "recommendation": (f"ถาม{NAME}", "อีกข้อหนึ่ง"),
    "applies_when": f"เมื่อ{NAME}อยู่",
    "tags": (NAME, "บัตรคิว"),
}


@pytest.fixture
def judge(app):
    return make_member(role="moderator")


@pytest.fixture
def author(app):
    return make_member()


@pytest.fixture
def lesson(author, judge):
    return make_lesson(author=author, moderator=judge, **TEXTS)


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def hide(lesson, passage=NAME, by=None):
    return make_flag(lesson, by or make_member(), "personal_data", passage=passage)


def places(lesson):
    ref = lesson.ref
    return (
        f"/lessons/{ref}", f"/lessons/{ref}/print", f"/lessons/{ref}/history",
        f"/lessons/{ref}/diff?from=1&to=2", f"/lessons/{ref}/flag", "/lessons", "/", "/notices",
        "/search?q=โต๊ะตรวจเอกสาร", "/search?q=เตรียมเอกสาร", "/search?q=รายการเอกสาร",
        "/search/suggest?q=โต๊ะตรวจเอกสาร", f"/threads/new?lesson={ref}",
    )  # fmt: skip


def leaks(client, lesson, words=("อรุณลับเฉพาะ", "ใจดีเหลือเกิน")):
    found = []
    for address in places(lesson):
        said = client.get(address).get_data(as_text=True)
        found += [(address, word) for word in words if word in said]
    return found


def revised(lesson, author, judge):
    """Publish a second revision of the lesson, so that there is something to compare."""
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        text = content(held.community, **{**TEXTS, "agency_id": held.agency_id,
                                          "cause": f"เพราะ{NAME}ไม่อยู่"})  # fmt: skip
        given = {"at": now()}
        services.revise(held, text, version=None, note=f"เพิ่ม{NAME}", by=actor_of(author), **given)
        services.submit(held, pdpa_check=True, by=actor_of(author), **given)
        services.start_review(held, by=actor_of(judge), **given)
        services.publish(held, revision_id=None, by=actor_of(judge), **given)
    return again(lesson)


def test_hidden_words_stand_nowhere(client, lesson, author, judge):
    lesson = revised(lesson, author, judge)
    flagger, reader = make_member(), make_member()
    assert leaks(client.as_(reader), lesson)
    hide(lesson, by=flagger)
    for person in (reader, flagger, author, make_member(role="admin")):
        assert leaks(client.as_(person), lesson) == [], person
        assert SIGN in client.see(f"/lessons/{lesson.ref}").text
        assert client.see("/search?q=อรุณลับเฉพาะ&kind=lesson").total == 0
        for typed in ("ตั้งโต๊ะตรวจ", "นายอรุณ"):
            suggested = client.get(f"/search/suggest?q={typed}").get_json()
            assert "อรุณลับเฉพาะ" not in repr(suggested)
    assert "อรุณลับเฉพาะ" not in repr(documents.documents([lesson.id]))
    assert plainly(actor_of(reader), "อรุณลับเฉพาะ", (), 1).total == 0


def test_the_reason_of_a_withdrawal_and_the_note_of_a_moment_hide_it_too(client, lesson, judge):
    recording = make_recording()
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        end = services.End("recording", recording.id, 1)
        given = {"by": actor_of(judge), "at": now()}
        services.add_link(held, end, "cued_in_recording", note=f"{NAME}เล่า", **given)
        services.withdraw(held, words=f"{NAME}ขอ", **given)
    client.as_(make_member())
    addresses = (f"/lessons/{lesson.ref}", f"/recordings/{recording.id}")
    assert all("ลับเฉพาะ" in client.see(one).text for one in addresses)
    hide(lesson)
    assert not any("ลับเฉพาะ" in client.see(one).text for one in addresses)


def test_a_moderator_in_scope_goes_on_reading_but_not_on_paper(client, lesson, judge):
    hide(lesson)
    client.as_(judge)
    page = client.see(f"/lessons/{lesson.ref}").text
    assert "อรุณลับเฉพาะ" in page
    assert SIGN not in page
    assert "ผู้อ่านไม่เห็นข้อความนี้ระหว่างรอผล" in page
    assert "อรุณลับเฉพาะ" not in client.see(f"/lessons/{lesson.ref}/print").text


def test_the_rest_of_the_text_stays_and_revisions_are_not_changed(client, lesson):
    before = db.session.scalars(select(Revision.what_happened_html)).all()
    version = lesson.version
    hide(lesson, PHONE)
    hide(lesson, "arun@secret.example")
    page = client.as_(make_member()).see(f"/lessons/{lesson.ref}").text
    assert PHONE not in page
    assert "arun@secret.example" not in page, "nor in the address of the link"
    assert "อรุณลับเฉพาะ" in page
    assert db.session.scalars(select(Revision.what_happened_html)).all() == before
    assert again(lesson).version == version


def test_spelt_otherwise_it_is_the_same_passage(client, lesson):
    hide(lesson, "๐๘๑ ๒๓๔ ๕๖๗๘")
    assert PHONE not in client.as_(make_member()).see(f"/lessons/{lesson.ref}").text


def test_what_is_not_personal_is_shown_again(client, lesson, judge):
    flag = hide(lesson)
    assert again(lesson).title == f"{TITLE} ของ{SIGN}"
    decide_flag(flag, "not_personal", judge)
    lesson = again(lesson)
    assert lesson.title == TEXTS["title_th"]
    client.as_(make_member())
    assert "อรุณลับเฉพาะ" in client.see(f"/lessons/{lesson.ref}").text
    assert client.see("/search?q=อรุณลับเฉพาะ&kind=lesson").total == 1
    second = hide(lesson)
    assert not second.hides, "what was looked at once is not hidden by the next reader"
    assert "อรุณลับเฉพาะ" in client.see(f"/lessons/{lesson.ref}").text


def test_what_is_to_be_blanked_stays_hidden_until_an_administrator_has_done_it(
    client, author, judge
):
    # Bold in part, but no link in the middle.
    plainer = TEXTS["what_happened"].partition("และ")[0]
    lesson = make_lesson(author=author, moderator=judge, **{**TEXTS, "what_happened": plainer})
    flag, reader, admin = hide(lesson), make_member(), make_member(role="admin")
    decide_flag(flag, "redact", judge)
    assert leaks(client.as_(reader), lesson) == []
    client.as_(admin)
    assert "ปกปิดถาวร" in client.see("/notices").text
    address = f"/admin/lessons/redaction?flag={flag.id}"
    form = client.see(address).form("/admin/lessons/redaction")
    filled = {one.get("name"): one.get("value") for one in form.iter("input")}
    assert (filled["target"], filled["text"]) == (lesson.ref, NAME)
    fields = {"target": lesson.ref, "text": NAME, "words": "เจ้าของขอ", "sure": lesson.number}
    client.send("/admin/lessons/redaction", fields)
    kept = db.session.get_one(Flag, flag.id)
    assert (kept.hides, kept.passage) == (False, "[ปกปิด]")
    assert NAME not in client.see("/admin/lessons/redaction").text
    client.as_(reader)
    assert leaks(client, lesson) == []
    assert "[ปกปิด]" in client.see(f"/lessons/{lesson.ref}").text
    assert again(lesson).title == f"{TITLE} ของ[ปกปิด]"


def test_what_a_redaction_has_missed_stays_hidden(client, lesson, judge):
    flag = hide(lesson)
    decide_flag(flag, "redact", judge)
    client.as_(make_member(role="admin"))
    fields = {"target": lesson.ref, "text": NAME, "words": "เจ้าของขอ", "sure": lesson.number}
    client.send("/admin/lessons/redaction", fields)
    assert db.session.get_one(Flag, flag.id).hides, "a link stands in the middle of it"
    assert leaks(client.as_(make_member()), lesson) == []


def test_a_new_revision_does_not_show_what_is_hidden(client, lesson, author, judge):
    hide(lesson)
    lesson = revised(lesson, author, judge)
    assert lesson.title == f"{TITLE} ของ{SIGN}"
    assert leaks(client.as_(make_member()), lesson) == []


def test_one_person_hides_three_passages_at_most(client, lesson):
    reader = make_member()
    for passage in (NAME, PHONE, "arun@secret.example"):
        hide(lesson, passage, reader)
    client.as_(reader)
    data = {"reason": "personal_data", "passage": "อีกข้อหนึ่ง"}
    page = client.send(f"/lessons/{lesson.ref}/flag", data, status=422)
    assert "3 แห่งแล้ว" in page.text
    assert "อีกข้อหนึ่ง" in client.as_(make_member()).see(f"/lessons/{lesson.ref}").text


def test_who_was_wrong_three_times_hides_nothing_for_a_while(client, lesson, judge):
    reader = make_member()
    for passage in ("อีกข้อหนึ่ง", "รายการเอกสาร", "เขียนว่า"):
        decide_flag(hide(lesson, passage, reader), "not_personal", judge)
    assert not hide(lesson, PHONE, reader).hides
    assert PHONE in client.as_(make_member()).see(f"/lessons/{lesson.ref}").text
    assert hide(lesson, PHONE).hides, "another reader is believed"
    with transaction():
        for one in db.session.scalars(select(Flag).where(Flag.outcome == "not_personal")):
            one.decided_at = one.decided_at.replace(year=one.decided_at.year - 1)
    assert hide(lesson, NAME, reader).hides


def test_purged_lessons_keep_no_words_of_flags(lesson, judge):
    flag = hide(lesson)
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        services.trash(held, words="ลงผิด", by=actor_of(judge), at=now())
    with transaction():
        services.purge(by=SYSTEM, at=now() + timedelta(days=31))
    db.session.remove()
    kept = db.session.get_one(Flag, flag.id)
    assert (kept.words, kept.hides, kept.outcome) == ("", False, "removed")
    assert NAME not in kept.passage
