"""The front page, for a member and for a visitor."""

from datetime import timedelta

from cop.core.clock import now
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.lessons import make_lesson
from tests.make.sessions import make_session
from tests.make.threads import make_thread


def test_empty_site_says_what_to_do(client: Browser) -> None:
    page = client.as_(make_member()).see("/")
    assert "ยังไม่มีบทเรียนที่เผยแพร่" in page.words()
    assert "ต่อจากที่ค้างไว้" not in page.words()


def test_drafts_stand_on_their_authors_page_only(client: Browser) -> None:
    author, other = make_member(), make_member()
    make_lesson("draft", author=author, title_th="ร่างเรื่องครุฑพ่าห์จำลอง")
    assert "ร่างเรื่องครุฑ" in client.as_(author).see("/").words()
    assert "ร่างเรื่องครุฑ" not in client.as_(other).see("/").words()


def test_waiting_review_stands_on_the_moderators_page(client: Browser) -> None:
    make_lesson("submitted", title_th="รอตรวจเรื่องครุฑพ่าห์จำลอง")
    page = client.as_(make_member(role="moderator")).see("/")
    assert "รอตรวจเรื่องครุฑ" in page.words()


def test_next_session_counts_the_days(client: Browser) -> None:
    make_session(start_at=now() + timedelta(days=3), theme="เสวนาที่จะถึง")
    words = client.as_(make_member()).see("/").words()
    assert "เสวนาที่จะถึง" in words
    assert "อีก 3 วัน" in words


def test_closed_things_are_not_on_the_front_page(client: Browser) -> None:
    inside = make_member()
    closed = make_community(kind="members", members=(inside,), name="ชุมชนปิดพิเศษ")
    make_lesson(community=closed, author=inside, title_th="บทเรียนเรื่องครุฑพ่าห์จำลอง")
    make_thread(closed, inside, title="คำถามเรื่องครุฑพ่าห์จำลอง")
    assert client.as_(inside).see("/").text.count("ครุฑพ่าห์จำลอง") >= 2
    assert "ครุฑพ่าห์จำลอง" not in client.as_(make_member()).see("/").text


def test_visitor_sees_where_to_sign_in_and_nothing_else(client: Browser) -> None:
    make_lesson(title_th="บทเรียนเรื่องครุฑพ่าห์จำลอง")
    page = client.see("/")
    assert "ครุฑพ่าห์จำลอง" not in page.text
    assert "เข้าสู่ระบบ" in page.words()
    assert "data-member" not in page.text


def test_page_names_the_member(client: Browser) -> None:
    member = make_member("somchai@example.go.th")
    assert client.as_(member).see("/").tree.find(".//body").get("data-member") == member.email


def test_dates_are_read_back(client: Browser) -> None:
    good = client.get("/dates/read?text=๙ ก.ค. ๒๕๖๓").get_json()
    assert good == {"text": "วันพฤหัสบดีที่ 9 กรกฎาคม 2563", "iso": "2020-07-09"}
    assert "problem" in client.get("/dates/read?text=30 ก.พ. 2563").get_json()
    moment = client.get("/dates/read?text=9/7/2563 13.15&time=1").get_json()
    assert moment["iso"] == "2020-07-09T06:15:00+00:00"


def test_health_says_which_part_is_missing(client: Browser) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"] == {"database": "ok", "index": "ok", "worker": "failed"}


def test_pages_about_the_site_open_for_everybody(client: Browser) -> None:
    for address in ("/about", "/guide", "/privacy", "/accessibility"):
        client.see(address)
