"""Three fields are enough to keep a lesson, and a tick to submit it."""

import pytest
from sqlalchemy import select

from cop.db import db
from cop.lessons.models import Lesson, Revision
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


def test_three_fields_keep_a_draft_that_only_its_author_sees(client, author):
    answer = client.send("/lessons/new", SHORT)
    (lesson,) = lessons()
    assert answer.response.headers["Location"] == f"/lessons/{lesson.id}"
    assert (lesson.state, lesson.number, lesson.agency_id) == ("draft", None, author.agency_id)
    assert client.see(f"/lessons/{lesson.id}").h1.replace("\u2060", "") == TITLE
    for other in (make_member(), make_member(role="moderator"), make_member(role="admin")):
        client.as_(other).see(f"/lessons/{lesson.id}", status=404)


def test_three_fields_and_the_tick_submit_at_once(client, author):
    client.send("/lessons/new", {**SHORT, **TICK, "act": "submit"})
    (lesson,) = lessons()
    assert lesson.state == "submitted"
    assert lesson.number is not None
    assert lesson.pdpa_checked_by_id == author.id


def test_from_home_to_the_queue_takes_three_pages_and_three_fields(client, author):
    home = client.see("/")
    (form_at, *_rest) = [
        link.get("href") for link in home.all(".//a") if link.get("href") == "/lessons/new"
    ]
    form = client.see(form_at)
    asked = [
        field.get("name")
        for field in (*form.all(".//input"), *form.all(".//textarea"))
        if "required" in field.attrib
    ]
    assert asked == [*SHORT]
    sent = client.send(form_at, {**SHORT, **TICK, "act": "submit"})
    landed = client.see(sent.response.headers["Location"])
    assert lessons()[0].number in landed.text


def test_without_the_tick_nothing_is_submitted_and_the_text_stays(client, author):
    page = client.send("/lessons/new", {**SHORT, "act": "submit"}, status=422)
    assert lessons() == []
    assert SHORT["lesson"] in page.text
    assert page.words(page.all(".//title")[0]).startswith("ข้อผิดพลาด:")
    assert "pdpa_check" in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title_th", ""),
        ("title_th", "สั้นไป"),
        ("title_th", "ก" * 151),
        ("what_happened", "   "),
        ("what_happened", "ก" * 6001),
        ("lesson", ""),
        ("lesson", "ก" * 2001),
        ("kind", "poem"),
        ("community", "no-such-community"),
        ("outcome", "perfect"),
        ("occurred_from", "31 ก.พ. 2563"),
        ("occurred_from", "9 ก.ค. 2563 (2019)"),
        ("occurred_from", "9 ก.ค. 1563"),
        ("occurred_from", "เมื่อวานซืน"),
        ("province", "99"),
        ("agency", "12345"),
        ("principles", "P9"),
        ("topics", ["T01", "T02", "T03", "T04"]),
        ("process", "PR99"),
        ("visibility", "public"),
        ("visibility", "secret"),
        ("tags", ",".join(f"คำ{n}" for n in range(9))),
        ("recommendation", "ก" * 301),
        ("summary", "ก" * 301),
        ("applies_when", "ก" * 501),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_kept(client, author, field, value):
    make_lesson("draft")
    before = len(lessons())
    page = client.post("/lessons/new", {**SHORT, field: value})
    assert page.status_code == 422
    assert len(lessons()) == before
    assert SHORT["what_happened"][:20] in page.get_data(as_text=True) or field == "what_happened"


@pytest.mark.parametrize("text", ["9/7/2563", "๙ กรกฎาคม พ.ศ. ๒๕๖๓", "2020-07-09", "9 ก.ค. 63"])
def test_the_day_is_taken_in_any_form(client, author, text):
    client.post("/lessons/new", {**SHORT, "occurred_from": text})
    (lesson,) = lessons()
    assert lesson.occurred_from.isoformat() == "2020-07-09"
    assert lesson.fiscal_year == 2563


def test_the_end_does_not_come_before_the_beginning(client, author):
    dates = {"occurred_from": "9/7/2563", "occurred_to": "8/7/2563"}
    assert client.post("/lessons/new", {**SHORT, **dates}).status_code == 422


def test_pressing_twice_makes_one_lesson(client, author):
    page = client.see("/lessons/new")
    key = page.tree.find(".//form[@id='capture']//input[@name='form_key']").get("value")
    first = client.post("/lessons/new", {**SHORT, "form_key": key})
    second = client.post("/lessons/new", {**SHORT, "form_key": key})
    assert first.headers["Location"] == second.headers["Location"]
    assert len(lessons()) == 1


def test_a_client_without_a_key_makes_one_lesson_too(client, author):
    client.post("/lessons/new", SHORT)
    client.post("/lessons/new", SHORT)
    assert len(lessons()) == 1


def test_the_whole_form_may_be_sent_at_once_with_the_names_of_the_contract(client, author):
    make_lesson("draft")
    data = {
        **SHORT,
        **{name: FULL[name] for name in ("outcome", "summary", "background", "cause")},
        "community": "open-one",
        "kind": "caution",
        "recommendation": "1. ทำอย่างนี้\n- แล้วทำอย่างนั้น",
        "applies_when": FULL["applies_when"],
        "principles": ["P1", "P4"],
        "topics": ["T07"],
        "process": "PR05",
        "tags": "ประชุม, ถ่ายทอดสด",
        "occurred_from": "9 ก.ค. 2563",
        **TICK,
        "act": "submit",
    }
    assert client.post("/lessons/new", data).status_code == 303
    lesson = lessons()[-1]
    revision = db.session.get(Revision, lesson.current_revision_id)
    assert lesson.kind == "caution"
    assert revision.recommendation == ["ทำอย่างนี้", "แล้วทำอย่างนั้น"]


def test_in_a_members_only_community_the_lesson_is_for_its_members(client):
    member = make_member()
    closed = make_community(kind="members", members=(member,))
    client.as_(member).send("/lessons/new", {**SHORT, "community": str(closed.id)})
    (lesson,) = lessons()
    assert lesson.visibility == "community"


def test_a_closed_community_takes_no_text_from_outside(client, author):
    closed = make_community(kind="members")
    answer = client.post("/lessons/new", {**SHORT, "community": str(closed.id)})
    assert answer.status_code == 422
    assert lessons() == []
