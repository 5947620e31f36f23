"""Words of the index near a mistyped one."""

import random
import time

import pytest

from cop.search.mending.slips import cost, left_out
from cop.search.mending.spelling import Speller, Unreadable, packed
from cop.thai.clusters import clusters
from cop.thai.folding import fold
from tests.unit.search.words_of_demo import counted, speller

WORDS = [
    ("นวัตกรรม", 40), ("กิจกรรม", 90), ("ข้าว", 30), ("ข่าว", 50), ("ขาว", 5), ("น้ำท่วม", 12),
    ("วิลัย", 3), ("งบประมาณ", 60), ("community", 9), ("lesson", 20), ("ประชุม", 80), ("ประชา", 8),
]  # fmt: skip
LETTERS = [
    chr(code) for code in (*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3A), *range(0x0E40, 0x0E4D))
]


@pytest.fixture(scope="module")
def few() -> Speller:
    return Speller(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("นวตกรรม", "นวัตกรรม"), ("นวัตกกรรม", "นวัตกรรม"), ("นวัตกรรน", "นวัตกรรม"),
        ("นัวตกรรม", "นวัตกรรม"), ("น้ำทวม", "น้ำท่วม"), ("นำ้ท่วม", "น้ำท่วม"),
        ("งบมาณ", None), ("งบมาประณ", None), ("งบมาประณ์", None), ("งบประ", None),
        ("งบประณมา", "งบประมาณ"), ("ประมาณ", None), ("comunity", "community"), ("xyz", None),
    ],
)  # fmt: skip
def test_one_edit_is_mended(few: Speller, typed: str, meant: str | None) -> None:
    assert few.best(typed, 1) == ([meant] if meant else [])


def test_tone_marks_come_before_other_letters_and_then_frequent_words(few: Speller) -> None:
    assert few.best("ข๊าว") == ["ข่าว", "ข้าว", "ขาว"]
    assert few.best("ข้าว", 2) == ["ข่าว", "ขาว"]


def test_a_word_of_the_same_sound_is_found_by_ear(few: Speller) -> None:
    assert few.sounding("วิไล") == ["วิลัย"]
    assert few.sounding("วิลัย") == []
    assert few.sounding("lesson") == []


def test_words_are_counted(few: Speller) -> None:
    assert len(few) == len(WORDS)
    assert few.total == sum(count for _, count in WORDS)
    assert [few.count(word) for word, _ in WORDS] == [count for _, count in WORDS]
    assert few.count("ไม่มี") == few.count("") == few.count("zzz") == 0


def test_an_empty_vocabulary_knows_nothing() -> None:
    empty = Speller([])
    assert len(empty) == empty.count("ก") == 0
    assert empty.best("นวัตกรรม") == empty.sounding("วิไล") == []


def test_a_word_that_no_document_has_any_more_is_left_out() -> None:
    assert Speller([("นวัตกรรม", 0)]).best("นวตกรรม") == []


@pytest.mark.parametrize("damage", [b"", b"words 0\n", packed(WORDS)[:-1], packed(WORDS) + b"\0"])
def test_other_bytes_are_no_vocabulary(damage: bytes) -> None:
    with pytest.raises(Unreadable):
        Speller(damage)


def test_a_vocabulary_is_read_where_it_lies() -> None:
    made = Speller(memoryview(packed(WORDS)))
    assert made.best("นวตกรรม", 1) == ["นวัตกรรม"]


def test_more_than_one_edit_is_too_far() -> None:
    assert cost("นวตกรม", "นวัตกรรม") is None
    assert cost("บ้าน", "บาน้") == 0
    assert cost("มานา", "นามา") is not None
    assert left_out("กา") == {"กา"}


def _damaged(word: str, kind: int, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + rng.choice(LETTERS) + word[at:]
    if kind == 2:
        return word[:at] + rng.choice(LETTERS) + word[at + 1 :]
    if kind == 3:
        at = rng.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    pieces = clusters(word)
    at = rng.randrange(max(1, len(pieces) - 1))
    pieces[at : at + 2] = reversed(pieces[at : at + 2])
    return "".join(pieces)


def test_nine_of_ten_slips_in_words_of_the_demo_are_mended_first() -> None:
    rng = random.Random(2563)  # noqa: S311 - slips, not secrets
    known = counted()
    thai = [word for word in known if len(word) > 3 and "ก" <= word[0] <= "ไ"]
    weights = [known[word] for word in thai]
    right = tried = 0
    seconds = []
    while tried < 600:
        word = rng.choices(thai, weights)[0]
        typed = fold(_damaged(word, tried % 5, rng))
        if typed in known or len(typed) < 2:
            continue
        began = time.thread_time()
        right += speller().best(typed, 1) == [word]
        seconds.append(time.thread_time() - began)
        tried += 1
    assert right / tried >= 0.9
    assert sorted(seconds)[len(seconds) // 2] < 0.001
