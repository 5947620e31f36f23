"""What is offered while one types."""

import time
from urllib.parse import unquote

import pytest

from cop.accounts import services as accounts
from cop.core.actor import SYSTEM
from cop.core.clock import now
from cop.db import transaction
from cop.search.engine import index
from tests.browser_without_scripts import Browser, counted
from tests.make.accounts import load_reference, make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson
from tests.make.threads import make_thread


def _offered(client: Browser, typed: str) -> list[dict[str, str]]:
    index().refresh()
    return client.get(f"/search/suggest?q={typed}").get_json()["suggestions"]


def _named(rows: list[dict[str, str]], kind: str) -> list[str]:
    return [row["title"] for row in rows if row["kind"] == kind]


def test_titles_come_first_and_lead_to_their_pages(client: Browser) -> None:
    lesson = make_lesson(title_th="ระบบงานประปาหมู่บ้าน")
    thread = make_thread(title="ใครดูแลประปาหมู่บ้าน")
    client.as_(make_member())
    rows = _offered(client, "ประป")
    assert {(row["kind"], unquote(row["url"])) for row in rows[:2]} == {
        ("lesson", f"/lessons/{lesson.number}"),
        ("thread", f"/threads/{thread.id}/{thread.slug}"),
    }
    assert {"kind", "title", "url", "group"} <= rows[0].keys()


def test_terms_people_communities_and_provinces_are_offered_in_groups(client: Browser) -> None:
    load_reference()
    reader = make_member()
    person = make_member(given_name="เชียงดาว", family_name="เมืองงาม")
    community = make_community(name="ชุมชนเชียงแสน")
    make_lesson(tags=("เชียงคาน",))
    rows = _offered(client.as_(reader), "เชียง")
    assert _named(rows, "member") == ["เชียงดาว เมืองงาม"]
    assert _named(rows, "community") == ["ชุมชนเชียงแสน"]
    assert _named(rows, "tag") == ["เชียงคาน"]
    assert _named(rows, "province") == ["ค้นในจังหวัดเชียงราย", "ค้นในจังหวัดเชียงใหม่"]
    groups = [row["group"] for row in rows]
    assert groups == sorted(groups, key=groups.index)
    urls = {row["url"] for row in rows}
    assert {f"/members/{person.id}", f"/communities/{community.slug}"} <= urls


def test_family_names_find_people_and_topics_are_found_inside(client: Browser) -> None:
    make_lesson()
    make_member(given_name="กานต์", family_name="เมืองงาม")
    client.as_(make_member())
    assert _named(_offered(client, "เมืองง"), "member") == ["กานต์ เมืองงาม"]
    assert _named(_offered(client, "งงาม"), "member") == []
    assert _named(_offered(client, "บริการประชาชน"), "topic")


def test_a_province_narrows_the_words_before_it(client: Browser) -> None:
    load_reference()
    rows = _offered(client.as_(make_member()), "บัตรคิว จ.เชียงใ")
    (row,) = [row for row in rows if row["kind"] == "province"]
    assert client.get(row["url"]).request.args.to_dict() == {"q": "บัตรคิว", "province": "50"}


def test_signs_of_patterns_are_letters(client: Browser) -> None:
    make_lesson(tags=("ลด 50% ใน_ปี",))
    client.as_(make_member())
    assert _named(_offered(client, "50%25"), "tag") == ["ลด 50% ใน_ปี"]
    assert _named(_offered(client, "5_%25"), "tag") == []


def test_who_left_is_not_offered(client: Browser) -> None:
    gone = make_member(given_name="เชียงดาว")
    with transaction():
        accounts.disable(gone, by=SYSTEM, at=now())
    assert _offered(client.as_(make_member()), "เชียงดาว") == []


def test_visitors_are_offered_no_people(client: Browser) -> None:
    make_member(given_name="เชียงดาว")
    client.app.config["PUBLIC_READING"] = True
    try:
        assert _named(_offered(client, "เชียงดาว"), "member") == []
    finally:
        client.app.config["PUBLIC_READING"] = False


@pytest.mark.parametrize("role", ["staff", "organiser", "admin", "auditor", "reviewer"])
def test_a_secret_is_offered_to_its_readers_alone(client: Browser, role: str) -> None:
    inside, outside = make_member(), make_member(role=role)
    closed = make_community(kind="members", members=(inside,), name="ชุมชนครุฑพ่าห์")
    make_lesson(community=closed, author=inside, title_th="ครุฑพ่าห์จำลอง", tags=("ครุฑพ่าห์",))
    assert {row["kind"] for row in _offered(client.as_(inside), "ครุฑพ่าห์")} == {
        "lesson", "tag", "community"
    }  # fmt: skip
    assert _offered(client.as_(outside), "ครุฑพ่าห์") == []


def test_offers_are_few_statements_and_quick(client: Browser) -> None:
    load_reference()
    for number in range(8):
        make_thread(title=f"คำถามเรื่องบัตรคิว {number}")
    client.as_(make_member())
    _offered(client, "บัตร")
    with counted() as count:
        started = time.process_time()
        client.get("/search/suggest?q=บัตร")
        taken = time.process_time() - started
    assert count[0] <= 4
    assert taken < 0.05
