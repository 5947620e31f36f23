"""Statements that are put together once for all readers of a kind."""

import pytest
from sqlalchemy import Select, select

from cop.core.actor import Actor
from cop.lessons import queries as lessons
from cop.lessons.models import Lesson
from cop.readers import reader_id
from cop.reads import kept
from cop.threads import queries as threads
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.threads import make_thread

pytestmark = pytest.mark.usefixtures("app")


def test_readers_of_one_kind_share_a_statement_and_see_their_own() -> None:
    anne, somchai = make_member(), make_member()
    first = make_community(kind="members", members=(anne,))
    second = make_community(kind="members", members=(somchai,))
    for community, member in ((first, anne), (second, somchai)):
        make_lesson(community=community, author=member, visibility="community")
        make_thread(community=community, author=member)
    for member, community in ((anne, first), (somchai, second), (anne, first)):
        actor = actor_of(member)
        assert [one.community_slug for one in lessons.latest(actor)] == [community.slug]
        assert [one.community_slug for one in threads.latest(actor)] == [community.slug]


def test_a_statement_is_put_together_once_for_a_kind() -> None:
    built: list[Actor] = []

    @kept
    def own(actor: Actor) -> Select[int]:
        built.append(actor)
        return select(Lesson.id).where(Lesson.author_id == reader_id(actor))

    anne, somchai = make_member(), make_member()
    of_anne = make_lesson(author=anne)
    assert [row[0] for row in own(actor_of(anne)).rows()] == [of_anne.id]
    assert own(actor_of(somchai)).rows() == []
    assert own(Actor()).rows() == []
    assert [one.id for one in built] == [-1, None], "once for members, once for visitors"


def test_a_condition_on_the_id_itself_finds_nothing_instead_of_anothers() -> None:
    @kept
    def wrong(actor: Actor) -> Select[int]:
        return select(Lesson.id).where(Lesson.author_id == actor.id)

    anne = make_member()
    make_lesson(author=anne)
    assert wrong(actor_of(anne)).rows() == []
