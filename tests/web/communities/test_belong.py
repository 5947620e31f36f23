"""Joining, leaving, adding, removing and naming."""

import pytest

from cop.communities.models import Membership
from cop.db import db
from cop.journal import Entry
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.communities import make_community

HERE = "/communities/service"


def roles() -> dict[int, str]:
    db.session.expire_all()
    return {row.member_id: row.role for row in db.session.query(Membership)}


def whats() -> list[str]:
    found = db.session.query(Entry).filter_by(subject_kind="community").order_by(Entry.id)
    return [one.what for one in found if one.what != "community_created"]


def test_a_member_joins_and_leaves_an_open_community(client: Browser) -> None:
    make_community("service")
    me = make_member()
    client.as_(me)
    client.send(f"{HERE}/join", {}, page=HERE)
    assert roles() == {me.id: "member"}
    assert client.post(f"{HERE}/join").status_code == 303
    answer = client.send(f"{HERE}/leave", {}, page=HERE)
    assert client.get(answer.response.headers["Location"]).status_code == 200
    assert roles() == {}
    assert whats() == ["community_joined", "community_left"]
    assert client.post(f"{HERE}/leave").status_code == 403


def test_leaving_a_closed_community_leads_to_the_list(client: Browser) -> None:
    me = make_member()
    make_community("service", kind="members", members=(me,))
    answer = client.as_(me).send(f"{HERE}/leave", {}, page=HERE)
    assert answer.response.headers["Location"] == "/communities"
    client.see(HERE, 404)


def test_nobody_joins_a_closed_community_without_being_added(client: Browser) -> None:
    make_community("service", kind="members")
    client.as_(make_member(role="moderator"))
    assert client.post(f"{HERE}/join").status_code == 403


def test_a_facilitator_adds_a_member_by_address(client: Browser) -> None:
    leader, other = make_member(), make_member("somsri@example.go.th")
    make_community("service", kind="members", leads=(leader,))
    client.as_(leader)
    client.send(f"{HERE}/members", {"email": " Somsri@example.go.th "})
    assert roles()[other.id] == "member"
    assert whats() == ["community_member_added"]
    client.as_(other).see(HERE)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "กรอกช่องนี้"),
        ("nobody@example.go.th", "ไม่พบบัญชีที่ใช้อีเมลนี้"),
        ("gone@example.go.th", "ไม่พบบัญชีที่ใช้อีเมลนี้"),
        ("here@example.go.th", "ผู้นี้เป็นสมาชิกของชุมชนอยู่แล้ว"),
        ("x" * 255, "ยาวเกินไป"),
    ],
)
def test_an_address_that_cannot_be_added_is_said_so(
    client: Browser, typed: str, words: str
) -> None:
    leader, member = make_member(), make_member("here@example.go.th")
    make_member("gone@example.go.th", is_active=False)
    make_community("service", leads=(leader,), members=(member,))
    client.as_(leader)
    page = client.send(f"{HERE}/members", {"email": typed}, 422)
    assert words in page.words()
    assert len(roles()) == 2


def test_a_facilitator_removes_names_and_releases(client: Browser) -> None:
    leader, other = make_member(), make_member()
    make_community("service", leads=(leader,), members=(other,))
    client.as_(leader)
    here = f"{HERE}/members"
    client.send(f"{here}/{other.id}/name-facilitator", {}, page=here)
    assert roles()[other.id] == "facilitator"
    client.post(f"{here}/{other.id}/name-facilitator")
    client.send(f"{here}/{other.id}/release-facilitator", {}, page=here)
    assert roles()[other.id] == "member"
    client.post(f"{here}/{other.id}/release-facilitator")
    client.send(f"{here}/{other.id}/remove", {}, page=here)
    assert roles() == {leader.id: "facilitator"}
    assert whats() == ["facilitator_named", "facilitator_released", "community_member_removed"]


def test_the_last_facilitator_stays(client: Browser) -> None:
    leader = make_member()
    make_community("service", leads=(leader,))
    client.as_(leader)
    acts = ("leave", f"members/{leader.id}/remove", f"members/{leader.id}/release-facilitator")
    for act in acts:
        answer = client.post(f"{HERE}/{act}")
        assert answer.status_code == 403, act
        assert "ชุมชนต้องมีผู้ประสานอย่างน้อยหนึ่งคน" in answer.get_data(as_text=True)
    assert roles() == {leader.id: "facilitator"}


def test_people_who_do_not_belong_are_not_found(client: Browser) -> None:
    leader, stranger = make_member(), make_member()
    make_community("service", leads=(leader,))
    client.as_(leader)
    for act in ("remove", "name-facilitator", "release-facilitator"):
        assert client.post(f"{HERE}/members/{stranger.id}/{act}").status_code == 404


def test_ordinary_members_see_no_forms_and_change_nothing(client: Browser) -> None:
    leader, member = make_member(), make_member()
    make_community("service", leads=(leader,), members=(member,))
    client.as_(member)
    page = client.see(f"{HERE}/members")
    assert page.tree.find(".//input[@name='email']") is None
    answers = [
        client.post(f"{HERE}/members", {"email": "a@b.co"}),
        client.post(f"{HERE}/members/{leader.id}/remove"),
        client.post(f"{HERE}/members/{member.id}/name-facilitator"),
        client.post(f"{HERE}/members/{leader.id}/release-facilitator"),
    ]
    assert [one.status_code for one in answers] == [403] * 4


def test_people_come_twenty_a_page_facilitators_first(client: Browser) -> None:
    members = tuple(make_member() for _ in range(21))
    make_community("service", members=members[:20], leads=members[20:])
    client.as_(make_member())
    page = client.see(f"{HERE}/members")
    people = page.all(".//ul[@class='faces']/li")
    assert len(people) == 20
    assert "ผู้ประสานชุมชน" in page.words(people[0])
    assert len(client.see(f"{HERE}/members?page=2").all(".//ul[@class='faces']/li")) == 1
