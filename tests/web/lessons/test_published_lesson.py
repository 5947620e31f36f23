"""What happens to a lesson that readers have: new versions, withdrawal, the public."""

import pytest
from sqlalchemy import select

from cop.db import db
from cop.lessons.models import Decision, Lesson
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import SHORT, make_lesson

TICK = {"pdpa_check": "1"}
SUBMIT = {"act": "submit", **TICK}


@pytest.fixture
def moderator(client):
    member = make_member("judge@example.go.th", "moderator")
    client.as_(member)
    return member


def again(lesson: Lesson) -> Lesson:
    db.session.expire_all()
    return db.session.get(Lesson, lesson.id)


def decide(client, lesson, decision, status=303, **data):
    page = f"/moderation/{lesson.ref}"
    return client.send(
        f"/lessons/{lesson.ref}/decide", {"decision": decision, **data}, status=status, page=page
    )


def test_publishing_twice_is_one_publication(client, moderator):
    lesson = make_lesson("in_review", moderator=moderator)
    for _time in range(2):
        assert client.post(f"/lessons/{lesson.number}/publish").status_code == 303
    acts = [one for one in db.session.scalars(select(Decision.act)) if one == "publish"]
    assert acts == ["publish"]


def test_readers_keep_the_published_text_while_the_next_is_written_and_reviewed(client):
    author, judge, reader = make_member(), make_member(role="moderator"), make_member()
    lesson = make_lesson("published", author=author, moderator=judge)
    address = f"/lessons/{lesson.number}"
    secret = "คำที่ยังอยู่ในร่างเท่านั้น"
    client.as_(author).send(f"{address}/edit", {"lesson": secret, "note": "แก้ใหม่"})
    assert again(lesson).state == "draft"
    for state in ("draft", "submitted", "in_review"):
        assert again(lesson).state == state
        for path in ("", "/print", "/history", "/diff"):
            page = client.as_(reader).see(f"{address}{path}")
            assert secret not in page.text
            assert SHORT["lesson"] in page.text or path in {"/history", "/diff"}
        client.see(f"{address}/diff?from=1&to=2", status=404)
        if state == "draft":
            client.as_(author).send(f"{address}/submit", {"pdpa_check": "1"}, page=address)
        elif state == "submitted":
            client.as_(judge).send(
                f"{address}/start-review", {}, page=f"/moderation/{lesson.number}"
            )
    page = client.as_(judge).see(f"/moderation/{lesson.number}")
    assert page.all(".//ins")
    decide(client, lesson, "publish")
    assert secret in client.as_(reader).see(address).text


def test_turning_down_a_new_version_leaves_the_published_one_in_use(client):
    author, judge = make_member(), make_member(role="moderator")
    lesson = make_lesson("published", author=author, moderator=judge)
    address = f"/lessons/{lesson.number}"
    client.as_(author).send(f"{address}/edit", {"lesson": "ฉบับใหม่", "note": "แก้ใหม่", **SUBMIT})
    client.as_(judge)
    data = {"reasons": "too_general", "words": "ฉบับเดิมชัดกว่า"}
    assert client.post(f"{address}/reject", data).status_code == 303
    kept = again(lesson)
    assert kept.state == "published"
    assert kept.current_revision_id == kept.published_revision_id


def test_a_withdrawn_lesson_stays_readable_with_its_reason(client, moderator):
    lesson = make_lesson("published")
    address = f"/lessons/{lesson.number}"
    assert client.post(f"{address}/withdraw", {"words": ""}).status_code == 422
    client.send(f"{address}/withdraw", {"words": "ระเบียบเปลี่ยนแล้ว"}, page=address)
    reader = make_member()
    assert "ระเบียบเปลี่ยนแล้ว" in client.as_(reader).see(address).text
    assert lesson.number not in client.see("/lessons").text
    assert lesson.number in client.see("/lessons?state=withdrawn").text
    assert client.post(f"{address}/restore").status_code == 403
    client.as_(moderator).send(f"{address}/restore", {}, page=address)
    assert again(lesson).state == "published"
    assert lesson.number in client.see("/lessons").text


def test_a_draft_begun_before_a_withdrawal_goes_on_after_it(client, moderator):
    author = make_member()
    lesson = make_lesson("published", author=author)
    address = f"/lessons/{lesson.number}"
    client.as_(author).send(f"{address}/edit", {"lesson": "ฉบับใหม่", "note": "แก้ใหม่"})
    client.as_(moderator).send(f"{address}/withdraw", {"words": "ระเบียบเปลี่ยนแล้ว"}, page=address)
    client.send(f"{address}/restore", {}, page=address)
    assert again(lesson).state == "draft"


def test_only_a_separate_act_of_a_moderator_opens_a_lesson_to_everybody(client, moderator):
    lesson = make_lesson("published")
    address = f"/lessons/{lesson.number}"
    author = db.session.get(Lesson, lesson.id).author_id
    client.as_(make_member())
    assert client.post(f"{address}/open-to-public").status_code == 403
    client.as_(moderator).send(f"{address}/open-to-public", {}, page=address)
    assert again(lesson).visibility == "public"
    assert author
    client.send(f"{address}/close-to-public", {}, page=address)
    assert again(lesson).visibility == "org"


def test_a_public_lesson_stays_public_through_a_new_version(client, moderator):
    author = make_member()
    lesson = make_lesson("published", author=author)
    address = f"/lessons/{lesson.number}"
    client.send(f"{address}/open-to-public", {}, page=address)
    client.as_(author).send(f"{address}/edit", {"lesson": "ใหม่", "note": "แก้ใหม่", **SUBMIT})
    client.as_(moderator).send(f"{address}/start-review", {}, page=f"/moderation/{lesson.number}")
    decide(client, lesson, "publish")
    assert again(lesson).visibility == "public"


def test_a_lesson_of_a_closed_community_cannot_be_opened_to_everybody(client, moderator):
    author = make_member()
    closed = make_community(kind="members", members=(author,))
    lesson = make_lesson("published", author=author, community=closed, visibility="org")
    answer = client.post(f"/lessons/{lesson.number}/open-to-public")
    assert answer.status_code == 403
