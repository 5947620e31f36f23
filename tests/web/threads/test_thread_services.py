"""What the services refuse, whoever calls them."""

import pytest
from flask import Flask

from cop.core.actor import SYSTEM, VISITOR
from cop.core.clock import now
from cop.core.errors import Invalid, Missing, Refused, Stale
from cop.db import transaction
from cop.threads import policies, queries, services
from cop.threads.services import Draft
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.threads import make_reply, make_thread

GOOD = Draft("หัวข้อ", "ข้อความ")


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        (Draft(" ", "ข้อความ"), {"title": "required"}),
        (Draft("ก" * 201, "ข้อความ"), {"title": "too_long"}),
        (Draft("หัวข้อ", ""), {"body": "required"}),
        (Draft("หัวข้อ", "ก" * 20_001), {"body": "too_long"}),
        (Draft("หัวข้อ", "ข้อความ", ["ก" * 41]), {"tags": "too_many_tags"}),
    ],
)
def test_a_bad_draft_is_refused(app: Flask, draft: Draft, problem: dict[str, str]) -> None:
    place, writer = make_community(), actor_of(make_member())
    with pytest.raises(Invalid) as error, transaction():
        services.start(place, "question", draft, by=writer, at=now())
    assert error.value.problems == problem


def test_an_unknown_kind_is_refused(app: Flask) -> None:
    place = make_community()
    with pytest.raises(Invalid), transaction():
        services.start(place, "poll", GOOD, by=SYSTEM, at=now())


def test_words_need_a_writer(app: Flask) -> None:
    thread = make_thread()
    place = make_community()
    with pytest.raises(Refused), transaction():
        services.start(place, "question", GOOD, by=SYSTEM, at=now())
    for nobody in (SYSTEM, VISITOR):
        with pytest.raises(Refused), transaction():
            services.reply(thread, "ข้อความ", by=nobody, at=now())


def test_a_stale_version_changes_nothing(app: Flask) -> None:
    author = make_member()
    thread = make_thread(author=author)
    with pytest.raises(Stale), transaction():
        services.change_thread(thread, GOOD, version=9, by=actor_of(author), at=now())


def test_a_reply_of_another_thread_is_no_answer(app: Flask) -> None:
    asker = make_member()
    thread, other = make_thread(author=asker), make_thread(author=asker)
    make_reply(other)
    row = queries.get_reply(other.id, 1)
    assert row is not None
    with pytest.raises(Missing), transaction():
        services.mark_answer(thread, row, by=actor_of(asker), at=now())


def test_unlocking_an_open_thread_and_closing_a_closed_one_change_nothing(app: Flask) -> None:
    thread = make_thread()
    with transaction():
        services.unlock(thread, by=SYSTEM, at=now())
    with transaction():
        services.close_to_public(thread, by=SYSTEM, at=now())
    assert (thread.state, thread.visibility) == ("open", "org")


def test_the_system_tends_everything(app: Flask) -> None:
    assert policies.tends(SYSTEM, make_thread())


def test_tags_are_kept_once_in_the_writers_order(app: Flask) -> None:
    thread = make_thread(tags=["น้ำ, ไฟ", "นํ้า;#ไฟ", " "])
    assert thread.tags == ["น้ำ", "ไฟ"]
