"""Edit, submit, take back: nothing that was written is lost."""

import pytest
from sqlalchemy import func, select

from cop.accounts.queries import actor_by_id
from cop.core.clock import now
from cop.db import db, transaction
from cop.lessons import services
from cop.lessons.models import Decision, Lesson, Revision
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import FULL, SHORT, TITLE, make_lesson

TICK = {"pdpa_check": "1"}


def lessons() -> list[Lesson]:
    db.session.expire_all()
    return list(db.session.scalars(select(Lesson).order_by(Lesson.id)))


@pytest.fixture
def author(client):
    member = make_member(agency_id=make_agency().id)
    make_community("open-one")
    client.as_(member)
    return member


def test_named_readers_must_have_accounts(client, author):
    reader = make_member()
    lesson = make_lesson("draft", author=author)
    named = {"visibility": "named", "named": f"{reader.email}, nobody@example.go.th"}
    page = client.send(f"/lessons/{lesson.id}/edit", named, status=422)
    assert "nobody@example.go.th" in page.text
    client.send(f"/lessons/{lesson.id}/edit", {"visibility": "named", "named": reader.email})
    assert lessons()[0].visibility == "named"


def test_the_edit_form_shows_what_is_kept_and_saves_a_new_revision(client, author):
    lesson = make_lesson("draft", author=author, agency_id=author.agency_id)
    page = client.see(f"/lessons/{lesson.id}/edit")
    assert "9/7/2563" in page.text
    client.send(f"/lessons/{lesson.id}/edit", {"lesson": "บอกก่อนด้วยรูปตัวอย่าง"})
    revisions = db.session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [one.number for one in revisions] == [1, 2]
    assert revisions[0].lesson == SHORT["lesson"]
    assert revisions[1].lesson == "บอกก่อนด้วยรูปตัวอย่าง"
    assert revisions[1].recommendation == list(FULL["recommendation"])


def test_what_the_reviewer_said_stands_over_the_form(client, author):
    lesson = make_lesson("changes_requested", author=author)
    # One statement more than other pages: what was said is read only of what was sent back.
    page = client.see(f"/lessons/{lesson.number}/edit", queries=13)
    assert "ผู้ตรวจบอกว่า" in page.text
    (decision,) = db.session.scalars(
        select(Decision).where(Decision.act == "request_changes")
    ).all()
    assert decision.words
    assert decision.words in page.text
    client.send(f"/lessons/{lesson.number}/submit", TICK, page=f"/lessons/{lesson.number}")
    assert "ผู้ตรวจบอกว่า" not in client.see(f"/lessons/{lesson.number}").text


def test_fields_that_a_client_leaves_out_keep_their_values(client, author):
    lesson = make_lesson("draft", author=author)
    answer = client.post(f"/lessons/{lesson.id}/edit", {"summary": "สรุปใหม่", "version": "2"})
    assert answer.status_code == 303
    revision = db.session.get(Revision, lessons()[0].current_revision_id)
    assert (revision.summary, revision.title_th) == ("สรุปใหม่", TITLE)
    assert revision.outcome == "mixed"


