"""Texts made to cost much are refused or kept in bounded time."""

import time
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from cop.db import db
from cop.lessons.models import Lesson, Revision
from cop.search import indexing
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import SHORT, TITLE, make_lesson

FORM = "application/x-www-form-urlencoded"
COSTLY = {
    "ten megabytes": "ก" * (10_000_000 // 3),
    "open brackets": "[" * 20_000,
    "a list 500 deep": "\n".join("  " * depth + "- ขั้น" for depth in range(500)),
    "a list 500 deep in a line": "- " * 500 + "ขั้น",
    "a million Thai letters": "กขคงจฉชซ" * 125_000,
    "Thai letters up to the limit": "กรุงเทพ" * 2_857,
    "marks up to the limit": "ก" + "่" * 19_999,
}
REFUSED = ("ten megabytes", "a million Thai letters")
MOST_SECONDS = 2.0
"""Of CPU; the worst of them takes a tenth of that."""


@pytest.fixture
def author(client):
    member = make_member(agency_id=make_agency().id)
    make_community("open-one")
    client.as_(member)
    return member


def sent(client, address: str, text: str, **more: str):
    # Put together before the clock runs: quoting ten megabytes takes seconds by itself.
    fields = {"csrf_token": client.token(), "title_th": TITLE, "lesson": text, **more}
    body = urlencode(fields)
    db.session.remove()
    begun = time.thread_time()
    answer = client.client.post(address, data=body, content_type=FORM)
    assert time.thread_time() - begun < MOST_SECONDS, address
    return answer


@pytest.mark.parametrize("shape", COSTLY)
def test_every_door_for_text_answers_in_bounded_time(client, author, shape):
    draft = make_lesson("draft", author=author)
    text = COSTLY[shape]
    for address in ("/lessons/new", f"/lessons/{draft.id}/edit"):
        for act in ("preview", "save"):
            answer = sent(client, address, text, act=act, version=str(draft.version), **REST)
            assert answer.status_code in {200, 303, 409, 413, 422}, (address, act)
            if shape in REFUSED:
                assert answer.status_code == 413
                assert "ใหญ่เกินไป" in answer.get_data(as_text=True)
    for address in ("/lessons/nearby", "/lessons/new/unsaved", f"/lessons/{draft.id}/unsaved"):
        answer = sent(client, address, text, tab="one", turn="1")
        assert answer.status_code in {200, 400, 413}, address
    assert client.see(f"/lessons/{draft.id}").status == 200


REST = {"what_happened": SHORT["what_happened"]}


@pytest.mark.parametrize("shape", [shape for shape in COSTLY if shape not in REFUSED])
def test_what_is_kept_is_read_compared_found_and_printed_in_bounded_time(client, author, shape):
    lesson = make_lesson("draft", author=author)
    first = db.session.scalar(select(func.count()).select_from(Revision))
    answer = sent(client, f"/lessons/{lesson.id}/edit", COSTLY[shape], version=str(lesson.version))
    if answer.status_code == 422:
        page = answer.get_data(as_text=True)
        assert "ยาวเกินไป" in page or "อักษร" in page
        assert COSTLY[shape][:40] in page.replace("\r", ""), "the text comes back"
        return
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Revision)) == first + 1
    begun = time.thread_time()
    for address in ("", "/history", "/print", "/edit"):
        assert client.get(f"/lessons/{lesson.id}{address}").status_code == 200
    indexing.rebuild()
    assert client.get("/search?q=กรุงเทพ").status_code == 200
    assert time.thread_time() - begun < 2 * MOST_SECONDS


def test_a_refused_text_leaves_no_lesson(client, author):
    answer = sent(client, "/lessons/new", COSTLY["ten megabytes"], act="submit", **REST)
    assert answer.status_code == 413
    assert db.session.scalar(select(func.count()).select_from(Lesson)) == 0


def test_a_stranger_brings_no_files_and_no_long_texts(client):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = head + b"x" * 4_000_000 + b"\r\n--x--\r\n"
    answer = client.client.post("/login", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert sent(client, "/login", COSTLY["ten megabytes"]).status_code == 413
