"""Communities in a list and on their pages."""

from datetime import timedelta

from flask import Flask

from cop.communities import queries
from cop.core.clock import now
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_agency, make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_series, make_session
from tests.make.threads import make_reply, make_thread


def test_cards_say_purpose_facilitator_counts_and_activity(client: Browser) -> None:
    leader = make_member(given_name="ปาริชาต", family_name="วงศ์ดี")
    place = make_community(
        "บริการ", name="ชุมชนบริการ", purpose="ลดเวลารอคิว\nรายละเอียดยาว", leads=(leader,)
    )
    make_thread(place)
    make_lesson(community=place)
    page = client.as_(make_member()).see("/communities")
    card = page.words(page.all(".//article")[0])
    for words in ("ชุมชนบริการ", "ลดเวลารอคิว", "ปาริชาต วงศ์ดี", "1 บทเรียน", "1 กระทู้", "ล่าสุด"):
        assert words in card
    assert "รายละเอียดยาว" not in card


def test_own_communities_are_a_filter(client: Browser) -> None:
    me = make_member()
    make_community(name="ของฉันเอง", members=(me,))
    make_community(name="ของคนอื่น")
    client.as_(me)
    page = client.see("/communities?only=mine")
    assert "ของฉันเอง" in page.words()
    assert "ของคนอื่น" not in page.words()
    assert page.words(page.tree.find(".//a[@aria-current='true']")) == "ของฉัน"
    assert "ยังไม่ได้เป็นสมาชิกชุมชนใด" in client.as_(make_member()).see("/communities?only=mine").words()


def test_closed_communities_are_not_listed_and_not_found(client: Browser) -> None:
    member = make_member()
    make_community("ลับ", name="ชุมชนปิด", kind="members", members=(member,))
    client.as_(make_member())
    assert "ชุมชนปิด" not in client.see("/communities").text
    for end in ("", "/threads", "/sessions", "/members", "/edit"):
        client.see(f"/communities/ลับ{end}", 404)
    for end in ("join", "leave", "edit", "members"):
        assert client.post(f"/communities/ลับ/{end}").status_code == 404
    client.as_(member)
    assert "ชุมชนปิด" in client.see("/communities").text
    client.see("/communities/ลับ")


def test_a_units_community_is_open_to_the_unit(client: Browser) -> None:
    agency = make_agency()
    make_community("หน่วย", kind="unit", agency_id=agency.id)
    client.as_(make_member(agency_id=agency.id)).see("/communities/หน่วย")
    client.as_(make_member()).see("/communities/หน่วย", 404)


def test_the_page_has_four_tabs_with_counts(client: Browser) -> None:
    place = make_community("บริการ", members=(make_member(), make_member()))
    make_thread(place, title="คิวยาว")
    lesson = make_lesson(community=place)
    client.as_(make_member())
    page = client.see("/communities/บริการ")
    tabs = [page.words(one) for one in page.all(".//nav[@class='tabs']/a")]
    assert tabs == ["บทเรียน 1", "ถาม-ตอบ 1", "กิจกรรม 0", "คนในชุมชน 2"]
    assert lesson.title in page.words()
    assert "คิวยาว" in client.see("/communities/บริการ/threads").words()
    assert "ยังไม่มีกิจกรรม" in client.see("/communities/บริการ/sessions").words()
    assert "ใจดี" in client.see("/communities/บริการ/members").words()


def test_the_session_tab_parts_what_is_to_come_from_what_was(client: Browser) -> None:
    place = make_community("บริการ")
    series = make_series(community=place)
    make_session(series, theme="ครั้งก่อน", start_at=now() - timedelta(days=30))
    make_session(series, theme="ครั้งหน้า", start_at=now() + timedelta(days=30))
    page = client.as_(make_member()).see("/communities/บริการ/sessions")
    assert [page.words(one) for one in page.all(".//main//h2")] == [
        "กิจกรรมถัดไป",
        "กิจกรรมที่ผ่านมา",
    ]
    assert [page.words(one) for one in page.all(".//h3")] == ["ครั้งหน้า", "ครั้งก่อน"]


def test_the_thread_tab_filters(client: Browser) -> None:
    place = make_community("บริการ")
    make_thread(place, title="ถามไว้")
    make_thread(place, title="คุยกัน", kind="discussion")
    client.as_(make_member())
    page = client.see("/communities/บริการ/threads?only=unanswered")
    assert "ถามไว้" in page.words()
    assert "คุยกัน" not in page.words()
    assert "ยังไม่มีกระทู้ของฉัน" in client.see("/communities/บริการ/threads?only=mine").words()
    assert "ไม่มีหน้านี้" in client.see("/communities/บริการ/threads?page=5").words()


def test_empty_tabs_say_what_to_do_next(client: Browser) -> None:
    make_community("ว่าง")
    client.as_(make_member())
    assert "ยังไม่มีบทเรียนในชุมชนนี้" in client.see("/communities/ว่าง").words()
    assert "ยังไม่มีกระทู้ในชุมชนนี้" in client.see("/communities/ว่าง/threads").words()
    assert "ยังไม่มีสมาชิก" in client.see("/communities/ว่าง/members").words()


def test_pages_cost_the_same_with_more_rows(client: Browser) -> None:
    place = make_community("บริการ", members=(make_member(),))
    make_thread(place)
    client.as_(make_member())
    urls = ["/communities", *(f"/communities/บริการ{end}" for end in ("", "/threads", "/members"))]
    few = [client.see(url).queries for url in urls]
    for _ in range(3):
        make_reply(make_thread(place))
        make_community(leads=(make_member(),))
    assert [client.see(url).queries for url in urls] == few


def test_counts_leave_out_what_the_reader_may_not_read(app: Flask) -> None:
    member, outsider = make_member(), make_member()
    place = make_community(members=(member,))
    make_thread(place, visibility="community")
    make_thread(place)
    assert queries.numbers(actor_of(member), place.id).threads == 2
    assert queries.numbers(actor_of(outsider), place.id).threads == 1
    assert [card.threads for card in queries.cards(actor_of(outsider))] == [1]


def test_the_last_activity_is_the_latest_reply(app: Flask) -> None:
    place = make_community()
    thread = make_thread(place, at=now() - timedelta(days=9))
    reader = actor_of(make_member())
    before = queries.cards(reader)[0].at
    make_reply(thread)
    after = queries.cards(reader)[0].at
    assert before is not None
    assert after is not None
    assert after > before


def test_a_visitor_sees_open_communities_where_the_site_allows_it(
    client: Browser, app: Flask
) -> None:
    make_community("เปิด", name="ชุมชนเปิด", members=(make_member(given_name="สมใจ"),))
    make_community("ปิด", name="ชุมชนปิด", kind="members")
    assert client.get("/communities").status_code == 302
    assert client.get("/communities/เปิด").status_code == 302
    app.config["PUBLIC_READING"] = True
    try:
        words = client.see("/communities").words()
        assert "ชุมชนเปิด" in words
        assert "ชุมชนปิด" not in words
        assert "สมใจ" not in client.see("/communities/เปิด").words()
        client.see("/communities/เปิด/threads")
        client.see("/communities/เปิด/sessions")
        assert client.get("/communities/เปิด/members").status_code == 302
        assert client.get("/communities/ปิด").status_code == 302
    finally:
        app.config["PUBLIC_READING"] = False
