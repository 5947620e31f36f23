"""A broken word helps to order an answer by the word it was meant to be, and finds nothing."""

from cop.search.engine import index
from cop.search.queries import answer
from cop.search.queries.resolving import understood
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson

ABOUT = "เครือข่ายนวัตกรรมของอำเภอเล่าวิธีทดลองทำทีละเรื่อง"
OTHER = "กรรมการของอำเภอเล่าวิธีจัดประชุมประจำเดือนให้สั้นลง"
BROKEN = "อำเภอ นวตกรรม"


def found(actor, text: str) -> list[int]:
    index().refresh()
    return [one.id for one in answer(actor, understood(actor, text).query, (), 1).matches]


def optional(actor, text: str) -> set[str]:
    return {one.term for one in understood(actor, text).query.words if one.optional}


def test_the_word_that_was_meant_comes_first(app, counted) -> None:
    about = make_lesson(what_happened=ABOUT)
    make_lesson(what_happened=OTHER)
    counted()
    actor = actor_of(make_member())
    assert "นวัตกรรม" in optional(actor, BROKEN)
    assert found(actor, BROKEN)[0] == about.id
    assert "นวัตกรรม" not in optional(actor, f'{BROKEN} "อำเภอ"'), "quoted text is meant as it is"
    assert "นวัตกรรม" not in optional(actor, "อำเภอ นวัตกรรมใหม่")
    assert "นวัตกรรม" not in optional(actor, f"{BROKEN} สป.มท."), "an abbreviation is not broken"


def test_a_broken_word_alone_finds_nothing(app, counted) -> None:
    make_lesson(what_happened="ศูนย์ของอำเภอเปิดทุกวัน")
    counted()
    actor = actor_of(make_member())
    assert found(actor, "ศูนย์")
    assert "ศูนย์" in optional(actor, "สูนย์")
    assert found(actor, "สูนย์") == []
    assert found(actor, "สูนย์ สูนย์ ฆฌฒฎฐ") == []


def test_words_of_closed_content_help_only_who_may_read_it(app, counted) -> None:
    author = make_member()
    closed = make_community(kind="members", members=(author,))
    make_lesson(author=author, community=closed, what_happened=ABOUT)
    make_lesson(what_happened=OTHER)
    counted()
    actor = actor_of(make_member())
    assert "นวัตกรรม" not in optional(actor, BROKEN)
    assert len(found(actor, BROKEN)) == len(found(actor, "อำเภอ ฆฌฒกรรม"))
