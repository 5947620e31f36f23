"""People after @ and terms after # in a text that is being written."""

import pytest

from cop.db import db, transaction
from cop.lessons.models import Lesson
from tests.browser_without_scripts import counted
from tests.make.accounts import make_agency, make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson
from tests.make.terms import load_terms


@pytest.fixture
def writer(client):
    load_terms()
    member = make_member(given_name="ประเสริฐ", family_name="มั่นคง")
    client.as_(member)
    return member


def offered(client, sign: str, text: str) -> list[dict[str, str]]:
    answer = client.get("/search/mentions", query_string={"sign": sign, "text": text})
    assert answer.status_code == 200
    return list(answer.get_json()["rows"])


def titles(client, sign: str, text: str) -> list[str]:
    return [row["title"] for row in offered(client, sign, text)]


def test_people_are_found_by_the_beginning_and_the_inside_of_a_name(client, writer):
    agency = make_agency("กองการเจ้าหน้าที่")
    inside = make_member(given_name="เพ็ญสมร", family_name="ดีงาม")
    begun = make_member(given_name="สมหญิง", family_name="ใจงาม", agency_id=agency.id)
    family = make_member(given_name="วิชัย", family_name="สมบูรณ์")
    found = offered(client, "@", "สม")
    assert [row["title"] for row in found] == ["สมหญิง ใจงาม", "วิชัย สมบูรณ์", "เพ็ญสมร ดีงาม"]
    assert found[0] == {
        "title": "สมหญิง ใจงาม",
        "url": f"/members/{begun.id}",
        "detail": "กองการเจ้าหน้าที่",
        **({"lang": "th"} if "lang" in found[0] else {}),
    }
    assert {row["url"] for row in found} == {f"/members/{m.id}" for m in (inside, begun, family)}
    assert titles(client, "@", "สมหญิง ใจ") == ["สมหญิง ใจงาม"]
    assert titles(client, "@", "ใจง") == ["สมหญิง ใจงาม"]


def test_closed_accounts_are_offered_to_nobody(client, writer):
    gone = make_member(given_name="สมถวิล", family_name="ลาออก")
    assert titles(client, "@", "สมถ") == ["สมถวิล ลาออก"]
    with transaction():
        db.session.merge(gone).is_active = False
    assert titles(client, "@", "สมถ") == []


def test_at_most_eight_in_one_statement(client, writer):
    for _ in range(12):
        make_member(given_name="สมพงษ์", family_name="ซ้ำกัน")
    client.get("/about")
    with counted() as count:
        assert len(offered(client, "@", "สมพ")) == 8
    assert count[0] <= 2
    with counted() as count:
        assert 0 < len(offered(client, "#", "การ")) <= 8
    assert count[0] <= 2


def test_terms_of_each_kind_lead_where_they_are_used(client, writer):
    make_lesson("published", tags=("คิวออนไลน์",))
    (topic,) = [row for row in offered(client, "#", "ศูนย์บริการ") if "topic" in row["url"]]
    assert topic["url"] == "/search?topic=T02"
    assert topic["detail"] == "หมวดความรู้"
    assert offered(client, "#", "คิวออน")[0]["url"].startswith("/search?q=")
    kinds = {row["detail"] for row in offered(client, "#", "การ") + offered(client, "#", "งาน")}
    assert {"หมวดความรู้", "กระบวนงาน"} <= kinds
    for row in offered(client, "#", "การ"):
        assert client.get(row["url"]).status_code == 200


def test_tags_of_what_one_may_not_read_are_not_offered(client, writer):
    closed = make_community("closed", kind="members")
    author = make_member()
    lesson = make_lesson("published", author=author, tags=("zqความลับ",))
    assert titles(client, "#", "zqความ") == ["zqความลับ"]
    with transaction():
        row = db.session.get_one(Lesson, lesson.id)
        row.community_id, row.visibility = closed.id, "community"
    assert titles(client, "#", "zqความ") == []


@pytest.mark.parametrize(
    ("sign", "text"),
    [("@", "ส"), ("@", ""), ("", "สมชาย"), ("!", "สมชาย"), ("@", "%%"), ("@", "__"), ("#", "  ")],
)
def test_too_little_or_nothing_meant_offers_nothing(client, writer, sign, text):
    make_member()
    assert offered(client, sign, text) == []


def test_a_visitor_is_offered_nobody(client, app):
    make_member(given_name="สมชาย")
    assert client.get("/search/mentions?sign=@&text=สมชาย").status_code == 302


def test_the_answer_says_how_many_in_the_readers_language(client, writer):
    make_member(given_name="สมหญิง", family_name="ใจงาม")
    answer = client.get("/search/mentions?sign=@&text=สมหญิง").get_json()
    assert answer["status"] == "มี 1 รายการ ใช้ลูกศรเลือก แล้วกด Enter"
    assert answer["label"] == "บุคลากร"
    client.post("/account/language", {"language": "en"})
    answer = client.get("/search/mentions?sign=@&text=สมหญิง").get_json()
    assert answer["status"] == "1 choice. Use the arrow keys, then press Enter"
    assert answer["rows"][0]["lang"] == "th"
