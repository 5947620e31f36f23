"""The journal: every kind has words, and it is found by kind, person, subject and day."""

import csv
import io

import pytest
import time_machine
from flask_babel import force_locale

from cop.accounts import queries
from cop.core.actor import SYSTEM, Actor
from cop.core.clock import now
from cop.db import transaction
from cop.journal import What, record
from cop.web.happenings import SUBJECTS, WORDS, subject_words, words_of
from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import make_member


def happen(what: What, kind: str, number: int, by: Actor = SYSTEM, **codes: str) -> None:
    with transaction():
        record(what, kind, number, by=by, at=now(), **codes)


def rows(page: Page) -> list[str]:
    return [page.words(row) for row in page.all(".//ol[@class='journal']/li")]


@pytest.fixture
def auditor(client: Browser) -> Browser:
    with time_machine.travel("2019-01-01 00:00:00Z", tick=False):
        member = make_member("auditor@example.go.th", role="auditor", given_name="ผู้ตรวจ")
    client.as_(member)
    return client


def test_every_kind_of_entry_has_words(app):
    with app.test_request_context():
        for what in What:
            assert what in WORDS, f"{what.name} has no words in cop/web/happenings.py"
            assert len(str(WORDS[what])) > 2
            assert words_of(what.value) == str(WORDS[what])


def test_words_are_told_apart(app):
    with app.test_request_context():
        words = [str(text) for text in WORDS.values()]
    assert len(set(words)) == len(words)


def test_a_kind_that_is_no_more_keeps_its_name(app):
    with app.test_request_context():
        assert words_of("something_of_old") == "something_of_old"
        assert subject_words("something") == "something"


def test_entries_stand_newest_first_with_who_and_what(auditor: Browser):
    someone = make_member("x@example.go.th", given_name="สมศักดิ์", family_name="รักงาน")
    happen(What.LESSON_PUBLISHED, "lesson", 41, queries.actor_by_id(someone.id))
    happen(What.MEMBER_DISABLED, "member", someone.id, reason="left")
    page = auditor.see("/admin/journal")
    first, second = rows(page)[:2]
    assert "ปิดบัญชี" in first
    assert "สมศักดิ์ รักงาน" in first
    assert "reason=left" in first
    assert "โดยระบบ" in first
    assert "เผยแพร่บทเรียน" in second
    assert "บทเรียน 41" in second
    assert "โดย สมศักดิ์ รักงาน" in second


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("what=lesson_published", 2),
        ("what=thread_started", 1),
        ("subject=lesson", 2),
        ("subject=lesson&number=41", 1),
        ("subject=lesson&number=x", 2),
        ("member=สมศักดิ์", 2),
        ("member=X@example", 2),
        ("member=%25", 0),
        ("member=ไม่มีใคร", 0),
        ("since=10 ก.ค. 2563&until=10/7/2563", 1),
        ("since=๙ ก.ค. ๖๓&until=9 July 2020", 2),
        ("until=8/7/2563&subject=lesson", 0),
        ("what=lesson_published&member=สมศักดิ์&since=9/7/2563&until=9/7/2563", 1),
    ],
)
def test_entries_are_found_by_what_member_subject_and_day(
    auditor: Browser, asked: str, expected: int
):
    with time_machine.travel("2019-02-01 00:00:00Z", tick=False):
        someone = make_member("x@example.go.th", role=None, given_name="สมศักดิ์")
    by = queries.actor_by_id(someone.id)
    # 23.30 on the 9th and 00.30 on the 10th in Bangkok
    with time_machine.travel("2020-07-09 16:30:00Z", tick=False):
        happen(What.LESSON_PUBLISHED, "lesson", 41, by)
        happen(What.THREAD_STARTED, "thread", 41, by)
    with time_machine.travel("2020-07-09 17:30:00Z", tick=False):
        happen(What.LESSON_PUBLISHED, "lesson", 42)
    assert len(rows(auditor.see(f"/admin/journal?{asked}"))) == expected


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("since=32/1/2563", "ไม่มีวันที่นี้"),
        ("until=soon", "อ่านเป็นวันที่ไม่ได้"),
        ("what=everything", "เลือกจากรายการที่มี"),
        ("subject=secrets", "เลือกจากรายการที่มี"),
        ("member=" + "ก" * 101, "ยาวเกินไป"),
    ],
)
def test_a_bad_question_is_explained(auditor: Browser, asked: str, words: str):
    page = auditor.see(f"/admin/journal?{asked}", status=422)
    assert words in page.text


def test_a_long_journal_has_pages_of_fifty(auditor: Browser):
    with transaction():
        for number in range(120):
            record(What.REPLY_POSTED, "thread", number + 1, by=SYSTEM, at=now(), reply=number)
    auditor.see("/about")  # counts what the bell tells of the role, once
    first = auditor.see("/admin/journal?what=reply_posted")
    last = auditor.see("/admin/journal?what=reply_posted&page=3")
    assert (len(rows(first)), len(rows(last))) == (50, 20)
    assert first.queries == last.queries
    assert "what=reply_posted" in last.text


def test_hostile_codes_are_text(auditor: Browser):
    happen(What.LESSON_REVISED, "lesson", 1, name="<script>alert(1)</script>")
    assert "<script>alert" not in auditor.see("/admin/journal").text


def test_subjects_have_words(app):
    with app.test_request_context(), force_locale("th"):
        assert all(len(str(text)) > 2 for text in SUBJECTS.values())


def test_the_journal_is_taken_away_as_a_table_with_what_was_asked_for(auditor: Browser, app):
    happen(What.REPLY_POSTED, "thread", 7, reply="1")
    happen(What.LESSON_SUBMITTED, "lesson", 8)
    page = auditor.see("/admin/journal?what=reply_posted&_scheme=x")
    (link,) = [a.get("href") for a in page.all(".//a") if "journal.csv" in a.get("href")]
    assert link == "/admin/journal.csv?what=reply_posted"
    answer = auditor.get(link)
    assert answer.mimetype == "text/csv"
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert lines[0][:5] == ["id", "at", "what", "subject_kind", "subject_id"]
    assert [line[2:5] + line[7:] for line in lines[1:]] == [
        ["reply_posted", "thread", "7", '{"reply": "1"}']
    ]
    every = auditor.get("/admin/journal.csv").get_data(as_text=True)
    assert "lesson_submitted" in every
    assert auditor.get("/admin/journal.csv?since=ไม่ใช่วัน").status_code == 303


def test_a_long_journal_comes_in_pieces_and_whole(auditor: Browser, app, monkeypatch):
    monkeypatch.setattr("cop.accounts.queries.happenings.AT_ONCE", 3)
    monkeypatch.setattr("cop.accounts.views.admin._PIECE", 200)
    for number in range(1, 12):
        happen(What.REPLY_POSTED, "thread", number)
    answer = auditor.get("/admin/journal.csv?what=reply_posted").get_data(as_text=True)
    found = [int(line.split(",")[4]) for line in answer.splitlines()[1:]]
    assert found == list(range(1, 12))
