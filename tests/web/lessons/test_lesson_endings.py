"""How lessons end: withdrawn for another, thrown away, merged, removed, and words blanked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import db, transaction
from cop.journal import Entry, Note
from cop.lessons import services
from cop.lessons.models import Decision, Lesson, LessonLink, Revision, RevisionTag
from cop.lessons.services import End
from cop.moderation.models import Remark
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import SHORT, make_lesson

PHONE, AS_TYPED = "081-234-5678", "๐๘๑ ๒๓๔ ๕๖๗๘"


@pytest.fixture
def moderator(client):
    member = make_member("judge@example.go.th", "moderator")
    client.as_(member)
    return member


@pytest.fixture
def admin(client):
    member = make_member("admin@example.go.th", "admin")
    client.as_(member)
    return member


def again(lesson):
    db.session.remove()
    return db.session.get_one(Lesson, lesson.id)


def send(client, lesson, act, data=None, status=303):
    address = f"/lessons/{lesson.ref}"
    return client.send(f"{address}/{act}", data or {}, status=status, page=address)


def test_a_withdrawn_lesson_names_what_to_use_instead(client, moderator):
    old, new = make_lesson(), make_lesson(title_th="ระเบียบใหม่ของงานทะเบียน")
    send(client, old, "withdraw", {"words": "ระเบียบเปลี่ยน", "target": new.number})
    page = client.see(f"/lessons/{old.number}")
    assert "ใช้บทเรียนนี้แทน" in page.text
    assert f"/lessons/{new.number}" in {link.get("href") for link in page.all(".//a")}
    assert again(old).successor_id == new.id
    send(client, old, "restore")
    assert again(old).successor_id is None


@pytest.mark.parametrize("target", ["LL-2599-9999", "ก", "{own}", "{draft}"])
def test_a_successor_that_cannot_be_is_refused_in_words(client, moderator, target):
    lesson, draft = make_lesson(), make_lesson("draft")
    typed = target.format(own=lesson.number, draft=draft.id)
    page = send(client, lesson, "withdraw", {"words": "เหตุ", "target": typed}, status=422)
    assert page.tree.find(".//*[@id='target-error']") is not None
    assert again(lesson).state == "published"


def test_an_author_throws_a_draft_away_and_takes_it_back(client):
    author, other = make_member(), make_member()
    lesson = make_lesson("draft", author=author)
    client.as_(author)
    send(client, lesson, "discard")
    assert again(lesson).state == "trashed"
    assert SHORT["title_th"] in client.see("/lessons/trash").text
    assert SHORT["title_th"] not in client.see("/lessons?mine=1").text
    client.as_(other).see(f"/lessons/{lesson.id}", status=404)
    assert SHORT["title_th"] not in client.see("/lessons/trash").text
    client.as_(author)
    client.send(f"/lessons/{lesson.id}/untrash", {}, page="/lessons/trash")
    assert again(lesson).state == "draft"


def test_dropping_a_begun_revision_leaves_readers_what_they_have(client):
    author = make_member()
    lesson = make_lesson(author=author)
    client.as_(author).send(f"/lessons/{lesson.ref}/edit", {"lesson": "ร่างที่จะทิ้ง"})
    assert again(lesson).state == "draft"
    send(client, lesson, "discard")
    lesson = again(lesson)
    assert lesson.state == "published"
    assert lesson.current_revision_id == lesson.published_revision_id
    assert SHORT["lesson"] in client.see(f"/lessons/{lesson.ref}").text


def test_the_trash_hides_a_lesson_and_gives_it_back_as_it_was(client, moderator):
    author, reader = make_member(), make_member()
    lesson = make_lesson(author=author)
    before = again(lesson).published_revision_id
    send(client, lesson, "trash", {"words": "ลงผิดชุมชน"})
    assert "ลงผิดชุมชน" in client.see("/lessons/trash").text
    for path in ("", "/print", "/history"):
        client.as_(reader).see(f"/lessons/{lesson.number}{path}", status=404)
    assert SHORT["title_th"] not in client.see("/lessons").text
    page = client.as_(author).see(f"/lessons/{lesson.number}")
    assert "อยู่ในถังขยะ" in page.text
    assert not [one for one in page.all(".//form") if one.get("action", "").endswith("untrash")]
    client.as_(moderator).send(f"/lessons/{lesson.number}/untrash", {}, page="/lessons/trash")
    lesson = again(lesson)
    assert (lesson.state, lesson.published_revision_id) == ("published", before)
    client.as_(reader).see(f"/lessons/{lesson.number}")


def test_after_thirty_days_the_texts_are_gone_and_the_number_is_not(client, moderator):
    author = make_member()
    lesson = make_lesson(author=author)
    send(client, lesson, "trash", {"words": "ลงผิดชุมชน"})
    with transaction():
        assert services.purge(by=SYSTEM, at=now() + timedelta(days=29)) == 0
    with transaction():
        assert services.purge(by=SYSTEM, at=now() + timedelta(days=31)) == 1
    with transaction():
        assert services.purge(by=SYSTEM, at=now() + timedelta(days=31)) == 0
    lesson = again(lesson)
    assert (lesson.state, lesson.title, lesson.number is not None) == ("removed", "", True)
    for revision in db.session.scalars(select(Revision).where(Revision.lesson_id == lesson.id)):
        assert (revision.title_th, revision.lesson, revision.lesson_html) == ("", "", "")
        assert revision.recommendation == []
    client.as_(author).see(f"/lessons/{lesson.number}", status=410)


def test_a_merged_lesson_leads_on_with_its_links_and_credit(client, moderator):
    writer = make_member(given_name="สมศรี", family_name="ใจดี")
    old, new, third = make_lesson(author=writer), make_lesson(), make_lesson()
    with transaction():
        for source, end in ((old, third), (third, old), (old, new), (new, third)):
            other = End("lesson", end.id)
            services.add_link(source, other, "related", by=actor_of(moderator), at=now())
    address = f"/lessons/{old.ref}/merge"
    target = {"target": f"https://cop.example/lessons/{new.ref}"}
    page = client.send(address, target, status=200)
    assert new.title in page.text
    assert again(old).state == "published"
    client.send(address, target | {"sure": third.number}, status=200)  # changed after the question
    assert again(old).state == "published"
    client.send(address, target | {"sure": new.number})
    for path in ("", "/print", "/history"):
        answer = client.get(f"/lessons/{old.number}{path}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/lessons/{new.number}{path}"
    page = client.see(f"/lessons/{new.number}")
    assert old.number in page.text
    assert "สมศรี ใจดี" in page.text
    links = {
        (one.lesson_id, one.to_id)
        for one in db.session.scalars(select(LessonLink).where(LessonLink.to_kind == "lesson"))
    }
    assert links == {(new.id, third.id), (third.id, new.id)}
    assert old.number not in client.see("/lessons").text


def test_a_merge_tells_nothing_to_who_may_not_read_the_target(client, moderator):
    inside = make_member()
    closed = make_community(kind="members", members=(inside,))
    old, new = make_lesson(), make_lesson(community=closed, author=inside)
    client.send(f"/lessons/{old.ref}/merge", {"target": new.number, "sure": new.number})
    client.as_(make_member()).see(f"/lessons/{old.number}", status=404)


def test_merging_again_makes_no_chain(client, moderator):
    first, second, third = make_lesson(), make_lesson(), make_lesson()
    client.send(f"/lessons/{first.ref}/merge", {"target": second.number, "sure": second.number})
    client.send(f"/lessons/{second.ref}/merge", {"target": third.number, "sure": third.number})
    answer = client.get(f"/lessons/{first.number}")
    assert answer.headers["Location"] == f"/lessons/{third.number}"
    page = client.send(f"/lessons/{third.ref}/merge", {"target": first.number}, status=422)
    assert page.tree.find(".//*[@id='target-error']") is not None


def test_a_removed_lesson_says_so_to_those_who_could_read_it(client, admin):
    author = make_member()
    closed = make_community(kind="members", members=(author,))
    lesson = make_lesson(community=closed, author=author)
    fields = {"target": lesson.number, "words": "ศาลมีคำสั่งให้นำออก"}
    page = client.send("/admin/lessons/removal", fields, status=200)
    assert lesson.number in page.text
    assert SHORT["title_th"] not in page.text  # the administrator may not read it
    assert again(lesson).state == "published"
    client.send("/admin/lessons/removal", fields | {"sure": "1"}, status=200)
    assert again(lesson).state == "published"
    client.send("/admin/lessons/removal", fields | {"sure": lesson.number})
    assert again(lesson).state == "removed"
    page = client.as_(author).see(f"/lessons/{lesson.number}", status=410)
    assert "ศาลมีคำสั่งให้นำออก" in page.text
    client.as_(make_member()).see(f"/lessons/{lesson.number}", status=404)


def test_of_what_nobody_could_read_nobody_learns_that_it_was(client, moderator):
    author = make_member()
    draft, waiting = make_lesson("draft", author=author), make_lesson("submitted", author=author)
    target = make_lesson()
    client.send(f"/lessons/{waiting.ref}/merge", {"target": target.number, "sure": target.number})
    client.as_(author)
    send(client, draft, "discard")
    with transaction():
        services.purge(by=SYSTEM, at=now() + timedelta(days=31))
    assert again(draft).state == "removed"
    for lesson in (draft, waiting):
        client.as_(make_member()).see(f"/lessons/{lesson.ref}", status=404)
    client.as_(author).see(f"/lessons/{draft.ref}", status=410)
    assert client.get(f"/lessons/{waiting.ref}").status_code == 301


def test_a_datum_is_blanked_in_all_that_a_lesson_ever_said(client, admin):
    author, judge = make_member(), make_member(role="moderator")
    lesson = make_lesson(
        "published",
        author=author,
        moderator=judge,
        title_th=f"โทร {PHONE} ก่อนมา",
        what_happened=f"โทรไปที่ {AS_TYPED} แล้ว",
        recommendation=(f"โทร {PHONE}", "จดไว้"),
        tags=(PHONE, "นัดหมาย"),
    )
    with transaction():
        held = db.session.get_one(Lesson, lesson.id)
        services.withdraw(held, words="เบอร์ 0812345678 ปิด", by=actor_of(judge), at=now())
        remark = Remark(lesson_id=lesson.id, revision_id=held.current_revision_id, at=now())
        remark.words = f"ตัดเบอร์ {PHONE} ออก"
        db.session.add(remark)
    fields = {"target": lesson.number, "text": "0812345678", "words": "เจ้าของข้อมูลขอให้ลบ"}
    page = client.send("/admin/lessons/redaction", fields, status=200)
    assert "พบ 6 แห่ง" in page.text
    assert again(lesson).title == f"โทร {PHONE} ก่อนมา"
    client.send("/admin/lessons/redaction", fields | {"sure": lesson.number})
    lesson = again(lesson)
    assert lesson.title == "โทร [ปกปิด] ก่อนมา"
    revision = db.session.get_one(Revision, lesson.published_revision_id)
    assert "โทรไปที่ [ปกปิด] แล้ว" in revision.what_happened_html
    assert revision.recommendation == ["โทร [ปกปิด]", "จดไว้"]
    of_revision = RevisionTag.revision_id == revision.id
    assert len(db.session.scalars(select(RevisionTag).where(of_revision)).all()) == 1
    said = select(Decision.words).where(Decision.lesson_id == lesson.id, Decision.act == "withdraw")
    assert db.session.scalar(said) == "เบอร์ [ปกปิด] ปิด"
    assert db.session.scalars(select(Remark.words)).all() == ["ตัดเบอร์ [ปกปิด] ออก"]
    page = client.as_(author).see(f"/lessons/{lesson.number}")
    assert "5678" not in page.text
    entry = db.session.scalars(select(Entry).where(Entry.what == "lesson_redacted")).one()
    assert entry.codes == {"places": 6}
    assert db.session.get_one(Note, entry.id).text == "เจ้าของข้อมูลขอให้ลบ"


def test_words_that_a_lesson_does_not_say_are_not_blanked(client, admin):
    lesson = make_lesson()
    fields = {"target": lesson.number, "text": "ไม่มีคำนี้", "words": "ขอให้ลบ"}
    fields["sure"] = lesson.number
    page = client.send("/admin/lessons/redaction", fields, status=200)
    assert "ไม่พบข้อความนี้" in page.text
    short = {**fields, "text": "กก"}
    client.send("/admin/lessons/redaction", short, status=422)