def test_a_stale_edit_shows_both_texts_and_writes_nothing(client, author):
    lesson = make_lesson("draft", author=author)
    version = str(lesson.version)
    client.send(f"/lessons/{lesson.id}/edit", {"lesson": "ข้อความที่บันทึกก่อน"})
    data = {"lesson": "ข้อความของฉัน", "version": version}
    answer = client.post(f"/lessons/{lesson.id}/edit", data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "ข้อความที่บันทึกก่อน" in text
    assert "ข้อความของฉัน" in text
    assert len(db.session.scalars(select(Revision)).all()) == 2


def test_my_text_can_be_saved_from_the_page_that_shows_both(client, author):
    lesson = make_lesson("draft", author=author)
    old = str(lesson.version)
    client.send(f"/lessons/{lesson.id}/edit", {"lesson": "ข้อความที่บันทึกก่อน"})
    address = f"/lessons/{lesson.id}/edit"
    shown = client.send(address, {"lesson": "ข้อความของฉัน", "version": old}, status=409)
    form = shown.tree.find(".//form[@id='conflict-form']")
    fields: dict[str, list[str]] = {}
    for field in [*form.iter("input"), *form.iter("textarea")]:
        value = field.get("value") if field.tag == "input" else "".join(field.itertext())
        fields.setdefault(field.get("name"), []).append(value or "")
    del fields["csrf_token"]
    assert client.post(address, fields).status_code == 303
    revision = db.session.get(Revision, lessons()[0].current_revision_id)
    assert revision.lesson == "ข้อความของฉัน"
    assert revision.recommendation == list(FULL["recommendation"])


def test_text_written_while_the_lesson_went_to_review_is_shown_back(client, author):
    lesson = make_lesson("submitted", author=author)
    answer = client.post(f"/lessons/{lesson.number}/edit", {"lesson": "แก้ช้าไป", "version": "2"})
    assert answer.status_code == 409
    assert "แก้ช้าไป" in answer.get_data(as_text=True)


def test_an_older_revision_can_be_gone_on_from(client, author):
    lesson = make_lesson("draft", author=author, lesson="ข้อความเดิม")
    client.send(f"/lessons/{lesson.id}/edit", {"lesson": "ข้อความใหม่"})
    page = client.see(f"/lessons/{lesson.id}/edit?revision=1")
    assert "ข้อความเดิม" in page.text
    client.see(f"/lessons/{lesson.id}/edit?revision=9", status=404)


def test_only_the_author_edits_a_draft(client, author):
    lesson = make_lesson("published")
    client.as_(make_member()).see(f"/lessons/{lesson.number}/edit", status=403)


def test_submitting_gives_a_number_and_a_decision(client, author):
    lesson = make_lesson("draft", author=author)
    client.send(f"/lessons/{lesson.id}/submit", TICK, page=f"/lessons/{lesson.id}")
    (kept,) = lessons()
    assert kept.state == "submitted"
    assert client.get(f"/lessons/{kept.id}").status_code == 301
    client.see(f"/lessons/{kept.number}")
    acts = [(one.act, one.from_state, one.to_state) for one in db.session.scalars(select(Decision))]
    assert acts == [("submit", "draft", "submitted")]


def test_submitting_without_the_tick_says_what_to_do(client, author):
    lesson = make_lesson("draft", author=author)
    page = client.send(f"/lessons/{lesson.id}/submit", {}, status=422, page=f"/lessons/{lesson.id}")
    assert "เครื่องหมาย" in page.text
    assert lessons()[0].number is None


def test_submitting_twice_submits_once(client, author):
    lesson = make_lesson("draft", author=author)
    for _time in range(2):
        assert client.post(f"/lessons/{lesson.id}/submit", TICK).status_code == 303
    assert db.session.scalar(select(func.count(Decision.id))) == 1


def test_nobody_else_submits_or_recalls(client, author):
    lesson = make_lesson("published", author=author)
    client.as_(make_member())
    assert client.post(f"/lessons/{lesson.number}/submit", TICK).status_code == 403
    assert client.post(f"/lessons/{lesson.number}/recall").status_code == 403


def test_the_author_takes_back_what_nobody_reads_yet(client, author):
    lesson = make_lesson("submitted", author=author)
    client.send(f"/lessons/{lesson.number}/recall", {}, page=f"/lessons/{lesson.number}")
    assert lessons()[0].state == "draft"
    number = lessons()[0].number
    client.send(f"/lessons/{number}/submit", TICK, page=f"/lessons/{number}")
    assert lessons()[0].number == number


def test_a_lesson_in_review_cannot_be_taken_back(client, author):
    lesson = make_lesson("in_review", author=author)
    assert client.post(f"/lessons/{lesson.number}/recall").status_code == 403


def test_a_rejected_lesson_can_be_copied_to_a_new_draft(client, author):
    lesson = make_lesson("rejected", author=author)
    assert "ซ้ำกับเรื่องเดิม" in client.see(f"/lessons/{lesson.number}").text
    page = client.see(f"/lessons/new?from={lesson.number}")
    assert SHORT["lesson"] in page.text


def test_a_rolled_back_submission_gives_its_number_back(app):
    lesson = make_lesson("draft")

    def failing() -> None:
        with transaction():
            services.submit(lesson, pdpa_check=True, by=actor_by_id(lesson.author_id), at=now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    db.session.expire_all()
    other = make_lesson("submitted")
    assert other.number.endswith("-0001")


def test_what_is_lacking_is_said_in_words_with_the_way_to_each_field(client, author):
    lesson = make_lesson("draft", author=author, cause="", tags=())
    form = client.see(f"/lessons/{lesson.id}/edit")
    own = client.see(f"/lessons/{lesson.id}")
    for page, before in ((form, ""), (own, f"/lessons/{lesson.id}/edit")):
        rows = [one for one in page.all(".//li[@data-field]") if one.get("hidden") is None]
        told = [page.words(one) for one in rows]
        assert "ยังขาด: สาเหตุและปัจจัย — เขียนเพิ่ม สาเหตุและปัจจัย" in told
        assert any(one.startswith("คำสำคัญ") for one in told), "what would help"
        links = [one.get("href") for row in rows for one in row.iter("a")]
        assert f"{before}#cause" in links
        assert not any(link.endswith("#title_th") for link in links)
    other = client.as_(make_member()).get(f"/lessons/{lesson.id}")
    assert other.status_code == 404
