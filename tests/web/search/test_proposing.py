"""What a question that finds little may have meant, for those who may read what it leads to."""

import json
from pathlib import Path

from flask import current_app

from cop.core.actor import VISITOR, Actor
from cop.search.engine import index
from cop.search.jobs import keep_words
from cop.search.language.query import parse
from cop.search.mending import wordlists
from cop.search.queries import proposing
from cop.search.queries.answers import answer
from cop.thai.keyboard import to_latin
from tests.make.accounts import make_member
from tests.make.communities import actor_of, make_community
from tests.make.lessons import make_lesson
from tests.make.threads import make_thread

TEXT = "หน่วยงานสร้างนวัตกรรมภาครัฐและจัดงบประมาณเพื่อป้องกันน้ำท่วมในชุมชน"
SECRET = "ครุฑพ่าห์จำลอง"
NEAR_SECRET, NONSENSE = "ครุฑพาห์จำลอง", "ฌรุฎพาหฆจำฬอง"


class Counting:
    """An index that counts how often it is asked."""

    def __init__(self, engine) -> None:
        self.engine, self.asked = engine, 0

    def find(self, *args):
        self.asked += 1
        return self.engine.find(*args)

    def __getattr__(self, name):
        return getattr(self.engine, name)


def _reader() -> Actor:
    return actor_of(make_member())


def _proposed(actor: Actor, typed: str) -> list[tuple[str, str, int]]:
    asked = parse(typed)
    found = answer(actor, asked.query, (), 1).total
    made = proposing.proposals(actor, asked, found)
    return [(one.kind, one.text, one.total) for one in made]


def test_a_slip_and_a_wrong_layout_are_proposed_with_what_they_find(app, counted) -> None:
    for number in range(2):
        make_lesson(what_happened=f"{TEXT} ครั้งที่ {number}")
    counted()
    reader = _reader()
    typed = to_latin("งบประมาณ น้ำท่วม")
    assert _proposed(reader, typed) == [("layout", "งบประมาณ น้ำท่วม", 2)]
    assert _proposed(reader, "นวตกรรม") == [("spelling", "นวัตกรรม", 2)]
    assert _proposed(reader, "zzzqqq") == []
    assert _proposed(reader, "") == []


def test_a_minus_may_be_a_letter_of_the_other_layout(app, counted) -> None:
    """On the English layout ข is typed as a minus, which leaves out."""
    make_lesson(what_happened="มีข่าวลือเรื่องน้ำท่วมในชุมชน")
    make_lesson(what_happened=TEXT)
    counted()
    reader = _reader()
    assert to_latin("ข่าวลือ").startswith("-")
    assert _proposed(reader, to_latin("ข่าวลือ")) == [("layout", "ข่าวลือ", 1)]
    assert _proposed(reader, to_latin("น้ำท่วม ข่าวลือ")) == [("layout", "น้ำท่วม ข่าวลือ", 1)]
    assert _proposed(reader, "น้ำท่วม -ข่าวลือ") == []
    assert _proposed(reader, "-draft") == []


def test_nothing_is_proposed_where_enough_was_found(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    counted()
    asked = parse("นวตกรรม")
    assert proposing.proposals(_reader(), asked, proposing.FEW) != [], "its pieces are no words"
    asked = parse("นำท่วม")
    assert proposing.proposals(_reader(), asked, proposing.FEW) == []
    assert proposing.proposals(_reader(), asked, 0) != []


def test_nothing_is_proposed_before_the_words_were_counted(app) -> None:
    make_lesson(what_happened=TEXT)
    index().refresh()
    assert _proposed(_reader(), "นวตกรรม") == []


def _costs(actor: Actor, typed: str) -> tuple[list[tuple[str, str, int]], int]:
    engine = index()
    counting = Counting(engine)
    current_app.extensions["search_index"] = counting
    try:
        return _proposed(actor, typed), counting.asked
    finally:
        current_app.extensions["search_index"] = engine


def _plant(inside) -> None:
    closed = make_community(kind="members", members=(inside,))
    make_lesson(community=closed, author=inside, title_th=f"แผน{SECRET}", what_happened=SECRET)
    for _ in range(3):
        make_thread(closed, inside, title=f"ถามเรื่อง{SECRET} นวัตกรรท")


def test_a_secret_word_is_like_nonsense(app, counted) -> None:
    """The word is nonsense before it is planted: afterwards nothing may have changed."""
    inside = make_member()
    make_lesson(what_happened=TEXT)
    counted()
    readers = (_reader(), actor_of(inside))
    typed = (NEAR_SECRET, SECRET[:-1], to_latin(SECRET), NONSENSE)
    before = [_costs(reader, text) for reader in readers for text in typed]
    _plant(inside)
    counted()
    outside = actor_of(make_member())
    after = [_costs(reader, text) for reader in (outside, readers[1]) for text in typed]
    assert after[: len(typed)] == before[: len(typed)]
    assert [searches for _, searches in after] == [searches for _, searches in before]
    assert SECRET not in json.dumps(after, ensure_ascii=False)
    words = wordlists.words_for(outside)
    assert words is not None
    assert not any(words.count(word.term) for word in parse(SECRET).query.words)


def test_a_secret_word_does_not_take_the_place_of_another(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    counted()
    reader = _reader()
    before = _costs(reader, "นวัตกรร")
    _plant(make_member())
    counted()
    assert _costs(reader, "นวัตกรร") == before
    assert before[0] == [("spelling", "นวัตกรรม", 1)]


def test_what_became_closed_since_the_count_is_not_proposed(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    counted()
    reader = _reader()
    assert _proposed(reader, "นวตกรรม")
    index().clear()
    assert _proposed(reader, "นวตกรรม") == []


def test_visitors_are_proposed_words_of_public_texts_alone(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    counted()
    for visitor in (VISITOR, Actor(public_reading=True)):
        assert _proposed(visitor, "นวตกรรม") == []


def test_a_field_stays_while_its_words_are_mended(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    counted()
    asked = parse("kind:lesson นวตกรรม")
    found = proposing.proposals(_reader(), asked, 0)
    assert [one.text for one in found] == ["kind:lesson นวัตกรรม"]


def test_the_worker_counts_when_there_is_no_list_or_much_has_changed(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    index().refresh()
    assert wordlists.are_due()
    counted()
    assert not wordlists.are_due()
    for _ in range(3):
        make_lesson(what_happened=TEXT)
    index().refresh()
    assert wordlists.are_due()
    beside = wordlists.count_beside()
    assert beside is not None
    beside.join(60)
    assert not wordlists.are_due()
    keep_words()


def test_a_damaged_list_is_no_list(app, counted) -> None:
    make_lesson(what_happened=TEXT)
    counted()
    for path in (Path(app.config["DATA_DIR"]) / "words").glob("m*"):
        path.write_bytes(b"words 1\nxxxx")
    wordlists.forget()
    assert wordlists.words_for(_reader()) is None
    assert _proposed(_reader(), "นวตกรรม") == []


def test_little_found_is_asked_again_loosely(app) -> None:
    lesson = make_lesson(what_happened=TEXT)
    index().refresh()
    asked = parse("หน่วงานสร้งนวัตกรมภาครัฐ")
    query = proposing.loosely(asked, 0)
    assert query is not None
    assert query.loose
    assert [one.id for one in answer(_reader(), query, (), 1).matches] == [lesson.id]
    assert proposing.loosely(asked, proposing.VERY_FEW) is None
    assert proposing.loosely(parse(""), 0) is None
