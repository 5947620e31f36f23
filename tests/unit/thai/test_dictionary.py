"""Words added to the dictionary: the same cuts as if they had always been there."""

from hypothesis import given
from hypothesis import strategies as st

from cop.thai import words as thai_words
from cop.thai.matching import Matcher
from cop.thai.words import BUILT_IN, Dictionary, in_force, is_thai_word, use, using, words

BASE = ["ตา", "ตาก", "กลม", "ลม", "บ้าน", "ธ", "การ", "งาน", "กา", "รง"]
WORD = "ซอฟต์พาวเวอร์"
PIECES = st.text(alphabet="กตมลบานธรงเ่์", min_size=1, max_size=5)


@given(
    more=st.lists(PIECES, max_size=6), run=st.text(alphabet="กตมลบานธรงเ่์", min_size=1, max_size=40)
)
def test_added_words_cut_as_if_they_had_always_been_there(more: list[str], run: str) -> None:
    assert Matcher(BASE).with_words(more).segment(run) == Matcher([*BASE, *more]).segment(run)


def test_the_matcher_that_was_widened_stays_as_it_was() -> None:
    base = Matcher(BASE)
    before = base.segment("ตากลมโตบ้าน")
    base.with_words(["ลมโต", "ก"])
    assert base.segment("ตากลมโตบ้าน") == before
    assert "ลมโต" not in base


def test_both_segmenters_cut_by_the_added_words(monkeypatch) -> None:
    # Other tests of this process may have given the native library all the lists that it gets.
    monkeypatch.setattr(thai_words, "_native_lists", set())
    dictionary = Dictionary([WORD])
    assert dictionary.native is not None
    for run in (f"งาน{WORD}ของจังหวัด", WORD, f"เรื่อง{WORD}และ{WORD}"):
        assert dictionary.native(run) == dictionary.matcher.segment(run)
        assert WORD in dictionary.native(run)


def test_versions_tell_dictionaries_apart_and_not_the_order_of_words() -> None:
    one, other = Dictionary(["กขค", "คขก"]), Dictionary(["คขก", "กขค", "กขค"])
    assert one.version == other.version
    assert len({BUILT_IN.version, one.version, Dictionary(["กขค"]).version}) == 3
    assert Dictionary().version == BUILT_IN.version


def test_a_thread_may_cut_by_others_for_a_while() -> None:
    with using(Dictionary([WORD])):
        assert WORD in words(f"งาน{WORD}")
    assert WORD not in words(f"งาน{WORD}")
    use(Dictionary([WORD]))
    try:
        assert WORD in words(f"งาน{WORD}")
    finally:
        use(BUILT_IN)
    assert in_force() is BUILT_IN


def test_a_native_list_is_loaded_so_often_and_no_more() -> None:
    lists = [Dictionary([f"ซอฟต์พาวเวอร์{letter}"]) for letter in "กขคงจ"]
    native = [one.native for one in lists]
    assert native.count(None) >= len(lists) - 2
    assert Dictionary().native is not None
    assert lists[-1].fast()("งานซอฟต์พาวเวอร์จ") == ["งาน", "ซอฟต์พาวเวอร์จ"]


def test_words_of_a_dictionary_are_of_thai_letters() -> None:
    assert is_thai_word("น้ำพุ")
    for text in ("", "a", "น้ำ พุ", "๑๒", "ก1", "ฯลฯ"):
        assert not is_thai_word(text)
