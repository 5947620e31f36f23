import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.actor import PUBLIC_VISITOR, SYSTEM, VISITOR, Actor, Grant
from cop.core.browsers import describe
from cop.core.errors import Invalid, Refused
from cop.core.paging import Paging, page_number
from cop.core.verdict import ALLOW, Verdict, allow_if


def test_a_verdict_is_true_or_tells_why():
    assert ALLOW
    assert ALLOW.reason is None
    assert not Verdict("not_allowed")
    ALLOW.require()
    with pytest.raises(Refused, match="not_allowed") as refused:
        Verdict("not_allowed").require()
    assert refused.value.reason == "not_allowed"


@pytest.mark.parametrize(("condition", "good"), [(1, True), ("x", True), (0, False), (None, False)])
def test_allow_if_takes_any_condition(condition: object, good: bool):
    assert bool(allow_if(condition, "why")) is good


def test_invalid_keeps_its_problems_and_details_to_itself():
    problems = {"title": "too_long"}
    error = Invalid(problems, {"most": 5})
    problems["body"] = "required"
    assert error.problems == {"title": "too_long"}
    assert error.details == {"most": 5}
    assert str(error) == "title: too_long"
    assert Invalid({"x": "y"}).details == {}


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (None, 1), ("", 1), ("1", 1), ("2", 2), ("0", 1), ("-1", 1), ("1.5", 1), ("x", 1),
        ("๒", 1), ("²", 1), (" 2", 1), ("10000", 10_000), ("99999", 10_000), ("100000", 1),
        ("9" * 5000, 1), ("1e3", 1), ("0x10", 1), ("+2", 1), ("2\n", 1),
    ],
)  # fmt: skip
def test_a_page_number_is_read_or_is_one(text: str | None, page: int):
    assert page_number(text) == page


@given(st.text())
def test_any_text_gives_a_page(text: str):
    assert 1 <= page_number(text) <= 10_000


@pytest.mark.parametrize(
    ("page", "total", "pages", "first"),
    [(1, 0, 1, 0), (1, 1, 1, 1), (1, 20, 1, 1), (2, 21, 2, 21), (3, 60, 3, 41)],
)
def test_paging_counts(page: int, total: int, pages: int, first: int):
    paging = Paging([], page, total)
    assert (paging.pages, paging.first) == (pages, first)


def test_a_role_over_the_whole_body_holds_everywhere_and_no_scope_holds_beyond_itself():
    whole = Actor(id=1, grants=frozenset({Grant("moderator")}))
    part = Actor(id=2, grants=frozenset({Grant("moderator", "agency", 3)}))
    assert whole.has("moderator")
    assert whole.has("moderator", "agency", 9)
    assert not whole.has("admin")
    assert not part.has("moderator")
    assert part.has("moderator", "agency", 3)
    assert not part.has("moderator", "agency", 4)
    assert not part.has("moderator", "community", 3)
    assert part.holds("moderator")
    assert part.scopes("moderator", "agency") == {3}
    assert part.scopes("moderator", "topic") == frozenset()
    assert not part.has("moderator", "agency")


def test_visitors_and_the_system_are_no_members():
    assert not VISITOR.is_member
    assert not PUBLIC_VISITOR.is_member
    assert not SYSTEM.is_member
    assert Actor(id=1).is_member
    assert not VISITOR.holds("staff")
    assert not Actor(id=1).is_system


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"), ("Edge", "Windows")),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
         ("Chrome", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
         ("Firefox", "Linux")),
        (("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 "
         "Safari/605.1.15"), ("Safari", "macOS")),
        (("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
         "CriOS/126.0 Mobile/15E148 Safari/604.1"), ("Chrome", "iPhone")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari Line/14.9.0",
         ("LINE", "iPhone")),
        ("Mozilla/5.0 (Linux; Android 14; SM-S921B) SamsungBrowser/25.0 Chrome/121.0 Safari",
         ("Samsung Internet", "Android")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_two_words(agent: str, named: tuple[str, str]):
    assert describe(agent) == named
